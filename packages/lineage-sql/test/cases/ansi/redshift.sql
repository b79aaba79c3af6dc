-- case: unload by partitions, with a manifest
-- => path:s3://b/out/ <- sales : copy direct 1.0
UNLOAD ('SELECT * FROM sales') TO 's3://b/out/' IAM_ROLE DEFAULT PARQUET PARTITION BY (year, month) INCLUDE MANIFEST VERBOSE ALLOWOVERWRITE CLEANPATH;

-- case: unload of a join in a string with quotes
-- => path:s3://b/j_ <- a : copy direct 1.0
-- => path:s3://b/j_ <- b : copy direct 1.0
UNLOAD ('SELECT a.id, b.x FROM a JOIN b ON a.id = b.id WHERE a.k = ''from x''') TO 's3://b/j_' CREDENTIALS 'aws_iam_role=arn:aws:iam::0:role/r' DELIMITER '|' GZIP PARALLEL OFF;

-- case: unload of a CTE and of a union
-- => path:s3://b/c_ <- s : copy derived 0.8
-- => path:s3://b/u_ <- a : copy derived 1.0
-- => path:s3://b/u_ <- b : copy derived 1.0
UNLOAD ('WITH q AS (SELECT * FROM s) SELECT * FROM q') TO 's3://b/c_' IAM_ROLE DEFAULT CSV HEADER;
UNLOAD ('SELECT * FROM a UNION ALL SELECT * FROM b') TO 's3://b/u_' IAM_ROLE DEFAULT JSON EXTENSION 'json.gz';

-- case: copy from a manifest, a table of another store, and a cluster
-- => a <- path:s3://b/a.manifest : copy direct 1.0
-- => b <- path:dynamodb://Orders : copy direct 1.0
-- => c <- path:emr://j-SAMPLE/out/part-* : copy direct 1.0
COPY a FROM 's3://b/a.manifest' IAM_ROLE 'arn:aws:iam::0:role/r' MANIFEST GZIP REGION AS 'eu-west-1';
COPY b FROM 'dynamodb://Orders' IAM_ROLE DEFAULT READRATIO 50;
COPY c FROM 'emr://j-SAMPLE/out/part-*' IAM_ROLE DEFAULT DELIMITER '\t';

-- case: copy of columns, in every format
-- => app.a <- path:s3://b/a/ : copy direct 1.0
-- => app.b <- path:s3://b/b.json : copy direct 1.0
-- => app.c <- path:s3://b/c/ : copy direct 1.0
COPY app.a (id, x, y) FROM 's3://b/a/' IAM_ROLE DEFAULT FORMAT AS ORC SERIALIZETOJSON;
COPY app.b FROM 's3://b/b.json' IAM_ROLE DEFAULT JSON 's3://b/paths.json' TIMEFORMAT 'auto' MAXERROR 10;
COPY app.c FROM 's3://b/c/' IAM_ROLE DEFAULT CSV IGNOREHEADER 1 DATEFORMAT 'YYYY-MM-DD' FILLRECORD;

-- case: a copy that goes on by itself
-- => a <- path:s3://b/a/ : copy direct 1.0
COPY a FROM 's3://b/a/' IAM_ROLE DEFAULT FORMAT CSV JOB CREATE load_a AUTO ON;

-- case: an external table on a bucket
-- => spectrum.sales <- path:s3://b/sales/ : other direct 1.0
CREATE EXTERNAL TABLE spectrum.sales (id INTEGER, x DECIMAL(8, 2)) PARTITIONED BY (day DATE) ROW FORMAT DELIMITED FIELDS TERMINATED BY '|' STORED AS PARQUET LOCATION 's3://b/sales/' TABLE PROPERTIES ('numRows' = '170000');

-- case: an external table made of a query
-- => spectrum.daily <- sales : create_table_as aggregated 1.0 { x > total, day > day }
CREATE EXTERNAL TABLE spectrum.daily PARTITIONED BY (day) STORED AS PARQUET LOCATION 's3://b/daily/' AS SELECT SUM(x) AS total, day FROM sales GROUP BY day;

-- case: rows into and out of an external table
-- => spectrum.sales <- s : insert direct 1.0
-- => t <- spectrum.sales : insert direct 1.0 { id > id }
INSERT INTO spectrum.sales SELECT * FROM s;
INSERT INTO t (id) SELECT id FROM spectrum.sales WHERE "$path" LIKE '%x%';

-- case: schemas of others
-- => irrelevant: create schema []
-- => irrelevant: create schema []
CREATE EXTERNAL SCHEMA IF NOT EXISTS spectrum FROM DATA CATALOG DATABASE 'd' REGION 'us-east-1' IAM_ROLE 'arn:aws:iam::0:role/r' CREATE EXTERNAL DATABASE IF NOT EXISTS;
CREATE EXTERNAL SCHEMA pg FROM POSTGRES DATABASE 'd' SCHEMA 'public' URI 'x.rds.amazonaws.com' IAM_ROLE DEFAULT SECRET_ARN 'arn';

-- case: views that are bound late
-- => app.v <- spectrum.sales : create_view direct 1.0 { id > id }
CREATE OR REPLACE VIEW app.v AS SELECT id FROM spectrum.sales WITH NO SCHEMA BINDING;

-- case: a late view of a union of old and new
-- => v <- spectrum.old : create_view derived 1.0
-- => v <- new_rows : create_view derived 1.0
CREATE VIEW v AS (SELECT * FROM spectrum.old UNION ALL SELECT * FROM new_rows) WITH NO SCHEMA BINDING;

-- case: a materialized view that refreshes itself
-- => mv <- s : create_view aggregated 1.0 { k > k, x > total }
CREATE MATERIALIZED VIEW mv BACKUP NO DISTSTYLE KEY DISTKEY (k) SORTKEY (k) AUTO REFRESH YES AS SELECT k, SUM(x) AS total FROM s GROUP BY k;

-- case: a materialized view of a stream
-- => mv <- kds.clicks : create_view direct 1.0
CREATE MATERIALIZED VIEW mv AUTO REFRESH YES AS SELECT approximate_arrival_timestamp, JSON_PARSE(kinesis_data) AS payload FROM kds.clicks WHERE CAN_JSON_PARSE(kinesis_data);

-- case: temporary tables by word and by name
-- => #a <- s : create_table_as direct 1.0 temporary { x > x }
-- => b <- #a : create_table_as direct 1.0 temporary { x > x }
-- => #c <- nothing : create_table_as temporary
-- => t <- b : insert direct 1.0
CREATE TABLE #a AS SELECT x FROM s;
CREATE TEMP TABLE b DISTSTYLE ALL AS SELECT x FROM #a;
CREATE TABLE #c (x INTEGER);
INSERT INTO t SELECT * FROM b;

-- case: rows into a temporary table
-- => #t <- s : insert direct 1.0 temporary
INSERT INTO #t SELECT * FROM s;

-- case: append that fills
-- => t <- s : other direct 1.0
ALTER TABLE t APPEND FROM s FILLTARGET;

-- case: a merge that removes duplicates
-- => t <- s : merge direct 1.0
MERGE INTO t USING s ON t.id = s.id REMOVE DUPLICATES;

-- case: delete and update with other tables
-- => t <- s : delete direct 1.0
-- => t <- a : update direct 1.0
DELETE FROM t USING s WHERE t.id = s.id;
UPDATE t SET x = a.x FROM a WHERE a.id = t.id;

-- case: delete with a CTE before it
-- => t <- s : delete derived 0.8
WITH q AS (SELECT id FROM s) DELETE FROM t USING q WHERE q.id = t.id;

-- case: a table like another, and one with a deep copy
-- => irrelevant: create table without data []
-- => n <- t : insert direct 1.0
-- => irrelevant: drop [drop t]
-- => irrelevant: alter [rename n to t]
CREATE TABLE n (LIKE t INCLUDING DEFAULTS);
INSERT INTO n (SELECT * FROM t);
DROP TABLE t;
ALTER TABLE n RENAME TO t;

-- case: pivot and unpivot
-- => t <- s : create_table_as aggregated 0.8
-- => u <- s : create_table_as derived 0.8
CREATE TABLE t AS SELECT * FROM (SELECT part, k, price FROM s) PIVOT (AVG(price) FOR k IN ('a', 'b' AS bb));
CREATE TABLE u AS SELECT * FROM (SELECT a, b FROM s) UNPIVOT INCLUDE NULLS (v FOR k IN (a AS 'x', b));

-- case: qualify and top
-- => t <- s : create_table_as direct 1.0
CREATE TABLE t AS SELECT TOP 10 id, x FROM s QUALIFY ROW_NUMBER() OVER (PARTITION BY id ORDER BY ts DESC) = 1;

-- case: a hierarchy
-- => t <- emp : create_table_as direct 1.0
CREATE TABLE t AS SELECT id, LEVEL FROM emp START WITH boss IS NULL CONNECT BY PRIOR id = boss ORDER BY LEVEL;

-- case: a procedure in dollars
-- => irrelevant: create procedure
-- => a <- b : insert direct 1.0
-- => irrelevant: truncate []
CREATE OR REPLACE PROCEDURE p(d IN DATE) AS $$
BEGIN
  INSERT INTO a SELECT * FROM b WHERE day = d;
  TRUNCATE c;
END;
$$ LANGUAGE plpgsql;

-- case: care and shares
-- => irrelevant: vacuum []
-- => irrelevant: analyze []
-- => irrelevant: create datashare []
-- => irrelevant: alter []
-- => irrelevant: refresh []
-- => irrelevant: cancel []
VACUUM FULL t TO 99 PERCENT;
ANALYZE COMPRESSION t;
CREATE DATASHARE d SET PUBLICACCESSIBLE FALSE;
ALTER DATASHARE d ADD TABLE t;
REFRESH MATERIALIZED VIEW mv;
CANCEL 123;

-- case: a model of rows
-- => m <- s : other direct 1.0
CREATE MODEL m FROM (SELECT a, b, y FROM s) TARGET y FUNCTION predict_y IAM_ROLE DEFAULT SETTINGS (S3_BUCKET 'b');

-- case: partitions come and go without rows
-- => irrelevant: alter []
-- => irrelevant: alter []
ALTER TABLE spectrum.sales ADD IF NOT EXISTS PARTITION (day = '2026-01-01') LOCATION 's3://b/sales/day=2026-01-01/';
ALTER TABLE spectrum.sales DROP PARTITION (day = '2026-01-01');

-- case: tables of other databases
-- => dev.public.t <- other.app.s : insert direct 1.0 { id > id }
INSERT INTO dev.public.t (id) SELECT id FROM other.app.s;

-- case: a transaction that replaces a day
-- => irrelevant: begin [begin]
-- => irrelevant: delete without another table []
-- => t <- stage : insert direct 1.0
-- => irrelevant: end [commit]
BEGIN;
DELETE FROM t WHERE day = '2026-01-01';
INSERT INTO t SELECT * FROM stage WHERE day = '2026-01-01';
END TRANSACTION;
