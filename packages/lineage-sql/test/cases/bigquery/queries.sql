-- case: pipes with every step
-- => ds.t <- ds.orders : create_table_as aggregated 1.0
-- => ds.t <- ds.customers : create_table_as aggregated 1.0
-- => ds.t <- ds.old : create_table_as derived 1.0
-- => ds.t <- ds.vip : create_table_as derived 0.8
CREATE OR REPLACE TABLE ds.t AS
FROM ds.orders AS o
|> LEFT JOIN ds.customers AS c ON o.cid = c.id
|> WHERE o.cid IN (SELECT id FROM ds.vip)
|> EXTEND o.qty * o.price AS total, EXTRACT(YEAR FROM o.day) AS y
|> SET total = total * 2
|> DROP qty
|> RENAME y AS year
|> AGGREGATE SUM(total) AS s GROUP BY year, c.id
|> UNION ALL (SELECT year, id, s FROM ds.old)
|> ORDER BY s DESC |> LIMIT 10;

-- case: a query of pipes after select, and in a subquery
-- => ds.t <- ds.a : insert direct 1.0
-- => ds.t <- ds.b : insert derived 0.8
INSERT INTO ds.t SELECT * FROM ds.a |> WHERE x IN (FROM ds.b |> SELECT id) |> SELECT y;

-- case: qualify, windows and named arguments
-- => ds.t <- ds.s : insert direct 1.0
INSERT INTO ds.t SELECT id, LAST_VALUE(x IGNORE NULLS) OVER w FROM ds.s WHERE TRUE QUALIFY ROW_NUMBER() OVER (PARTITION BY id) = 1 WINDOW w AS (PARTITION BY id ORDER BY ts NULLS LAST);

-- case: from inside functions
-- => ds.t <- ds.s : insert direct 1.0
INSERT INTO ds.t SELECT EXTRACT(DATE FROM ts AT TIME ZONE 'UTC'), EXTRACT(WEEK(MONDAY) FROM d), IF(a IS DISTINCT FROM b, LEFT(x, 2), RIGHT(x, 2)), REPLACE(x, 'from', 'y') FROM ds.s WHERE a IS NOT DISTINCT FROM b;

-- case: array and struct subqueries
-- => ds.t <- ds.s : insert direct 1.0
-- => ds.t <- ds.d : insert derived 0.8
INSERT INTO ds.t SELECT ARRAY(SELECT AS STRUCT d.x, d.y FROM ds.d d WHERE d.id = s.id), (SELECT AS VALUE MAX(i.p) FROM s.items i), (s.addr).* EXCEPT (zip) FROM ds.s s;

-- case: pivot and unpivot
-- => ds.t <- ds.s : create_table_as aggregated 0.8
-- => ds.u <- ds.s : create_table_as direct 1.0
CREATE TABLE ds.t AS SELECT * FROM (SELECT p, q, s FROM ds.s) PIVOT (SUM(s) FOR q IN ('Q1' AS q1, 'Q2'));
CREATE TABLE ds.u AS SELECT * FROM ds.s UNPIVOT INCLUDE NULLS (v FOR k IN (a, b));

-- case: table functions of tables
-- => ds.t <- ds.s : create_table_as direct 1.0
-- => ds.u <- ds.s : create_table_as direct 1.0
CREATE TABLE ds.t AS SELECT * FROM APPENDS(TABLE ds.s, NULL, NULL);
CREATE TABLE ds.u AS SELECT * FROM GAP_FILL(TABLE ds.s, ts_column => 'ts', bucket_width => INTERVAL 1 DAY);

-- case: a table function of the user's gives no table, what it takes does
-- => ds.t <- ds.s : create_table_as derived 0.8
CREATE TABLE ds.t AS SELECT * FROM ds.my_tvf((SELECT * FROM ds.s), 5) AS f;

-- case: views of every kind
-- => ds.v <- ds.s : create_view direct 1.0
-- => ds.mv <- ds.s : create_view aggregated 1.0
-- => ds.r <- ds2.mv : create_view direct 1.0
CREATE OR REPLACE VIEW ds.v (id OPTIONS (description = 'select'), n) OPTIONS (labels = [('a', 'b')]) AS SELECT id, n FROM ds.s FOR SYSTEM_TIME AS OF TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL 1 HOUR);
CREATE MATERIALIZED VIEW ds.mv PARTITION BY DATE(ts) CLUSTER BY id OPTIONS (enable_refresh = true, refresh_interval_minutes = 60) AS SELECT ts, id, COUNT(*) n FROM ds.s GROUP BY 1, 2;
CREATE MATERIALIZED VIEW ds.r OPTIONS (replication_interval_seconds = 300) AS REPLICA OF ds2.mv;

-- case: update from, with an array and a join
-- => ds.t <- ds.s : update direct 1.0
-- => ds.t <- ds.r : update direct 1.0
UPDATE ds.t t SET x = s.x, y = ARRAY(SELECT i FROM UNNEST(s.items) i) FROM ds.s s JOIN ds.r r ON r.id = s.id WHERE t.id = s.id;

-- case: a comma too many
-- => ds.t <- ds.a : insert direct 1.0
INSERT INTO ds.t SELECT * FROM ds.a, WHERE x = 1;

-- case: recursion
-- => ds.t <- ds.nodes : create_table_as derived 0.8
CREATE TABLE ds.t AS WITH RECURSIVE tree AS (SELECT id FROM ds.nodes WHERE p IS NULL UNION ALL SELECT n.id FROM ds.nodes n JOIN tree ON n.p = tree.id) SELECT * FROM tree;
