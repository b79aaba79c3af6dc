-- case: an anonymous block
-- => irrelevant: declare []
-- => irrelevant: declare []
-- => irrelevant: select [reads ctl.runs]
-- => irrelevant: if [reads ctl.flags]
-- => a <- b : insert direct 1.0
-- => c <- d : insert direct 1.0
-- => irrelevant: loop [reads ctl.tables]
-- => e <- f : insert direct 1.0
-- => irrelevant: select [reads g]
-- => irrelevant: raise
-- => h <- i : insert direct 1.0
DO $$
DECLARE
  n integer := 0;
  r record;
BEGIN
  SELECT count(*) INTO n FROM ctl.runs;
  IF EXISTS (SELECT 1 FROM ctl.flags) THEN
    INSERT INTO a SELECT * FROM b;
  ELSIF n > 1 THEN
    INSERT INTO c SELECT * FROM d;
  END IF;
  FOR r IN SELECT name FROM ctl.tables LOOP
    EXECUTE 'INSERT INTO e SELECT * FROM f WHERE x = $1' USING r.name;
  END LOOP;
  PERFORM x FROM g;
EXCEPTION WHEN OTHERS THEN
  RAISE NOTICE 'insert into x select * from y: %', SQLERRM;
  INSERT INTO h SELECT * FROM i;
END $$;

-- case: nested blocks, labels, while, case and exit
-- => irrelevant: declare []
-- => a <- s : insert direct 1.0
-- => b <- s : insert direct 1.0
-- => irrelevant: assignment []
-- => irrelevant: exit
-- => irrelevant: null
-- => c <- s : insert direct 1.0
-- => d <- s : insert direct 1.0
DO LANGUAGE plpgsql $x$
<<outer>>
DECLARE i int := 0;
BEGIN
  WHILE i < 3 LOOP
    INSERT INTO a SELECT * FROM s;
    BEGIN INSERT INTO b SELECT * FROM s; END;
    i := i + 1;
    EXIT outer WHEN i > 2;
  END LOOP outer;
  CASE i WHEN 1 THEN NULL; WHEN 2, 3 THEN INSERT INTO c SELECT CASE WHEN y THEN 1 END FROM s; ELSE INSERT INTO d SELECT * FROM s; END CASE;
END outer
$x$;

-- case: dynamic SQL
-- => a <- b : insert direct 1.0
-- => c <- d : insert direct 1.0
-- => unparsed: SQL that is put together when it runs
-- => unparsed: SQL that is put together when it runs
-- => unparsed: SQL that is put together when it runs
DO $$ BEGIN
  EXECUTE 'INSERT INTO a ' || 'SELECT * FROM b';
  EXECUTE format('INSERT INTO c SELECT * FROM d WHERE day = %L AND x = ''100%%''', current_date);
  EXECUTE format('INSERT INTO %I SELECT * FROM d', 'x');
  EXECUTE 'TRUNCATE ' || quote_ident('t');
  EXECUTE stmt;
END $$;

-- case: procedures, functions and triggers
-- => irrelevant: create procedure
-- => a <- b : insert direct 1.0
-- => irrelevant: truncate []
-- => irrelevant: commit []
-- => irrelevant: create function
-- => irrelevant: create function
-- => irrelevant: create trigger
-- => irrelevant: create procedure
-- => c <- d : insert direct 1.0
CREATE OR REPLACE PROCEDURE load(IN d date) LANGUAGE plpgsql AS $body$
BEGIN
  INSERT INTO a SELECT * FROM b WHERE day = d;
  TRUNCATE b;
  COMMIT;
END;
$body$;
CREATE FUNCTION f() RETURNS trigger AS $$ BEGIN INSERT INTO audit SELECT NEW.*; RETURN NEW; END $$ LANGUAGE plpgsql;
CREATE FUNCTION g(x int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT max(y) FROM s WHERE z = CASE WHEN x > 1 THEN x END; END;
CREATE TRIGGER tr AFTER INSERT ON t REFERENCING NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION f();
CREATE PROCEDURE p() LANGUAGE sql AS 'INSERT INTO c SELECT ''from x'' FROM d';

-- case: an open block still gives what it holds
-- => a <- b : insert direct 1.0 partial
DO $$ BEGIN INSERT INTO a SELECT * FROM b

-- case: a block in another language
-- => unparsed: DO in another language
DO LANGUAGE plpython3u $$ plpy.execute("INSERT INTO a SELECT * FROM b") $$;

-- case: prepared statements
-- => t <- s : insert direct 1.0
-- => unparsed: the text of the prepared statement is elsewhere
-- => irrelevant: deallocate
PREPARE p AS INSERT INTO t SELECT * FROM s WHERE id = $1;
EXECUTE p(1);
DEALLOCATE p;

-- case: explain in every form
-- => t <- s : insert direct 1.0
-- => v <- s : create_table_as direct 1.0
-- => irrelevant: explain
-- => irrelevant: explain
EXPLAIN (ANALYZE, FORMAT JSON) INSERT INTO t SELECT * FROM s;
EXPLAIN ANALYZE CREATE TABLE v AS SELECT * FROM s;
EXPLAIN (ANALYZE false) INSERT INTO t SELECT * FROM s;
EXPLAIN VERBOSE SELECT * FROM s;

-- case: cursors read
-- => irrelevant: declare [reads s]
-- => irrelevant: fetch
-- => irrelevant: close
DECLARE c CURSOR FOR SELECT * FROM s;
FETCH 10 FROM c;
CLOSE c;
