-- case: load from a named stage
-- => raw.orders <- stage:@raw.s3_stage/orders/ : copy direct 1.0
COPY INTO raw.orders FROM @raw.s3_stage/orders/ FILE_FORMAT = (TYPE = CSV SKIP_HEADER = 1) ON_ERROR = 'CONTINUE' PURGE = TRUE;

-- case: load with a transformation
-- => raw.orders <- stage:@my_stage/orders : copy direct 1.0
COPY INTO raw.orders (id, amount) FROM (SELECT t.$1, t.$2::number FROM @my_stage/orders (FILE_FORMAT => 'csv_fmt', PATTERN => '.*[.]csv') t);

-- case: load from a url, with credentials
-- => raw.orders <- path:s3://bucket/orders/ : copy direct 1.0
COPY INTO raw.orders FROM 's3://bucket/orders/' CREDENTIALS = (AWS_KEY_ID = 'x' AWS_SECRET_KEY = 'y') FILE_FORMAT = (FORMAT_NAME = ff);

-- case: load from the user's and the table's own stage
-- => t <- stage:@~/staged : copy direct 1.0
-- => t <- stage:@%t : copy direct 1.0
COPY INTO t FROM @~/staged;
COPY INTO t FROM @%t FILES = ('a.csv', 'b.csv');

-- case: unload a table and a query
-- => stage:@out/daily/ <- analytics.daily : copy direct 1.0
-- => stage:@out/top <- analytics.daily : copy aggregated 1.0
-- => path:gcs://exports/x <- s : copy direct 1.0
COPY INTO @out/daily/ FROM analytics.daily OVERWRITE = TRUE SINGLE = FALSE;
COPY INTO @out/top FROM (SELECT day, SUM(x) FROM analytics.daily GROUP BY day) HEADER = TRUE;
COPY INTO 'gcs://exports/x' FROM s STORAGE_INTEGRATION = gcs_int;

-- case: a stage in quotes
-- => t <- stage:@my stage/x y.csv : copy direct 1.0
COPY INTO t FROM '@my stage/x y.csv';

-- case: a query over a stage, with an alias, joined
-- => t <- stage:@db.s.st/a.json : insert direct 1.0
-- => t <- dims : insert direct 1.0
INSERT INTO t SELECT f.$1:id FROM @db.s.st/a.json (FILE_FORMAT => 'j') f JOIN dims d ON d.id = f.$1:id;

-- case: external tables read their stage
-- => ext.events <- stage:@lake/events/ : other direct 1.0
CREATE OR REPLACE EXTERNAL TABLE ext.events (ts TIMESTAMP AS (VALUE:ts::TIMESTAMP), day DATE AS TO_DATE(SPLIT_PART(METADATA$FILENAME, '/', 3)))
  PARTITION BY (day) WITH LOCATION = @lake/events/ AUTO_REFRESH = TRUE FILE_FORMAT = (TYPE = PARQUET);

-- case: a pipe loads a table, a stream stands for its table
-- => raw.orders <- stage:@raw.s3/orders : copy direct 1.0
-- => raw.orders_changes <- raw.orders : create_view direct 1.0
-- => s <- stage:@db.st : create_view direct 1.0
CREATE PIPE raw.p AUTO_INGEST = TRUE AS COPY INTO raw.orders FROM @raw.s3/orders FILE_FORMAT = (TYPE = JSON);
CREATE OR REPLACE STREAM raw.orders_changes ON TABLE raw.orders APPEND_ONLY = TRUE;
CREATE STREAM s ON STAGE db.st;

-- case: a stage's directory
-- => t <- stage:@docs : insert direct 1.0
INSERT INTO t SELECT relative_path FROM DIRECTORY(@docs);

-- case: put, get and list move no rows
-- => irrelevant: put
-- => irrelevant: get
-- => irrelevant: list
-- => irrelevant: rm
PUT file:///tmp/x.csv @~/staged AUTO_COMPRESS = TRUE;
GET @out/x file:///tmp/;
LIST @out;
RM @out/x;
