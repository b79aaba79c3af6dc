-- case: rules are only defined
-- => irrelevant: create rule
-- => irrelevant: create rule
CREATE RULE r1 AS ON INSERT TO sv DO INSTEAD INSERT INTO s (id) SELECT id FROM a;
CREATE OR REPLACE RULE r2 AS ON UPDATE TO s DO ALSO NOTIFY changed;

-- case: a rule of two statements
-- => irrelevant: create rule
CREATE RULE r AS ON DELETE TO s DO ALSO (INSERT INTO a SELECT * FROM b; INSERT INTO c SELECT * FROM d);

-- case: triggers of every kind
-- => irrelevant: create trigger
-- => irrelevant: create trigger
-- => irrelevant: create event
CREATE OR REPLACE TRIGGER tr BEFORE UPDATE OF x, y ON t FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION noop();
CREATE CONSTRAINT TRIGGER tc AFTER INSERT ON t FROM s DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION noop();
CREATE EVENT TRIGGER te ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION ddl();

-- case: functions of SQL in both forms
-- => irrelevant: create function
-- => irrelevant: create function
-- => irrelevant: create function
CREATE FUNCTION f1(k int) RETURNS int LANGUAGE sql STABLE RETURN (SELECT max(x) FROM s WHERE id = k);
CREATE FUNCTION f2() RETURNS SETOF s LANGUAGE sql BEGIN ATOMIC INSERT INTO a SELECT * FROM b; SELECT * FROM s; END;
CREATE OR REPLACE FUNCTION f3(a int, VARIADIC b int[] DEFAULT '{}') RETURNS TABLE (id int, x int) AS 'INSERT INTO a SELECT * FROM b; SELECT id, x FROM s' LANGUAGE sql;

-- case: a function in PL/pgSQL with a query that it returns
-- => irrelevant: create function
-- => t <- s : insert direct 1.0 { id > id }
CREATE FUNCTION f() RETURNS SETOF s LANGUAGE plpgsql AS $fn$
DECLARE q text := $q$ INSERT INTO a SELECT * FROM b $q$;
BEGIN
  RETURN QUERY SELECT * FROM s;
  RETURN QUERY EXECUTE 'SELECT * FROM s';
END $fn$;
INSERT INTO t (id) SELECT id FROM s;

-- case: a procedure with parameters and a body of its own
-- => irrelevant: create procedure
-- => a <- b : insert direct 1.0
-- => c <- d : update direct 1.0
CREATE PROCEDURE p(IN k int, n int DEFAULT 0) LANGUAGE sql BEGIN ATOMIC
  INSERT INTO a SELECT * FROM b WHERE id = k;
  UPDATE c SET x = d.x FROM d WHERE d.id = c.id;
END;

-- case: a procedure that commits as it goes
-- => irrelevant: create procedure
-- => irrelevant: declare []
-- => irrelevant: loop [reads s]
-- => archive <- t : insert derived 0.8
-- => irrelevant: commit []
CREATE PROCEDURE p() LANGUAGE plpgsql AS $$
DECLARE r record;
BEGIN
  FOR r IN SELECT id FROM s ORDER BY id LOOP
    WITH gone AS (DELETE FROM t WHERE id = r.id RETURNING *) INSERT INTO archive SELECT * FROM gone;
    COMMIT;
  END LOOP;
END $$;

-- case: cursors of a block
-- => irrelevant: declare [reads s]
-- => irrelevant: declare []
-- => irrelevant: open
-- => irrelevant: fetch
-- => irrelevant: exit
-- => t <- d : insert direct 1.0
-- => irrelevant: close
DO $$
DECLARE
  c CURSOR (k int) FOR SELECT * FROM s WHERE id > k;
  r record;
BEGIN
  OPEN c (k := 1);
  LOOP
    FETCH c INTO r;
    EXIT WHEN NOT FOUND;
    INSERT INTO t (id, x) SELECT id, r.x FROM d WHERE d.id = r.id;
  END LOOP;
  CLOSE c;
END $$;

-- case: a block that asks, returns into and counts
-- => irrelevant: declare []
-- => irrelevant: assignment [reads a]
-- => irrelevant: select [reads b]
-- => t <- s : insert direct 1.0
-- => irrelevant: get
-- => irrelevant: assert
-- => irrelevant: null
DO $$
DECLARE n int;
BEGIN
  n := (SELECT count(*) FROM a);
  SELECT x INTO STRICT n FROM b WHERE id = 1;
  INSERT INTO t (id, x) SELECT id, x FROM s LIMIT 1 RETURNING id INTO n;
  GET DIAGNOSTICS n = ROW_COUNT;
  ASSERT n >= 0, 'from nowhere';
EXCEPTION WHEN no_data_found OR too_many_rows THEN NULL;
END $$;

-- case: effects of a block that surely runs, and of one that may not
-- => irrelevant: drop [drop a]
-- => irrelevant: truncate [truncate b]
-- => irrelevant: drop []
DO $$ BEGIN
  DROP TABLE a;
  EXECUTE 'TRUNCATE b';
  IF random() > 2 THEN DROP TABLE c; END IF;
END $$;

-- case: a loop over what a text asks
-- => irrelevant: declare []
-- => t <- s : insert direct 1.0
DO $$ DECLARE r record; BEGIN
  FOR r IN EXECUTE 'SELECT id FROM d' LOOP
    INSERT INTO t (id) SELECT id FROM s WHERE s.id = r.id;
  END LOOP;
END $$;

-- case: a loop over an array, and one backwards
-- => irrelevant: declare []
-- => irrelevant: declare []
-- => a <- s : insert direct 1.0
-- => irrelevant: continue
-- => b <- s : insert direct 1.0
DO $$ DECLARE k int; ks int[] := '{1,2}'; BEGIN
  FOREACH k IN ARRAY ks LOOP INSERT INTO a SELECT * FROM s WHERE id = k; CONTINUE WHEN k > 1; END LOOP;
  FOR i IN REVERSE 10..1 BY 2 LOOP INSERT INTO b SELECT * FROM s WHERE id = i; END LOOP;
END $$;

-- case: a text with its values
-- => irrelevant: declare []
-- => t <- s : insert direct 1.0 { id > id }
-- => irrelevant: select [reads d]
DO $$ DECLARE n int; BEGIN
  EXECUTE 'INSERT INTO t (id) SELECT id FROM s WHERE x = $1 AND y = $2' USING 1, 2;
  EXECUTE 'SELECT count(*) FROM d' INTO n;
END $$;

-- case: a merge and a copy of a CTE in a block
-- => t <- s : merge direct 1.0
-- => b <- a : insert derived 0.8
DO $$ BEGIN
  MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN UPDATE SET x = s.x;
  WITH q AS (SELECT * FROM a) INSERT INTO b SELECT * FROM q;
END $$;

-- case: a table made in a block from another
-- => n <- s : create_table_as direct 1.0 temporary { id > id }
-- => t <- n : insert direct 1.0 { id > id }
DO $$ BEGIN
  CREATE TEMP TABLE n ON COMMIT DROP AS SELECT id FROM s;
  INSERT INTO t (id) SELECT id FROM n;
END $$;

-- case: prepared, run and forgotten
-- => t <- s : insert direct 1.0 { id > id }
-- => b <- a : update direct 1.0
-- => irrelevant: select [reads c]
-- => unparsed: the text of the prepared statement is elsewhere
-- => irrelevant: deallocate
PREPARE p1 (int) AS INSERT INTO t (id) SELECT id FROM s WHERE id > $1;
PREPARE p2 AS UPDATE b SET x = a.x FROM a WHERE a.id = b.id;
PREPARE p3 AS SELECT * FROM c;
EXECUTE p1 (5);
DEALLOCATE ALL;

-- case: explain with every option
-- => t <- s : insert direct 1.0
-- => t <- s : merge direct 1.0
-- => irrelevant: explain
-- => irrelevant: explain
-- => n <- s : create_view direct 1.0
EXPLAIN (ANALYZE, VERBOSE, COSTS off, TIMING false, SUMMARY, SETTINGS, WAL, FORMAT yaml) INSERT INTO t SELECT * FROM s;
EXPLAIN ANALYZE MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN DELETE;
EXPLAIN (VERBOSE, GENERIC_PLAN) SELECT * FROM s WHERE id = $1;
EXPLAIN (ANALYZE off) UPDATE t SET x = s.x FROM s WHERE s.id = t.id;
EXPLAIN ANALYZE CREATE MATERIALIZED VIEW n AS SELECT * FROM s;
