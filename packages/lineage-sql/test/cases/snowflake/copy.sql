-- case: chosen columns, without a transformation
-- => raw.t <- stage:@st : copy direct 1.0 { }
COPY INTO raw.t (id, name) FROM @st FILE_FORMAT = (FORMAT_NAME = 'ff') MATCH_BY_COLUMN_NAME = CASE_INSENSITIVE;

-- case: metadata of the files
-- => t <- stage:@db.s.st/in/ : copy direct 1.0
COPY INTO t FROM (SELECT METADATA$FILENAME, METADATA$FILE_ROW_NUMBER, METADATA$START_SCAN_TIME, $1 FROM @db.s.st/in/) FILE_FORMAT = (TYPE = CSV);

-- case: a transformation with functions and a flattened column
-- => t <- stage:@st : copy direct 1.0
COPY INTO t (a, b) FROM (SELECT SUBSTR(f.$1, 1, 3), TO_DATE(f.$2, 'YYYY') FROM @st f) ON_ERROR = SKIP_FILE_3;

-- case: azure and google
-- => t <- path:azure://acct.blob.core.windows.net/c/p : copy direct 1.0
-- => u <- path:gcs://bucket/p : copy direct 1.0
COPY INTO t FROM 'azure://acct.blob.core.windows.net/c/p' STORAGE_INTEGRATION = i FILES = ('x.csv');
COPY INTO u FROM 'gcs://bucket/p' STORAGE_INTEGRATION = i PATTERN = '.*sales.*[.]csv';

-- case: validation loads nothing
-- => irrelevant: copy that only validates
COPY INTO t FROM @st VALIDATION_MODE = RETURN_ERRORS;

-- case: vectors, iceberg and other options
-- => ice <- stage:@st/x : copy direct 1.0
COPY INTO ice FROM @st/x FILE_FORMAT = (TYPE = PARQUET USE_VECTORIZED_SCANNER = TRUE) LOAD_MODE = ADD_FILES_COPY PURGE = FALSE MATCH_BY_COLUMN_NAME = CASE_SENSITIVE;

-- case: into a table named by a string
-- => db.s.t <- stage:@st : copy direct 1.0
COPY INTO IDENTIFIER('db.s.t') FROM @st;

-- case: a stage's name in quotes
-- => t <- stage:@"My Db"."S"."My Stage"/a/b.csv : copy direct 1.0
COPY INTO t FROM @"My Db"."S"."My Stage"/a/b.csv;

-- case: the stage of a table in a schema
-- => db.s.t <- stage:@db.s.%t/in : copy direct 1.0
COPY INTO db.s.t FROM @db.s.%t/in;

-- case: unload to a table's stage, to the user's, and to a path
-- => stage:@%orders/out/ <- orders : copy direct 1.0
-- => stage:@~/x.csv.gz <- orders : copy direct 1.0
-- => path:s3://bucket/out/ <- orders : copy direct 1.0
COPY INTO @%orders/out/ FROM orders;
COPY INTO @~/x.csv.gz FROM orders FILE_FORMAT = (TYPE = CSV) SINGLE = TRUE MAX_FILE_SIZE = 100;
COPY INTO 's3://bucket/out/' FROM orders CREDENTIALS = (AWS_KEY_ID = '1') ENCRYPTION = (MASTER_KEY = 'k');

-- case: unload by partition, of a query with a join
-- => stage:@out/ <- orders : copy direct 1.0
-- => stage:@out/ <- customers : copy direct 1.0
COPY INTO @out/ FROM (SELECT o.*, c.name FROM orders o JOIN customers c ON c.id = o.customer) PARTITION BY ('day=' || TO_VARCHAR(day)) FILE_FORMAT = (TYPE = PARQUET) HEADER = TRUE;

-- case: unload of a query with a CTE, and of a union
-- => stage:@out/a <- s : copy derived 0.8
-- => stage:@out/b <- x : copy derived 1.0
-- => stage:@out/b <- y : copy derived 1.0
COPY INTO @out/a FROM (WITH c AS (SELECT * FROM s) SELECT * FROM c);
COPY INTO @out/b FROM (SELECT * FROM x UNION ALL SELECT * FROM y) OVERWRITE = TRUE;

-- case: unload of literals
-- => irrelevant: copy without a source table
COPY INTO @out/one FROM (SELECT 1 AS x);

-- case: unload of one stage's files into another, as rows
-- => stage:@out/ <- stage:@in/a : copy direct 1.0
COPY INTO @out/ FROM (SELECT $1 FROM @in/a);

-- case: files between stages
-- => stage:@to/2026/ <- stage:@db.s.from/x/ : copy direct 1.0
-- => stage:@to <- chosen : copy direct 1.0
COPY FILES INTO @to/2026/ FROM @db.s.from/x/ PATTERN = '.*csv' DETAILED_OUTPUT = TRUE;
COPY FILES INTO @to FROM (SELECT file_url, new_name FROM chosen);

-- case: comments around a stage
-- => t <- stage:@st/a : copy direct 1.0
COPY INTO t -- into x
FROM @st/a /*from y*/ FILE_FORMAT=(TYPE=CSV);

-- case: lower case and no semicolon
-- => raw.t <- stage:@raw.st/path/ : copy direct 1.0
copy into raw.t from @raw.st/path/ file_format=(type='json' strip_outer_array=true) force=true
