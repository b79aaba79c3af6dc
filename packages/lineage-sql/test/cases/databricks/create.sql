-- case: the columns of a table as query
-- => t <- s : create_table_as direct 1.0 { a > a, b > bee }
CREATE TABLE t AS SELECT a, b AS bee, c || d AS e FROM s;

-- case: all the clauses
-- => main.m.t <- s : create_table_as aggregated 1.0 { k > k, v > total }
CREATE OR REPLACE TABLE main.m.t USING DELTA OPTIONS ('a' = 'select from x') PARTITIONED BY (k) LOCATION 's3://b/t' COMMENT 'as select' TBLPROPERTIES ('delta.enableChangeDataFeed' = true) AS SELECT k, sum(v) AS total FROM s GROUP BY k;

-- case: clustered
-- => a <- s : create_table_as direct 1.0
-- => b <- s : create_table_as direct 1.0
-- => c <- s : create_table_as direct 1.0
CREATE TABLE IF NOT EXISTS a CLUSTER BY (x, y) AS SELECT * FROM s;
CREATE TABLE b CLUSTER BY AUTO AS SELECT * FROM s;
CREATE TABLE c CLUSTERED BY (x) SORTED BY (y DESC) INTO 4 BUCKETS AS SELECT * FROM s;

-- case: iceberg
-- => t <- s : create_table_as direct 1.0
CREATE TABLE t USING ICEBERG TBLPROPERTIES ('format-version' = 3) AS SELECT * FROM s;

-- case: hive's clauses
-- => t <- s : create_table_as direct 1.0
CREATE TABLE t ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' STORED AS TEXTFILE AS SELECT * FROM s;

-- case: a table of files made by a query
-- => path:/mnt/t <- s : create_table_as direct 1.0
-- => path:s3://b/u <- s : create_table_as direct 1.0
CREATE TABLE delta.`/mnt/t` USING DELTA AS SELECT * FROM s;
CREATE OR REPLACE TABLE delta.`s3://b/u` AS SELECT id FROM s;

-- case: columns, constraints and computed columns only
-- => irrelevant: create table without data []
-- => irrelevant: create table without data [truncate main.m.t]
CREATE TABLE t (id BIGINT GENERATED ALWAYS AS IDENTITY, day DATE GENERATED ALWAYS AS (CAST(ts AS DATE)), ts TIMESTAMP, CONSTRAINT pk PRIMARY KEY (id), CONSTRAINT fk FOREIGN KEY (c) REFERENCES main.m.customers (id));
CREATE OR REPLACE TABLE main.m.t (id INT COMMENT 'as select from x');

-- case: from first, a whole table, and values
-- => a <- s : create_table_as direct 1.0
-- => b <- main.m.s : create_table_as direct 1.0
-- => irrelevant: create table without a source table
CREATE TABLE a AS FROM s;
CREATE TABLE b AS TABLE main.m.s;
CREATE TABLE c AS VALUES (1, 'a'), (2, 'b');

-- case: a query with a CTE, in parentheses
-- => t <- s : create_table_as derived 0.8
CREATE OR REPLACE TABLE t AS (WITH a AS (SELECT * FROM s) SELECT * FROM a);

-- case: a table like another has no rows
-- => irrelevant: create table without data []
CREATE TABLE IF NOT EXISTS t LIKE main.m.s USING DELTA LOCATION '/mnt/t' TBLPROPERTIES ('a' = 'b');

-- case: clones in every form
-- => a <- main.m.s : create_table_as direct 1.0
-- => b <- s : create_table_as direct 1.0
-- => c <- path:/mnt/parquet : create_table_as direct 1.0
-- => path:/mnt/d <- s : create_table_as direct 1.0
-- => e <- path:s3://b/iceberg/t : create_table_as direct 1.0
CREATE TABLE a CLONE main.m.s;
CREATE TABLE IF NOT EXISTS b SHALLOW CLONE s TIMESTAMP AS OF '2026-01-01';
CREATE OR REPLACE TABLE c CLONE parquet.`/mnt/parquet`;
CREATE OR REPLACE TABLE delta.`/mnt/d` DEEP CLONE s VERSION AS OF 12;
CREATE TABLE e SHALLOW CLONE iceberg.`s3://b/iceberg/t`;

-- case: windows on files, in several formats
-- => a <- path:/data/a : other direct 1.0
-- => b <- path:abfss://c@x.dfs.core.windows.net/b : other direct 1.0
-- => c <- path:/data/c.json : other direct 1.0
CREATE TABLE a USING parquet LOCATION '/data/a';
CREATE TABLE b (id INT, day DATE) USING ORC PARTITIONED BY (day) LOCATION 'abfss://c@x.dfs.core.windows.net/b';
CREATE TABLE IF NOT EXISTS c USING json OPTIONS (path '/data/c.json', multiLine true);

-- case: a delta table at its own place reads nothing
-- => irrelevant: create table without data []
CREATE TABLE t USING DELTA LOCATION '/mnt/delta/t';

-- case: a table of the session
-- => t <- s : create_table_as direct 1.0 temporary { id > id }
CREATE TEMPORARY TABLE t AS SELECT id FROM s;

-- case: temporary without a query
-- => t <- nothing : create_table_as temporary
CREATE TEMP TABLE IF NOT EXISTS t (id INT);

-- case: a table of another database
-- => irrelevant: create table without data []
CREATE TABLE t USING postgresql OPTIONS (host 'h', database 'd', dbtable 'public.orders', user 'u');

-- case: objects that are no tables
-- => irrelevant: create catalog
-- => irrelevant: create schema
-- => irrelevant: create volume
-- => irrelevant: create function
-- => irrelevant: create connection
-- => irrelevant: create share
-- => irrelevant: create bloomfilter
CREATE CATALOG IF NOT EXISTS c MANAGED LOCATION 's3://b';
CREATE SCHEMA main.s COMMENT 'select from x';
CREATE EXTERNAL VOLUME main.s.v LOCATION 's3://b/v';
CREATE OR REPLACE FUNCTION main.s.f(x INT) RETURNS TABLE (y INT) RETURN SELECT y FROM t WHERE z = x;
CREATE CONNECTION pg TYPE postgresql OPTIONS (host 'h', port '5432');
CREATE SHARE IF NOT EXISTS sh;
CREATE BLOOMFILTER INDEX ON TABLE t FOR COLUMNS (x);
