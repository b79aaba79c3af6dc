-- case: copy into
-- => main.s.t <- path:s3://b/landing : copy direct 1.0
-- => t <- path:abfss://c@a.dfs.core.windows.net/x : copy direct 1.0
-- => delta_t <- path:/Volumes/c/s/v/x : copy direct 1.0
COPY INTO main.s.t FROM 's3://b/landing' FILEFORMAT = JSON PATTERN = '2026*' FORMAT_OPTIONS ('mergeSchema' = 'true') COPY_OPTIONS ('mergeSchema' = 'true');
COPY INTO t FROM (SELECT _c0::int AS id, _metadata.file_path FROM 'abfss://c@a.dfs.core.windows.net/x') FILEFORMAT = CSV;
COPY INTO delta_t BY POSITION FROM '/Volumes/c/s/v/x' WITH (CREDENTIAL cr) FILEFORMAT = PARQUET;

-- case: tables that are files
-- => path:s3://b/out <- s : insert direct 1.0
-- => path:/mnt/t <- s : merge direct 1.0
-- => t <- path:/mnt/x : create_table_as direct 1.0
-- => u <- path:/mnt/y : create_table_as direct 1.0
INSERT INTO delta.`s3://b/out` SELECT * FROM s;
MERGE INTO delta.`/mnt/t` AS t USING s ON t.id = s.id WHEN MATCHED THEN UPDATE SET *;
CREATE TABLE t AS SELECT * FROM parquet.`/mnt/x`;
CREATE TABLE u SHALLOW CLONE delta.`/mnt/y`;

-- case: a database called like a format is a database
-- => t <- json.orders : insert direct 1.0
INSERT INTO t SELECT * FROM json.orders;

-- case: external tables and views over files
-- => t <- path:s3://b/csv : other direct 1.0
-- => v <- path:/mnt/x.csv : create_view direct 1.0 temporary
-- => irrelevant: create table without data
-- => w <- path:/data/w : other direct 1.0
CREATE TABLE t (id INT) USING CSV OPTIONS (header = "true") LOCATION 's3://b/csv';
CREATE OR REPLACE TEMPORARY VIEW v USING csv OPTIONS (path "/mnt/x.csv", header "true");
CREATE TABLE d (id INT) USING DELTA LOCATION 's3://b/d';
CREATE EXTERNAL TABLE w (id INT) STORED AS PARQUET LOCATION '/data/w';

-- case: directories
-- => path:/tmp/a <- s : insert direct 1.0
-- => path:/tmp/b <- s : insert aggregated 1.0
-- => path:/tmp/c <- s : insert direct 1.0
INSERT OVERWRITE DIRECTORY '/tmp/a' USING PARQUET OPTIONS (compression 'snappy') SELECT * FROM s;
INSERT OVERWRITE LOCAL DIRECTORY '/tmp/b' ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' SELECT a, count(*) FROM s GROUP BY a;
FROM s INSERT OVERWRITE DIRECTORY '/tmp/c' SELECT *;

-- case: load data
-- => t <- path:/user/x : copy direct 1.0
-- => db.u <- path:/user/y : copy direct 1.0
LOAD DATA LOCAL INPATH '/user/x' OVERWRITE INTO TABLE t PARTITION (d = '2026-01-01');
LOAD DATA INPATH '/user/y' INTO TABLE db.u;

-- case: files read by functions
-- => bronze <- path:s3://b/in : create_table_as direct 1.0
-- => t <- path:/Volumes/x : insert direct 1.0
-- => live <- path:/mnt/in : create_table_as direct 1.0
CREATE OR REFRESH STREAMING TABLE bronze AS SELECT * FROM STREAM read_files('s3://b/in', format => 'json');
INSERT INTO t SELECT * FROM read_files(path => '/Volumes/x', format => 'csv') AS f;
CREATE STREAMING LIVE TABLE live AS SELECT * FROM cloud_files('/mnt/in', 'json', map('a', 'b'));
