-- case: the days of a sharded table are one table
-- => ds.t <- "p"."analytics_1"."events_*" : create_table_as direct 1.0
-- => ds.u <- ds.events_* : create_table_as direct 1.0
-- => ds.events_* <- ds.raw : insert direct 1.0
-- => ds.p <- "ds"."events_*" : insert direct 1.0
CREATE TABLE ds.t AS SELECT * FROM `p.analytics_1.events_*` WHERE _TABLE_SUFFIX BETWEEN '20260101' AND '20260131';
CREATE TABLE ds.u AS SELECT * FROM ds.events_20260101;
INSERT INTO ds.events_20260102 SELECT * FROM ds.raw;
INSERT INTO ds.p SELECT * FROM `ds.events_2026*`;

-- case: a number that is no day stays
-- => ds.t <- ds.orders_20261399 : insert direct 1.0
-- => ds.t <- ds.v_2 : insert direct 1.0
INSERT INTO ds.t SELECT * FROM ds.orders_20261399, ds.v_2;

-- case: partition decorators
-- => "ds"."t" <- "ds"."s" : insert direct 1.0
INSERT INTO `ds.t$20260101` SELECT * FROM `ds.s$2026010112`;

-- case: projects with domains and dashes
-- => "example.com:proj"."ds"."t" <- my-proj-2.ds.s : insert direct 1.0
INSERT INTO `example.com:proj.ds.t` SELECT * FROM my-proj-2.ds.s;

-- case: information schema at every level
-- => ds.t <- ds.INFORMATION_SCHEMA.TABLES : insert derived 1.0
INSERT INTO ds.t SELECT table_name FROM ds.INFORMATION_SCHEMA.TABLES UNION ALL SELECT 1 FROM `p.region-eu.INFORMATION_SCHEMA.JOBS`;

-- case: an alias of unnest is no dataset
-- => ds.t <- ds.s : insert direct 1.0
INSERT INTO ds.t SELECT h.x FROM ds.s AS s, UNNEST(s.hits) AS hit WITH OFFSET AS pos, hit.products AS h, h.variants;

-- case: left joins of arrays
-- => ds.t <- ds.s : insert direct 1.0
INSERT INTO ds.t SELECT 1 FROM ds.s LEFT JOIN UNNEST(s.items) AS i LEFT JOIN s.tags AS g ON TRUE;

-- case: a table's own name before its array
-- => ds.t <- ds.orders : insert direct 1.0
INSERT INTO ds.t SELECT * FROM ds.orders, orders.items CROSS JOIN orders.tags;

-- case: a script's session tables
-- => _SESSION.tmp <- ds.s : create_table_as direct 1.0 temporary
-- => tmp2 <- ds.s : create_table_as direct 1.0 temporary
CREATE TABLE _SESSION.tmp AS SELECT * FROM ds.s;
CREATE TEMP TABLE tmp2 AS SELECT * FROM ds.s;

-- case: defaults of the session
-- => irrelevant: set [context: "ds"]
-- => irrelevant: set [context "p"]
-- => irrelevant: set []
SET @@dataset_id = 'ds';
SET @@dataset_project_id = 'p';
SET x = 5;
