-- case: the columns of a table as query
-- => t <- s : create_table_as direct 1.0 { A > A, B > BEE }
CREATE TABLE t AS SELECT a, b AS bee, c || d AS e FROM s;

-- case: a table as query whose columns are declared
-- => mart.t <- raw.s : create_table_as aggregated 1.0 { A > ID, B > TOTAL }
CREATE OR REPLACE TABLE mart.t (id NUMBER(38, 0) NOT NULL DEFAULT 0, total NUMBER COMMENT 'sum, of b') AS SELECT a, SUM(b) FROM raw.s GROUP BY 1;

-- case: or alter
-- => irrelevant: create table without data []
CREATE OR ALTER TABLE t (id INT, name VARCHAR DEFAULT 'as select * from x');

-- case: a query in two pairs of parentheses
-- => db.s.t <- s : create_table_as direct 1.0 { ID > ID }
create or replace transient table db.s.t as ((select id from s));

-- case: table and key constraints name other tables
-- => irrelevant: create table without data []
CREATE TABLE orders (id INT PRIMARY KEY, customer INT REFERENCES customers (id), CONSTRAINT fk FOREIGN KEY (item) REFERENCES items (id) NOT ENFORCED);

-- case: a hybrid table, with an index among its columns
-- => h <- s : create_table_as direct 1.0 { ID > ID, X > X }
CREATE OR REPLACE HYBRID TABLE h (id INT PRIMARY KEY, x INT, INDEX ix (x)) AS SELECT id, x FROM s;

-- case: an event table has no data yet
-- => irrelevant: create table without data []
CREATE EVENT TABLE IF NOT EXISTS ev CLUSTER BY (timestamp) CHANGE_TRACKING = TRUE;

-- case: an interactive table
-- => fast <- s : create_table_as direct 1.0
CREATE INTERACTIVE TABLE fast CLUSTER BY (id) TARGET_LAG = '1 minute' WAREHOUSE = wh AS SELECT id, v FROM s;

-- case: iceberg tables as query, partitioned, and cloned
-- => db.s.i <- s : create_table_as direct 1.0 { ID > ID, TS > TS }
-- => i2 <- db.s.i : create_table_as direct 1.0
CREATE OR REPLACE ICEBERG TABLE db.s.i (id INT, ts TIMESTAMP_NTZ(6)) PARTITION BY (DAY(ts)) CATALOG = 'SNOWFLAKE' EXTERNAL_VOLUME = 'vol' BASE_LOCATION = 'i/' AS SELECT id, ts FROM s;
CREATE ICEBERG TABLE i2 CLONE db.s.i;

-- case: an iceberg table of another catalog
-- => irrelevant: create table without data
CREATE ICEBERG TABLE g EXTERNAL_VOLUME = 'vol' CATALOG = 'glue' CATALOG_TABLE_NAME = 'orders' CATALOG_NAMESPACE = 'shop' AUTO_REFRESH = TRUE;

-- case: a dynamic table with declared columns
-- => dt <- orders : create_table_as aggregated 1.0 { DAY > D, PRICE > REVENUE }
CREATE OR REPLACE TRANSIENT DYNAMIC TABLE dt (d DATE, revenue NUMBER WITH TAG (a = 'b')) TARGET_LAG = '20 minutes' WAREHOUSE = wh REFRESH_MODE = FULL INITIALIZE = ON_SCHEDULE
AS SELECT day, SUM(price) FROM orders GROUP BY ALL;

-- case: a dynamic iceberg table
-- => di <- orders : create_table_as direct 1.0
CREATE DYNAMIC ICEBERG TABLE di TARGET_LAG = DOWNSTREAM WAREHOUSE = wh EXTERNAL_VOLUME = 'v' CATALOG = 'SNOWFLAKE' BASE_LOCATION = 'di' AS SELECT * FROM orders;

-- case: a dynamic table with a region that no refresh touches
-- => joined <- fact : create_table_as direct 1.0
-- => joined <- dim : create_table_as direct 1.0
CREATE DYNAMIC TABLE joined TARGET_LAG = '1 minute' WAREHOUSE = wh IMMUTABLE WHERE (ts < CURRENT_TIMESTAMP() - INTERVAL '1 day') AS SELECT f.id, d.name FROM fact f LEFT JOIN dim d USING (id);

-- case: a dynamic table that begins with the rows of another
-- => dt <- src : create_table_as direct 1.0
-- => dt <- old_dt : create_table_as direct 1.0
CREATE DYNAMIC TABLE dt (id INT, ts TIMESTAMP) BACKFILL FROM old_dt IMMUTABLE WHERE (ts < '2026-01-01') TARGET_LAG = '1 minute' WAREHOUSE = wh AS SELECT id, ts FROM src;

-- case: a clone of a dynamic table
-- => dt2 <- db.s.dt : create_table_as direct 1.0
CREATE DYNAMIC TABLE dt2 CLONE db.s.dt AT (TIMESTAMP => '2026-01-01'::TIMESTAMP_TZ) COPY GRANTS TARGET_LAG = '1 hour' WAREHOUSE = wh;

-- case: a temporary clone
-- => tmp <- t : create_table_as direct 1.0 temporary
CREATE TEMPORARY TABLE tmp CLONE t BEFORE (STATEMENT => '01b2-03');

-- case: a volatile table as query
-- => v <- s : create_table_as direct 1.0 temporary { ID > ID }
CREATE VOLATILE TABLE IF NOT EXISTS v AS SELECT id FROM s;

-- case: a temporary table like another, and one from a template
-- => a <- nothing : create_table_as temporary
-- => b <- nothing : create_table_as temporary
CREATE TEMP TABLE a LIKE t;
CREATE OR REPLACE TEMPORARY TABLE b USING TEMPLATE (SELECT ARRAY_AGG(OBJECT_CONSTRUCT(*)) FROM TABLE(INFER_SCHEMA(LOCATION => '@st', FILE_FORMAT => 'f')));

-- case: tables from what no table holds
-- => unparsed: what RESULT_SCAN gives is out of sight
-- => irrelevant: create table without a source table
-- => irrelevant: create table without a source table
CREATE TABLE n AS SELECT SEQ4() AS n FROM TABLE(GENERATOR(ROWCOUNT => 100));
CREATE TABLE last_ AS SELECT * FROM TABLE(RESULT_SCAN(LAST_QUERY_ID(-2)));
CREATE TABLE days AS SELECT column1 AS day FROM VALUES ('2026-01-01'), ('2026-01-02');

-- case: a table as query that begins with a CTE, and one that begins with values
-- => t <- s : create_table_as derived 0.8
-- => irrelevant: create table without a source table
CREATE TABLE t AS WITH a AS (SELECT * FROM s) SELECT * FROM a;
CREATE TABLE u (a, b) AS SELECT * FROM VALUES (1, 2);

-- case: policies and tags with names that look like clauses
-- => t <- s : create_table_as direct 1.0
CREATE TABLE t (id INT WITH MASKING POLICY "as select", name VARCHAR PROJECTION POLICY p) WITH AGGREGATION POLICY ap ENTITY KEY (id) WITH JOIN POLICY jp ALLOWED JOIN KEYS (id) TAG ("from x" = 'y') AS SELECT id, name FROM s;

-- case: an external table over a delta lake, by a pattern, with its own columns
-- => ext <- stage:@lake/orders/ : other direct 1.0
CREATE EXTERNAL TABLE IF NOT EXISTS ext (id INT AS (VALUE:c1::INT)) LOCATION = @lake/orders/ REFRESH_ON_CREATE = FALSE AUTO_REFRESH = FALSE PATTERN = '.*[.]parquet' FILE_FORMAT = (TYPE = PARQUET) TABLE_FORMAT = DELTA;

-- case: an external table from a template
-- => ext <- stage:@st/p : other direct 1.0
CREATE EXTERNAL TABLE ext USING TEMPLATE (SELECT ARRAY_AGG(OBJECT_CONSTRUCT('COLUMN_NAME', column_name)) FROM TABLE(INFER_SCHEMA(LOCATION => '@st/p', FILE_FORMAT => 'f'))) LOCATION = @st/p FILE_FORMAT = f;

-- case: objects that are no tables
-- => irrelevant: create stage
-- => irrelevant: create file
-- => irrelevant: create sequence
-- => irrelevant: create warehouse
-- => irrelevant: create role
-- => irrelevant: create tag
CREATE STAGE st URL = 's3://b/x' CREDENTIALS = (AWS_ROLE = 'r') DIRECTORY = (ENABLE = TRUE);
CREATE OR REPLACE FILE FORMAT ff TYPE = CSV FIELD_DELIMITER = '|';
CREATE SEQUENCE seq START = 1 INCREMENT = 1;
CREATE WAREHOUSE IF NOT EXISTS wh WITH WAREHOUSE_SIZE = 'XSMALL';
CREATE ROLE r;
CREATE TAG cost_center ALLOWED_VALUES 'select', 'from';

-- case: policies hold queries and run nothing
-- => irrelevant: create access
-- => irrelevant: create masking
CREATE ROW ACCESS POLICY rap AS (region VARCHAR) RETURNS BOOLEAN -> EXISTS (SELECT 1 FROM sec.regions WHERE r = region);
CREATE MASKING POLICY mp AS (v STRING) RETURNS STRING -> CASE WHEN EXISTS (SELECT 1 FROM sec.allowed) THEN v ELSE '*' END;
