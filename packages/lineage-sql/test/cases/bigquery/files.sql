-- case: export and load
-- => path:gs://b/x/*.csv <- ds.s : copy aggregated 1.0
-- => ds.t <- path:gs://b/a.avro : copy direct 1.0
-- => ds.t <- path:gs://b/b.avro : copy direct 1.0
-- => ds.u <- path:gs://b/c.csv : copy direct 1.0
EXPORT DATA OPTIONS (uri = 'gs://b/x/*.csv', format = 'CSV', overwrite = true) AS SELECT day, SUM(x) FROM ds.s GROUP BY day;
LOAD DATA INTO ds.t (x INT64) PARTITION BY _PARTITIONDATE FROM FILES (format = 'AVRO', uris = ['gs://b/a.avro', 'gs://b/b.avro']);
LOAD DATA OVERWRITE ds.u FROM FILES (uris = ['gs://b/c.csv'], format = 'CSV') WITH PARTITION COLUMNS;

-- case: export with a connection
-- => path:s3://b/x <- ds.s : copy direct 1.0
EXPORT DATA WITH CONNECTION `p.aws-us-east-1.c` OPTIONS (uri = "s3://b/x", format = 'JSON') AS (SELECT * FROM ds.s);

-- case: external tables read their files
-- => ds.ext <- path:gs://b/e/*.parquet : other direct 1.0
-- => ds.ext <- path:gs://b/f/*.parquet : other direct 1.0
CREATE OR REPLACE EXTERNAL TABLE ds.ext (x INT64) WITH PARTITION COLUMNS OPTIONS (format = 'PARQUET', uris = ['gs://b/e/*.parquet', 'gs://b/f/*.parquet']);

-- case: models stand between the data they learn and what they predict
-- => ds.m <- ds.train : other direct 1.0
-- => ds.p <- ds.m : create_table_as direct 1.0
-- => ds.p <- ds.live : create_table_as derived 0.8
-- => ds.q <- "ds"."m" : create_table_as direct 1.0
-- => ds.q <- ds.live : create_table_as direct 1.0
CREATE OR REPLACE MODEL ds.m TRANSFORM (x, y) OPTIONS (model_type = 'linear_reg') AS SELECT x, y FROM ds.train;
CREATE TABLE ds.p AS SELECT * FROM ML.PREDICT(MODEL ds.m, (SELECT * FROM ds.live), STRUCT(0.5 AS threshold));
CREATE TABLE ds.q AS SELECT * FROM ML.PREDICT(MODEL `ds.m`, TABLE ds.live);

-- case: remote queries are out of sight
-- => unparsed: what EXTERNAL_QUERY gives is out of sight
INSERT INTO ds.t SELECT * FROM EXTERNAL_QUERY('p.us.conn', '''SELECT * FROM shop.orders''');
