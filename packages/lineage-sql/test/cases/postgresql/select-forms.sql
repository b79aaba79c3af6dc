-- case: distinct on
-- => n <- s : create_table_as direct 1.0 { id > id, x > x }
-- => irrelevant: insert without a source table
CREATE TABLE n AS SELECT id, x FROM s;
INSERT INTO n SELECT DISTINCT ON (id) id, x FROM n ORDER BY id, x DESC;

-- case: grouping sets with their marks
-- => n <- s : create_table_as aggregated 1.0
CREATE TABLE n AS SELECT name, day, grouping(name, day) AS g, sum(x) AS x FROM s GROUP BY GROUPING SETS ((name, day), (name), ());

-- case: distinct groups of a cube
-- => n <- s : create_table_as aggregated 1.0
CREATE TABLE n AS SELECT x, y, count(*) AS k FROM s GROUP BY DISTINCT ROLLUP (x, y), CUBE (y) HAVING count(*) > 1;

-- case: aggregates of every shape
-- => n <- s : create_table_as aggregated 1.0 { x > a }
CREATE TABLE n AS SELECT avg(x) AS a, percentile_cont(0.5) WITHIN GROUP (ORDER BY y) AS p, array_agg(DISTINCT name ORDER BY name DESC) FILTER (WHERE ok) AS names, mode() WITHIN GROUP (ORDER BY z) AS m FROM s;

-- case: windows of every frame
-- => n <- s : create_table_as direct 1.0
CREATE TABLE n AS SELECT id, sum(x) OVER w AS a, lag(x, 1) OVER (w ROWS BETWEEN UNBOUNDED PRECEDING AND 1 FOLLOWING EXCLUDE TIES) AS b, first_value(y) OVER (PARTITION BY name ORDER BY day GROUPS 2 PRECEDING) AS c FROM s WINDOW w AS (PARTITION BY name ORDER BY day);

-- case: ties, offsets and locks
-- => n <- a : create_table_as direct 1.0
-- => n <- b : create_table_as direct 1.0
CREATE TABLE n AS SELECT a.id FROM a, b ORDER BY a.id USING > OFFSET 1 ROWS FETCH NEXT 5 ROWS WITH TIES;

-- case: joins with names of their own
-- => n <- a : create_table_as direct 1.0
-- => n <- b : create_table_as direct 1.0
-- => n <- c : create_table_as direct 1.0
CREATE TABLE n AS SELECT j.x, m.id FROM a JOIN b USING (id) AS m, (c AS k CROSS JOIN LATERAL (SELECT k.x AS w) q) AS j (i, x);

-- case: table in every place
-- => n <- parts : create_table_as derived 1.0
-- => n <- kin : create_table_as derived 1.0
-- => n <- rest : create_table_as derived 0.8
CREATE TABLE n AS TABLE parts UNION ALL TABLE ONLY kin EXCEPT ALL SELECT * FROM (TABLE rest) q;

-- case: values in a CTE and in a union
-- => n <- s : create_table_as derived 1.0
CREATE TABLE n AS WITH v (id, x) AS (VALUES (1, 2)) SELECT id, x FROM s UNION SELECT * FROM v UNION VALUES (3, 4);

-- case: union of parentheses with an order of their own
-- => n <- a : create_table_as derived 1.0
-- => n <- b : create_table_as derived 1.0
CREATE TABLE n AS (SELECT id FROM a ORDER BY x LIMIT 1) UNION ALL (SELECT id FROM b ORDER BY x LIMIT 1) ORDER BY id;

-- case: an intersection before a union
-- => n <- a : create_table_as derived 1.0
-- => n <- b : create_table_as derived 1.0
-- => n <- c : create_table_as derived 1.0
CREATE TABLE n AS SELECT id FROM a UNION DISTINCT SELECT id FROM b INTERSECT ALL SELECT id FROM c;

-- case: a query three deep
-- => n <- s : create_table_as derived 0.6
CREATE TABLE n AS SELECT * FROM (SELECT * FROM (SELECT * FROM (SELECT id FROM s) p) q) r;

-- case: a scalar query in every clause
-- => n <- s : create_table_as aggregated 1.0
-- => n <- a : create_table_as derived 0.8
-- => n <- b : create_table_as aggregated 0.8
-- => n <- c : create_table_as derived 0.8
-- => n <- d : create_table_as derived 0.8
CREATE TABLE n AS SELECT (SELECT x FROM a LIMIT 1) AS k, count(*) FROM s WHERE x > (SELECT avg(x) FROM b) GROUP BY name HAVING count(*) > (SELECT x FROM c LIMIT 1) ORDER BY (SELECT y FROM d LIMIT 1);

-- case: queries in CASE and COALESCE
-- => n <- s : create_table_as direct 1.0
-- => n <- a : create_table_as derived 0.8
-- => n <- b : create_table_as derived 0.8
CREATE TABLE n AS SELECT CASE WHEN EXISTS (SELECT FROM a WHERE a.id = s.id) THEN coalesce(s.x, (SELECT x FROM b LIMIT 1)) END AS k FROM s;

-- case: recursion with search and cycle over a join
-- => n <- nodes : create_table_as derived 0.8
-- => n <- d : create_table_as derived 0.8
CREATE TABLE n AS WITH RECURSIVE tree AS (
  SELECT id, parent, 0 AS lvl FROM nodes WHERE parent IS NULL
  UNION ALL SELECT k.id, k.parent, tree.lvl + 1 FROM tree JOIN nodes k ON k.parent = tree.id JOIN d ON d.id = k.id
) SEARCH BREADTH FIRST BY id SET ord CYCLE id SET looped TO 'Y' DEFAULT 'N' USING path
SELECT tree.id, lvl FROM tree;

-- case: recursion that counts reads no table
-- => irrelevant: create table without a source table
CREATE TABLE n AS WITH RECURSIVE k (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM k WHERE i < 10) SELECT * FROM k;

-- case: a WITH in a WITH in a subquery
-- => n <- s : create_table_as derived 0.6
CREATE TABLE n AS SELECT * FROM (WITH p AS (WITH q AS (SELECT id FROM s) SELECT * FROM q) SELECT * FROM p) r;

-- case: select into in every form
-- => n1 <- s : create_table_as direct 1.0 { id > id }
-- => n2 <- s : create_table_as derived 0.8
-- => n3 <- a : create_table_as derived 1.0
-- => n3 <- b : create_table_as derived 1.0
-- => n4 <- s : create_table_as aggregated 1.0 temporary
SELECT id INTO UNLOGGED TABLE n1 FROM s;
WITH q AS (SELECT * FROM s) SELECT * INTO n2 FROM q;
SELECT id INTO n3 FROM a UNION ALL SELECT id FROM b;
SELECT name, count(*) INTO LOCAL TEMPORARY TABLE n4 FROM s GROUP BY name;

-- case: samples and only
-- => n <- s : create_table_as direct 1.0
-- => n <- kin : create_table_as direct 1.0
CREATE TABLE n AS SELECT p.id FROM s AS p TABLESAMPLE SYSTEM (5) REPEATABLE (1) JOIN ONLY kin AS q ON q.id = p.id;

-- case: names that look like clauses
-- => n <- "offset" : create_table_as direct 1.0
-- => n <- "limit" : create_table_as direct 1.0
CREATE TABLE n AS SELECT o.id, l."from", l.values AS "select" FROM "offset" AS o, "limit" AS l WHERE l."where" IS NULL;

-- case: operators with a schema, casts and strings of every kind
-- => n <- s : create_table_as direct 1.0
CREATE TABLE n AS SELECT x OPERATOR(pg_catalog.+) 1 AS a, CAST(y AS numeric(10, 2)) AS b, interval '1 day' AS c, U&'\0041' AS d, E'it\'s from x' AS e, B'101' AS f, $$ from y $$ AS g, 'a'
  'b from z' AS h, name COLLATE "C" AS i, ts AT TIME ZONE 'UTC' AS j FROM s;
