-- case: chosen files, validation and options
-- => main.m.t <- path:s3://b/in : copy direct 1.0
COPY INTO main.m.t FROM 's3://b/in' FILEFORMAT = CSV FILES = ('a.csv', 'b.csv') FORMAT_OPTIONS ('header' = 'true', 'sep' = ';') COPY_OPTIONS ('force' = 'true');

-- case: only validated, nothing loaded
-- => irrelevant: copy that only validates
-- => irrelevant: copy that only validates
COPY INTO t FROM '/in' FILEFORMAT = PARQUET VALIDATE ALL;
COPY INTO t FROM '/in' FILEFORMAT = PARQUET VALIDATE 15 ROWS;

-- case: a query over the files with names for the columns
-- => t <- path:/Volumes/main/s/v/in : copy direct 1.0
COPY INTO t (id, day) FROM (SELECT _c0::bigint AS id, to_date(_c1) AS day FROM '/Volumes/main/s/v/in') FILEFORMAT = CSV PATTERN = '*.csv';

-- case: into files
-- => path:/mnt/t <- path:gs://b/in : copy direct 1.0
COPY INTO delta.`/mnt/t` FROM 'gs://b/in' FILEFORMAT = AVRO;

-- case: credentials of the source
-- => t <- path:s3://b/in : copy direct 1.0
COPY INTO t FROM 's3://b/in' WITH (CREDENTIAL (AWS_ACCESS_KEY = 'from x', AWS_SECRET_KEY = 'y', AWS_SESSION_TOKEN = 'z') ENCRYPTION (TYPE = 'AWS_SSE_C', MASTER_KEY = 'k')) FILEFORMAT = JSON;

-- case: an aggregate over the files
-- => t <- path:/in : copy aggregated 1.0
COPY INTO t FROM (SELECT k, count(*) FROM '/in' GROUP BY k) FILEFORMAT = PARQUET;

-- case: a target named by a string
-- => main.m.t <- path:/in : copy direct 1.0
COPY INTO IDENTIFIER('main.m.t') FROM '/in' FILEFORMAT = ORC;

-- case: files of each format as tables
-- => t <- path:/a : insert direct 1.0
-- => t <- path:/b : insert direct 1.0
-- => t <- path:s3a://c/d.csv : insert direct 1.0
-- => t <- path:dbfs:/e : insert direct 1.0
-- => t <- path:/f.txt : insert direct 1.0
-- => t <- path:/Volumes/x/y/z : insert direct 1.0
INSERT INTO t SELECT * FROM json.`/a` JOIN parquet.`/b` USING (id) JOIN csv.`s3a://c/d.csv` JOIN orc.`dbfs:/e` JOIN text.`/f.txt` JOIN binaryFile.`/Volumes/x/y/z`;

-- case: files in upper case, with an alias and a pattern
-- => t <- path:/mnt/year=*/x.json : insert direct 1.0 { id > id }
INSERT INTO t (id) SELECT j.id FROM JSON.`/mnt/year=*/x.json` AS j;

-- case: a quoted name with a slash in a schema that is no format
-- => t <- db."a/b" : insert direct 1.0
INSERT INTO t SELECT * FROM db.`a/b`;

-- case: a list of directories written from each form
-- => path:/out/a <- s : insert direct 1.0
-- => path:/out/b <- s : insert derived 0.8
-- => path:/out/c <- x : insert derived 1.0
-- => path:/out/c <- y : insert derived 1.0
-- => irrelevant: insert without a source table
INSERT OVERWRITE DIRECTORY '/out/a' USING csv OPTIONS ('header' = 'true') TABLE s;
INSERT OVERWRITE DIRECTORY '/out/b' USING parquet WITH q AS (SELECT * FROM s) SELECT * FROM q;
INSERT OVERWRITE LOCAL DIRECTORY '/out/c' STORED AS orc SELECT * FROM x UNION ALL SELECT * FROM y;
INSERT OVERWRITE DIRECTORY '/out/d' USING parquet VALUES (1);

-- case: a directory named by an option
-- => path:/out <- s : insert direct 1.0
INSERT OVERWRITE DIRECTORY USING parquet OPTIONS ('path' = '/out', compression = 'snappy') SELECT * FROM s;

-- case: load in its forms
-- => t <- path:/in/x : copy direct 1.0
-- => main.m.t <- path:hdfs://h/in : copy direct 1.0
LOAD DATA INPATH '/in/x' INTO TABLE t;
LOAD DATA LOCAL INPATH 'hdfs://h/in' OVERWRITE INTO TABLE main.m.t PARTITION (day = '2026-01-01', hour = 2);

-- case: two directories read by functions
-- => t <- path:/in/a : insert derived 1.0
-- => t <- path:/in/b : insert derived 1.0
INSERT INTO t SELECT * FROM read_files('/in/a', schemaEvolutionMode => 'none') UNION ALL SELECT * FROM read_files(format => 'csv', path => '/in/b') f;

-- case: files put, fetched and listed
-- => irrelevant: put
-- => irrelevant: get
-- => irrelevant: list
-- => irrelevant: remove
PUT '/tmp/a.csv' INTO '/Volumes/main/s/v/a.csv' OVERWRITE;
GET '/Volumes/main/s/v/a.csv' TO '/tmp/b.csv';
LIST '/Volumes/main/s/v';
REMOVE '/Volumes/main/s/v/a.csv';
