-- case: a literal with quotes doubled, and with dollars
-- => a <- b : insert direct 1.0
-- => c <- d : merge direct 1.0
EXECUTE IMMEDIATE 'INSERT INTO a SELECT ''from x'' FROM b';
EXECUTE IMMEDIATE $$MERGE INTO c USING d ON c.id = d.id WHEN MATCHED THEN DELETE$$;

-- case: a literal with parameters
-- => a <- b : insert direct 1.0
EXECUTE IMMEDIATE 'INSERT INTO a SELECT * FROM b WHERE x > ? AND y < ?' USING (lo, hi);

-- case: a session variable that holds a literal
-- => irrelevant: set
-- => a <- b : insert direct 1.0
SET stmt = 'INSERT INTO a SELECT * FROM b';
EXECUTE IMMEDIATE $stmt;

-- case: a session variable that nothing sets
-- => unparsed: SQL that is put together when it runs
EXECUTE IMMEDIATE $stmt;

-- case: a block in a literal with a cursor
-- => irrelevant: declare
-- => a <- b : insert direct 1.0
EXECUTE IMMEDIATE $$
DECLARE
  c CURSOR FOR SELECT id FROM q;
BEGIN
  FOR r IN c DO INSERT INTO a SELECT * FROM b WHERE id = r.id; END FOR;
END;
$$;

-- case: a literal inside a literal
-- => a <- b : insert direct 1.0
EXECUTE IMMEDIATE 'BEGIN EXECUTE IMMEDIATE ''INSERT INTO a SELECT * FROM b''; END;';

-- case: the variable is declared with a default
-- => irrelevant: declare
-- => a <- b : create_table_as direct 1.0
DECLARE
  q VARCHAR DEFAULT 'CREATE OR REPLACE TABLE a AS SELECT * FROM b';
BEGIN
  EXECUTE IMMEDIATE :q;
END;

-- case: a result set of a literal
-- => irrelevant: declare
-- => a <- b : insert direct 1.0
-- => irrelevant: return
DECLARE
  rs RESULTSET;
BEGIN
  rs := (EXECUTE IMMEDIATE 'INSERT INTO a SELECT * FROM b');
  RETURN TABLE(rs);
END;

-- case: a table's name in a variable
-- => unparsed: the table after INSERT is known only when it runs
-- => t <- s : insert direct 1.0 partial
BEGIN
  INSERT INTO IDENTIFIER(:tbl) SELECT * FROM s;
  INSERT INTO t SELECT * FROM s JOIN IDENTIFIER(:tbl) x ON x.id = s.id;
END;

-- case: names as strings in every statement
-- => db.s.t <- s : create_table_as direct 1.0
-- => db.s.v <- s : create_view direct 1.0
-- => irrelevant: drop [drop db.s.t]
-- => irrelevant: truncate [truncate db.s.t]
CREATE TABLE IDENTIFIER('db.s.t') AS SELECT * FROM s;
CREATE VIEW IDENTIFIER('db.s.v') AS SELECT * FROM IDENTIFIER('s');
DROP TABLE IDENTIFIER('db.s.t');
TRUNCATE TABLE IDENTIFIER('db.s.t');

-- case: a script on a stage
-- => unparsed: the SQL is in a file
-- => unparsed: the SQL is in a file
EXECUTE IMMEDIATE FROM @repo/branches/main/deploy.sql USING (env => 'dev');
EXECUTE IMMEDIATE FROM './setup.sql';
