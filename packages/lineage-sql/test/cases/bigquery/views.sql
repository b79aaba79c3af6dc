-- case: a view with pairs
-- => ds.v <- ds.s : create_view direct 1.0 { id > id, price > amount }
CREATE VIEW IF NOT EXISTS ds.v AS SELECT id, price AS amount FROM ds.s;

-- case: a list of columns renames
-- => ds.v <- ds.s : create_view direct 1.0 { id > key, price > value }
CREATE OR REPLACE VIEW ds.v (key, value) AS SELECT id, price FROM ds.s;

-- case: a privacy policy in the options
-- => ds.v <- ds.s : create_view direct 1.0
CREATE OR REPLACE VIEW ds.v OPTIONS (privacy_policy = '{"aggregation_threshold_policy": {"threshold": 3, "privacy_unit_column": "id"}}') AS (SELECT * FROM ds.s);

-- case: a view over shards
-- => ds.v <- "ds"."ga_sessions_*" : create_view aggregated 1.0
CREATE VIEW ds.v AS SELECT PARSE_DATE('%Y%m%d', _TABLE_SUFFIX) AS day, COUNT(*) AS n FROM `ds.ga_sessions_*` GROUP BY day;

-- case: a view over a union of views
-- => ds.v <- ds.a : create_view derived 1.0
-- => ds.v <- ds.b : create_view derived 1.0
CREATE VIEW ds.v AS SELECT * FROM ds.a UNION DISTINCT SELECT * FROM ds.b;

-- case: a view of nothing
-- => irrelevant: view without a source table
CREATE VIEW ds.v AS SELECT CURRENT_DATE() AS today;

-- case: a view over the catalog of a region
-- => ds.v <- "region-us".INFORMATION_SCHEMA.JOBS : create_view direct 1.0
CREATE VIEW ds.v AS SELECT job_id FROM `region-us`.INFORMATION_SCHEMA.JOBS;

-- case: a view in pipes
-- => ds.v <- ds.s : create_view direct 1.0
CREATE VIEW ds.v AS FROM ds.s |> WHERE x > 0 |> SELECT x, y;

-- case: the select behind a view
-- view: "p"."ds"."v"
-- => "p"."ds"."v" <- "p"."ds"."s" : create_view direct 1.0 { id > id, n > total }
SELECT id, n AS total FROM `p.ds.s`

-- case: the pipes behind a view
-- view: "ds"."v"
-- => "ds"."v" <- ds.s : create_view aggregated 1.0
FROM ds.s |> AGGREGATE COUNT(*) AS n GROUP BY day

-- case: a materialized view that may be stale
-- => ds.mv <- ds.s : create_view aggregated 1.0 { day > day, x > total }
CREATE MATERIALIZED VIEW IF NOT EXISTS ds.mv PARTITION BY day CLUSTER BY day OPTIONS (enable_refresh = TRUE, refresh_interval_minutes = 60, max_staleness = INTERVAL '4:0:0' HOUR TO SECOND, allow_non_incremental_definition = TRUE) AS SELECT day, SUM(x) AS total FROM ds.s GROUP BY day;

-- case: a materialized view of a join with arrays
-- => ds.mv <- ds.a : create_view aggregated 1.0
-- => ds.mv <- ds.b : create_view aggregated 1.0
CREATE OR REPLACE MATERIALIZED VIEW ds.mv AS SELECT b.k, COUNT(*) AS n FROM ds.a AS a, UNNEST(a.items) AS i JOIN ds.b AS b ON b.id = i.id GROUP BY b.k;

-- case: a replica of a materialized view in another project
-- => "p"."ds"."r" <- "q"."ds"."mv" : create_view direct 1.0
CREATE MATERIALIZED VIEW `p.ds.r` OPTIONS (replication_interval_seconds = 600) AS REPLICA OF `q.ds.mv`;

-- case: a view with a CTE in a CTE
-- => ds.v <- ds.s : create_view derived 0.6
CREATE VIEW ds.v AS WITH a AS (WITH b AS (SELECT * FROM ds.s) SELECT * FROM b) SELECT * FROM (SELECT * FROM a);

-- case: a view of a table's history
-- => ds.v <- ds.s : create_view direct 1.0
CREATE VIEW ds.v AS SELECT x, _CHANGE_TYPE AS kind FROM CHANGES(TABLE ds.s, TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL 1 DAY), NULL);
