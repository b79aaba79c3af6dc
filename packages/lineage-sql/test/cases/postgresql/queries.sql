-- case: from inside functions and comparisons
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT extract(epoch FROM ts), trim(both ' ' FROM a), substring(a FROM 2 FOR 3), overlay(a PLACING 'x' FROM 2), position('x' IN a), a IS DISTINCT FROM b, b IS NOT DISTINCT FROM a, trim(FROM c)
FROM s WHERE extract(dow FROM ts) = 1 AND a IS DISTINCT FROM c;

-- case: functions named like keywords
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT left(a, 2), right(a, 2), replace(a, 'x', 'y'), coalesce(b, row(1, 2)::text), "values"(1), date(ts) FROM s;

-- case: tables and columns named like keywords
-- => public.user <- "table" : insert direct 1.0
-- => public.user <- date : insert direct 1.0
-- => public.user <- public.order : insert direct 1.0
INSERT INTO public.user SELECT "from", date.user, x.values FROM "table" x, date JOIN public.order ON true;

-- case: table functions, ordinality, rows from
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT * FROM s, generate_series(1, s.n) WITH ORDINALITY AS g(x, y), ROWS FROM (unnest(s.xs), f(s.id)) AS r(a, b), jsonb_to_recordset(s.doc) AS j(id int, name text), LATERAL unnest(s.tags) u;

-- case: lateral subqueries, and joins in parentheses
-- => t <- a : insert direct 1.0
-- => t <- b : insert derived 0.8
-- => t <- c : insert direct 1.0
-- => t <- d : insert direct 1.0
INSERT INTO t SELECT * FROM a LEFT JOIN LATERAL (SELECT * FROM b WHERE b.id = a.id LIMIT 1) l ON true JOIN (c CROSS JOIN d) ON c.id = a.id;

-- case: tablesample, for update, window and fetch
-- => t <- a : insert direct 1.0
-- => t <- b : insert direct 1.0
INSERT INTO t SELECT sum(a.x) OVER w FROM a TABLESAMPLE BERNOULLI (10) REPEATABLE (1), b WINDOW w AS (PARTITION BY a.id ORDER BY b.ts RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) OFFSET 1 FETCH FIRST 5 ROWS ONLY FOR UPDATE OF a SKIP LOCKED;

-- case: json, xml and arrays of queries
-- => t <- s : insert direct 1.0
-- => t <- d : insert derived 0.8
INSERT INTO t SELECT ARRAY(SELECT x FROM d WHERE d.id = s.id), s.doc -> 'from' ->> 'x', s.doc #>> '{a,b}', xmlelement(name "from", s.x), (s.c).f FROM s;

-- case: a CTE hides a table only where it is seen
-- => t <- a : insert derived 0.8
-- => t <- x : insert direct 1.0
INSERT INTO t SELECT * FROM (WITH x AS (SELECT * FROM a) SELECT * FROM x) q JOIN x ON x.id = q.id;

-- case: a qualified name is never a CTE
-- => t <- a : insert derived 0.8
-- => t <- app.x : insert direct 1.0
WITH x AS (SELECT * FROM a) INSERT INTO t SELECT * FROM x JOIN app.x y ON true;

-- case: a CTE that nobody reads feeds nothing
-- => t <- b : insert derived 0.8
WITH x AS (SELECT * FROM a), y AS (SELECT * FROM b) INSERT INTO t SELECT * FROM y;

-- case: search and cycle
-- => t <- nodes : create_table_as derived 0.8
CREATE TABLE t AS WITH RECURSIVE tree (id, p) AS (SELECT id, p FROM nodes UNION ALL SELECT n.id, n.p FROM nodes n, tree WHERE n.p = tree.id) SEARCH DEPTH FIRST BY id SET ord CYCLE id SET is_cycle USING path SELECT * FROM tree;

-- case: writing CTEs, each target with what feeds it
-- => archive <- orders : insert derived 0.8
-- => orders <- expired : delete derived 0.8
-- => log <- orders : insert derived 0.8
-- => archive <- expired : insert derived 0.8
-- => log <- expired : insert derived 0.8
WITH expired AS MATERIALIZED (SELECT id FROM expired), gone AS (DELETE FROM orders o USING expired e WHERE o.id = e.id RETURNING o.*), kept AS (INSERT INTO archive SELECT * FROM gone RETURNING id)
INSERT INTO log SELECT g.id FROM gone g;

-- case: update of several columns from a query
-- => t <- s : update aggregated 0.8
-- => t <- d : update direct 1.0
UPDATE t AS x SET (a, b) = (SELECT max(a), min(b) FROM s WHERE s.id = x.id), c = d.c FROM d WHERE d.id = x.id RETURNING x.*;

-- case: merge with every branch
-- => t <- s : merge direct 1.0
-- => t <- d : merge derived 0.8
MERGE INTO ONLY t AS x USING s AS y ON x.id = y.id WHEN MATCHED AND EXISTS (SELECT 1 FROM d WHERE d.id = x.id) THEN DELETE WHEN NOT MATCHED BY SOURCE THEN DO NOTHING WHEN NOT MATCHED THEN INSERT (id) OVERRIDING SYSTEM VALUE VALUES (y.id) RETURNING merge_action(), x.*;

-- case: aggregates with order, filter and grouping sets
-- => v <- s : create_view aggregated 1.0
CREATE VIEW v AS SELECT string_agg(x, ',' ORDER BY y), percentile_cont(0.5) WITHIN GROUP (ORDER BY z), count(*) FILTER (WHERE w) FROM s GROUP BY ROLLUP (a, b), CUBE (c);

-- case: values as a table, with names
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT * FROM s JOIN (VALUES (1, 'from a'), (2, 'b')) AS v (id, n) USING (id);

-- case: an insert with everything around it
-- => app.t <- app.s : insert direct 1.0
-- => app.t <- rates : insert derived 0.8
WITH r AS (SELECT * FROM rates) INSERT INTO app.t AS x (a, b) OVERRIDING USER VALUE SELECT s.a, s.b * r.rate FROM app.s s, r ON CONFLICT ON CONSTRAINT t_pkey DO UPDATE SET (a, b) = ROW (excluded.a, excluded.b) WHERE x.a < excluded.a RETURNING (SELECT count(*) FROM app.s);

-- case: normalised text of a statistics view
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT * FROM s WHERE id IN ($1 /*, ... */) AND x = $2 LIMIT $3;

-- case: a redacted list
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT * FROM s WHERE id IN (1, 2, ...) AND x = ?;

-- case: operators that look like comments and quotes
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT a @> b, a <@ b, a ?| array['x'], a #- '{x}', a !~~* 'y', a <-> b, |/ 2, @ -5, a::numeric(10, 2) FROM s;

-- case: partitions and inheritance make no flow
-- => irrelevant: create table without data
-- => irrelevant: create table without data
CREATE TABLE p1 PARTITION OF p (CHECK (x > 0)) FOR VALUES WITH (MODULUS 4, REMAINDER 0) PARTITION BY RANGE (y);
CREATE TABLE c (x int) INHERITS (p) WITH (fillfactor = 70) TABLESPACE fast;

-- case: views with options and checks
-- => pg_temp.v <- s : create_view direct 1.0 temporary
-- => m <- s : create_view direct 1.0
-- => r <- nodes : create_view derived 1.0
CREATE OR REPLACE TEMP VIEW pg_temp.v WITH (security_barrier = true) AS SELECT * FROM s WITH CASCADED CHECK OPTION;
CREATE MATERIALIZED VIEW IF NOT EXISTS m (a, b) USING heap WITH (fillfactor = 70) TABLESPACE fast AS TABLE s WITH NO DATA;
CREATE RECURSIVE VIEW r (id) AS SELECT id FROM nodes UNION ALL SELECT n.id FROM nodes n JOIN r ON n.p = r.id;
