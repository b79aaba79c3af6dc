-- case: tables go
-- => irrelevant: drop [drop ds.a]
-- => irrelevant: drop [drop "p"."ds"."b"]
-- => irrelevant: drop [drop ds.e]
-- => irrelevant: drop [drop ds.v]
DROP TABLE IF EXISTS ds.a;
DROP TABLE `p.ds.b`;
DROP EXTERNAL TABLE IF EXISTS ds.e;
DROP VIEW ds.v;

-- case: other things go
-- => irrelevant: drop schema: its tables are not followed
-- => irrelevant: drop []
-- => irrelevant: drop []
-- => irrelevant: drop []
-- => irrelevant: drop []
-- => irrelevant: drop []
-- => irrelevant: drop []
DROP SCHEMA IF EXISTS ds CASCADE;
DROP FUNCTION ds.f;
DROP PROCEDURE IF EXISTS ds.p;
DROP SEARCH INDEX i ON ds.t;
DROP VECTOR INDEX IF EXISTS i ON ds.t;
DROP ROW ACCESS POLICY p ON ds.t;
DROP ALL ROW ACCESS POLICIES ON ds.t;

-- case: a function of tables goes and no table
-- => irrelevant: drop []
DROP TABLE FUNCTION IF EXISTS ds.tf;

-- case: a model goes
-- => irrelevant: drop [drop ds.m]
DROP MODEL IF EXISTS ds.m;

-- case: a table changes its name
-- => irrelevant: alter [rename ds.t to u]
-- => irrelevant: alter [rename "p"."ds"."t" to "u"]
ALTER TABLE IF EXISTS ds.t RENAME TO u;
ALTER TABLE `p.ds.t` RENAME TO `u`;

-- case: columns and options change
-- => irrelevant: alter []
-- => irrelevant: alter [rename column a of ds.t to b]
-- => irrelevant: alter [rename column c of ds.t to d]
-- => irrelevant: alter []
-- => irrelevant: alter []
-- => irrelevant: alter []
-- => irrelevant: alter []
ALTER TABLE ds.t ADD COLUMN IF NOT EXISTS x STRUCT<a STRING>, ADD COLUMN y DATE;
ALTER TABLE ds.t RENAME COLUMN a TO b, RENAME COLUMN c TO d;
ALTER TABLE ds.t DROP COLUMN IF EXISTS x, DROP COLUMN y;
ALTER TABLE ds.t ALTER COLUMN x SET DATA TYPE NUMERIC;
ALTER TABLE ds.t ADD PRIMARY KEY (id) NOT ENFORCED, ADD CONSTRAINT fk FOREIGN KEY (x) REFERENCES ds.s (id) NOT ENFORCED;
ALTER MATERIALIZED VIEW ds.mv SET OPTIONS (enable_refresh = FALSE);

-- case: tables are emptied
-- => irrelevant: truncate [truncate ds.t]
-- => irrelevant: truncate [truncate "p"."ds"."t"]
TRUNCATE TABLE ds.t;
TRUNCATE TABLE `p.ds.t`;

-- case: policies on rows read and write nothing
-- => irrelevant: create access []
-- => irrelevant: create access []
CREATE ROW ACCESS POLICY p ON ds.t GRANT TO ('user:a@b.c') FILTER USING (region = 'EU');
CREATE OR REPLACE ROW ACCESS POLICY IF NOT EXISTS q ON `p.ds.t` GRANT TO ('group:x@y.z') FILTER USING (region IN (SELECT region FROM ds.regions WHERE email = SESSION_USER()));

-- case: rights
-- => irrelevant: grant []
-- => irrelevant: revoke []
GRANT `roles/bigquery.dataViewer` ON TABLE ds.t TO 'user:a@b.c';
REVOKE `roles/bigquery.dataViewer` ON SCHEMA ds FROM 'user:a@b.c';

-- case: datasets
-- => irrelevant: create schema []
-- => irrelevant: alter []
-- => irrelevant: undrop []
-- => irrelevant: create schema []
CREATE SCHEMA IF NOT EXISTS p.ds OPTIONS (location = 'EU');
ALTER SCHEMA ds SET OPTIONS (default_table_expiration_days = 3);
UNDROP SCHEMA ds;
CREATE EXTERNAL SCHEMA ds WITH CONNECTION `p.aws-us-east-1.c` OPTIONS (external_source = 'aws-glue://arn');

-- case: indexes
-- => irrelevant: create search []
-- => irrelevant: create vector []
CREATE SEARCH INDEX IF NOT EXISTS i ON ds.t (ALL COLUMNS WITH COLUMN OPTIONS (x)) OPTIONS (analyzer = 'LOG_ANALYZER');
CREATE OR REPLACE VECTOR INDEX v ON ds.t (emb) STORING (a, b) OPTIONS (index_type = 'IVF', distance_type = 'COSINE');

-- case: capacity
-- => irrelevant: create capacity []
-- => irrelevant: create reservation []
-- => irrelevant: create assignment []
CREATE CAPACITY `p.region-us.c` OPTIONS (slot_count = 100, plan = 'ANNUAL');
CREATE RESERVATION `p.region-us.r` OPTIONS (slot_capacity = 100);
CREATE ASSIGNMENT `p.region-us.r.a` OPTIONS (assignee = 'projects/x', job_type = 'QUERY');

-- case: assertions read
-- => irrelevant: assert [reads ds.a, ds.b]
-- => irrelevant: assert []
ASSERT EXISTS (SELECT 1 FROM ds.a JOIN ds.b USING (id)) AS 'from nowhere';
ASSERT 1 + 1 = 2;

-- case: settings of the session
-- => irrelevant: set []
-- => irrelevant: set [context: "other"]
-- => irrelevant: set [context "my-proj"]
-- => irrelevant: set []
SET @@time_zone = 'America/Los_Angeles';
SET @@dataset_id = "other";
SET @@dataset_project_id = "my-proj";
SET @@query_label = 'from:x';

-- case: queries read, each table once
-- => irrelevant: select [reads ds.a, ds.b, ds.c]
-- => irrelevant: select []
SELECT * FROM ds.a WHERE id IN (SELECT id FROM ds.b WHERE x IN (SELECT x FROM ds.c)) AND y NOT IN (SELECT y FROM ds.a);
SELECT @@project_id, SESSION_USER(), 'from ds.x';

-- case: queries of the catalog
-- => irrelevant: select [reads "ds"."INFORMATION_SCHEMA"."COLUMNS"]
-- => irrelevant: select []
SELECT * FROM `ds.INFORMATION_SCHEMA.COLUMNS`;
SELECT * FROM `p.region-us.INFORMATION_SCHEMA.JOBS_BY_PROJECT`;
