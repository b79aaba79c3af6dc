-- case: columns named by the view
-- => v <- s : create_view direct 1.0 { ID > A, NAME > B }
CREATE VIEW v (a, b) AS SELECT id, name FROM s;

-- case: columns in quotes keep their case
-- => v <- s : create_view direct 1.0 { Id > Id, PLAIN > Out Put }
CREATE OR REPLACE VIEW v AS SELECT "Id", plain AS "Out Put" FROM s;

-- case: or alter
-- => db.s.v <- s : create_view direct 1.0 { ID > ID }
CREATE OR ALTER VIEW db.s.v (id) AS SELECT id FROM s;

-- case: force, secure, and change tracking
-- => v <- db.s.t : create_view direct 1.0
CREATE OR REPLACE FORCE SECURE VIEW v CHANGE_TRACKING = TRUE COPY GRANTS AS SELECT * FROM db.s.t;

-- case: a view of the session
-- => v <- s : create_view direct 1.0 temporary
CREATE OR REPLACE LOCAL TEMPORARY VIEW v AS SELECT * FROM s;

-- case: a recursive view
-- => boss <- emp : create_view derived 1.0
CREATE RECURSIVE VIEW boss (id, mgr) AS SELECT id, mgr FROM emp WHERE mgr IS NULL UNION ALL SELECT e.id, e.mgr FROM emp e JOIN boss b ON b.id = e.mgr;

-- case: a view over nothing
-- => irrelevant: view without a source table
CREATE VIEW params AS SELECT 1 AS one, 'from x' AS two;

-- case: a view over an event table, a share and the information schema
-- => v <- snowflake.telemetry.events : create_view direct 1.0
-- => w <- shared_db.public.orders : create_view direct 1.0
-- => x <- db.information_schema.tables : create_view direct 1.0
CREATE VIEW v AS SELECT resource_attributes['snow.executable.name']::string AS n FROM snowflake.telemetry.events;
CREATE VIEW w AS SELECT * FROM shared_db.public.orders;
CREATE VIEW x AS SELECT table_name FROM db.information_schema.tables;

-- case: a secure materialized view
-- => mv <- orders : create_view aggregated 1.0 { DAY > DAY, PRICE > TOTAL }
CREATE OR REPLACE SECURE MATERIALIZED VIEW IF NOT EXISTS mv COPY GRANTS CLUSTER BY (day) COMMENT = 'x' AS SELECT day, SUM(price) AS total FROM orders GROUP BY day;

-- case: a materialized view over an external table
-- => mv <- ext.events : create_view direct 1.0
CREATE MATERIALIZED VIEW mv AS SELECT value:id::int AS id FROM ext.events;

-- case: a view over a stage
-- => v <- stage:@raw.docs/2026/ : create_view direct 1.0
CREATE VIEW v AS SELECT $1:id::int AS id, METADATA$FILENAME AS f FROM @raw.docs/2026/ (FILE_FORMAT => 'raw.json');

-- case: policies and tags on the columns
-- => v <- s : create_view direct 1.0 { ID > ID, MAIL > MAIL }
CREATE VIEW v (id WITH TAG (t = 'a, b'), mail WITH MASKING POLICY mp USING (mail, role) COMMENT 'as select x from y') ROW ACCESS POLICY rap ON (id) TAG (x = 'y') COMMENT = 'c' AS SELECT id, mail FROM s;

-- case: a semantic view stands on tables
-- => sales.sv <- db.orders : create_view direct 1.0
-- => sales.sv <- customers : create_view direct 1.0
CREATE OR REPLACE SEMANTIC VIEW sales.sv
  TABLES (o AS db.orders PRIMARY KEY (id) WITH SYNONYMS ('sales orders') COMMENT = 'from x', customers PRIMARY KEY (id))
  RELATIONSHIPS (o_c AS o (customer) REFERENCES customers)
  FACTS (o.price AS price)
  DIMENSIONS (customers.region AS region, o.day AS DATE_TRUNC('day', ts))
  METRICS (o.total AS SUM(o.price)) COMMENT = 'sales';

-- case: the SELECT behind a view
-- view: db.s.v
-- => db.s.v <- orders : create_view aggregated 1.0 { DAY > DAY, PRICE > TOTAL }
SELECT day, SUM(price) AS total FROM orders GROUP BY day;

-- case: the whole text behind a view
-- view: db.s.v
-- => db.s.v <- s : create_view direct 1.0 { ID > X }
create or replace view v(x) as select id from s;

-- case: views changed
-- => irrelevant: alter [rename v to db.s.w]
-- => irrelevant: alter []
-- => irrelevant: alter []
-- => irrelevant: alter [rename mv to mv2]
-- => irrelevant: alter []
ALTER VIEW IF EXISTS v RENAME TO db.s.w;
ALTER VIEW v SET SECURE;
ALTER VIEW v MODIFY COLUMN x SET MASKING POLICY p;
ALTER MATERIALIZED VIEW mv RENAME TO mv2;
ALTER MATERIALIZED VIEW mv SUSPEND;

-- case: a view that joins everything
-- => v <- a : create_view derived 1.0
-- => v <- b : create_view derived 1.0
-- => v <- c : create_view derived 0.8
-- => v <- d : create_view derived 1.0
CREATE VIEW v AS SELECT a.*, b.x FROM a LEFT OUTER JOIN b ON a.id = b.id WHERE a.id NOT IN (SELECT id FROM c) UNION ALL SELECT *, NULL FROM d;
