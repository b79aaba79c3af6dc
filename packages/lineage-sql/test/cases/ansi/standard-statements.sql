-- case: merge with every branch
-- => t <- s : merge direct 1.0
MERGE INTO t USING s ON t.id = s.id WHEN MATCHED AND s.gone = 1 THEN DELETE WHEN MATCHED THEN UPDATE SET (a, b) = (s.a, s.b) WHEN NOT MATCHED THEN INSERT (id, a) OVERRIDING SYSTEM VALUE VALUES (s.id, DEFAULT);

-- case: merge of a query that aggregates
-- => t <- s : merge aggregated 0.8
MERGE INTO t AS x USING (SELECT id, SUM(n) AS n FROM s GROUP BY id) AS y ON (x.id = y.id) WHEN MATCHED THEN UPDATE SET n = y.n;

-- case: update of a row by a query
-- => t <- s : update derived 0.8
UPDATE t SET (a, b) = (SELECT s.a, s.b FROM s WHERE s.id = t.id);

-- case: update by two queries
-- => t <- a : update aggregated 0.8
-- => t <- b : update derived 0.8
UPDATE t SET x = (SELECT MAX(x) FROM a) WHERE EXISTS (SELECT * FROM b WHERE b.id = t.id);

-- case: delete by a query
-- => t <- s : delete derived 0.8
DELETE FROM t WHERE id IN (SELECT id FROM s WHERE gone = 1);

-- case: with no data moves nothing
-- => irrelevant: create table with no data
CREATE TABLE t AS (SELECT * FROM s) WITH NO DATA;

-- case: temporary tables of both scopes
-- => a <- s : create_table_as direct 1.0 temporary { x > x }
-- => b <- nothing : create_table_as temporary
CREATE LOCAL TEMPORARY TABLE a AS (SELECT x FROM s) WITH DATA ON COMMIT PRESERVE ROWS;
CREATE GLOBAL TEMPORARY TABLE b (x INTEGER) ON COMMIT DELETE ROWS;

-- case: a table with periods, keys and generated columns
-- => irrelevant: create table without data []
CREATE TABLE t (id INTEGER GENERATED ALWAYS AS IDENTITY, x INTEGER CHECK (x > 0), y INTEGER GENERATED ALWAYS AS (x * 2), a DATE, b DATE, PERIOD FOR valid (a, b), FOREIGN KEY (x) REFERENCES s (x)) WITH SYSTEM VERSIONING;

-- case: a table like another
-- => irrelevant: create table without data []
CREATE TABLE t (LIKE s INCLUDING IDENTITY EXCLUDING DEFAULTS, extra INTEGER);

-- case: a recursive view
-- => v <- nodes : create_view derived 1.0
CREATE RECURSIVE VIEW v (id) AS SELECT id FROM nodes UNION ALL SELECT n.id FROM nodes n, v WHERE n.p = v.id;

-- case: a view of a CTE
-- => v <- s : create_view derived 0.8
CREATE VIEW v AS WITH q AS (SELECT * FROM s) SELECT * FROM q;

-- case: the select behind a view
-- view: app.v
-- => app.v <- app.s : create_view direct 1.0 { id > id }
SELECT id FROM app.s

-- case: default values and rows of literals
-- => irrelevant: insert without a source table
-- => irrelevant: insert without a source table
INSERT INTO t DEFAULT VALUES;
INSERT INTO t (a, b) VALUES (1, 'from s'), (2, N'x'), (DEFAULT, NULL);

-- case: values with queries
-- => t <- a : insert derived 0.8
-- => t <- b : insert aggregated 0.8
INSERT INTO t (x, y) VALUES ((SELECT x FROM a WHERE id = 1), (SELECT COUNT(*) FROM b));

-- case: the user's identity
-- => t <- s : insert direct 1.0 { id > id }
INSERT INTO t (id) OVERRIDING USER VALUE SELECT id FROM s;

-- case: schema and catalog of the session
-- => irrelevant: set [context: "app"]
-- => irrelevant: set [context "cat":]
-- => irrelevant: set []
SET SCHEMA 'app';
SET CATALOG 'cat';
SET ROLE 'reader';

-- case: transactions in the standard's words
-- => irrelevant: start [begin]
-- => irrelevant: savepoint [savepoint a]
-- => irrelevant: rollback [rollback_to a]
-- => irrelevant: release [release a]
-- => irrelevant: commit [commit]
-- => irrelevant: start [begin]
-- => irrelevant: rollback [rollback]
START TRANSACTION READ WRITE, ISOLATION LEVEL SERIALIZABLE;
SAVEPOINT a;
ROLLBACK WORK TO SAVEPOINT a;
RELEASE SAVEPOINT a;
COMMIT WORK;
START TRANSACTION;
ROLLBACK WORK AND NO CHAIN;

-- case: what goes, empties and changes
-- => irrelevant: drop [drop a]
-- => irrelevant: drop [drop v]
-- => irrelevant: truncate [truncate app.a]
-- => irrelevant: alter []
-- => irrelevant: drop schema: its tables are not followed
-- => irrelevant: drop []
DROP TABLE a RESTRICT;
DROP VIEW v CASCADE;
TRUNCATE TABLE app.a CONTINUE IDENTITY;
ALTER TABLE a ADD COLUMN x INTEGER;
DROP DOMAIN d;
DROP SCHEMA app CASCADE;

-- case: what stands around tables
-- => irrelevant: create domain []
-- => irrelevant: create sequence []
-- => irrelevant: create role []
-- => irrelevant: grant []
-- => irrelevant: revoke []
-- => irrelevant: create assertion []
CREATE DOMAIN d AS INTEGER CHECK (VALUE > 0);
CREATE SEQUENCE q START WITH 1;
CREATE ROLE reader;
GRANT SELECT (id), INSERT ON t TO reader WITH GRANT OPTION;
REVOKE ALL PRIVILEGES ON t FROM PUBLIC;
CREATE ASSERTION a CHECK (NOT EXISTS (SELECT * FROM s));

-- case: a trigger and a function are only defined
-- => irrelevant: create trigger
-- => irrelevant: create function
CREATE TRIGGER tr AFTER INSERT ON t REFERENCING NEW TABLE AS n FOR EACH STATEMENT BEGIN ATOMIC INSERT INTO a SELECT * FROM n; DELETE FROM b; END;
CREATE FUNCTION f (x INTEGER) RETURNS INTEGER LANGUAGE SQL READS SQL DATA RETURN (SELECT MAX(y) FROM s WHERE s.x = x);

-- case: a stored procedure in SQL/PSM
-- => irrelevant: create procedure
-- => irrelevant: declare []
-- => a <- b : insert direct 1.0
-- => c <- d : insert direct 1.0
-- => irrelevant: set [reads e]
CREATE PROCEDURE p (IN x INTEGER) LANGUAGE SQL MODIFIES SQL DATA
BEGIN
  DECLARE n INTEGER DEFAULT 0;
  INSERT INTO a SELECT * FROM b WHERE b.x = x;
  IF n = 0 THEN INSERT INTO c SELECT * FROM d; END IF;
  SET n = (SELECT COUNT(*) FROM e);
END;

-- case: a cursor and a call
-- => irrelevant: declare [reads s]
-- => irrelevant: open
-- => irrelevant: fetch
-- => irrelevant: close
-- => unparsed: what a procedure does is out of sight
DECLARE c SCROLL CURSOR WITH HOLD FOR SELECT * FROM s ORDER BY id;
OPEN c;
FETCH NEXT FROM c INTO x, y;
CLOSE c;
CALL p(1);

-- case: queries read
-- => irrelevant: select [reads a, b, c]
-- => irrelevant: select [reads t]
-- => irrelevant: values []
SELECT * FROM a LEFT JOIN b ON a.id = b.id WHERE a.x IN (SELECT x FROM c);
TABLE t;
VALUES (1, 2), (3, 4);

-- case: comments and strings that look like statements
-- => t <- s : insert direct 1.0 { x > x }
-- insert into a select * from b;
INSERT /* into c */ INTO t (x) SELECT x FROM s WHERE y = '; INSERT INTO d SELECT * FROM e; --';

-- case: a bad statement between good ones
-- => a <- b : insert direct 1.0
-- => unparsed: expected a table name after INSERT
-- => c <- d : insert direct 1.0
INSERT INTO a SELECT * FROM b;
INSERT INTO SELECT * FROM x;
INSERT INTO c SELECT * FROM d;

-- case: a template is no SQL
-- => unparsed: a template, not SQL
INSERT INTO t SELECT * FROM {{ source('app', 'orders') }} WHERE x = 1;

-- case: a text cut short
-- truncated
-- => t <- a : insert direct 1.0 partial
-- => t <- b : insert direct 1.0 partial
INSERT INTO t SELECT * FROM a JOIN b ON a.id = b.id AND (
