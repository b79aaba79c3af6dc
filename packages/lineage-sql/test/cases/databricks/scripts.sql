-- case: a block with variables and branches
-- => irrelevant: declare
-- => irrelevant: declare
-- => irrelevant: set
-- => a <- s : insert direct 1.0
-- => b <- s : insert direct 1.0
-- => c <- s : insert direct 1.0
BEGIN
  DECLARE n INT DEFAULT 0;
  DECLARE VARIABLE name STRING DEFAULT 'from x';
  SET n = (SELECT max(id) FROM a);
  IF n > 1 THEN INSERT INTO a SELECT * FROM s;
  ELSEIF n = 1 THEN INSERT INTO b SELECT * FROM s;
  ELSE INSERT INTO c SELECT * FROM s;
  END IF;
END;

-- case: loops of every kind, with labels
-- => a <- s : insert direct 1.0
-- => b <- s : insert direct 1.0
-- => c <- s : insert direct 1.0
-- => irrelevant: leave
-- => irrelevant: iterate
BEGIN
  w: WHILE x < 3 DO INSERT INTO a SELECT * FROM s; END WHILE w;
  REPEAT INSERT INTO b SELECT * FROM s; UNTIL x > 3 END REPEAT;
  l: LOOP
    INSERT INTO c SELECT * FROM s;
    LEAVE l;
    ITERATE l;
  END LOOP l;
END;

-- case: a loop over a query
-- => irrelevant: loop [reads queue]
-- => t <- s : insert direct 1.0
-- => u <- s : merge direct 1.0
BEGIN
  FOR r AS SELECT id FROM queue DO
    INSERT INTO t SELECT * FROM s WHERE id = r.id;
    MERGE INTO u USING s ON u.id = s.id WHEN MATCHED THEN DELETE;
  END FOR;
END;

-- case: cases of both kinds
-- => a <- s : insert direct 1.0
-- => b <- s : insert direct 1.0
-- => c <- s : insert direct 1.0
BEGIN
  CASE n WHEN 1 THEN INSERT INTO a SELECT * FROM s; ELSE INSERT INTO b SELECT * FROM s; END CASE;
  CASE WHEN n > 2 THEN INSERT INTO c SELECT CASE WHEN x THEN 1 END FROM s; END CASE;
END;

-- case: handlers, conditions and signals
-- => irrelevant: declare
-- => log_ <- errors : insert direct 1.0
-- => t <- s : insert direct 1.0
-- => irrelevant: signal
BEGIN
  DECLARE bad CONDITION FOR SQLSTATE '45000';
  DECLARE EXIT HANDLER FOR bad, SQLEXCEPTION BEGIN
    INSERT INTO log_ SELECT * FROM errors;
  END;
  INSERT INTO t SELECT * FROM s;
  SIGNAL bad SET MESSAGE_TEXT = 'insert into x select * from y';
END;

-- case: blocks in blocks
-- => a <- s : insert direct 1.0
-- => b <- s : insert direct 1.0
outer_: BEGIN
  inner_: BEGIN
    INSERT INTO a SELECT * FROM s;
  END inner_;
  INSERT INTO b SELECT * FROM s;
END outer_;

-- case: text run with parameters and a result
-- => a <- s : insert direct 1.0
-- => b <- s : create_table_as direct 1.0
-- => irrelevant: select [reads c]
EXECUTE IMMEDIATE 'INSERT INTO a SELECT * FROM s WHERE x = ? AND y = ?' USING 1, 2;
EXECUTE IMMEDIATE "CREATE TABLE b AS SELECT 'from x' FROM s WHERE x = :p" USING (1 AS p);
EXECUTE IMMEDIATE 'SELECT max(id) FROM c' INTO n;

-- case: text in a variable of the session
-- => irrelevant: declare
-- => a <- s : insert direct 1.0
DECLARE VARIABLE q STRING DEFAULT 'INSERT INTO a SELECT * FROM s';
EXECUTE IMMEDIATE q;

-- case: text set later
-- => irrelevant: declare
-- => irrelevant: set
-- => a <- s : insert direct 1.0
DECLARE q STRING;
SET VAR q = 'INSERT INTO a SELECT * FROM s';
EXECUTE IMMEDIATE q;

-- case: text that is put together is told
-- => unparsed: SQL that is put together when it runs
-- => unparsed: SQL that is put together when it runs
EXECUTE IMMEDIATE 'INSERT INTO a SELECT * FROM ' || tbl;
EXECUTE IMMEDIATE q;

-- case: a procedure with its body
-- => irrelevant: create procedure
-- => irrelevant: truncate []
-- => t <- s : insert direct 1.0
CREATE OR REPLACE PROCEDURE main.m.p(IN x INT DEFAULT 1, OUT n INT) LANGUAGE SQL SQL SECURITY INVOKER COMMENT 'insert into x select * from y' MODIFIES SQL DATA AS BEGIN
  TRUNCATE TABLE t;
  INSERT INTO t SELECT * FROM s WHERE k = x;
END;

-- case: a call, and what follows a procedure
-- => irrelevant: create procedure
-- => a <- b : insert direct 1.0
-- => unparsed: what a procedure does is out of sight
-- => c <- d : insert direct 1.0
CREATE PROCEDURE p() LANGUAGE SQL SQL SECURITY INVOKER AS BEGIN INSERT INTO a SELECT * FROM b; END;
CALL p();
INSERT INTO c SELECT * FROM d;

-- case: functions define only
-- => irrelevant: create function
-- => irrelevant: create function
-- => irrelevant: create function
-- => t <- s : insert direct 1.0
CREATE FUNCTION f(x INT) RETURNS INT RETURN (SELECT max(v) FROM s WHERE k = x);
CREATE OR REPLACE TEMPORARY FUNCTION g() RETURNS TABLE (id INT) RETURN SELECT id FROM a;
CREATE FUNCTION h(x STRING) RETURNS STRING LANGUAGE PYTHON AS $$
def run(x):
  return "insert into a select * from b; " + x
return run(x)
$$;
INSERT INTO t SELECT f(id) FROM s;

-- case: a cursor
-- => irrelevant: declare
-- => irrelevant: declare
-- => irrelevant: open
-- => irrelevant: fetch
-- => t <- s : insert direct 1.0
-- => irrelevant: close
BEGIN
  DECLARE x INT;
  DECLARE c CURSOR FOR SELECT id FROM queue;
  OPEN c;
  FETCH c INTO x;
  INSERT INTO t SELECT * FROM s WHERE id = x;
  CLOSE c;
END;

-- case: an atomic block
-- => a <- b : insert direct 1.0
-- => c <- d : insert direct 1.0
BEGIN ATOMIC
  INSERT INTO a SELECT * FROM b;
  INSERT INTO c SELECT * FROM d;
END;

-- case: a transaction of statements
-- => irrelevant: begin [begin]
-- => a <- b : insert direct 1.0
-- => irrelevant: commit [commit]
-- => irrelevant: rollback [rollback]
BEGIN TRANSACTION;
INSERT INTO a SELECT * FROM b;
COMMIT;
ROLLBACK;

-- case: what a block drops, in a branch and outside
-- => irrelevant: drop [drop a]
-- => irrelevant: drop []
BEGIN
  DROP TABLE a;
  IF x THEN DROP TABLE b; END IF;
END;
