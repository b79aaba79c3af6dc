-- case: columns named on both sides
-- => mart.orders <- raw.orders : insert direct 1.0 { ID > ORDER_ID, AMT > AMOUNT }
INSERT INTO mart.orders (order_id, amount) SELECT id, amt FROM raw.orders;

-- case: insert overwrite with columns, an alias and an expression between
-- => mart.orders <- raw.orders : insert direct 1.0 { ID > ORDER_ID, TS > LOADED_AT }
INSERT OVERWRITE INTO mart.orders (order_id, amount, loaded_at) SELECT r.id, r.price * r.qty, r.ts FROM raw.orders AS r;

-- case: distinct rows
-- => dim.country <- raw.orders : insert direct 1.0 { COUNTRY > CODE }
INSERT INTO dim.country (code) SELECT DISTINCT country FROM raw.orders;

-- case: top rows
-- => best <- scores : insert direct 1.0 { PLAYER > NAME, POINTS > N }
INSERT INTO best (name, n) SELECT TOP 10 player, points FROM scores ORDER BY points DESC;

-- case: aggregates of columns into named columns
-- => daily <- orders : insert aggregated 1.0 { DAY > D, PRICE > REVENUE, CUSTOMER > BUYERS }
INSERT INTO daily (d, revenue, buyers) SELECT day, SUM(price), COUNT(DISTINCT customer) FROM orders GROUP BY day;

-- case: no names for the target's columns, no pairs
-- => t <- s : insert direct 1.0 { }
INSERT INTO t SELECT a, b FROM s;

-- case: behind a star the positions are unknown
-- => t <- s : insert direct 1.0 { A > X }
INSERT INTO t (x, y, z) SELECT a, s.*, b FROM s;

-- case: columns by position are no names
-- => t <- s : insert direct 1.0 { C > Z }
INSERT INTO t (x, y, z) SELECT $1, s.$2, c FROM s;

-- case: the query in parentheses, as some tools write it
-- => db.mart.orders <- db.mart.orders__dbt_tmp : insert direct 1.0 { ID > ID, STATUS > STATUS }
insert into db.mart.orders ("ID", "STATUS")
(
    select "ID", "STATUS"
    from db.mart.orders__dbt_tmp
);

-- case: rows of values
-- => irrelevant: insert without a source table
-- => irrelevant: insert without a source table
INSERT INTO t (a, b) VALUES (1, 'select * from x'), (2, DEFAULT), (3, NULL);
INSERT OVERWRITE INTO t VALUES (CURRENT_DATE(), UUID_STRING());

-- case: json from a list of values
-- => irrelevant: insert without a source table
INSERT INTO t (v) SELECT PARSE_JSON(column1) FROM VALUES ('{"from": 1}'), ('{"from": 2}') AS rows_;

-- case: a table put into itself
-- => irrelevant: insert without a source table
INSERT INTO t SELECT * FROM t WHERE id > 10;

-- case: a table joined with itself and another
-- => t <- dim : insert direct 1.0
INSERT INTO t SELECT a.*, d.name FROM t a JOIN dim d ON d.id = a.dim_id WHERE NOT EXISTS (SELECT 1 FROM t b WHERE b.id = a.id);

-- case: a literal only
-- => irrelevant: insert without a source table
INSERT INTO audit_log SELECT CURRENT_TIMESTAMP(), CURRENT_USER(), 'insert into a select * from b';

-- case: a subquery in each clause
-- => t <- s : insert direct 1.0
-- => t <- a : insert aggregated 0.8
-- => t <- b : insert derived 0.8
-- => t <- c : insert derived 0.8
-- => t <- d : insert derived 0.8
-- => t <- e : insert derived 0.8
INSERT INTO t
SELECT (SELECT MAX(x) FROM a), CASE WHEN EXISTS (SELECT 1 FROM b WHERE b.id = s.id) THEN 1 ELSE 0 END
FROM s
WHERE s.k IN (SELECT k FROM c) AND s.v > ALL (SELECT v FROM d)
ORDER BY (SELECT o FROM e LIMIT 1);

-- case: subqueries four deep
-- => t <- s : insert derived 0.6
INSERT INTO t SELECT * FROM (SELECT * FROM (SELECT * FROM (SELECT * FROM s) x) y) z;

-- case: two deep
-- => t <- s : insert derived 0.8
INSERT INTO t SELECT * FROM (SELECT * FROM (SELECT * FROM s) y) z;

-- case: a table near and far takes the higher confidence and the stronger word
-- => t <- s : insert aggregated 1.0
INSERT INTO t SELECT s.*, m.top FROM s JOIN (SELECT k, MAX(v) AS top FROM s GROUP BY k) m ON m.k = s.k;

-- case: set operators by name
-- => t <- a : insert derived 1.0
-- => t <- b : insert derived 1.0
-- => t <- c : insert derived 1.0
INSERT INTO t SELECT id FROM a UNION BY NAME SELECT * FROM b UNION ALL BY NAME SELECT * FROM c;

-- case: intersect and except in parentheses
-- => t <- a : insert derived 1.0
-- => t <- b : insert derived 1.0
-- => t <- c : insert derived 1.0
INSERT INTO t (SELECT id FROM a INTERSECT SELECT id FROM b) EXCEPT (SELECT id FROM c) ORDER BY id LIMIT 5;

-- case: only one branch of a union aggregates
-- => t <- a : insert aggregated 1.0
-- => t <- b : insert derived 1.0
INSERT INTO t SELECT k, COUNT(*) FROM a GROUP BY k UNION ALL SELECT k, n FROM b;

-- case: a union inside a subquery
-- => t <- a : insert derived 0.8
-- => t <- b : insert derived 0.8
INSERT INTO t SELECT * FROM (SELECT id FROM a UNION SELECT id FROM b) u;

-- case: keywords without INTO stand no harm in strings
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT 'it''s; INSERT INTO x SELECT * FROM y', $$ from z; $$ FROM s;

-- case: limit and offset and fetch
-- => t <- a : insert direct 1.0
-- => u <- b : insert direct 1.0
INSERT INTO t SELECT * FROM a ORDER BY id LIMIT 10 OFFSET 20;
INSERT INTO u SELECT * FROM b ORDER BY id OFFSET 5 ROWS FETCH NEXT 10 ROWS ONLY;
