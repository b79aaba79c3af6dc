-- case: a table with properties
-- => hive.web.t <- hive.web.s : create_table_as direct 1.0 { id > id, d > day }
CREATE TABLE hive.web.t COMMENT 'as select from x' WITH (format = 'ORC', partitioned_by = ARRAY['day'], bucket_count = 50) AS SELECT id, d AS day FROM hive.web.s;

-- case: a table if there is none, with and without data
-- => a <- s : create_table_as direct 1.0
-- => irrelevant: create table with no data
CREATE TABLE IF NOT EXISTS a AS SELECT * FROM s WITH DATA;
CREATE TABLE IF NOT EXISTS b AS SELECT * FROM s WITH NO DATA;

-- case: replaced with the names of its columns
-- => t <- s : create_table_as direct 1.0 { a > x, b > y }
CREATE OR REPLACE TABLE t (x, y) WITH (location = 's3://b/t') AS (SELECT a, b FROM s);

-- case: like another with its properties
-- => irrelevant: create table without data []
CREATE TABLE t (id bigint, LIKE s INCLUDING PROPERTIES) WITH (format = 'PARQUET');

-- case: a view with a right
-- => v <- s : create_view direct 1.0 { id > id }
CREATE OR REPLACE VIEW v COMMENT 'from x' SECURITY INVOKER AS SELECT id FROM s;

-- case: a materialized view with a grace
-- => mv <- s : create_view aggregated 1.0 { k > k, x > total }
CREATE OR REPLACE MATERIALIZED VIEW mv GRACE PERIOD INTERVAL '10' MINUTE COMMENT 'x' WITH (format = 'ORC') AS SELECT k, sum(x) AS total FROM s GROUP BY k;

-- case: versions and times
-- => t <- a : insert direct 1.0
-- => t <- b : insert direct 1.0
INSERT INTO t SELECT x.id FROM a FOR VERSION AS OF 8954597067493422955 AS x JOIN b FOR TIMESTAMP AS OF TIMESTAMP '2026-01-01 00:00:00 UTC' AS y ON x.id = y.id;

-- case: what lies beside a table
-- => t <- iceberg.app."s$partitions" : insert direct 1.0
INSERT INTO t SELECT * FROM iceberg.app."s$partitions";

-- case: arrays and maps
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT id, k, v, n FROM s CROSS JOIN UNNEST(map(ARRAY['from'], ARRAY[1]), tags) WITH ORDINALITY AS u (k, v, n);

-- case: lambdas
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT transform(xs, x -> x + 1), reduce(xs, 0, (a, x) -> a + x, a -> a), filter(xs, x -> x IN (1, 2)) FROM s;

-- case: functions of tables by name
-- => t <- orders : insert direct 1.0
INSERT INTO t SELECT * FROM TABLE(exclude_columns(input => TABLE(orders), columns => DESCRIPTOR(a, b)));

-- case: a sequence and a remote text read no table
-- => irrelevant: insert without a source table
-- => irrelevant: insert without a source table
INSERT INTO t SELECT n FROM TABLE(sequence(start => 1, stop => 10)) AS q (n);
INSERT INTO t SELECT * FROM TABLE(pg.system.query(query => 'SELECT * FROM orders'));

-- case: rows that match
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT * FROM s MATCH_RECOGNIZE (PARTITION BY k ORDER BY ts MEASURES CLASSIFIER() AS c, MATCH_NUMBER() AS n ALL ROWS PER MATCH SHOW EMPTY MATCHES PATTERN ((a | b)+ {- c -} $) SUBSET u = (a, b) DEFINE a AS x > 1) WHERE n > 1;

-- case: tables and parts by expression
-- => t <- a : insert aggregated 1.0
-- => t <- b : insert direct 1.0
INSERT INTO t SELECT a.k, approx_distinct(a.x), max_by(a.y, a.ts) FROM a GROUP BY GROUPING SETS ((k), ());
INSERT INTO t SELECT * FROM b TABLESAMPLE BERNOULLI (50) LIMIT ALL;

-- case: update and delete by queries
-- => t <- s : update derived 0.8
-- => t <- s : delete derived 0.8
UPDATE t SET x = (SELECT max_x FROM s WHERE s.id = t.id) WHERE x IS NULL;
DELETE FROM t WHERE id IN (SELECT id FROM s);

-- case: merge between catalogs
-- => iceberg.app.t <- hive.raw.s : merge direct 1.0
MERGE INTO iceberg.app.t AS t USING hive.raw.s AS s ON (t.id = s.id) WHEN MATCHED AND s.op = 'D' THEN DELETE WHEN MATCHED THEN UPDATE SET x = s.x WHEN NOT MATCHED THEN INSERT (id, x) VALUES (s.id, s.x);

-- case: explained and run, and explained only
-- => t <- s : insert direct 1.0
-- => irrelevant: explain
-- => irrelevant: explain
EXPLAIN ANALYZE VERBOSE INSERT INTO t SELECT * FROM s;
EXPLAIN (TYPE DISTRIBUTED, FORMAT JSON) INSERT INTO t SELECT * FROM s;
EXPLAIN (TYPE VALIDATE) SELECT * FROM s;

-- case: prepared from a text, and run
-- => t <- s : insert direct 1.0
-- => t <- s : insert direct 1.0
-- => unparsed: the text of the prepared statement is elsewhere
-- => irrelevant: deallocate
PREPARE q FROM INSERT INTO t SELECT * FROM s WHERE id = ?;
EXECUTE IMMEDIATE 'INSERT INTO t SELECT * FROM s WHERE id = ?' USING 5;
EXECUTE q USING 5;
DEALLOCATE PREPARE q;

-- case: the session's names
-- => irrelevant: use [context hive: web]
-- => irrelevant: use [context: web]
-- => irrelevant: set []
-- => irrelevant: reset []
USE hive.web;
USE web;
SET SESSION optimize_hash_generation = true;
RESET SESSION optimize_hash_generation;

-- case: names and properties change
-- => irrelevant: alter [rename a.b.t to a.b.u]
-- => irrelevant: alter [rename v to w]
-- => irrelevant: alter []
-- => irrelevant: alter []
-- => irrelevant: alter [rename column a of t to b]
ALTER TABLE IF EXISTS a.b.t RENAME TO a.b.u;
ALTER VIEW v RENAME TO w;
ALTER TABLE t EXECUTE optimize(file_size_threshold => '128MB') WHERE d > DATE '2026-01-01';
ALTER TABLE t SET PROPERTIES format = 'ORC';
ALTER TABLE t RENAME COLUMN a TO b;

-- case: what reads and what calls
-- => irrelevant: show []
-- => irrelevant: describe []
-- => irrelevant: refresh []
-- => unparsed: what a procedure does is out of sight
SHOW STATS FOR (SELECT * FROM s);
DESCRIBE hive.web.s;
REFRESH MATERIALIZED VIEW mv;
CALL iceberg.system.register_table('app', 't', 's3://b/t');

-- case: a function of the query's own
-- => irrelevant: select [reads s]
WITH FUNCTION twice(x integer) RETURNS integer RETURN x * 2 SELECT twice(x) FROM s;

-- case: recursion
-- => t <- nodes : create_table_as derived 0.8
CREATE TABLE t AS WITH RECURSIVE w (id) AS (SELECT id FROM nodes WHERE p IS NULL UNION ALL SELECT n.id FROM nodes n JOIN w ON n.p = w.id) SELECT * FROM w;
