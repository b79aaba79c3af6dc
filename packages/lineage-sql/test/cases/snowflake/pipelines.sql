-- case: a pipe with a transformation
-- => raw.t <- stage:@st/p : copy direct 1.0
CREATE OR REPLACE PIPE IF NOT EXISTS db.s.p AUTO_INGEST = TRUE INTEGRATION = 'N' AWS_SNS_TOPIC = 'arn:x' COMMENT = 'as copy into x from y' AS COPY INTO raw.t (a, b) FROM (SELECT $1, $2 FROM @st/p) FILE_FORMAT = (TYPE = CSV);

-- case: a pipe that rows are streamed into
-- => irrelevant: copy without a source table
CREATE PIPE p AS COPY INTO t FROM (SELECT $1:a::int, $1:b FROM TABLE(DATA_SOURCE(TYPE => 'STREAMING'))) CLUSTER_AT_INGEST_TIME = TRUE;

-- case: streams on everything
-- => s1 <- db.s.v : create_view direct 1.0
-- => s2 <- ext : create_view direct 1.0
-- => s3 <- dt : create_view direct 1.0
-- => s4 <- ev : create_view direct 1.0
-- => s5 <- "My Table" : create_view direct 1.0
CREATE STREAM s1 ON VIEW db.s.v SHOW_INITIAL_ROWS = TRUE;
CREATE STREAM s2 ON EXTERNAL TABLE ext INSERT_ONLY = TRUE;
CREATE OR REPLACE STREAM s3 ON DYNAMIC TABLE dt;
CREATE STREAM s4 ON EVENT TABLE ev APPEND_ONLY = TRUE;
CREATE STREAM IF NOT EXISTS s5 COPY GRANTS ON TABLE "My Table" AT (STREAM => 'old') COMMENT = 'on table x';

-- case: a stream cloned
-- => s2 <- db.s.s1 : create_view direct 1.0
CREATE STREAM s2 CLONE db.s.s1;

-- case: a stream read empties it, and is a source
-- => t <- orders_stream : insert direct 1.0 { ID > ID, METADATA$ACTION > ACTION }
INSERT INTO t (id, action) SELECT id, METADATA$ACTION FROM orders_stream WHERE METADATA$ISUPDATE = FALSE;

-- case: a task after others, with a block
-- => irrelevant: create task
CREATE OR REPLACE TASK k WAREHOUSE = wh AFTER a, b WHEN SYSTEM$STREAM_HAS_DATA('s') AND SYSTEM$GET_PREDECESSOR_RETURN_VALUE('a') = 'x' AS
EXECUTE IMMEDIATE $$
BEGIN
  INSERT INTO x SELECT * FROM y;
END;
$$;

-- case: a task that calls, a task that merges, one without warehouse
-- => irrelevant: create task
-- => irrelevant: create task
-- => irrelevant: create task
CREATE TASK a SCHEDULE = '5 MINUTES' USER_TASK_MANAGED_INITIAL_WAREHOUSE_SIZE = 'XSMALL' AS CALL p();
CREATE TASK b SCHEDULE = '5 MINUTES' AS MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN DELETE;
CREATE TASK c FINALIZE = a AS INSERT INTO log_ SELECT * FROM TABLE(INFORMATION_SCHEMA.TASK_HISTORY());

-- case: tasks and alerts started and changed
-- => irrelevant: alter []
-- => irrelevant: alter []
-- => irrelevant: alter []
-- => irrelevant: drop []
ALTER TASK k RESUME;
ALTER TASK k MODIFY AS INSERT INTO x SELECT * FROM y;
ALTER ALERT al SUSPEND;
DROP TASK IF EXISTS k;

-- case: an alert with an insert and a query over a table
-- => irrelevant: create alert
CREATE OR REPLACE ALERT al WAREHOUSE = wh SCHEDULE = 'USING CRON 0 * * * * UTC' IF (EXISTS (SELECT gauge FROM gauges WHERE gauge > 200)) THEN INSERT INTO exceeded SELECT * FROM gauges;

-- case: pipes and dynamic tables refreshed
-- => irrelevant: alter []
-- => irrelevant: alter []
-- => irrelevant: alter []
ALTER PIPE p REFRESH PREFIX = 'd1/';
ALTER DYNAMIC TABLE dt REFRESH;
ALTER EXTERNAL TABLE ext REFRESH '2026/';

-- case: dynamic tables swapped and renamed
-- => irrelevant: alter [swap dt with dt2]
-- => irrelevant: alter [rename dt to db.s.dt3]
-- => irrelevant: drop [drop dt]
-- => irrelevant: drop [drop ice]
-- => irrelevant: drop [drop ext]
-- => irrelevant: drop [drop st]
ALTER DYNAMIC TABLE dt SWAP WITH dt2;
ALTER DYNAMIC TABLE IF EXISTS dt RENAME TO db.s.dt3;
DROP DYNAMIC TABLE dt;
DROP ICEBERG TABLE IF EXISTS ice PURGE;
DROP EXTERNAL TABLE ext;
DROP STREAM st;

-- case: what a statement reads of those before it in a chain is a gap that is told
-- => irrelevant: select [reads s]
-- => unparsed: no source table was understood
SELECT * FROM s WHERE ok ->> INSERT INTO t SELECT * FROM $1;

-- case: a chain that begins with SHOW
-- => irrelevant: show
-- => unparsed: no source table was understood
SHOW TABLES ->> INSERT INTO names SELECT "name" FROM $1;

-- case: a chain that goes on after a write
-- => a <- x : insert direct 1.0
-- => b <- y : insert direct 1.0
-- => irrelevant: select
INSERT INTO a SELECT * FROM x ->> INSERT INTO b SELECT * FROM y ->> SELECT * FROM $2;
