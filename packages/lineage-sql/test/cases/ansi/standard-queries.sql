-- case: a table at a time, between times, and from one to another
-- => t <- a : insert direct 1.0
-- => t <- b : insert direct 1.0
-- => t <- c : insert direct 1.0
INSERT INTO t SELECT a.x FROM a FOR SYSTEM_TIME AS OF TIMESTAMP '2026-01-01 00:00:00' JOIN b FOR SYSTEM_TIME BETWEEN DATE '2026-01-01' AND DATE '2026-02-01' AS bb ON bb.id = a.id, c FOR SYSTEM_TIME FROM DATE '2026-01-01' TO DATE '2026-02-01';

-- case: a portion of time is no table
-- => irrelevant: update without another table
-- => irrelevant: delete without another table []
UPDATE t FOR PORTION OF valid FROM DATE '2026-01-01' TO DATE '2026-02-01' SET x = 1 WHERE id = 5;
DELETE FROM t FOR PORTION OF valid FROM DATE '2026-01-01' TO DATE '2026-02-01' WHERE id = 5;

-- case: rows that match a pattern
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT m.id, m.top FROM s MATCH_RECOGNIZE (PARTITION BY id ORDER BY ts MEASURES LAST(up.price) AS top ONE ROW PER MATCH AFTER MATCH SKIP PAST LAST ROW PATTERN (start up+ down*) DEFINE up AS up.price > PREV(up.price), down AS down.price < PREV(down.price)) AS m;

-- case: functions of tables
-- => t <- s : insert direct 1.0
-- => t <- r : insert direct 1.0
INSERT INTO t SELECT * FROM TABLE(similar(left => TABLE(s) PARTITION BY id ORDER BY ts, right => TABLE(r) PRUNE WHEN EMPTY)) AS f;

-- case: a table of JSON
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT j.a FROM s, JSON_TABLE(s.doc, 'lax $.items[*]' COLUMNS (a INTEGER PATH '$.a', NESTED PATH '$.b[*]' COLUMNS (c VARCHAR(10) PATH '$'))) AS j;

-- case: a graph of tables
-- => t <- g : create_table_as direct 1.0
CREATE TABLE t AS (SELECT gt.a FROM GRAPH_TABLE (g MATCH (p IS person)-[k IS knows]->(q IS person) WHERE p.name = 'from' COLUMNS (p.id AS a, q.id AS b)) gt) WITH DATA;

-- case: what a statement changed, as a table
-- => t <- s : insert direct 1.0
SELECT id FROM FINAL TABLE (INSERT INTO t SELECT * FROM s);

-- case: a lateral query and an array with its positions
-- => t <- a : insert direct 1.0
-- => t <- b : insert derived 0.8
INSERT INTO t SELECT * FROM a CROSS JOIN LATERAL (SELECT x FROM b WHERE b.id = a.id) l CROSS JOIN UNNEST(a.tags, a.marks) WITH ORDINALITY AS u (tag, mark, n);

-- case: a natural join of a union join
-- => t <- a : insert direct 1.0
-- => t <- b : insert direct 1.0
-- => t <- c : insert direct 1.0
INSERT INTO t SELECT * FROM (a NATURAL FULL JOIN b) JOIN c USING (id) AS j;

-- case: corresponding columns of an intersection
-- => t <- a : insert derived 1.0
-- => t <- b : insert derived 1.0
INSERT INTO t SELECT * FROM a INTERSECT ALL CORRESPONDING SELECT * FROM b;

-- case: an explicit table and values in a union
-- => t <- a : insert derived 1.0
INSERT INTO t TABLE a UNION ALL VALUES (1, 2), (3, 4);

-- case: recursion with cycle marks
-- => t <- nodes : insert derived 0.8
INSERT INTO t WITH RECURSIVE w (id, p) AS (SELECT id, p FROM nodes UNION ALL SELECT n.id, n.p FROM nodes AS n, w WHERE n.p = w.id) CYCLE id SET looped TO 'Y' DEFAULT 'N' USING path SELECT id FROM w;

-- case: aggregates in an order, over a filter, in a list
-- => t <- s : insert aggregated 1.0
INSERT INTO t SELECT LISTAGG(name, ', ' ON OVERFLOW TRUNCATE '...' WITH COUNT) WITHIN GROUP (ORDER BY id), COUNT(*) FILTER (WHERE ok), ANY_VALUE(x) FROM s;

-- case: a window named and extended
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT id, NTH_VALUE(x, 2) FROM FIRST IGNORE NULLS OVER (w ROWS 3 PRECEDING EXCLUDE CURRENT ROW) FROM s WINDOW w AS (PARTITION BY k ORDER BY ts);

-- case: functions with FROM inside
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT EXTRACT(TIMEZONE_HOUR FROM ts), TRIM(LEADING '0' FROM code), SUBSTRING(name FROM 2 FOR 3), OVERLAY(name PLACING 'x' FROM 1 FOR 2), SUBSTRING_REGEX('a' IN name FROM 2) FROM s;

-- case: predicates that hold queries
-- => t <- s : insert direct 1.0
-- => t <- a : insert derived 0.8
-- => t <- b : insert derived 0.8
-- => t <- c : insert derived 0.8
INSERT INTO t SELECT * FROM s WHERE UNIQUE (SELECT x FROM a) AND (x, y) MATCH FULL (SELECT x, y FROM b) AND x >= ALL (SELECT x FROM c) AND y IS DISTINCT FROM z;

-- case: pairs
-- => t <- s : insert direct 1.0 { a > x, b > y }
INSERT INTO t (x, y) SELECT s.a, s.b FROM s;

-- case: pairs of aggregates
-- => t <- s : insert aggregated 1.0 { k > k, x > lo, y > hi }
INSERT INTO t (k, lo, hi) SELECT k, MIN(x), MAX(y) FROM s GROUP BY k;

-- case: pairs of a created table with a list of columns
-- => t <- s : create_table_as direct 1.0 { a > x, b > y }
CREATE TABLE t (x, y) AS (SELECT a, b FROM s) WITH DATA;

-- case: pairs of a view by its list
-- => v <- s : create_view direct 1.0 { a > x }
CREATE VIEW v (x) AS SELECT a FROM s WITH CASCADED CHECK OPTION;

-- case: no pairs of a join
-- => t <- a : create_table_as direct 1.0 { }
-- => t <- b : create_table_as direct 1.0 { }
CREATE TABLE t AS SELECT x, y FROM a JOIN b ON a.id = b.id;

-- case: names of three parts, and quoted ones
-- => cat.app."Order Lines" <- cat."App".s : insert direct 1.0
INSERT INTO cat.app."Order Lines" SELECT * FROM cat."App".s;

-- case: CTEs in a chain of four
-- => t <- s : insert derived 0.6
WITH a AS (SELECT * FROM s), b AS (SELECT * FROM a), c AS (SELECT * FROM b), d AS (SELECT * FROM c) INSERT INTO t SELECT * FROM d;

-- case: a CTE in each operand of a union
-- => t <- a : insert derived 0.8
-- => t <- b : insert derived 0.8
INSERT INTO t (WITH q AS (SELECT * FROM a) SELECT * FROM q) UNION ALL (WITH q AS (SELECT * FROM b) SELECT * FROM q);

-- case: grouping by everything, and by nothing
-- => t <- a : insert aggregated 1.0
-- => t <- b : insert aggregated 1.0
INSERT INTO t SELECT k, SUM(x) FROM a GROUP BY ALL UNION ALL SELECT 'all', SUM(x) FROM b GROUP BY ();

-- case: a sample and a fetch with ties
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT id FROM s TABLESAMPLE BERNOULLI (5) REPEATABLE (7) ORDER BY id OFFSET 2 ROWS FETCH FIRST 10 PERCENT ROWS WITH TIES;
