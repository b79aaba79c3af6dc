-- case: what a session's names mean
-- => irrelevant: set [context: app, public]
-- => irrelevant: set [local context: "$user", "public"]
-- => irrelevant: set [context: "app"]
-- => irrelevant: set [context:]
-- => irrelevant: set []
-- => irrelevant: reset [context:]
SET search_path TO app, public;
SET LOCAL search_path = "$user", 'public';
SET SCHEMA 'app';
SET search_path TO DEFAULT;
SET statement_timeout = 0;
RESET search_path;

-- case: transactions
-- => irrelevant: begin [begin]
-- => irrelevant: start [begin]
-- => irrelevant: end [commit]
-- => irrelevant: abort [rollback]
-- => irrelevant: savepoint [savepoint a]
-- => irrelevant: rollback [rollback_to a]
-- => irrelevant: rollback [rollback_to a]
-- => irrelevant: release [release a]
-- => irrelevant: prepare transaction []
-- => irrelevant: commit []
BEGIN READ ONLY;
START TRANSACTION ISOLATION LEVEL SERIALIZABLE;
END;
ABORT;
SAVEPOINT a;
ROLLBACK TO SAVEPOINT a;
ROLLBACK WORK TO a;
RELEASE SAVEPOINT a;
PREPARE TRANSACTION 'x';
COMMIT PREPARED 'x';

-- case: tables that go, empty, move or change their name
-- => irrelevant: drop [drop a]
-- => irrelevant: drop [drop app.b]
-- => irrelevant: drop [drop m]
-- => irrelevant: drop []
-- => irrelevant: truncate [truncate a]
-- => irrelevant: truncate [truncate app.b]
-- => irrelevant: alter [rename app.a to b]
-- => irrelevant: alter [rename "V1" to "V2"]
-- => irrelevant: alter [rename app.a to archive.a]
-- => irrelevant: alter [rename column x of a to y]
-- => irrelevant: alter [rename column x of a to y]
-- => irrelevant: alter []
-- => irrelevant: delete without another table [truncate app.a]
-- => irrelevant: delete without another table []
DROP TABLE IF EXISTS a, app.b CASCADE;
DROP MATERIALIZED VIEW m;
DROP INDEX i;
TRUNCATE TABLE ONLY a, app.b * RESTART IDENTITY CASCADE;
ALTER TABLE app.a RENAME TO b;
ALTER VIEW IF EXISTS "V1" RENAME TO "V2";
ALTER TABLE IF EXISTS ONLY app.a SET SCHEMA archive;
ALTER TABLE a RENAME x TO y;
ALTER TABLE a RENAME COLUMN x TO y;
ALTER TABLE p ATTACH PARTITION c FOR VALUES IN (1);
DELETE FROM app.a;
DELETE FROM app.a AS x WHERE x.id = 1;

-- case: temporary tables
-- => tmp <- nothing : create_table_as temporary
-- => tmp2 <- nothing : create_table_as temporary
-- => pg_temp.t <- s : create_table_as direct 1.0 temporary
-- => tmp3 <- s : create_table_as direct 1.0 temporary
-- => tmp4 <- nothing : create_table_as temporary
CREATE TEMP TABLE tmp (id int) ON COMMIT DROP;
CREATE TEMPORARY TABLE tmp2 (LIKE s INCLUDING ALL) ON COMMIT DELETE ROWS;
CREATE TABLE pg_temp.t AS SELECT * FROM s;
SELECT * INTO TEMPORARY tmp3 FROM s;
CREATE TEMP TABLE tmp4 AS SELECT * FROM s WITH NO DATA;

-- case: copy
-- => path:/tmp/x.csv <- app.s : copy direct 1.0
-- => path:/tmp/y.csv <- s : copy aggregated 1.0
-- => app.t <- path:/data/t.csv : copy direct 1.0
-- => irrelevant: copy from the client []
-- => irrelevant: copy to the client []
-- => irrelevant: copy to the client [reads s]
COPY app.s (a, b) TO '/tmp/x.csv' WITH (FORMAT csv, HEADER);
COPY (SELECT a, count(*) FROM s GROUP BY a) TO '/tmp/y.csv' CSV;
COPY app.t FROM '/data/t.csv' WITH (FORMAT csv) WHERE a > 1;
COPY t (a) FROM STDIN WITH (FORMAT binary);
COPY t TO STDOUT;
COPY (SELECT * FROM s) TO STDOUT WITH CSV;

-- case: a copy of what an insert returns
-- => t <- s : insert direct 1.0
COPY (INSERT INTO t SELECT * FROM s RETURNING *) TO '/tmp/x';

-- case: a schema that gets another name, and one that gets another owner
-- => irrelevant: alter schema: its tables are not followed
-- => irrelevant: alter
ALTER SCHEMA app RENAME TO old;
ALTER SCHEMA app OWNER TO someone;
