-- case: a table as query with every option
-- => db.s.t <- db.s.u : create_table_as direct 1.0
CREATE OR REPLACE TRANSIENT TABLE db.s.t (id NUMBER NOT NULL WITH MASKING POLICY p USING (id, x) COMMENT 'select from nowhere', name VARCHAR WITH TAG (gov.pii = 'from x'))
  CLUSTER BY (id) DATA_RETENTION_TIME_IN_DAYS = 1 COPY GRANTS WITH ROW ACCESS POLICY rap ON (id) WITH TAG (cost_center = 'a', x.y = 'b') COMMENT = 'as select'
  AS SELECT id, name FROM db.s.u;

-- case: clones in time
-- => t2 <- t : create_table_as direct 1.0
-- => t3 <- t : create_table_as direct 1.0
CREATE TABLE t2 CLONE t AT (TIMESTAMP => 'Mon, 01 May 2026 16:20:00 -0700'::timestamp_tz) COPY GRANTS;
CREATE TABLE t3 CLONE t BEFORE (STATEMENT => '8e5d0ca9-005e-44e6-b858-a8f5b37c5726');

-- case: a clone of a schema names no table
-- => irrelevant: create schema [context: s2]
CREATE SCHEMA s2 CLONE s1;

-- case: like takes the columns only
-- => irrelevant: create table without data [truncate a]
-- => irrelevant: create table without data []
CREATE OR REPLACE TABLE a LIKE b;
CREATE TABLE IF NOT EXISTS a LIKE b COPY GRANTS;

-- case: columns from a template are no data
-- => irrelevant: create table without data
CREATE TABLE t USING TEMPLATE (SELECT ARRAY_AGG(OBJECT_CONSTRUCT(*)) FROM TABLE(INFER_SCHEMA(LOCATION => '@st/x', FILE_FORMAT => 'f')));

-- case: temporary tables
-- => tmp <- s : create_table_as direct 1.0 temporary
-- => tmp2 <- nothing : create_table_as temporary
-- => tmp3 <- nothing : create_table_as temporary
CREATE OR REPLACE TEMPORARY TABLE tmp AS SELECT * FROM s;
CREATE TEMP TABLE tmp2 (id INT);
CREATE LOCAL TEMPORARY TABLE tmp3 AS SELECT 1 AS x;

-- case: dynamic and iceberg tables
-- => dt <- a : create_table_as aggregated 1.0
-- => dt <- b : create_table_as aggregated 1.0
-- => it <- a : create_table_as direct 1.0
CREATE OR REPLACE DYNAMIC TABLE dt TARGET_LAG = DOWNSTREAM REFRESH_MODE = INCREMENTAL INITIALIZE = ON_CREATE WAREHOUSE = wh CLUSTER BY (day) COMMENT = 'x'
  AS SELECT a.day, COUNT(*) FROM a LEFT JOIN b USING (id) GROUP BY ALL;
CREATE ICEBERG TABLE it EXTERNAL_VOLUME = 'v' CATALOG = 'SNOWFLAKE' BASE_LOCATION = 'x/y' AS SELECT * FROM a;

-- case: views with everything
-- => db.s.v <- s : create_view direct 1.0
-- => mv <- s : create_view aggregated 1.0
CREATE OR REPLACE SECURE VIEW db.s.v (id COMMENT 'a, b', name WITH MASKING POLICY p) COPY GRANTS COMMENT = 'select 1 from x' WITH ROW ACCESS POLICY r ON (id) AS SELECT id, name FROM s;
CREATE MATERIALIZED VIEW mv CLUSTER BY (d) AS SELECT d, MAX(x) FROM s GROUP BY d;

-- case: rename, swap, drop, truncate, undrop
-- => irrelevant: alter [rename db.s.a to b]
-- => irrelevant: alter [rename v1 to v2]
-- => irrelevant: alter [swap db.s.a with db.s.b]
-- => irrelevant: drop [drop a]
-- => irrelevant: drop [drop db.s.v]
-- => irrelevant: truncate [truncate a]
-- => irrelevant: undrop
-- => irrelevant: alter [rename column x of a to y]
ALTER TABLE IF EXISTS db.s.a RENAME TO b;
ALTER VIEW v1 RENAME TO v2;
ALTER TABLE db.s.a SWAP WITH db.s.b;
DROP TABLE IF EXISTS a CASCADE;
DROP VIEW db.s.v;
TRUNCATE TABLE IF EXISTS a;
UNDROP TABLE a;
ALTER TABLE a RENAME COLUMN x TO y;

-- case: what names mean from here on
-- => irrelevant: use [context db: PUBLIC]
-- => irrelevant: use [context: s]
-- => irrelevant: use [context db: s]
-- => irrelevant: use []
-- => irrelevant: use []
-- => irrelevant: use []
-- => irrelevant: create database [context d2: PUBLIC]
-- => irrelevant: create schema [context d2: s2]
USE DATABASE db;
USE SCHEMA s;
USE db.s;
USE WAREHOUSE wh;
USE ROLE r;
USE SECONDARY ROLES ALL;
CREATE DATABASE d2;
CREATE SCHEMA IF NOT EXISTS d2.s2;

-- case: transactions
-- => irrelevant: begin [begin]
-- => irrelevant: begin [begin]
-- => irrelevant: start [begin]
-- => irrelevant: rollback [rollback]
-- => irrelevant: commit [commit]
BEGIN NAME t1;
BEGIN TRANSACTION;
START TRANSACTION;
ROLLBACK WORK;
COMMIT;
