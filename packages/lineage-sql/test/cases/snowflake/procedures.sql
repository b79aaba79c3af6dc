-- case: cursors opened, fetched and closed
-- => irrelevant: declare
-- => irrelevant: declare
-- => irrelevant: open
-- => irrelevant: fetch
-- => t <- s : insert direct 1.0
-- => irrelevant: close
DECLARE
  id INTEGER DEFAULT 0;
  c1 CURSOR FOR SELECT id FROM queue ORDER BY id;
BEGIN
  OPEN c1;
  FETCH c1 INTO id;
  INSERT INTO t SELECT * FROM s WHERE id = :id;
  CLOSE c1;
END;

-- case: a loop over a cursor and over a result set
-- => irrelevant: let
-- => irrelevant: let
-- => a <- s : insert direct 1.0
-- => b <- s : insert direct 1.0
BEGIN
  LET c CURSOR FOR SELECT id FROM queue;
  LET rs RESULTSET := (SELECT id FROM queue);
  FOR r IN c DO
    INSERT INTO a SELECT * FROM s WHERE id = r.id;
  END FOR;
  FOR r IN rs DO
    INSERT INTO b SELECT * FROM s;
  END FOR;
END;

-- case: counted loops, forwards and back
-- => a <- s : insert direct 1.0
-- => b <- s : insert direct 1.0
BEGIN
  FOR i IN 1 TO 10 DO
    INSERT INTO a SELECT :i, x FROM s;
  END FOR;
  FOR i IN REVERSE 1 TO :n LOOP
    INSERT INTO b SELECT :i, x FROM s;
  END LOOP;
END;

-- case: conditions with several branches
-- => a <- s : insert direct 1.0
-- => b <- s : insert direct 1.0
-- => c <- s : insert direct 1.0
BEGIN
  IF (n > 1) THEN INSERT INTO a SELECT * FROM s;
  ELSEIF (n = 1) THEN INSERT INTO b SELECT * FROM s;
  ELSE INSERT INTO c SELECT * FROM s;
  END IF;
END;

-- case: a searched case
-- => a <- s : insert direct 1.0
-- => b <- s : insert direct 1.0
BEGIN
  CASE
    WHEN n = 1 THEN INSERT INTO a SELECT * FROM s;
    ELSE INSERT INTO b SELECT * FROM s;
  END;
END;

-- case: blocks in blocks, with handlers of their own
-- => a <- s : insert direct 1.0
-- => irrelevant: raise
-- => log_ <- errors : insert direct 1.0
-- => irrelevant: raise
BEGIN
  BEGIN
    INSERT INTO a SELECT * FROM s;
    RAISE my_error;
  EXCEPTION
    WHEN my_error OR statement_error THEN
      INSERT INTO log_ SELECT :sqlcode, :sqlerrm, e.* FROM errors e;
      RAISE;
  END;
END;

-- case: a value selected into a variable
-- => irrelevant: declare
-- => irrelevant: select [reads s]
-- => t <- u : insert direct 1.0
DECLARE
  n INTEGER;
BEGIN
  SELECT COUNT(*) INTO :n FROM s;
  INSERT INTO t SELECT * FROM u LIMIT :n;
END;

-- case: assignment of a query
-- => irrelevant: assignment
-- => irrelevant: let
-- => t <- s : insert direct 1.0
BEGIN
  LET n NUMBER := 0;
  n := (SELECT MAX(id) FROM t);
  INSERT INTO t SELECT * FROM s WHERE id > :n;
END;

-- case: statements that run at the same time
-- => a <- b : insert direct 1.0
-- => c <- d : insert direct 1.0
-- => irrelevant: await
BEGIN
  ASYNC (INSERT INTO a SELECT * FROM b);
  ASYNC (INSERT INTO c SELECT * FROM d);
  AWAIT ALL;
END;

-- case: a result set of a statement that writes, awaited
-- => a <- b : insert direct 1.0
-- => irrelevant: await
-- => irrelevant: return
DECLARE
  res RESULTSET DEFAULT ASYNC (INSERT INTO a SELECT * FROM b);
BEGIN
  AWAIT res;
  RETURN TABLE(res);
END;

-- case: a procedure that returns a table
-- => irrelevant: create procedure
-- => irrelevant: let
-- => irrelevant: return
CREATE OR REPLACE PROCEDURE top(n INT) RETURNS TABLE (id INT, v NUMBER) LANGUAGE SQL AS
$$
BEGIN
  LET res RESULTSET := (SELECT id, v FROM s ORDER BY v LIMIT :n);
  RETURN TABLE(res);
END
$$;

-- case: a procedure with arguments that look like statements
-- => irrelevant: create procedure
-- => a <- b : insert direct 1.0
CREATE OR REPLACE SECURE PROCEDURE db.s.p(insert_date DATE DEFAULT CURRENT_DATE(), "from" VARCHAR) COPY GRANTS RETURNS VARCHAR NOT NULL LANGUAGE SQL CALLED ON NULL INPUT VOLATILE COMMENT = 'insert into x select * from y' EXECUTE AS OWNER AS
BEGIN
  INSERT INTO a SELECT * FROM b WHERE d = :insert_date;
END;

-- case: procedures in other languages
-- => irrelevant: create procedure
-- => irrelevant: create procedure
-- => irrelevant: create procedure
CREATE PROCEDURE p() RETURNS STRING LANGUAGE PYTHON RUNTIME_VERSION = '3.11' PACKAGES = ('snowflake-snowpark-python') HANDLER = 'run' AS
$$
def run(session):
    session.sql("INSERT INTO a SELECT * FROM b").collect()
    return "ok; done"
$$;
CREATE PROCEDURE q() RETURNS STRING LANGUAGE JAVA RUNTIME_VERSION = 11 HANDLER = 'X.run' IMPORTS = ('@st/x.jar');
CREATE PROCEDURE r() RETURNS STRING LANGUAGE SCALA RUNTIME_VERSION = '2.12' HANDLER = 'X.run' AS 'object X { def run = "insert into a select * from b" }';

-- case: a procedure that no one keeps
-- => a <- b : insert direct 1.0
-- => irrelevant: return
WITH p AS PROCEDURE (x VARCHAR) RETURNS VARCHAR LANGUAGE SQL AS
$$
BEGIN
  INSERT INTO a SELECT * FROM b WHERE k = :x;
  RETURN 'ok';
END
$$
CALL p('x');

-- case: calls
-- => unparsed: what a procedure does is out of sight
-- => unparsed: what a procedure does is out of sight
CALL db.s.p(1, 'x');
CALL q(x => (SELECT MAX(id) FROM s)) INTO :res;

-- case: functions define only
-- => irrelevant: create function
-- => irrelevant: create function
-- => irrelevant: create function
CREATE FUNCTION f(x INT) RETURNS INT AS 'SELECT MAX(v) FROM s WHERE k = x';
CREATE OR REPLACE SECURE FUNCTION g() RETURNS TABLE (id INT) LANGUAGE SQL AS $$ SELECT id FROM a UNION ALL SELECT id FROM b $$;
CREATE FUNCTION h(x VARIANT) RETURNS TABLE (y INT) LANGUAGE PYTHON RUNTIME_VERSION = '3.11' HANDLER = 'H' AS $$
class H:
    def process(self, x): yield (1,)
$$;

-- case: what a procedure drops, is not dropped when it is made
-- => irrelevant: create procedure
-- => irrelevant: drop []
-- => irrelevant: alter []
-- => b <- a : create_table_as direct 1.0
CREATE PROCEDURE p() RETURNS INT LANGUAGE SQL AS
BEGIN
  DROP TABLE IF EXISTS b;
  ALTER TABLE c RENAME TO d;
  CREATE TABLE b AS SELECT * FROM a;
END;

-- case: a procedure inside a block
-- => irrelevant: declare
-- => a <- b : insert direct 1.0
-- => irrelevant: return
-- => unparsed: what a procedure does is out of sight
DECLARE
  p PROCEDURE (x INT) RETURNS INT AS
    BEGIN
      INSERT INTO a SELECT * FROM b WHERE k = :x;
      RETURN 1;
    END;
BEGIN
  CALL p(1);
END;

-- case: a transaction inside a block
-- => irrelevant: create procedure
-- => irrelevant: begin []
-- => a <- b : insert direct 1.0
-- => irrelevant: delete without another table
-- => irrelevant: commit []
-- => irrelevant: rollback []
-- => irrelevant: return
CREATE PROCEDURE p() RETURNS INT LANGUAGE SQL AS
$$
BEGIN
  BEGIN TRANSACTION;
  INSERT INTO a SELECT * FROM b;
  DELETE FROM b WHERE TRUE;
  COMMIT;
EXCEPTION
  WHEN OTHER THEN
    ROLLBACK;
    RETURN -1;
END;
$$;
