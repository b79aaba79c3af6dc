-- case: columns with types and constraints before the query
-- => ds.t <- ds.s : create_table_as direct 1.0
CREATE TABLE IF NOT EXISTS ds.t (id INT64 NOT NULL, name STRING DEFAULT 'from x' OPTIONS (description = 'as select'), PRIMARY KEY (id) NOT ENFORCED) AS SELECT id, name FROM ds.s;

-- case: columns and aliases
-- => ds.t <- ds.s : create_table_as direct 1.0 { id > id, name > label }
CREATE TABLE ds.t AS SELECT id, name AS label, price * 2 AS twice FROM ds.s;

-- case: an aggregate by partition
-- => ds.t <- ds.s : create_table_as aggregated 1.0 { day > day, x > total }
CREATE OR REPLACE TABLE ds.t PARTITION BY day CLUSTER BY day OPTIONS (partition_expiration_days = 7, require_partition_filter = TRUE) AS SELECT day, SUM(x) AS total FROM ds.s GROUP BY day;

-- case: partitions by a range
-- => ds.t <- ds.s : create_table_as direct 1.0 { id > id }
CREATE TABLE ds.t PARTITION BY RANGE_BUCKET(id, GENERATE_ARRAY(0, 100, 10)) AS SELECT id FROM ds.s;

-- case: a collation and labels
-- => ds.t <- ds.s : create_table_as direct 1.0 { a > a }
CREATE TABLE ds.t DEFAULT COLLATE 'und:ci' OPTIONS (labels = [('team', 'select'), ('from', 'x')]) AS (SELECT a FROM ds.s);

-- case: a query in parentheses with a CTE
-- => ds.t <- ds.s : create_table_as derived 0.8
CREATE TABLE ds.t AS (WITH x AS (SELECT * FROM ds.s) SELECT * FROM x);

-- case: a query that begins with FROM
-- => ds.t <- ds.s : create_table_as direct 1.0
CREATE TABLE ds.t AS FROM ds.s;

-- case: only a schema
-- => irrelevant: create table without data []
-- => irrelevant: create table without data [truncate ds.t]
CREATE TABLE ds.t (id INT64, rec STRUCT<a STRING, b ARRAY<INT64>>) PARTITION BY _PARTITIONDATE;
CREATE OR REPLACE TABLE ds.t (id INT64);

-- case: like takes columns and no rows
-- => irrelevant: create table without data []
CREATE TABLE ds.t LIKE p.ds.s OPTIONS (description = 'copy of s');

-- case: like with a query
-- => ds.t <- ds.s : create_table_as direct 1.0
CREATE TABLE ds.t LIKE ds.a AS SELECT * FROM ds.s;

-- case: a copy that replaces
-- => ds.t <- p.ds.s : create_table_as direct 1.0
CREATE OR REPLACE TABLE ds.t COPY p.ds.s OPTIONS (expiration_timestamp = TIMESTAMP '2027-01-01 00:00:00 UTC');

-- case: a clone if there is none
-- => "p"."ds"."t" <- "p"."ds"."s" : create_table_as direct 1.0
CREATE TABLE IF NOT EXISTS `p.ds.t` CLONE `p.ds.s`;

-- case: a snapshot at a time
-- => ds.t <- ds.s : create_table_as direct 1.0
CREATE SNAPSHOT TABLE IF NOT EXISTS ds.t CLONE ds.s FOR SYSTEM_TIME AS OF TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL 1 HOUR) OPTIONS (expiration_timestamp = TIMESTAMP '2027-01-01');

-- case: a clone of a snapshot restores
-- => ds.t <- ds.snap : create_table_as direct 1.0
CREATE OR REPLACE TABLE ds.t CLONE ds.snap;

-- case: no rows of any table
-- => irrelevant: create table without a source table
-- => irrelevant: create table without a source table
CREATE TABLE ds.t AS SELECT 1 AS x, 'from ds.s' AS y;
CREATE OR REPLACE TABLE ds.t AS SELECT d FROM UNNEST(GENERATE_DATE_ARRAY('2026-01-01', '2026-12-31')) AS d;

-- case: a temporary table with a schema
-- => tmp <- nothing : create_table_as temporary
CREATE TEMP TABLE tmp (id INT64);

-- case: temporary tables in both words
-- => a <- ds.s : create_table_as direct 1.0 temporary { id > id }
-- => b <- a : create_table_as aggregated 1.0 temporary { id > n }
CREATE OR REPLACE TEMPORARY TABLE a AS SELECT id FROM ds.s;
CREATE TEMP TABLE IF NOT EXISTS b AS SELECT COUNT(id) AS n FROM a;

-- case: a temporary table feeds one that stays
-- => _SESSION.x <- ds.a : create_table_as direct 1.0 temporary
-- => ds.t <- _SESSION.x : insert direct 1.0
-- => irrelevant: drop [drop _SESSION.x]
CREATE TEMP TABLE _SESSION.x AS SELECT * FROM ds.a;
INSERT INTO ds.t SELECT * FROM _SESSION.x;
DROP TABLE _SESSION.x;

-- case: a table that replaces itself
-- => irrelevant: create table without a source table
CREATE OR REPLACE TABLE ds.t AS SELECT * EXCEPT (rn) FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY id) AS rn FROM ds.t) WHERE rn = 1;

-- case: a table that replaces itself with another one's rows added
-- => ds.t <- ds.new : create_table_as derived 1.0
CREATE OR REPLACE TABLE ds.t AS SELECT * FROM ds.t UNION ALL SELECT * FROM ds.new;

-- case: stars with exceptions
-- => ds.t <- ds.s : create_table_as direct 1.0
CREATE TABLE ds.t AS SELECT * EXCEPT (a, b), s.rec.* EXCEPT (c) FROM ds.s AS s;

-- case: stars with replacements by a query
-- => ds.t <- ds.s : create_table_as direct 1.0
-- => ds.t <- ds.r : create_table_as aggregated 0.8
CREATE TABLE ds.t AS SELECT * REPLACE ((SELECT MAX(rate) FROM ds.r) AS rate) FROM ds.s;

-- case: an iceberg table of BigQuery's own
-- => ds.t <- ds.s : create_table_as direct 1.0
CREATE TABLE ds.t WITH CONNECTION `p.us.c` OPTIONS (file_format = 'PARQUET', table_format = 'ICEBERG', storage_uri = 'gs://b/t') AS SELECT * FROM ds.s;

-- case: an iceberg table with a schema only is fed by nothing
-- => irrelevant: create table without data
CREATE TABLE ds.t (id INT64) WITH CONNECTION DEFAULT OPTIONS (file_format = 'PARQUET', table_format = 'ICEBERG', storage_uri = 'gs://b/t');
