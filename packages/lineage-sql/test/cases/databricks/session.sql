-- case: where names are looked up
-- => irrelevant: use [context main: default]
-- => irrelevant: use [context "my cat": default]
-- => irrelevant: use [context: s]
-- => irrelevant: use [context: "s"]
-- => irrelevant: use [context main: s]
-- => irrelevant: set [context main: default]
USE CATALOG main;
USE CATALOG `my cat`;
USE DATABASE s;
USE NAMESPACE `s`;
USE SCHEMA main.s;
SET CATALOG main;

-- case: settings and variables
-- => irrelevant: set []
-- => irrelevant: set []
-- => irrelevant: set []
-- => irrelevant: set [reads s]
-- => irrelevant: set [reads s]
-- => irrelevant: declare
-- => irrelevant: reset []
SET spark.sql.shuffle.partitions = 10;
SET TIME ZONE 'America/Los_Angeles';
SET ansi_mode = true;
SET VAR n = (SELECT max(id) FROM s);
SET VARIABLE (lo, hi) = (SELECT min(id), max(id) FROM s);
DECLARE OR REPLACE VARIABLE x INT DEFAULT 5;
RESET ansi_mode;

-- case: tables renamed and changed
-- => irrelevant: alter [rename main.s.a to main.s.b]
-- => irrelevant: alter [rename column x of a to y]
-- => irrelevant: alter []
-- => irrelevant: alter []
-- => irrelevant: alter []
-- => irrelevant: alter []
-- => irrelevant: alter []
ALTER TABLE main.s.a RENAME TO main.s.b;
ALTER TABLE a RENAME COLUMN x TO y;
ALTER TABLE a ADD COLUMNS (x INT COMMENT 'from y' AFTER z);
ALTER TABLE a PARTITION (day = '2026-01-01') RENAME TO PARTITION (day = '2026-01-02');
ALTER TABLE a SET TBLPROPERTIES ('x' = 'insert into y select * from z');
ALTER TABLE a DROP IF EXISTS PARTITION (day = '2026-01-01');
ALTER TABLE a CLUSTER BY NONE;

-- case: things dropped and brought back
-- => irrelevant: drop [drop main.s.t]
-- => irrelevant: drop [drop "a b"]
-- => irrelevant: drop [drop v]
-- => irrelevant: drop schema: its tables are not followed
-- => irrelevant: drop []
-- => irrelevant: drop []
-- => irrelevant: undrop
DROP TABLE IF EXISTS main.s.t;
DROP TABLE `a b`;
DROP VIEW IF EXISTS v;
DROP SCHEMA s CASCADE;
DROP FUNCTION f;
DROP TEMPORARY VARIABLE x;
UNDROP TABLE main.s.t;

-- case: cached, cleared and refreshed
-- => irrelevant: cache
-- => irrelevant: cache
-- => irrelevant: uncache
-- => irrelevant: clear
-- => irrelevant: refresh
-- => irrelevant: refresh
CACHE SELECT * FROM t;
CACHE TABLE t OPTIONS ('storageLevel' = 'MEMORY_ONLY');
UNCACHE TABLE IF EXISTS t;
CLEAR CACHE;
REFRESH TABLE main.s.t;
REFRESH '/mnt/x';

-- case: a cached query with a CTE is of the session
-- => c <- s : create_table_as derived 0.8 temporary
CACHE TABLE c AS WITH x AS (SELECT * FROM s) SELECT * FROM x;

-- case: what shows, describes and explains
-- => irrelevant: show
-- => irrelevant: describe
-- => irrelevant: describe
-- => irrelevant: explain
-- => irrelevant: list
SHOW TABLES IN main.s LIKE 'from*';
DESCRIBE TABLE EXTENDED t;
DESCRIBE QUERY SELECT * FROM t;
EXPLAIN FORMATTED INSERT INTO t SELECT * FROM s;
LIST 's3://b';

-- case: rights, comments and syncs
-- => irrelevant: grant
-- => irrelevant: revoke
-- => irrelevant: deny
-- => irrelevant: comment
-- => irrelevant: sync
GRANT SELECT ON TABLE t TO `a@b.c`;
REVOKE ALL PRIVILEGES ON SCHEMA s FROM `g`;
DENY SELECT ON TABLE t TO x;
COMMENT ON TABLE t IS 'insert into x select * from y';
SYNC SCHEMA main.s FROM hive_metastore.s DRY RUN;

-- case: a view of the session, written and read
-- => v <- s : create_view direct 1.0 temporary
-- => t <- v : insert direct 1.0
-- => t <- global_temp.w : insert direct 1.0
CREATE TEMP VIEW v AS SELECT * FROM s;
INSERT INTO t SELECT * FROM v JOIN global_temp.w USING (id);

-- case: a replaced table loses its rows
-- => irrelevant: create table without data [truncate main.s.t]
CREATE OR REPLACE TABLE main.s.t (id INT) CLUSTER BY (id);
