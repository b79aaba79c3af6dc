-- case: columns named by the view
-- => v <- s : create_view direct 1.0 { id > a, name > b }
CREATE VIEW v (a, b) AS SELECT id, name FROM s;

-- case: comments on the columns, and properties
-- => main.m.v <- s : create_view direct 1.0 { id > a, name > b }
CREATE OR REPLACE VIEW main.m.v (a COMMENT 'the id, from x', b COMMENT 'as select') COMMENT 'c' TBLPROPERTIES ('x' = 'y') AS SELECT id, name FROM s;

-- case: how it follows its tables
-- => a <- s : create_view direct 1.0
-- => b <- s : create_view direct 1.0
CREATE VIEW a WITH SCHEMA EVOLUTION AS SELECT * FROM s;
CREATE VIEW IF NOT EXISTS b DEFAULT COLLATION UTF8_BINARY WITH SCHEMA BINDING AS SELECT * FROM s;

-- case: views of the session
-- => a <- s : create_view direct 1.0 temporary { id > id }
-- => global_temp.b <- s : create_view direct 1.0
-- => c <- path:/data/c.csv : create_view direct 1.0 temporary
CREATE TEMPORARY VIEW a AS SELECT id FROM s;
CREATE OR REPLACE GLOBAL TEMP VIEW b AS SELECT * FROM s;
CREATE TEMP VIEW c (id INT, name STRING) USING csv OPTIONS (path '/data/c.csv', header 'true');

-- case: a view over nothing
-- => irrelevant: view without a source table
CREATE VIEW v AS SELECT 1 AS one, current_date() AS today;

-- case: a view over files
-- => v <- path:/Volumes/main/s/v/in : create_view direct 1.0
CREATE VIEW v AS SELECT *, _metadata.file_path FROM read_files('/Volumes/main/s/v/in', format => 'json', schema => 'id INT');

-- case: a materialized view with all its clauses
-- => mv <- orders : create_view aggregated 1.0 { day > d, price > total }
CREATE OR REPLACE MATERIALIZED VIEW mv (d DATE COMMENT 'x', total DECIMAL(10, 2) MASK main.s.mask USING COLUMNS (d), CONSTRAINT c PRIMARY KEY (d)) PARTITIONED BY (d) COMMENT 'c' TBLPROPERTIES ('a' = 'b') SCHEDULE REFRESH CRON '0 0 * * * ?' AT TIME ZONE 'UTC' WITH ROW FILTER main.s.f ON (d) AS SELECT day, sum(price) FROM orders GROUP BY day;

-- case: a materialized view refreshed when its source changes
-- => mv <- a : create_view direct 1.0
-- => mv <- b : create_view direct 1.0
CREATE MATERIALIZED VIEW IF NOT EXISTS mv TRIGGER ON UPDATE AT MOST EVERY INTERVAL 1 HOUR AS SELECT a.*, b.x FROM a LEFT JOIN b USING (id);

-- case: a view of measures names its source in YAML
-- => main.m.mv <- main.s.orders : create_view direct 1.0
CREATE OR REPLACE VIEW main.m.mv WITH METRICS LANGUAGE YAML AS $$
version: 0.1
source: main.s.orders
dimensions:
  - name: day
    expr: order_date
measures:
  - name: total
    expr: SUM(price)
$$;

-- case: the SELECT behind a view
-- view: main.m.v
-- => main.m.v <- orders : create_view aggregated 1.0 { day > day, price > total }
SELECT day, sum(price) AS total FROM orders GROUP BY day;

-- case: the whole text behind a view
-- view: main.m.v
-- => main.m.v <- s : create_view direct 1.0 { id > x }
CREATE VIEW v (x) AS SELECT id FROM s;

-- case: views changed
-- => v <- s : create_view direct 1.0
-- => irrelevant: alter [rename v to main.m.w]
-- => irrelevant: alter []
-- => irrelevant: alter []
ALTER VIEW v AS SELECT * FROM s;
ALTER VIEW v RENAME TO main.m.w;
ALTER VIEW v SET TBLPROPERTIES ('x' = 'y');
ALTER MATERIALIZED VIEW mv ADD SCHEDULE EVERY 1 HOUR;

-- case: a view with a recursive CTE
-- => v <- emp : create_view derived 0.8
CREATE VIEW v AS WITH RECURSIVE r (id, depth) AS (SELECT id, 0 FROM emp WHERE mgr IS NULL UNION ALL SELECT e.id, depth + 1 FROM emp e JOIN r ON e.mgr = r.id) SELECT * FROM r;
