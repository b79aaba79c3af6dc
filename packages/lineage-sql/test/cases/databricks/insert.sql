-- case: columns named on both sides
-- => mart.orders <- raw.orders : insert direct 1.0 { id > order_id, amt > amount }
INSERT INTO mart.orders (order_id, amount) SELECT id, amt FROM raw.orders;

-- case: columns by name
-- => main.mart.t <- s : insert direct 1.0 { id > key, v > v }
INSERT INTO main.mart.t BY NAME SELECT id AS key, v FROM s;

-- case: a word for the table, and a partition with columns
-- => t <- s : insert direct 1.0 { a > x }
INSERT INTO TABLE t PARTITION (day = DATE'2026-01-01', hour) (x, hour) SELECT a, b + 1 FROM s;

-- case: overwrite by name
-- => t <- s : insert aggregated 1.0 { k > k, v > total }
INSERT OVERWRITE t BY NAME SELECT k, sum(v) AS total FROM s GROUP BY k;

-- case: no names for the target's columns, no pairs
-- => t <- s : insert direct 1.0 { }
INSERT INTO t SELECT a, b FROM s;

-- case: behind a star the positions are unknown
-- => t <- s : insert direct 1.0 { a > x }
INSERT INTO t (x, y, z) SELECT a, * EXCEPT (a), c FROM s;

-- case: a CTE before the statement
-- => t <- s : insert derived 0.8
WITH x AS (SELECT * FROM s WHERE ok) INSERT INTO t SELECT * FROM x;

-- case: a CTE before the statement, with columns and a partition
-- => t <- s : insert aggregated 0.8
WITH x (k, n) AS (SELECT k, count(*) FROM s GROUP BY k) INSERT OVERWRITE TABLE t PARTITION (day = '2026-01-01') (k, n) SELECT k, n FROM x;

-- case: rows of values
-- => irrelevant: insert without a source table
-- => irrelevant: insert without a source table
-- => irrelevant: insert without a source table
INSERT INTO t VALUES (1, "from x"), (2, DEFAULT);
INSERT INTO t (a, b) VALUES (1, array(1, 2)), (2, NULL);
INSERT INTO t SELECT * FROM VALUES (1, 'a'), (2, 'b') AS v (id, name);

-- case: a whole table
-- => a <- main.s.b : insert direct 1.0
-- => c <- d : insert direct 1.0
INSERT INTO a TABLE main.s.b;
INSERT OVERWRITE TABLE c TABLE d;

-- case: the query in parentheses
-- => t <- s : insert direct 1.0 { a > x }
INSERT INTO t (x) (SELECT a FROM s);

-- case: a table with options
-- => main.s.t <- s : insert direct 1.0
INSERT INTO main.s.t WITH ('write.split-size' = 10) SELECT * FROM s;

-- case: replace where, with words of queries in the condition
-- => t <- s : insert direct 1.0
INSERT INTO t REPLACE WHERE day >= '2026-01-01' AND kind IN ('select', 'from') SELECT * FROM s WHERE day >= '2026-01-01';

-- case: replace where from a query in parentheses that aggregates
-- => main.m.t <- s : insert aggregated 1.0
INSERT INTO TABLE main.m.t REPLACE WHERE (day = current_date()) (SELECT day, count(*) FROM s GROUP BY day);

-- case: replace using columns, from a join
-- => t <- a : insert direct 1.0
-- => t <- b : insert direct 1.0
INSERT INTO TABLE t REPLACE USING (id, day) SELECT * FROM a JOIN b USING (id);

-- case: replace on a condition, with aliases and a query in parentheses
-- => t <- s : insert derived 0.8
WITH q AS (SELECT * FROM s) INSERT INTO t AS x REPLACE ON x.id <=> y.id AND x.day = '2026-01-01' (SELECT * FROM q) AS y;

-- case: replace on a condition, the query bare
-- => t <- s : insert direct 1.0
INSERT INTO t REPLACE ON t.id = 1 SELECT * FROM s;

-- case: schema evolution
-- => t <- s : insert direct 1.0
-- => u <- s : insert direct 1.0 { a > x }
INSERT WITH SCHEMA EVOLUTION INTO TABLE t SELECT * FROM s;
INSERT WITH SCHEMA EVOLUTION OVERWRITE u (x) SELECT a FROM s;

-- case: a table put into itself
-- => irrelevant: insert without a source table
INSERT OVERWRITE TABLE t SELECT * FROM t WHERE id > 10;

-- case: into what holds it and another
-- => t <- itself : insert
-- => t <- s : insert derived 1.0
INSERT OVERWRITE t SELECT * FROM t WHERE day < '2026-01-01' UNION ALL SELECT * FROM s;

-- case: one from, several inserts, each its own groups and order
-- => a <- s : insert aggregated 1.0
-- => b <- s : insert direct 1.0
-- => path:/out/c <- s : insert direct 1.0
FROM s
INSERT OVERWRITE TABLE a SELECT k, count(*) GROUP BY k HAVING count(*) > 1
INSERT INTO b (id) SELECT id WHERE x ORDER BY id LIMIT 10
INSERT OVERWRITE DIRECTORY '/out/c' USING json SELECT *;

-- case: one from with a join to a subquery, several inserts
-- => a <- x : insert direct 1.0
-- => a <- y : insert derived 0.8
-- => b <- x : insert direct 1.0
-- => b <- y : insert derived 0.8
FROM x JOIN (SELECT id FROM y) q ON q.id = x.id
INSERT INTO a SELECT x.id
INSERT INTO b SELECT q.id;

-- case: a subquery in each clause
-- => t <- s : insert direct 1.0
-- => t <- a : insert aggregated 0.8
-- => t <- b : insert derived 0.8
-- => t <- c : insert derived 0.8
INSERT INTO t SELECT (SELECT max(x) FROM a), CASE WHEN s.k IN (SELECT k FROM b) THEN 1 END FROM s WHERE EXISTS (SELECT 1 FROM c WHERE c.id = s.id);

-- case: subqueries four deep, and three
-- => t <- s : insert derived 0.6
-- => u <- s : insert derived 0.8
INSERT INTO t SELECT * FROM (SELECT * FROM (SELECT * FROM (SELECT * FROM s)));
INSERT INTO u SELECT * FROM (SELECT * FROM (SELECT * FROM s));

-- case: set operators with all and distinct
-- => t <- a : insert derived 1.0
-- => t <- b : insert derived 1.0
-- => t <- c : insert derived 1.0
-- => t <- d : insert derived 1.0
INSERT INTO t SELECT id FROM a UNION DISTINCT SELECT id FROM b INTERSECT ALL (SELECT id FROM c) MINUS SELECT id FROM d ORDER BY id LIMIT ALL;

-- case: one branch aggregates
-- => t <- a : insert aggregated 1.0
-- => t <- b : insert derived 1.0
INSERT INTO t SELECT k, count(*) FROM a GROUP BY k UNION ALL SELECT k, n FROM b;

-- case: columns behind one item that is several
-- => t <- s : insert direct 1.0 { id > a }
INSERT INTO t (a, b, c, d) SELECT id, posexplode(xs), k FROM s;
