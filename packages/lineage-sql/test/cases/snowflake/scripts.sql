-- case: a block with declarations, conditions, loops and a handler
-- => irrelevant: declare
-- => irrelevant: declare
-- => irrelevant: let
-- => irrelevant: if [reads ctl.flags]
-- => a <- b : insert direct 1.0
-- => c <- d : insert direct 1.0
-- => irrelevant: loop [reads ctl.tables]
-- => e <- f : merge direct 1.0
-- => irrelevant: rollback []
-- => irrelevant: return
DECLARE
  n INTEGER DEFAULT 0;
  ex EXCEPTION (-20001, 'insert into x select * from y');
BEGIN
  LET m := 1;
  IF ((SELECT COUNT(*) FROM ctl.flags) > 0) THEN
    INSERT INTO a SELECT * FROM b;
  ELSE
    INSERT INTO c SELECT * FROM d;
  END IF;
  FOR r IN (SELECT name FROM ctl.tables) DO
    MERGE INTO e USING f ON e.id = f.id WHEN MATCHED THEN UPDATE SET e.x = f.x;
  END FOR;
EXCEPTION
  WHEN OTHER THEN
    ROLLBACK;
    RETURN 'failed';
END;

-- case: dynamic SQL from a literal
-- => a <- b : insert direct 1.0
-- => c <- d : insert direct 1.0
-- => e <- f : create_table_as direct 1.0
EXECUTE IMMEDIATE 'INSERT INTO a SELECT * FROM b WHERE d = ''2026-01-01''';
EXECUTE IMMEDIATE $$ BEGIN INSERT INTO c SELECT * FROM d; END; $$;
EXECUTE IMMEDIATE ('CREATE TABLE e AS ' || 'SELECT * FROM f');

-- case: dynamic SQL that is built is told
-- => unparsed: SQL that is put together when it runs
-- => unparsed: SQL that is put together when it runs
-- => unparsed: the SQL is in a file
EXECUTE IMMEDIATE 'INSERT INTO a SELECT * FROM ' || :t;
EXECUTE IMMEDIATE :stmt USING (x);
EXECUTE IMMEDIATE FROM @st/deploy.sql;

-- case: a procedure's body in dollars, in quotes, and in another language
-- => irrelevant: create procedure
-- => a <- b : insert direct 1.0
-- => irrelevant: truncate []
-- => irrelevant: return
-- => irrelevant: create procedure
-- => c <- d : insert direct 1.0
-- => irrelevant: create procedure
CREATE OR REPLACE PROCEDURE p(x VARCHAR) RETURNS VARCHAR LANGUAGE SQL EXECUTE AS CALLER AS
$$
BEGIN
  INSERT INTO a SELECT * FROM b WHERE k = :x;
  TRUNCATE TABLE a;
  RETURN 'ok';
END;
$$;
CREATE PROCEDURE q() RETURNS INT LANGUAGE SQL AS 'BEGIN INSERT INTO c SELECT ''from x'' FROM d; END';
CREATE PROCEDURE r() RETURNS STRING LANGUAGE JAVASCRIPT AS $$ snowflake.execute({sqlText: "INSERT INTO e SELECT * FROM f"}); $$;

-- case: a procedure without quotes, and what follows it
-- => irrelevant: create procedure
-- => irrelevant: declare
-- => a <- b : insert direct 1.0
-- => irrelevant: return
-- => t <- s : insert direct 1.0
CREATE PROCEDURE p() RETURNS INT LANGUAGE SQL AS
DECLARE n INT;
BEGIN
  INSERT INTO a SELECT * FROM b;
  RETURN 1;
END;
INSERT INTO t SELECT * FROM s;

-- case: tasks, functions and alerts only define
-- => irrelevant: create task
-- => irrelevant: create function
-- => irrelevant: create alert
-- => t <- s : insert direct 1.0
CREATE TASK k WAREHOUSE = w SCHEDULE = 'USING CRON 0 9 * * * UTC' WHEN SYSTEM$STREAM_HAS_DATA('x') AS
BEGIN
  INSERT INTO a SELECT * FROM b;
  DELETE FROM b;
END;
CREATE FUNCTION f(x INT) RETURNS TABLE (y INT) AS $$ SELECT y FROM s WHERE z = x $$;
CREATE ALERT al WAREHOUSE = w SCHEDULE = '1 minute' IF (EXISTS (SELECT 1 FROM g)) THEN INSERT INTO h VALUES (1);
INSERT INTO t SELECT * FROM s;

-- case: a result set that writes
-- => irrelevant: let
-- => a <- b : insert direct 1.0
BEGIN
  LET x := 1;
  LET rs RESULTSET := (EXECUTE IMMEDIATE 'INSERT INTO a SELECT * FROM b');
END;

-- case: case blocks and loops of every kind
-- => a <- s : insert direct 1.0
-- => b <- s : insert direct 1.0
-- => c <- s : insert direct 1.0
-- => d <- s : insert direct 1.0
-- => e <- s : insert direct 1.0
-- => irrelevant: break
BEGIN
  CASE (x) WHEN 1 THEN INSERT INTO a SELECT * FROM s; WHEN 2 THEN INSERT INTO b SELECT CASE WHEN y THEN 1 END FROM s; ELSE INSERT INTO c SELECT * FROM s; END CASE;
  WHILE (n < 3) DO INSERT INTO d SELECT * FROM s; END WHILE;
  REPEAT INSERT INTO e SELECT * FROM s; UNTIL (n > 3) END REPEAT;
  LOOP BREAK; END LOOP;
END;

-- case: a text in a variable, and one that is computed
-- => irrelevant: let
-- => irrelevant: let
-- => a <- b : insert direct 1.0
-- => unparsed: SQL that is put together when it runs
BEGIN
  LET q VARCHAR := 'INSERT INTO a ' || 'SELECT * FROM b';
  LET r VARCHAR := 'INSERT INTO c SELECT * FROM ' || t;
  EXECUTE IMMEDIATE :q;
  EXECUTE IMMEDIATE (:r);
END;
