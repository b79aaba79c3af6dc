-- case: one from for several inserts
-- => a <- s : insert direct 1.0
-- => b <- s : insert aggregated 1.0
FROM s INSERT OVERWRITE TABLE a SELECT x, y INSERT INTO TABLE b SELECT k, count(*) GROUP BY k;

-- case: one from with a join for several partitions
-- => a <- s : insert direct 1.0
-- => a <- r : insert direct 1.0
-- => b <- s : insert direct 1.0
-- => b <- r : insert direct 1.0
FROM s JOIN r ON (s.id = r.id) INSERT OVERWRITE TABLE a PARTITION (d = '2026') SELECT s.x WHERE r.y > 1 INSERT INTO TABLE b SELECT r.y;

-- case: overwrite of partitions
-- => a <- s : insert direct 1.0
-- => b <- s : insert direct 1.0
INSERT OVERWRITE TABLE a PARTITION (d = '2026-01-01') IF NOT EXISTS SELECT * FROM s;
INSERT INTO TABLE b PARTITION (d, h) (x, d, h) SELECT x, d, h FROM s DISTRIBUTE BY d SORT BY h;

-- case: into a directory
-- => path:/out/x <- s : insert direct 1.0
-- => path:hdfs://n/y <- s : insert aggregated 1.0
INSERT OVERWRITE LOCAL DIRECTORY '/out/x' ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' SELECT * FROM s;
INSERT OVERWRITE DIRECTORY 'hdfs://n/y' STORED AS ORC SELECT k, max(x) FROM s GROUP BY k;

-- case: load of a path
-- => app.t <- path:/in/x : copy direct 1.0
LOAD DATA INPATH '/in/x' OVERWRITE INTO TABLE app.t PARTITION (d = '2026-01-01');

-- case: views of rows in columns
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT id, k, v FROM s LATERAL VIEW OUTER explode(m) e AS k, v LATERAL VIEW posexplode(xs) p AS i, x WHERE k <> 'from';

-- case: half joins
-- => t <- a : insert direct 1.0
-- => t <- b : insert direct 1.0
-- => t <- c : insert direct 1.0
INSERT INTO t SELECT * FROM a LEFT SEMI JOIN b ON a.id = b.id LEFT ANTI JOIN c ON a.id = c.id;

-- case: transform by a script
-- => t <- s : insert direct 1.0
INSERT OVERWRITE TABLE t SELECT TRANSFORM (a, b) USING 'cat' AS (x, y) FROM s;

-- case: external tables
-- => ext <- path:s3://b/x/ : other direct 1.0
CREATE EXTERNAL TABLE IF NOT EXISTS ext (id INT, x STRING) PARTITIONED BY (d STRING) ROW FORMAT SERDE 'org.x.Serde' STORED AS TEXTFILE LOCATION 's3://b/x/' TBLPROPERTIES ('skip.header.line.count' = '1');

-- case: a table of Athena
-- => t <- s : create_table_as direct 1.0
CREATE TABLE t WITH (format = 'PARQUET', external_location = 's3://b/t/', partitioned_by = ARRAY['d']) AS SELECT x, d FROM s;

-- case: an unload of Athena
-- => path:s3://b/u/ <- s : copy direct 1.0
UNLOAD (SELECT x FROM s WHERE y = 'from') TO 's3://b/u/' WITH (format = 'JSON', compression = 'gzip');

-- case: partitions traded
-- => a <- b : other direct 1.0
ALTER TABLE a EXCHANGE PARTITION (d = '2026-01-01') WITH TABLE b;

-- case: partitions mended, added and dropped
-- => irrelevant: msck []
-- => irrelevant: alter []
-- => irrelevant: truncate []
MSCK REPAIR TABLE t;
ALTER TABLE t ADD IF NOT EXISTS PARTITION (d = '2026') LOCATION 's3://b/t/2026';
TRUNCATE TABLE t PARTITION (d = '2026');

-- case: a copy of a table with its data and without
-- => a <- s : create_table_as direct 1.0
-- => b <- s : create_table_as direct 1.0 temporary
CREATE MULTISET TABLE a, NO FALLBACK AS (SELECT * FROM s) WITH DATA PRIMARY INDEX (id);
CREATE VOLATILE TABLE b AS (SELECT * FROM s) WITH DATA ON COMMIT PRESERVE ROWS;

-- case: a copy of a table by its name
-- => a <- app.s : create_table_as direct 1.0
-- => irrelevant: create table with no data
CREATE TABLE a AS app.s WITH DATA;
CREATE TABLE b AS app.s WITH NO DATA;

-- case: an update that inserts where there is nothing
-- => t <- s : update direct 1.0
UPDATE t FROM s SET x = s.x WHERE t.id = s.id;

-- case: select with a qualify, a sample and a top
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT TOP 5 WITH TIES id FROM s QUALIFY RANK() OVER (ORDER BY x) = 1;

-- case: SQLite's words for conflicts
-- => a <- s : insert direct 1.0
-- => b <- s : insert direct 1.0
-- => c <- s : insert direct 1.0
INSERT OR ABORT INTO a SELECT * FROM s;
INSERT OR ROLLBACK INTO b SELECT * FROM s NOT INDEXED;
INSERT OR FAIL INTO c SELECT * FROM s INDEXED BY i;

-- case: SQLite's upsert and update from
-- => t <- s : insert direct 1.0
-- => u <- s : update direct 1.0
INSERT INTO t SELECT * FROM s WHERE true ON CONFLICT (id) DO UPDATE SET x = excluded.x;
UPDATE OR IGNORE u SET x = s.x FROM s WHERE s.id = u.id;

-- case: SQLite's tables of functions
-- => irrelevant: create virtual []
-- => t <- s : insert direct 1.0
CREATE VIRTUAL TABLE f USING fts5(body, content = 's');
INSERT INTO t SELECT value FROM s, json_each(s.doc, '$.from');

-- case: ClickHouse reads, limits and formats
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT id, x FROM s FINAL PREWHERE x > 1 ARRAY JOIN xs AS x LIMIT 1 BY id SETTINGS max_threads = 1;

-- case: ClickHouse's join of everything
-- => t <- a : insert direct 1.0
-- => t <- b : insert direct 1.0
INSERT INTO TABLE t SELECT * FROM a GLOBAL ANY LEFT JOIN b USING (id);

-- case: ClickHouse's view that fills another table
-- => t <- s : create_view aggregated 1.0
CREATE MATERIALIZED VIEW mv TO t AS SELECT k, sum(x) AS x FROM s GROUP BY k;

-- case: ClickHouse's table of an engine, filled
-- => t <- s : create_table_as direct 1.0 { id > id }
CREATE TABLE t ENGINE = MergeTree ORDER BY id AS SELECT id FROM s;

-- case: Vertica's and Greenplum's words behind the query
-- => a <- s : create_table_as direct 1.0
-- => b <- s : create_table_as direct 1.0
CREATE TABLE a AS /*+ LABEL(x) */ SELECT * FROM s SEGMENTED BY HASH(id) ALL NODES KSAFE 1;
CREATE TABLE b WITH (appendoptimized = true) AS SELECT * FROM s DISTRIBUTED BY (id);

-- case: HANA and DB2
-- => a <- s : insert direct 1.0
-- => b <- s : create_table_as direct 1.0
-- => c <- s : create_view direct 1.0
UPSERT a SELECT * FROM s;
CREATE COLUMN TABLE b AS (SELECT * FROM s) WITH DATA;
CREATE VIEW c AS SELECT * FROM s WITH UR;

-- case: a summary table that the server keeps
-- => t <- s : create_table_as aggregated 1.0
CREATE TABLE t AS (SELECT k, COUNT(*) AS n FROM s GROUP BY k) DATA INITIALLY DEFERRED REFRESH IMMEDIATE;
