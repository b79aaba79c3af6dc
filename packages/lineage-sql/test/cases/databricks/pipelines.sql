-- case: streaming tables with expectations and options
-- => silver <- bronze : create_table_as direct 1.0
-- => silver2 <- live.bronze : create_table_as direct 1.0
-- => gold <- silver : create_view aggregated 1.0
CREATE OR REFRESH STREAMING TABLE silver (CONSTRAINT ok EXPECT (id IS NOT NULL) ON VIOLATION DROP ROW) PARTITIONED BY (day) COMMENT 'x' TBLPROPERTIES ('a' = 'b') SCHEDULE REFRESH CRON '0 0 * * * ?' AS SELECT * FROM STREAM(bronze);
CREATE OR REFRESH STREAMING TABLE silver2 AS SELECT * FROM STREAM live.bronze;
CREATE OR REPLACE MATERIALIZED VIEW gold (day COMMENT 'the day', n) CLUSTER BY (day) SCHEDULE EVERY 1 DAY AS SELECT day, count(*) FROM silver GROUP BY day;

-- case: changes applied to a table
-- => live.customers <- live.customer_changes : merge direct 1.0
-- => c <- src : merge direct 1.0
-- => c2 <- src : merge direct 1.0
APPLY CHANGES INTO live.customers FROM STREAM(live.customer_changes) KEYS (id) APPLY AS DELETE WHEN op = 'D' SEQUENCE BY ts COLUMNS * EXCEPT (op) STORED AS SCD TYPE 2;
AUTO CDC INTO c FROM STREAM src KEYS (id) SEQUENCE BY ts;
CREATE FLOW f AS AUTO CDC INTO c2 FROM stream(src) KEYS (id) SEQUENCE BY ts;

-- case: a flow that appends
-- => t <- s : insert direct 1.0
CREATE FLOW f AS INSERT INTO t BY NAME SELECT * FROM STREAM(s);

-- case: several inserts of one from
-- => a <- src : insert direct 1.0
-- => b <- src : insert aggregated 1.0
-- => a <- dim : insert direct 1.0
-- => b <- dim : insert aggregated 1.0
FROM src s LEFT JOIN dim d ON s.id = d.id
INSERT OVERWRITE TABLE a PARTITION (day = '2026-01-01') SELECT s.id, d.name WHERE d.name IS NOT NULL
INSERT INTO TABLE b SELECT s.day, count(*) GROUP BY s.day;

-- case: several inserts behind a with, of a subquery, with a lateral view
-- => a <- s : insert derived 0.8
-- => b <- s : insert derived 0.8
-- => c <- u : insert derived 0.8
-- => d <- u : insert derived 0.8
-- => e <- w : insert direct 1.0
-- => f <- w : insert direct 1.0
WITH x AS (SELECT * FROM s) FROM x INSERT INTO a SELECT id INSERT INTO b SELECT id WHERE id > 1;
FROM (SELECT * FROM u) q INSERT INTO c SELECT * INSERT INTO d SELECT *;
FROM w LATERAL VIEW explode(items) i AS item INSERT INTO e SELECT item INSERT OVERWRITE TABLE f SELECT id;

-- case: insert in every form
-- => t <- s : insert direct 1.0
-- => t <- s : insert direct 1.0
-- => t <- s : insert direct 1.0
-- => t <- s : insert direct 1.0
-- => t <- s : insert direct 1.0
-- => t <- s : insert direct 1.0
INSERT INTO t BY NAME SELECT * FROM s;
INSERT OVERWRITE t PARTITION (day, hour = 1) (a, b) SELECT a, b FROM s;
INSERT INTO t AS x REPLACE ON x.id = q.id (SELECT * FROM s) AS q;
INSERT WITH SCHEMA EVOLUTION INTO t SELECT * FROM s;
INSERT INTO t FROM s SELECT a;
INSERT INTO t TABLE s;

-- case: merge in every form
-- => t <- s : merge direct 1.0
-- => t <- s : merge derived 0.8
MERGE INTO t AS a USING s VERSION AS OF 12 AS b ON a.id = b.id WHEN MATCHED AND b.x > 1 THEN DELETE WHEN NOT MATCHED BY TARGET THEN INSERT * WHEN NOT MATCHED BY SOURCE THEN UPDATE SET a.x = 0;
MERGE INTO t USING (SELECT * FROM s) b ON t.id = b.id WHEN NOT MATCHED THEN INSERT (id) VALUES (b.id);

-- case: table changes
-- => t <- main.s.src : insert direct 1.0
INSERT INTO t SELECT * FROM table_changes('main.s.src', 2, 5) WHERE _change_type <> 'update_preimage';

-- case: time travel in every form
-- => t <- a : insert direct 1.0
-- => t <- b : insert direct 1.0
-- => t <- c : insert direct 1.0
-- => t <- d : insert direct 1.0
INSERT INTO t SELECT * FROM a@v12 x JOIN b TIMESTAMP AS OF current_timestamp() - INTERVAL 1 DAY y JOIN c FOR VERSION AS OF 3 JOIN d@20260101000000000 z ON z.id = x.id;

-- case: clones, with versions and properties
-- => a <- s : create_table_as direct 1.0
-- => b <- c.d.s : create_table_as direct 1.0
CREATE OR REPLACE TABLE a DEEP CLONE s TIMESTAMP AS OF '2026-01-01' TBLPROPERTIES ('x' = 'y') LOCATION 's3://b/a';
CREATE TABLE IF NOT EXISTS b SHALLOW CLONE c.d.s VERSION AS OF 4;

-- case: cached tables are of the session
-- => c <- s : create_table_as direct 1.0 temporary
-- => irrelevant: cache
-- => irrelevant: uncache
-- => irrelevant: refresh
CACHE LAZY TABLE c OPTIONS ('storageLevel' 'DISK_ONLY') AS SELECT * FROM s;
CACHE TABLE t;
UNCACHE TABLE t;
REFRESH TABLE t;

-- case: replace table, and views of the session
-- => t <- s : create_table_as direct 1.0
-- => v <- s : create_view direct 1.0 temporary
-- => global_temp.w <- s : create_view direct 1.0
REPLACE TABLE t USING DELTA AS SELECT * FROM s;
CREATE OR REPLACE TEMP VIEW v AS SELECT * FROM s;
CREATE GLOBAL TEMPORARY VIEW w AS SELECT * FROM s;

-- case: effects
-- => irrelevant: alter [rename a to db.b]
-- => irrelevant: drop [drop c.s.t]
-- => irrelevant: drop [drop v]
-- => irrelevant: truncate [truncate t]
-- => irrelevant: truncate []
-- => irrelevant: use [context main: default]
-- => irrelevant: use [context: s]
-- => irrelevant: use [context: s]
-- => irrelevant: use [context main: s]
-- => irrelevant: set [context "main": default]
-- => irrelevant: optimize
-- => irrelevant: vacuum
-- => irrelevant: create table without data [truncate e]
-- => v2 <- s : create_view direct 1.0
ALTER TABLE a RENAME TO db.b;
DROP TABLE IF EXISTS c.s.t PURGE;
DROP VIEW v;
TRUNCATE TABLE t;
TRUNCATE TABLE t PARTITION (day = '2026-01-01');
USE CATALOG main;
USE SCHEMA s;
USE s;
USE main.s;
SET CATALOG 'main';
OPTIMIZE t ZORDER BY (id);
VACUUM t RETAIN 168 HOURS;
CREATE OR REPLACE TABLE e (id INT) USING DELTA;
ALTER VIEW v2 AS SELECT * FROM s;

-- case: partitions moved between tables
-- => t <- s : other direct 1.0
ALTER TABLE t EXCHANGE PARTITION (day = '2026-01-01') WITH TABLE s;

-- case: scripts
-- => irrelevant: declare
-- => a <- s : insert direct 1.0
-- => irrelevant: if [reads flags]
-- => b <- s : insert direct 1.0
-- => irrelevant: loop [reads names]
-- => c <- s : insert direct 1.0
-- => d <- s : insert direct 1.0
-- => irrelevant: set
BEGIN
  DECLARE n INT DEFAULT 0;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN INSERT INTO a SELECT * FROM s; END;
  IF (SELECT count(*) FROM flags) > 0 THEN INSERT INTO b SELECT * FROM s; END IF;
  lbl: FOR r AS SELECT name FROM names DO INSERT INTO c SELECT * FROM s; END FOR lbl;
  EXECUTE IMMEDIATE 'INSERT INTO d SELECT * FROM s WHERE id = ?' USING n;
  SET n = 1;
END;

-- case: names given as strings
-- => main.s.t <- main.s.u : insert direct 1.0
-- => t <- s : insert direct 1.0 partial
INSERT INTO IDENTIFIER('main.s.t') SELECT * FROM IDENTIFIER('main.s.u');
INSERT INTO t SELECT * FROM s JOIN IDENTIFIER(:schema || '.u') u ON u.id = s.id;

-- case: lambda, struct, map, semi-structured and hints
-- => t <- s : insert direct 1.0
-- => t <- d : insert direct 1.0
INSERT INTO t SELECT /*+ BROADCAST(d), REPARTITION(4) */ transform(xs, x -> x + 1), raw:a.b[0]::string, named_struct('from', 1).from, TRIM(BOTH 'x' FROM y), date_add(day, 1) FROM s LEFT ANTI JOIN d ON s.id <=> d.id DISTRIBUTE BY id SORT BY x;

-- case: pivot, tablesample, and values
-- => t <- s : insert aggregated 1.0
INSERT INTO t SELECT * FROM s TABLESAMPLE (10 PERCENT) PIVOT (sum(a) AS x, avg(b) AS y FOR (q, r) IN (('1', 2) AS z, ('3', 4))) JOIN VALUES (1, 'a'), (2, 'b') AS v(id, n);
