-- case: a script with variables, a condition and a handler
-- => irrelevant: declare []
-- => irrelevant: declare [reads ds.cfg]
-- => irrelevant: set [reads ds.w]
-- => irrelevant: if [reads ds.flags]
-- => ds.a <- ds.b : insert direct 1.0
-- => irrelevant: begin [begin]
-- => ds.c <- ds.d : merge direct 1.0
-- => irrelevant: commit [commit]
-- => irrelevant: select []
-- => irrelevant: rollback []
-- => irrelevant: raise
DECLARE d DATE DEFAULT CURRENT_DATE();
DECLARE n INT64 DEFAULT (SELECT MAX(n) FROM ds.cfg);
SET n = (SELECT COUNT(*) FROM ds.w);
IF EXISTS (SELECT 1 FROM ds.flags) THEN
  INSERT INTO ds.a SELECT * FROM ds.b WHERE day = d;
END IF;
BEGIN
  BEGIN TRANSACTION;
  MERGE ds.c T USING ds.d S ON T.id = S.id WHEN NOT MATCHED THEN INSERT ROW;
  COMMIT TRANSACTION;
EXCEPTION WHEN ERROR THEN
  SELECT @@error.message;
  ROLLBACK TRANSACTION;
  RAISE;
END;

-- case: loops
-- => irrelevant: loop [reads ds.tables]
-- => ds.a <- ds.s : insert direct 1.0
-- => ds.b <- ds.s : insert direct 1.0
-- => irrelevant: set
-- => ds.c <- ds.s : insert direct 1.0
-- => irrelevant: leave
FOR r IN (SELECT name FROM ds.tables) DO INSERT INTO ds.a SELECT * FROM ds.s WHERE n = r.name; END FOR;
WHILE i < 10 DO INSERT INTO ds.b SELECT * FROM ds.s; SET i = i + 1; END WHILE;
LOOP INSERT INTO ds.c SELECT * FROM ds.s; LEAVE; END LOOP;

-- case: execute immediate
-- => ds.a <- ds.b : insert direct 1.0
-- => ds.c <- ds.d : create_table_as direct 1.0
-- => unparsed: SQL that is put together when it runs
-- => unparsed: SQL that is put together when it runs
EXECUTE IMMEDIATE "INSERT INTO ds.a SELECT * FROM ds.b WHERE x = 'y'" USING 1 AS p;
EXECUTE IMMEDIATE """CREATE TABLE ds.c AS
SELECT * FROM ds.d""";
EXECUTE IMMEDIATE FORMAT("INSERT INTO %s SELECT * FROM ds.b", t);
EXECUTE IMMEDIATE CONCAT('DROP TABLE ', t);

-- case: procedures and functions
-- => irrelevant: create procedure
-- => ds.a <- ds.b : insert aggregated 1.0
-- => irrelevant: set
-- => irrelevant: create function
-- => irrelevant: create function
-- => irrelevant: create function
-- => unparsed: what a procedure does is out of sight
CREATE OR REPLACE PROCEDURE ds.p(IN d DATE, OUT n INT64) OPTIONS (strict_mode = FALSE)
BEGIN
  INSERT INTO ds.a SELECT day, SUM(x) FROM ds.b WHERE day = d GROUP BY day;
  SET n = @@row_count;
END;
CREATE TEMP FUNCTION f(x INT64) RETURNS INT64 LANGUAGE js AS r"""return x; // select from nowhere""";
CREATE FUNCTION ds.g(x INT64) AS ((SELECT MAX(y) FROM ds.b WHERE z = x));
CREATE OR REPLACE TABLE FUNCTION ds.tf(d DATE) AS SELECT * FROM ds.b WHERE day = d;
CALL ds.p('2026-01-01', n);

-- case: asserts, and other statements
-- => irrelevant: assert [reads ds.t]
-- => irrelevant: create search
-- => irrelevant: alter []
-- => irrelevant: alter [rename ds.t to u]
-- => irrelevant: drop [drop ds.t]
-- => irrelevant: drop [drop ds.m]
-- => irrelevant: drop []
-- => irrelevant: truncate [truncate ds.t]
-- => irrelevant: delete without another table [truncate ds.t]
-- => irrelevant: create table without data []
ASSERT (SELECT COUNT(*) > 5 FROM ds.t) AS 'too few';
CREATE SEARCH INDEX i ON ds.t (ALL COLUMNS);
ALTER TABLE ds.t ADD COLUMN x INT64, SET OPTIONS (description = 'x');
ALTER TABLE ds.t RENAME TO u;
DROP SNAPSHOT TABLE IF EXISTS ds.t;
DROP MATERIALIZED VIEW ds.m;
DROP FUNCTION ds.f;
TRUNCATE TABLE ds.t;
DELETE FROM ds.t WHERE TRUE;
CREATE TABLE ds.a LIKE ds.b;

-- case: a text in a variable that has one value
-- => irrelevant: declare
-- => ds.a <- ds.b : insert direct 1.0
-- => irrelevant: set
-- => unparsed: SQL that is put together when it runs
DECLARE q STRING DEFAULT 'INSERT INTO ds.a SELECT * FROM ds.b';
EXECUTE IMMEDIATE q;
SET q = 'INSERT INTO ds.c SELECT * FROM ds.d';
EXECUTE IMMEDIATE q;
