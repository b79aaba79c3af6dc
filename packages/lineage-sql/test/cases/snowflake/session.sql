-- case: where names are looked up
-- => irrelevant: use [context Db: PUBLIC]
-- => irrelevant: use [context "My Db": PUBLIC]
-- => irrelevant: use [context db: "S"]
-- => irrelevant: use []
USE Db;
USE DATABASE "My Db";
USE SCHEMA db."S";
USE SECONDARY ROLES NONE;

-- case: databases and schemas made, and what becomes current
-- => irrelevant: create database [context d: PUBLIC]
-- => irrelevant: create database [context d2: PUBLIC]
-- => irrelevant: create schema [context: s]
-- => irrelevant: create schema [context d: s]
CREATE TRANSIENT DATABASE IF NOT EXISTS d DATA_RETENTION_TIME_IN_DAYS = 0;
CREATE DATABASE d2 CLONE d AT (OFFSET => -60);
CREATE SCHEMA s WITH MANAGED ACCESS;
CREATE OR REPLACE TRANSIENT SCHEMA d.s CLONE d.t;

-- case: databases and schemas dropped and brought back
-- => irrelevant: drop database: its tables are not followed
-- => irrelevant: drop schema: its tables are not followed
-- => irrelevant: undrop
-- => irrelevant: undrop
DROP DATABASE IF EXISTS d RESTRICT;
DROP SCHEMA d.s CASCADE;
UNDROP DATABASE d;
UNDROP SCHEMA d.s;

-- case: tables renamed out of their schema, swapped, changed
-- => irrelevant: alter [rename a to db2.s2.b]
-- => irrelevant: alter [swap "A" with db."B"]
-- => irrelevant: alter []
-- => irrelevant: alter []
-- => irrelevant: alter []
-- => irrelevant: alter []
ALTER TABLE a RENAME TO db2.s2.b;
ALTER TABLE "A" SWAP WITH db."B";
ALTER TABLE a ADD COLUMN IF NOT EXISTS x INT DEFAULT 0;
ALTER TABLE a DROP COLUMN x, y;
ALTER TABLE a CLUSTER BY (d);
ALTER TABLE a ADD SEARCH OPTIMIZATION ON EQUALITY (x);

-- case: settings of the session
-- => irrelevant: alter []
-- => irrelevant: alter []
-- => irrelevant: unset []
ALTER SESSION SET QUERY_TAG = 'insert into a select * from b', TIMEZONE = 'UTC';
ALTER SESSION UNSET QUERY_TAG;
UNSET n;

-- case: what shows, describes and explains
-- => irrelevant: show
-- => irrelevant: describe
-- => irrelevant: desc
-- => irrelevant: list
-- => irrelevant: ls
-- => irrelevant: remove
SHOW TABLES LIKE '%from%' IN SCHEMA db.s;
DESCRIBE TABLE t;
DESC VIEW v;
LIST @st PATTERN = '.*';
LS @~;
REMOVE @st/x;

-- case: rights and comments
-- => irrelevant: grant
-- => irrelevant: revoke
-- => irrelevant: comment
-- => irrelevant: comment
GRANT SELECT ON ALL TABLES IN SCHEMA db.s TO ROLE r;
REVOKE INSERT ON TABLE t FROM ROLE r;
COMMENT ON TABLE t IS 'insert into x select * from y';
COMMENT IF EXISTS ON COLUMN t.x IS 'a';

-- case: a transaction around writes
-- => irrelevant: begin [begin]
-- => a <- b : insert direct 1.0
-- => irrelevant: delete without another table [truncate b]
-- => irrelevant: commit [commit]
BEGIN WORK NAME t1;
INSERT INTO a SELECT * FROM b;
DELETE FROM b;
COMMIT WORK;

-- case: a temporary table made, filled and dropped
-- => tmp <- s : create_table_as direct 1.0 temporary
-- => t <- tmp : insert direct 1.0
-- => irrelevant: drop [drop tmp]
CREATE TEMPORARY TABLE tmp AS SELECT * FROM s;
INSERT INTO t SELECT * FROM tmp;
DROP TABLE tmp;

-- case: a table rebuilt beside itself and swapped in
-- => t_new <- t : create_table_as direct 1.0
-- => t_new <- fixes : insert direct 1.0
-- => irrelevant: alter [swap t with t_new]
-- => irrelevant: drop [drop t_new]
CREATE OR REPLACE TABLE t_new CLONE t;
INSERT INTO t_new SELECT * FROM fixes;
ALTER TABLE t SWAP WITH t_new;
DROP TABLE t_new;

-- case: explain of a write runs nothing
-- => irrelevant: explain
EXPLAIN USING TEXT INSERT INTO t SELECT * FROM s;

-- case: a replaced table loses its rows
-- => irrelevant: create table without data [truncate db.s.t]
-- => irrelevant: create table without data [truncate t]
CREATE OR REPLACE TRANSIENT TABLE db.s.t (id INT);
CREATE OR REPLACE HYBRID TABLE t (id INT PRIMARY KEY);

-- case: tasks, services and files put
-- => irrelevant: execute task
-- => irrelevant: execute alert
-- => irrelevant: put
-- => irrelevant: get
EXECUTE TASK db.s.k;
EXECUTE ALERT al;
PUT 'file:///tmp/a b.csv' @st/x OVERWRITE = TRUE;
GET @st/x file:///tmp/ PARALLEL = 4;
