-- case: load with everything
-- => ds.t <- path:gs://b/x/*.parquet : copy direct 1.0
LOAD DATA OVERWRITE ds.t (id INT64, d DATE) PARTITION BY d CLUSTER BY id OPTIONS (description = 'from files') FROM FILES (format = 'PARQUET', uris = ['gs://b/x/*.parquet'], hive_partition_uri_prefix = 'gs://b/x') WITH PARTITION COLUMNS (d DATE) WITH CONNECTION `p.us.c`;

-- case: load into one partition
-- => ds.t <- path:gs://b/day.csv : copy direct 1.0
LOAD DATA INTO ds.t PARTITIONS (_PARTITIONTIME = TIMESTAMP '2026-01-01') (x INT64) FROM FILES (skip_leading_rows = 1, uris = ['gs://b/day.csv'], format = 'CSV');

-- case: load into a temporary table
-- => tmp <- path:gs://b/a.json : copy direct 1.0 temporary
LOAD DATA INTO TEMP TABLE tmp (x INT64) FROM FILES (format = 'NEWLINE_DELIMITED_JSON', uris = ['gs://b/a.json']);

-- case: load from another cloud into a quoted path
-- => "p"."ds"."t" <- path:azure://acc.blob.core.windows.net/c/*.csv : copy direct 1.0
LOAD DATA INTO `p.ds.t` FROM FILES (uris = ['azure://acc.blob.core.windows.net/c/*.csv'], format = 'CSV') WITH CONNECTION `azure-eastus2.c`;

-- case: load of a shard
-- => ds.events_* <- path:gs://b/20260101.avro : copy direct 1.0
LOAD DATA INTO ds.events_20260101 FROM FILES (format = 'AVRO', uris = ['gs://b/20260101.avro']);

-- case: export of a union
-- => path:gs://b/x-*.json <- ds.a : copy derived 1.0
-- => path:gs://b/x-*.json <- ds.b : copy derived 1.0
EXPORT DATA OPTIONS (uri = 'gs://b/x-*.json', format = 'JSON', compression = 'GZIP') AS SELECT * FROM ds.a UNION ALL SELECT * FROM ds.b;

-- case: export of a CTE
-- => path:gs://b/x-*.csv <- ds.a : copy derived 0.8
EXPORT DATA OPTIONS (format = 'CSV', header = TRUE, field_delimiter = ';', uri = 'gs://b/x-*.csv') AS WITH x AS (SELECT * FROM ds.a) SELECT * FROM x ORDER BY id LIMIT 10;

-- case: export to Bigtable
-- => path:https://bigtable.googleapis.com/projects/p/instances/i/tables/t <- ds.s : copy direct 1.0
EXPORT DATA OPTIONS (uri = "https://bigtable.googleapis.com/projects/p/instances/i/tables/t", format = "CLOUD_BIGTABLE", overwrite = TRUE) AS SELECT CAST(id AS STRING) AS rowkey, STRUCT(x, y) AS cf FROM ds.s;

-- case: export to Pub/Sub of what was appended
-- => path:https://pubsub.googleapis.com/projects/p/topics/t <- ds.s : copy direct 1.0
EXPORT DATA OPTIONS (format = 'CLOUD_PUBSUB', uri = 'https://pubsub.googleapis.com/projects/p/topics/t') AS (SELECT TO_JSON_STRING(STRUCT(id, x)) AS message FROM APPENDS(TABLE ds.s, CURRENT_TIMESTAMP() - INTERVAL 10 MINUTE));

-- case: export in pipes
-- => path:gs://b/p-*.parquet <- ds.s : copy aggregated 1.0
EXPORT DATA OPTIONS (uri = 'gs://b/p-*.parquet', format = 'PARQUET') AS FROM ds.s |> AGGREGATE SUM(x) AS x GROUP BY day;

-- case: export with a computed address only reads
-- => irrelevant: export [reads ds.s]
EXPORT DATA OPTIONS (uri = CONCAT('gs://b/', day, '-*.csv'), format = 'CSV') AS SELECT * FROM ds.s;

-- case: export of a model
-- => path:gs://b/m/ <- ds.m : copy direct 1.0
EXPORT MODEL ds.m OPTIONS (URI = 'gs://b/m/');

-- case: an external table with a schema and a connection
-- => ds.e <- path:gs://b/e/*.orc : other direct 1.0
CREATE EXTERNAL TABLE IF NOT EXISTS ds.e (id INT64, name STRING) WITH CONNECTION `p.us.c` OPTIONS (format = 'ORC', uris = ['gs://b/e/*.orc'], max_staleness = INTERVAL 30 MINUTE, metadata_cache_mode = 'AUTOMATIC');

-- case: an external table by partitions of its path
-- => ds.e <- path:gs://b/e/* : other direct 1.0
CREATE EXTERNAL TABLE ds.e WITH PARTITION COLUMNS (d DATE) OPTIONS (uris = ['gs://b/e/*'], format = 'CSV', hive_partition_uri_prefix = 'gs://b/e', require_hive_partition_filter = FALSE);

-- case: a sheet
-- => ds.sheet <- path:https://docs.google.com/spreadsheets/d/abc : other direct 1.0
CREATE OR REPLACE EXTERNAL TABLE ds.sheet OPTIONS (format = 'GOOGLE_SHEETS', uris = ['https://docs.google.com/spreadsheets/d/abc'], sheet_range = 'orders!A1:D');

-- case: an object table
-- => ds.files <- path:gs://b/images/* : other direct 1.0
CREATE EXTERNAL TABLE ds.files WITH CONNECTION DEFAULT OPTIONS (object_metadata = 'SIMPLE', uris = ['gs://b/images/*']);

-- case: a delta lake, and an iceberg table by its metadata
-- => ds.d <- path:gs://b/delta/ : other direct 1.0
-- => ds.i <- path:gs://b/ice/metadata/v1.metadata.json : other direct 1.0
CREATE EXTERNAL TABLE ds.d WITH CONNECTION `p.us.c` OPTIONS (format = 'DELTA_LAKE', uris = ['gs://b/delta/']);
CREATE EXTERNAL TABLE ds.i OPTIONS (format = 'ICEBERG', uris = ["gs://b/ice/metadata/v1.metadata.json"]);

-- case: rows of a file through an external table
-- => ds.e <- path:gs://b/e.csv : other direct 1.0
-- => ds.t <- ds.e : insert direct 1.0 { x > x }
CREATE EXTERNAL TABLE ds.e OPTIONS (format = 'CSV', uris = ['gs://b/e.csv']);
INSERT INTO ds.t (x) SELECT x FROM ds.e WHERE _FILE_NAME LIKE '%e.csv';

-- case: a federated query beside a table
-- => ds.t <- ds.s : create_table_as direct 1.0 partial
CREATE TABLE ds.t AS SELECT s.*, r.first FROM ds.s AS s LEFT JOIN EXTERNAL_QUERY('p.us.conn', "SELECT id, first FROM shop.orders") AS r USING (id);
