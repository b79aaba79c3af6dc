-- case: rows between schemas of one name
-- => app.t <- staging.t : insert direct 1.0 { id > id }
INSERT INTO app.t (id) SELECT id FROM staging.t;

-- case: names are folded, quoted ones are not
-- => "T" <- t : insert direct 1.0
INSERT INTO "T" SELECT * FROM t;

-- case: the same name quoted and not is one table
-- => irrelevant: insert without a source table
INSERT INTO t (id) SELECT id + 1 FROM "t";

-- case: a name with dots, spaces, quotes and a dollar
-- => app."a.b c" <- app."say "hi"" : insert direct 1.0
INSERT INTO app."a.b c" (id) SELECT id FROM app."say ""hi""";

-- case: a dollar and digits in a name
-- => t <- s$1 : insert direct 1.0 { id > id }
INSERT INTO t (id) SELECT id FROM s$1;

-- case: a path that is set by a function call
-- => irrelevant: select [context: app, public]
SELECT set_config('search_path', 'app, public', false);

-- case: a path of one transaction
-- => irrelevant: begin [begin]
-- => irrelevant: set [local context: staging]
-- => t <- s : insert direct 1.0
-- => irrelevant: rollback [rollback]
BEGIN;
SET LOCAL search_path TO staging;
INSERT INTO t (id) SELECT id FROM s;
ROLLBACK;

-- case: a path of one transaction that is set by a function call
-- => irrelevant: select [local context: app]
SELECT set_config('search_path', 'app', true);

-- case: temporary tables thrown away
-- => irrelevant: discard [drop_temporary]
-- => irrelevant: discard []
DISCARD TEMP;
DISCARD PLANS;

-- case: paths in quotes of both kinds
-- => irrelevant: set [context: "app", "public"]
-- => irrelevant: set [context: "My Schema"]
SET search_path = 'app', "public";
SET SESSION search_path TO "My Schema";

-- case: other settings
-- => irrelevant: set []
-- => irrelevant: set []
-- => irrelevant: set []
-- => irrelevant: reset []
-- => irrelevant: discard []
SET TIME ZONE 'UTC';
SET ROLE NONE;
SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY;
RESET work_mem;
DISCARD PLANS;

-- case: everything forgotten
-- => irrelevant: reset [context:]
RESET ALL;

-- case: a session as new
-- => irrelevant: discard [context:]
-- => irrelevant: discard [drop_temporary]
DISCARD ALL;

-- case: transactions with savepoints
-- => irrelevant: begin [begin]
-- => a <- s : insert direct 1.0
-- => irrelevant: savepoint [savepoint one]
-- => b <- s : insert direct 1.0
-- => irrelevant: rollback [rollback_to one]
-- => irrelevant: release [release one]
-- => irrelevant: commit [commit]
BEGIN TRANSACTION READ WRITE;
INSERT INTO a SELECT * FROM s;
SAVEPOINT one;
INSERT INTO b SELECT * FROM s;
ROLLBACK TRANSACTION TO SAVEPOINT one;
RELEASE one;
COMMIT WORK;

-- case: transactions that are chained
-- => irrelevant: begin [begin]
-- => irrelevant: set []
-- => irrelevant: set []
-- => irrelevant: commit [commit]
-- => irrelevant: rollback [rollback]
BEGIN;
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;
SET CONSTRAINTS ALL DEFERRED;
COMMIT AND NO CHAIN;
ROLLBACK AND NO CHAIN;

-- case: new names for everything that holds rows
-- => irrelevant: alter [rename sv to sv2]
-- => irrelevant: alter [rename mv to mv2]
-- => irrelevant: alter [rename remote.orders to o2]
-- => irrelevant: alter [rename app.t to t2]
ALTER VIEW sv RENAME TO sv2;
ALTER MATERIALIZED VIEW IF EXISTS mv RENAME TO mv2;
ALTER FOREIGN TABLE remote.orders RENAME TO o2;
ALTER TABLE ONLY app.t RENAME TO t2;

-- case: new names for what holds none
-- => irrelevant: alter []
-- => irrelevant: alter []
-- => irrelevant: alter []
-- => irrelevant: alter [rename column id of sv to k]
-- => irrelevant: alter []
ALTER INDEX t_pkey RENAME TO t_key;
ALTER SEQUENCE sq RENAME TO sq2;
ALTER TYPE pair RENAME TO pair2;
ALTER VIEW sv RENAME COLUMN id TO k;
ALTER TABLE t RENAME CONSTRAINT t_key TO t_pkey;

-- case: new schemas
-- => irrelevant: alter [rename rates to app.rates]
-- => irrelevant: alter [rename sv to "My Schema".sv]
-- => irrelevant: alter [rename app.mv to staging.mv]
ALTER TABLE IF EXISTS rates SET SCHEMA app;
ALTER VIEW sv SET SCHEMA "My Schema";
ALTER MATERIALIZED VIEW app.mv SET SCHEMA staging;

-- case: two tables trade places in a transaction
-- => irrelevant: begin [begin]
-- => n <- s : create_table_as direct 1.0 { id > id }
-- => irrelevant: alter [rename t to t_old]
-- => irrelevant: alter [rename n to t]
-- => irrelevant: drop [drop t_old]
-- => irrelevant: commit [commit]
BEGIN;
CREATE TABLE n AS SELECT id FROM s;
ALTER TABLE t RENAME TO t_old;
ALTER TABLE n RENAME TO t;
DROP TABLE t_old CASCADE;
COMMIT;

-- case: what goes and held rows, and what held none
-- => irrelevant: drop [drop sv]
-- => irrelevant: drop [drop remote.orders]
-- => irrelevant: drop schema: its tables are not followed
-- => irrelevant: drop []
-- => irrelevant: drop []
DROP VIEW IF EXISTS sv RESTRICT;
DROP FOREIGN TABLE remote.orders;
DROP SEQUENCE IF EXISTS sq;
DROP TRIGGER IF EXISTS tr ON t;
DROP SCHEMA IF EXISTS gone CASCADE;

-- case: care of tables
-- => irrelevant: vacuum []
-- => irrelevant: analyze []
-- => irrelevant: reindex []
-- => irrelevant: cluster []
-- => irrelevant: comment []
-- => irrelevant: listen []
-- => irrelevant: notify []
-- => irrelevant: checkpoint []
VACUUM (ANALYZE, VERBOSE) t;
ANALYZE t (id);
REINDEX TABLE t;
CLUSTER t USING t_pkey;
COMMENT ON TABLE t IS 'insert into x select from y';
LISTEN changed;
NOTIFY changed, 'from x';
CHECKPOINT;

-- case: objects with queries or names in them that move nothing
-- => irrelevant: create policy []
-- => irrelevant: create unique []
-- => irrelevant: create statistics []
-- => irrelevant: create publication []
-- => irrelevant: create sequence []
-- => irrelevant: create domain []
CREATE POLICY pol ON t FOR SELECT USING (EXISTS (SELECT FROM s WHERE s.id = t.id));
CREATE UNIQUE INDEX i ON t (lower(name)) INCLUDE (x) WHERE ok;
CREATE STATISTICS st (ndistinct) ON x, y FROM t;
CREATE PUBLICATION pub FOR TABLE t WHERE (id > 1), TABLES IN SCHEMA app;
CREATE SEQUENCE sq3 AS bigint OWNED BY t.id;
CREATE DOMAIN dm AS int CHECK (VALUE > 0);

-- case: a schema with what stands in it
-- => irrelevant: create schema []
-- => irrelevant: create table without data []
-- => nv <- public.s : create_view direct 1.0 { id > id }
CREATE SCHEMA nu CREATE TABLE nt (id int) CREATE VIEW nv AS SELECT id FROM public.s;

-- case: materialized views of a CTE and of values
-- => n1 <- s : create_view derived 0.8
-- => irrelevant: view without a source table
-- => irrelevant: refresh []
CREATE MATERIALIZED VIEW n1 AS WITH q AS (SELECT id FROM s) SELECT * FROM q WITH DATA;
CREATE MATERIALIZED VIEW n2 AS VALUES (1, 2);
REFRESH MATERIALIZED VIEW n1 WITH NO DATA;

-- case: views over views, temporary ones and safe ones
-- => n1 <- sv : create_view direct 1.0 { id > id }
-- => n2 <- n1 : create_view direct 1.0 temporary { id > k }
-- => n3 <- s : create_view derived 1.0
-- => n3 <- a : create_view derived 1.0
CREATE VIEW n1 WITH (security_invoker = true, check_option = local) AS SELECT id FROM sv;
CREATE OR REPLACE TEMPORARY VIEW n2 (k) AS SELECT id FROM n1;
CREATE VIEW n3 AS SELECT id FROM s UNION SELECT id FROM a;

-- case: the select behind a materialized view, as the catalog gives it
-- view: "app"."mv"
-- => "app"."mv" <- app.t : create_view aggregated 1.0 { id > id, x > total }
 SELECT t.id,
    sum(t.x) AS total
   FROM app.t
  GROUP BY t.id;

-- case: the select behind a view of a CTE, as the catalog gives it
-- view: "public"."v"
-- => "public"."v" <- s : create_view derived 0.8
-- => "public"."v" <- a : create_view direct 1.0
 WITH q AS (
         SELECT s.id
           FROM s
        )
 SELECT q.id
   FROM (q
     JOIN a USING (id));

-- case: a normalised insert
-- => t <- s : insert direct 1.0 { id > id }
-- => t <- a : insert derived 0.8
INSERT INTO t (id, x) SELECT id, $1 FROM s WHERE day >= $2::date AND x IN ($3 /*, ... */) AND y = ANY ($4) AND z IN (SELECT z FROM a LIMIT $5) OFFSET $6;

-- case: a normalised merge and update
-- => t <- s : merge direct 1.0
-- => b <- a : update direct 1.0
MERGE INTO t USING s ON t.id = s.id AND t.x = $1 WHEN MATCHED AND s.x > $2 THEN UPDATE SET x = s.x + $3 WHEN NOT MATCHED THEN INSERT (id, x) VALUES (s.id, $4);
UPDATE b SET x = a.x * $1, name = $2 FROM a WHERE a.id = b.id AND a.day BETWEEN $3 AND $4;

-- case: a path whose value was taken out
-- => irrelevant: set [context:]
SET search_path = $1;

-- case: a text cut short in the middle of a filter
-- truncated
-- => t <- s : insert direct 1.0 partial
INSERT INTO t (id) SELECT id FROM s WHERE name = 'x' AND (y > 1 OR

-- case: a text cut short in a CTE
-- truncated
-- => unparsed: 
WITH q AS (SELECT id FROM s WHERE x

-- case: sequences and functions of the system in the list
-- => t <- s : insert direct 1.0
INSERT INTO t (id, x, ts) SELECT nextval('sq'), currval('sq'::regclass), now() FROM s WHERE pg_try_advisory_xact_lock(id);
