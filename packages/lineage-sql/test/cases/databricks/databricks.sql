-- case: create or replace table using delta
-- => main.a.t <- main.a.s : create_table_as direct 1.0
CREATE OR REPLACE TABLE main.a.t USING DELTA PARTITIONED BY (day) TBLPROPERTIES ('x' = "from y") AS SELECT * FROM main.a.s;

-- case: create table without as
-- => t <- s : create_table_as direct 1.0
CREATE TABLE t USING parquet SELECT * FROM s;

-- case: insert overwrite table with a partition
-- => t <- s : insert direct 1.0
INSERT OVERWRITE TABLE t PARTITION (day = '2026-01-01') SELECT * FROM s;

-- case: replace where and replace using
-- => t <- s : insert direct 1.0
-- => u <- s : insert direct 1.0
INSERT INTO TABLE t REPLACE WHERE day = '2026-01-01' SELECT * FROM s;
INSERT INTO u REPLACE USING (id, day) SELECT * FROM s;

-- case: merge with schema evolution
-- => t <- s : merge direct 1.0
MERGE WITH SCHEMA EVOLUTION INTO t USING s ON t.id = s.id WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *;

-- case: lateral view
-- => t <- a : insert direct 1.0
-- => t <- b : insert direct 1.0
INSERT INTO t SELECT * FROM a LATERAL VIEW OUTER explode(a.items) x AS item, pos JOIN b ON b.id = a.id;

-- case: versions of a table
-- => t <- a : insert direct 1.0
-- => t <- b : insert direct 1.0
-- => t <- c : insert direct 1.0
INSERT INTO t SELECT * FROM a VERSION AS OF 3, b TIMESTAMP AS OF '2026-01-01', c@v7;

-- case: files are paths
-- => t <- path:s3://bucket/x : insert direct 1.0
-- => t <- path:s3://y : insert direct 1.0
-- => path:/tmp/x <- s : insert direct 1.0
INSERT INTO t SELECT * FROM delta.`s3://bucket/x`, read_files('s3://y');
INSERT OVERWRITE DIRECTORY '/tmp/x' USING parquet SELECT * FROM s;

-- case: names in any case are one name
-- => t <- s : insert derived 0.8
INSERT INTO t WITH `Base` AS (SELECT * FROM s) SELECT * FROM base JOIN `T` ON true;

-- case: clones
-- => a <- s : create_table_as direct 1.0
-- => b <- s : create_table_as direct 1.0
CREATE TABLE a DEEP CLONE s;
CREATE OR REPLACE TABLE b SHALLOW CLONE s VERSION AS OF 2;

-- case: streaming tables and materialised views
-- => st <- s : create_table_as direct 1.0
-- => mv <- s : create_view aggregated 1.0
CREATE OR REFRESH STREAMING TABLE st AS SELECT * FROM STREAM s;
CREATE MATERIALIZED VIEW mv SCHEDULE EVERY 1 HOUR AS SELECT day, count_if(x) FROM s GROUP BY day;

-- case: a CTE without as
-- => t <- s : insert derived 0.8
INSERT INTO t WITH x (SELECT * FROM s) SELECT * FROM x;

-- case: one from for several inserts
-- => a <- s : insert direct 1.0
-- => b <- s : insert aggregated 1.0
-- => b <- u : insert derived 0.8
FROM s INSERT INTO a SELECT x WHERE y > 1 INSERT INTO b SELECT y, count(*) WHERE z IN (SELECT z FROM u) GROUP BY y;

-- case: variables
-- => unparsed: a template, not SQL: stopped at "${"
INSERT INTO t SELECT * FROM ${db}.s;

-- case: names that begin with a digit
-- => db.t <- db.2026_orders : insert direct 1.0
INSERT INTO db.t SELECT * FROM db.2026_orders;

-- case: double quotes are strings
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT "from x", r'a\' FROM s;
