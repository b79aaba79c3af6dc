-- case: variables of a query
-- => irrelevant: declare []
-- => irrelevant: declare [reads ds.cfg]
-- => irrelevant: set [reads ds.cfg, ds.more]
-- => irrelevant: set []
DECLARE a, b INT64;
DECLARE c DEFAULT (SELECT MAX(x) FROM ds.cfg);
SET (a, b) = (SELECT AS STRUCT x, y FROM ds.cfg JOIN ds.more USING (id));
SET a = a + 1;

-- case: branches
-- => irrelevant: if [reads ds.flags]
-- => ds.a <- ds.s : insert direct 1.0
-- => ds.b <- ds.s : insert direct 1.0
-- => ds.c <- ds.s : insert direct 1.0
IF (SELECT on FROM ds.flags) THEN
  INSERT INTO ds.a SELECT * FROM ds.s;
ELSEIF x > 1 THEN
  INSERT INTO ds.b SELECT * FROM ds.s;
ELSE
  INSERT INTO ds.c SELECT * FROM ds.s;
END IF;

-- case: a case that is searched
-- => irrelevant: if [reads ds.flags]
-- => ds.a <- ds.s : insert direct 1.0
-- => ds.b <- ds.s : insert direct 1.0
CASE
  WHEN EXISTS (SELECT 1 FROM ds.flags) THEN INSERT INTO ds.a SELECT * FROM ds.s;
  ELSE INSERT INTO ds.b SELECT * FROM ds.s;
END CASE;

-- case: a case of a value
-- => ds.a <- ds.s : insert direct 1.0
-- => ds.b <- ds.s : insert direct 1.0
CASE x WHEN 1 THEN INSERT INTO ds.a SELECT * FROM ds.s; WHEN 2 THEN INSERT INTO ds.b SELECT CASE WHEN y THEN 1 ELSE 2 END FROM ds.s; END CASE;

-- case: repeat until
-- => ds.a <- ds.s : insert direct 1.0
-- => irrelevant: set []
REPEAT INSERT INTO ds.a SELECT * FROM ds.s WHERE n = i; SET i = i + 1; UNTIL i > 3 END REPEAT;

-- case: a while that looks at a table
-- => irrelevant: loop [reads ds.queue]
-- => ds.done <- ds.queue : insert direct 1.0
-- => irrelevant: delete without another table []
WHILE EXISTS (SELECT 1 FROM ds.queue) DO
  INSERT INTO ds.done SELECT * FROM ds.queue LIMIT 10;
  DELETE FROM ds.queue WHERE id IN UNNEST(seen);
END WHILE;

-- case: a for over a union
-- => irrelevant: loop [reads ds.a, ds.b]
-- => ds.t <- ds.s : insert direct 1.0
FOR r IN (SELECT id FROM ds.a UNION ALL SELECT id FROM ds.b) DO
  INSERT INTO ds.t SELECT * FROM ds.s WHERE id = r.id;
END FOR;

-- case: labels, break and continue
-- => ds.a <- ds.s : insert direct 1.0
-- => irrelevant: continue
-- => irrelevant: break
-- => irrelevant: iterate
outer_loop: LOOP
  INSERT INTO ds.a SELECT * FROM ds.s;
  IF x THEN CONTINUE; END IF;
  WHILE y DO IF z THEN BREAK; ELSE ITERATE outer_loop; END IF; END WHILE;
END LOOP outer_loop;

-- case: blocks in blocks
-- => irrelevant: declare []
-- => ds.a <- ds.s : insert direct 1.0
-- => irrelevant: declare [reads ds.cfg]
-- => ds.b <- ds.a : insert direct 1.0
-- => ds.c <- ds.b : insert direct 1.0
BEGIN
  DECLARE x INT64;
  INSERT INTO ds.a SELECT * FROM ds.s;
  BEGIN
    DECLARE y INT64 DEFAULT (SELECT MAX(n) FROM ds.cfg);
    INSERT INTO ds.b SELECT * FROM ds.a WHERE n = y;
  END;
  INSERT INTO ds.c SELECT * FROM ds.b;
END;

-- case: a handler writes
-- => ds.a <- ds.s : insert direct 1.0
-- => ds.errors <- ds.runs : insert direct 1.0
-- => irrelevant: raise
BEGIN
  INSERT INTO ds.a SELECT * FROM ds.s;
EXCEPTION WHEN ERROR THEN
  INSERT INTO ds.errors SELECT id, @@error.message, @@error.statement_text FROM ds.runs;
  RAISE USING MESSAGE = CONCAT('from ', @@error.message);
END;

-- case: a transaction with its effects
-- => irrelevant: begin [begin]
-- => ds.new <- ds.s : insert direct 1.0 { x > x }
-- => irrelevant: delete without another table [truncate ds.old]
-- => irrelevant: commit [commit]
BEGIN TRANSACTION;
INSERT INTO ds.new (x) SELECT x FROM ds.s;
DELETE FROM ds.old WHERE TRUE;
COMMIT TRANSACTION;

-- case: the short words of a transaction
-- => irrelevant: begin [begin]
-- => irrelevant: rollback [rollback]
-- => irrelevant: begin [begin]
-- => irrelevant: commit [commit]
BEGIN;
ROLLBACK;
BEGIN TRANSACTION;
COMMIT;

-- case: effects in branches may not happen
-- => irrelevant: drop []
-- => irrelevant: truncate []
-- => irrelevant: drop [drop ds.c]
IF x THEN DROP TABLE ds.a; ELSE TRUNCATE TABLE ds.b; END IF;
DROP TABLE ds.c;

-- case: dynamic text into variables
-- => irrelevant: select [reads ds.s]
-- => irrelevant: select [reads ds.s]
EXECUTE IMMEDIATE 'SELECT COUNT(*) FROM ds.s WHERE x = ?' INTO n USING 1;
EXECUTE IMMEDIATE "SELECT MIN(x), MAX(x) FROM ds.s WHERE d = @d" INTO a, b USING CURRENT_DATE() AS d;

-- case: dynamic text of joined literals
-- => ds.a <- ds.s : insert direct 1.0 { x > x }
EXECUTE IMMEDIATE 'INSERT INTO ds.a (x) ' || 'SELECT x FROM ds.s';

-- case: dynamic text that makes a temporary table
-- => tmp <- ds.s : create_table_as direct 1.0 temporary
-- => ds.t <- tmp : insert direct 1.0
EXECUTE IMMEDIATE """CREATE TEMP TABLE tmp AS SELECT * FROM ds.s""";
INSERT INTO ds.t SELECT * FROM tmp;

-- case: dynamic text that holds a script
-- => irrelevant: begin [begin]
-- => ds.t <- ds.s : insert direct 1.0
-- => irrelevant: commit [commit]
EXECUTE IMMEDIATE 'BEGIN TRANSACTION; INSERT INTO ds.t SELECT * FROM ds.s; COMMIT TRANSACTION;';

-- case: dynamic text of a format with names
-- => unparsed: SQL that is put together when it runs
EXECUTE IMMEDIATE FORMAT('INSERT INTO ds.a SELECT * FROM `ds.%s`', name);

-- case: calls
-- => unparsed: what a procedure does is out of sight
-- => unparsed: what a procedure does is out of sight
CALL BQ.REFRESH_MATERIALIZED_VIEW('p.ds.mv');
CALL `p.ds.load`(CURRENT_DATE(), x);

-- case: a procedure that runs as its owner
-- => irrelevant: create procedure
-- => irrelevant: declare [reads ds.cfg]
-- => ds.tmp <- ds.s : create_table_as direct 1.0
-- => ds.t <- ds.tmp : merge direct 1.0
-- => irrelevant: drop []
CREATE PROCEDURE IF NOT EXISTS ds.load(d DATE, INOUT n INT64)
OPTIONS (strict_mode = TRUE, description = 'begin insert into x select * from y end')
BEGIN
  DECLARE k INT64 DEFAULT (SELECT MAX(k) FROM ds.cfg);
  CREATE OR REPLACE TABLE ds.tmp AS SELECT * FROM ds.s WHERE day = d;
  MERGE ds.t T USING ds.tmp S ON T.id = S.id WHEN NOT MATCHED THEN INSERT ROW;
  DROP TABLE ds.tmp;
END;

-- case: a procedure in another language
-- => irrelevant: create procedure
-- => ds.t <- ds.s : insert direct 1.0
CREATE OR REPLACE PROCEDURE ds.spark() WITH CONNECTION `p.us.c` OPTIONS (engine = 'SPARK', runtime_version = '2.2') LANGUAGE PYTHON AS R"""
spark.sql("INSERT INTO a SELECT * FROM b")
""";
INSERT INTO ds.t SELECT * FROM ds.s;

-- case: functions of every kind give no edge
-- => irrelevant: create function
-- => irrelevant: create function
-- => irrelevant: create function
-- => irrelevant: create function
-- => irrelevant: create function
CREATE TEMP FUNCTION f(x ANY TYPE) AS (x + 1);
CREATE OR REPLACE FUNCTION ds.g(x STRING) RETURNS STRING LANGUAGE js OPTIONS (library = ['gs://b/l.js']) AS '''return x;''';
CREATE FUNCTION ds.h(x INT64) RETURNS STRING REMOTE WITH CONNECTION `p.us.c` OPTIONS (endpoint = 'https://x.run.app');
CREATE TABLE FUNCTION ds.tf(d DATE) RETURNS TABLE<x INT64> AS SELECT x FROM ds.s WHERE day = d;
CREATE AGGREGATE FUNCTION ds.agg(x FLOAT64) RETURNS FLOAT64 AS (SUM(x) / COUNT(x));

-- case: return ends a script
-- => ds.t <- ds.s : insert direct 1.0
-- => irrelevant: return []
INSERT INTO ds.t SELECT * FROM ds.s;
RETURN;
