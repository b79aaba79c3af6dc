-- case: tables and views of a pipeline, in the older words
-- => a <- live.b : create_table_as direct 1.0 { id > id }
-- => c <- b : create_table_as direct 1.0
-- => d <- live.b : create_view direct 1.0 temporary
-- => e <- LIVE.a : create_table_as aggregated 1.0
CREATE LIVE TABLE a AS SELECT id FROM live.b;
CREATE OR REFRESH STREAMING LIVE TABLE c AS SELECT * FROM STREAM(b);
CREATE TEMPORARY LIVE VIEW d AS SELECT * FROM live.b;
CREATE INCREMENTAL LIVE TABLE e AS SELECT k, count(*) FROM LIVE.a GROUP BY k;

-- case: private tables of a pipeline
-- => a <- s : create_table_as direct 1.0
-- => b <- a : create_view direct 1.0
CREATE OR REFRESH PRIVATE STREAMING TABLE a AS SELECT * FROM STREAM s;
CREATE PRIVATE MATERIALIZED VIEW b AS SELECT * FROM a;

-- case: a streaming table that is still empty
-- => irrelevant: create table without data
-- => irrelevant: create table without data
CREATE OR REFRESH STREAMING TABLE st;
CREATE STREAMING TABLE st2 (id INT, CONSTRAINT ok EXPECT (id > 0) ON VIOLATION FAIL UPDATE) TBLPROPERTIES ('a' = 'select');

-- case: a streaming table of the catalog with a schedule
-- => main.m.st <- main.s.s : create_table_as direct 1.0
CREATE OR REFRESH STREAMING TABLE main.m.st CLUSTER BY AUTO SCHEDULE EVERY 2 HOURS COMMENT 'from x' WITH ROW FILTER f ON (id) AS SELECT * FROM STREAM main.s.s;

-- case: a stream joined with a table
-- => st <- orders : create_table_as direct 1.0
-- => st <- customers : create_table_as direct 1.0
-- => st2 <- orders : create_table_as direct 1.0
-- => st2 <- live.customers : create_table_as direct 1.0
CREATE STREAMING TABLE st AS SELECT * FROM STREAM(orders) o LEFT JOIN customers c ON c.id = o.customer;
CREATE STREAMING TABLE st2 AS SELECT * FROM STREAM orders AS o INNER JOIN live.customers USING (id);

-- case: watermarks
-- => st <- a : create_table_as aggregated 1.0
-- => st2 <- a : create_table_as direct 1.0
-- => st2 <- b : create_table_as direct 1.0
CREATE STREAMING TABLE st AS SELECT window(ts, '10 minutes') AS w, count(*) AS n FROM STREAM(a) WATERMARK ts DELAY OF INTERVAL 10 MINUTES GROUP BY window(ts, '10 minutes');
CREATE STREAMING TABLE st2 AS SELECT * FROM STREAM a WATERMARK ts DELAY OF INTERVAL 1 HOUR AS x JOIN STREAM b WATERMARK to_timestamp(t) AS ts2 DELAY OF INTERVAL 1 HOUR AS y ON x.id = y.id;

-- case: streams of files
-- => a <- path:/Volumes/main/s/in : create_table_as direct 1.0
-- => b <- path:s3://b/in/*.csv : create_table_as direct 1.0
CREATE OR REFRESH STREAMING TABLE a AS SELECT *, _metadata FROM STREAM read_files('/Volumes/main/s/in', format => 'json', schemaHints => 'id INT');
CREATE OR REFRESH STREAMING TABLE b AS SELECT * FROM STREAM(read_files("s3://b/in/*.csv", header => true));

-- case: streams of messages are no tables
-- => irrelevant: create table without a source table
-- => irrelevant: create table without a source table
-- => irrelevant: create table without a source table
CREATE OR REFRESH STREAMING TABLE a AS SELECT value::string FROM STREAM read_kafka(bootstrapServers => 'h:9092', subscribe => 'topic');
CREATE OR REFRESH STREAMING TABLE b AS SELECT * FROM STREAM read_kinesis(streamName => 's', region => 'r');
CREATE OR REFRESH STREAMING TABLE c AS SELECT * FROM STREAM(read_pubsub(subscriptionId => 's', topicId => 't', projectId => 'p'));

-- case: changes with every clause
-- => live.t <- live.s : merge direct 1.0
APPLY CHANGES INTO live.t FROM STREAM(live.s) KEYS (id, k) IGNORE NULL UPDATES APPLY AS DELETE WHEN op = "DELETE" APPLY AS TRUNCATE WHEN op = "TRUNCATE" SEQUENCE BY STRUCT(ts, seq) COLUMNS (id, k, v) STORED AS SCD TYPE 1;

-- case: changes with a history of some columns
-- => t <- main.s.s : merge direct 1.0
AUTO CDC INTO t FROM STREAM(main.s.s) KEYS (id) SEQUENCE BY ts COLUMNS * EXCEPT (op, ts) STORED AS SCD TYPE 2 TRACK HISTORY ON * EXCEPT (city);

-- case: a flow of changes
-- => t <- main.s.s : merge direct 1.0
CREATE FLOW f COMMENT 'auto cdc into x' AS AUTO CDC INTO t FROM STREAM(main.s.s) KEYS (id) SEQUENCE BY ts STORED AS SCD TYPE 1;

-- case: a flow of changes that runs once
-- => t <- s : merge direct 1.0
CREATE FLOW f AS AUTO CDC ONCE INTO t FROM s KEYS (id) SEQUENCE BY ts;

-- case: a flow from snapshots of a query
-- => t <- s : merge direct 1.0
CREATE FLOW f AS AUTO CDC INTO t FROM SNAPSHOT (SELECT * FROM s) KEYS (id) STORED AS SCD TYPE 2;

-- case: a flow that inserts once
-- => t <- s : insert direct 1.0
-- => u <- s : insert direct 1.0
CREATE FLOW f AS INSERT ONCE INTO t BY NAME SELECT * FROM s;
CREATE FLOW g AS INSERT INTO ONCE u BY NAME SELECT * FROM s;

-- case: flows that append to one table
-- => all_orders <- path:/in/eu : insert direct 1.0
-- => all_orders <- us.orders : insert direct 1.0
CREATE FLOW eu AS INSERT INTO all_orders BY NAME SELECT * FROM STREAM read_files('/in/eu');
CREATE FLOW us COMMENT 'insert into x' AS INSERT INTO all_orders BY NAME SELECT * FROM STREAM(us.orders);

-- case: a flow that replaces
-- => t <- s : insert direct 1.0
CREATE FLOW f AS INSERT INTO t BY NAME REPLACE WHERE day >= current_date() SELECT * FROM s;

-- case: a streaming table made with its flow of changes
-- => t <- s : merge direct 1.0
CREATE OR REFRESH STREAMING TABLE t FLOW AUTO CDC FROM STREAM s KEYS (id) SEQUENCE BY ts STORED AS SCD TYPE 2;

-- case: a streaming table made with its flow of rows
-- => t <- s : create_table_as direct 1.0
CREATE OR REFRESH STREAMING TABLE t TBLPROPERTIES ('pipelines.channel' = 'PREVIEW') FLOW INSERT BY NAME SELECT * FROM STREAM s;

-- case: a sink
-- => irrelevant: create sink
CREATE SINK k FORMAT 'kafka' OPTIONS ('topic' = 'select from x');

-- case: expectations with words of queries
-- => mv <- s : create_view direct 1.0
CREATE OR REFRESH MATERIALIZED VIEW mv (CONSTRAINT a EXPECT (kind IN ('from', 'select')) ON VIOLATION DROP ROW, CONSTRAINT b EXPECT (x IS NOT NULL)) AS SELECT * FROM s;

-- case: refreshed and changed
-- => irrelevant: refresh
-- => irrelevant: refresh
-- => irrelevant: alter []
-- => irrelevant: drop [drop st]
-- => irrelevant: drop [drop mv]
REFRESH MATERIALIZED VIEW main.m.mv ASYNC;
REFRESH STREAMING TABLE st FULL;
ALTER STREAMING TABLE st ALTER SCHEDULE EVERY 1 HOUR;
DROP STREAMING TABLE IF EXISTS st;
DROP MATERIALIZED VIEW mv;
