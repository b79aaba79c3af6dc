-- case: create table as
-- => analytics.daily <- staging.orders : create_table_as direct 1.0 { day > day, price > p }
CREATE TABLE analytics.daily AS SELECT o.day, o.price AS p FROM staging.orders o;

-- case: temporary, if not exists, columns and options
-- => t <- s : create_table_as aggregated 1.0 temporary { day > d, x > total }
CREATE TEMPORARY TABLE IF NOT EXISTS t (d, total) USING heap WITH (fillfactor = 70) ON COMMIT DROP TABLESPACE fast
AS SELECT day, sum(x) FROM s GROUP BY day;

-- case: with no data moves nothing, with data does
-- => irrelevant: create table with no data
-- => u <- s : create_table_as direct 1.0
CREATE TABLE t AS SELECT * FROM s WITH NO DATA;
CREATE UNLOGGED TABLE u AS SELECT * FROM s WITH DATA;

-- case: as table, as values, as with
-- => a <- s : create_table_as direct 1.0
-- => irrelevant: create table without a source table
-- => c <- s : create_table_as derived 0.8
CREATE TABLE a AS TABLE s;
CREATE TABLE b AS VALUES (1), (2);
CREATE TABLE c AS WITH x AS (SELECT * FROM s) SELECT * FROM x;

-- case: views
-- => v <- s : create_view direct 1.0 { id > id }
-- => w <- s : create_view direct 1.0 temporary { id > number }
-- => m <- s : create_view aggregated 1.0 { x > total }
CREATE OR REPLACE VIEW v WITH (security_barrier) AS SELECT id FROM s WITH LOCAL CHECK OPTION;
CREATE TEMP VIEW w (number) AS (SELECT id FROM s);
CREATE MATERIALIZED VIEW IF NOT EXISTS m TABLESPACE fast AS SELECT sum(x) total FROM s WITH NO DATA;

-- case: a recursive view
-- => v <- s : create_view derived 1.0
CREATE RECURSIVE VIEW v (n) AS SELECT id FROM s UNION ALL SELECT n + 1 FROM v;

-- case: select into
-- => app.t <- s : create_table_as direct 1.0
-- => u <- s : create_table_as direct 1.0 temporary
SELECT a, b INTO app.t FROM s;
SELECT * INTO TEMP TABLE u FROM s;

-- case: tables without a query
-- => irrelevant: create table without data
-- => irrelevant: create table without data
-- => irrelevant: create table without data
CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY, x int REFERENCES s (id), y int CHECK (y > 0));
CREATE TABLE t (LIKE s INCLUDING ALL);
CREATE TABLE p PARTITION OF t FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');

-- case: other objects
-- => irrelevant: create index
-- => irrelevant: create function
-- => irrelevant: create schema
-- => irrelevant: create trigger
CREATE INDEX i ON t (a);
CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ INSERT INTO a SELECT * FROM b $$;
CREATE SCHEMA IF NOT EXISTS x;
CREATE TRIGGER tr AFTER INSERT ON t EXECUTE FUNCTION f();

-- case: the body of a procedure is read
-- => irrelevant: create procedure
-- => a <- b : insert direct 1.0
-- => c <- d : insert direct 1.0
-- => t <- s : insert direct 1.0
CREATE OR REPLACE PROCEDURE p() LANGUAGE SQL BEGIN ATOMIC
  INSERT INTO a SELECT CASE WHEN x THEN 1 END FROM b;
  INSERT INTO c SELECT * FROM d;
END;
INSERT INTO t SELECT * FROM s;

-- case: the select behind a view
-- view: "reporting"."exec"
-- => "reporting"."exec" <- analytics.daily : create_view direct 1.0 { day > day, revenue > revenue }
 SELECT daily.day,
    daily.revenue
   FROM analytics.daily;

-- case: the select behind a view, with union and CTE
-- view: "v"
-- => "v" <- a : create_view derived 0.8
-- => "v" <- b : create_view derived 1.0
WITH x AS (SELECT * FROM a) SELECT * FROM x UNION SELECT * FROM b;

-- case: a prepared statement's text is elsewhere
-- => unparsed: the text of the prepared statement is elsewhere
CREATE TABLE t AS EXECUTE prep(1);

-- case: columns are certain only where one table is read
-- => a <- s : create_table_as direct 1.0 { id > id, price > amount }
-- => b <- s : create_table_as direct 1.0 { }
-- => b <- u : create_table_as direct 1.0 { }
-- => c <- s : create_table_as direct 1.0 { id > id }
CREATE TABLE a AS SELECT DISTINCT id, s.price AS amount, price * 2 AS twice, upper(name), null AS n, current_date FROM s;
CREATE TABLE b AS SELECT id, price FROM s JOIN u USING (id);
CREATE TABLE c AS SELECT *, id FROM s;

-- case: an insert list gives columns by position, up to a star
-- => t <- s : insert direct 1.0 { x > a }
-- => u <- s : insert direct 1.0 { }
INSERT INTO t (A, b, c) SELECT x, s.*, y FROM s;
INSERT INTO u SELECT x, y FROM s;
