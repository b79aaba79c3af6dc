-- case: clone and create or replace
-- => DB.S.T <- DB.S.U : create_table_as direct 1.0
-- => A <- B : create_table_as direct 1.0
CREATE OR REPLACE TRANSIENT TABLE DB.S.T CLONE DB.S.U AT (OFFSET => -60) COPY GRANTS;
CREATE TABLE IF NOT EXISTS A COPY GRANTS CLUSTER BY (X) AS SELECT * FROM B;

-- case: names fold to upper case
-- => t <- "S" : insert direct 1.0
-- => t <- "s" : insert direct 1.0
INSERT INTO t SELECT * FROM "S" JOIN s USING (id) JOIN "s" USING (id) JOIN T USING (id);

-- case: a schema left out
-- => db.PUBLIC.t <- db.PUBLIC.s : insert direct 1.0
INSERT INTO db..t SELECT * FROM db..s;

-- case: multi-table insert
-- => a <- s : insert direct 1.0
-- => b <- s : insert direct 1.0
-- => c <- s : insert direct 1.0
INSERT ALL WHEN x > 1 THEN INTO a INTO b (id) VALUES (id) ELSE INTO c SELECT id, x FROM s;

-- case: insert overwrite
-- => t <- s : insert direct 1.0
INSERT OVERWRITE INTO t (a) SELECT a FROM s;

-- case: flatten, stages and semi-structured paths
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT f.value:name::string, s.v[0]:a.b FROM s, LATERAL FLATTEN(input => s.v:items) f, TABLE(SPLIT_TO_TABLE(s.x, ',')) x;

-- case: stages
-- => t <- stage:@db.stage/path/file.csv : insert direct 1.0
INSERT INTO t SELECT $1, $2 FROM @db.stage/path/file.csv (FILE_FORMAT => 'x') f;

-- case: time travel, sampling, pivot and qualify
-- => t <- a : insert aggregated 1.0
-- => t <- b : insert aggregated 1.0
INSERT INTO t SELECT * FROM a AT(TIMESTAMP => '2026-01-01'::timestamp) x JOIN b SAMPLE (10) USING (id)
PIVOT (SUM(amount) FOR month IN ('JAN', 'FEB')) QUALIFY ROW_NUMBER() OVER (PARTITION BY id ORDER BY ts) = 1;

-- case: recursion without the word
-- => t <- nodes : insert derived 0.8
INSERT INTO t WITH tree AS (SELECT id FROM nodes UNION ALL SELECT n.id FROM nodes n JOIN tree ON n.p = tree.id) SELECT * FROM tree;

-- case: a CTE of the table's own name
-- => t <- orders : insert derived 0.8
INSERT INTO t WITH orders AS (SELECT * FROM orders) SELECT * FROM orders;

-- case: dynamic tables and secure views
-- => dt <- s : create_table_as aggregated 1.0
-- => v <- s : create_view direct 1.0 { ID > X }
CREATE OR REPLACE DYNAMIC TABLE dt TARGET_LAG = '1 hour' WAREHOUSE = wh AS SELECT day, COUNT(*) n FROM s GROUP BY ALL;
CREATE SECURE VIEW v (x COMMENT 'the id', y) COMMENT = 'as select' AS SELECT id, f(y) FROM s;

-- case: merge, comments of both kinds, and a trailing query comment
-- => t <- s : merge derived 0.8
// from nowhere
MERGE INTO t USING (SELECT * EXCLUDE (a) FROM s) x ON t.id = x.id WHEN NOT MATCHED THEN INSERT (id) VALUES (x.id) /* {"app": "dbt"} */;

-- case: minus
-- => t <- a : insert derived 1.0
-- => t <- b : insert derived 1.0
INSERT INTO t SELECT * FROM a MINUS SELECT * FROM b;

-- case: a name behind IDENTIFIER is a gap that is told
-- => t <- s : insert direct 1.0 partial
INSERT INTO t SELECT * FROM s JOIN IDENTIFIER($other) o ON o.id = s.id;

-- case: backslash in strings
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT 'it\'s from x' FROM s;

-- case: irrelevant ones
-- => irrelevant: use [context db: s]
-- => irrelevant: show
-- => t <- stage:@stage : copy direct 1.0
-- => irrelevant: create task
USE SCHEMA db.s;
SHOW TABLES;
COPY INTO t FROM @stage;
CREATE TASK k WAREHOUSE = w SCHEDULE = '1 minute' AS INSERT INTO a SELECT * FROM b;

-- case: scripting blocks
-- => a <- b : insert direct 1.0
-- => c <- d : insert direct 1.0
BEGIN
  INSERT INTO a SELECT * FROM b;
  INSERT INTO c SELECT * FROM d;
END;
