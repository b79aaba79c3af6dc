-- case: select
-- => ds.t <- ds.s : create_table_as direct 1.0
CREATE TABLE ds.t AS FROM ds.s |> SELECT a, b AS c;

-- case: where, order and limit with an offset
-- => ds.t <- ds.s : create_table_as direct 1.0
CREATE TABLE ds.t AS FROM ds.s |> WHERE x > 1 |> ORDER BY x DESC NULLS LAST |> LIMIT 10 OFFSET 5;

-- case: extend with a window
-- => ds.t <- ds.s : create_table_as direct 1.0
CREATE TABLE ds.t AS FROM ds.s |> EXTEND SUM(x) OVER (PARTITION BY k) AS total |> WHERE total > 1;

-- case: set, drop, rename
-- => ds.t <- ds.s : create_table_as direct 1.0
CREATE TABLE ds.t AS FROM ds.s |> SET x = x * 2, y = UPPER(y) |> DROP z, w |> RENAME x AS xx, y yy;

-- case: an alias for what came so far
-- => ds.t <- ds.a : create_table_as direct 1.0
-- => ds.t <- ds.b : create_table_as direct 1.0
CREATE TABLE ds.t AS FROM ds.a |> AS x |> JOIN ds.b AS y ON x.id = y.id |> SELECT x.v, y.w;

-- case: aggregate without groups
-- => ds.t <- ds.s : create_table_as aggregated 1.0
CREATE TABLE ds.t AS FROM ds.s |> AGGREGATE COUNT(*) AS n, MAX(x) AS m;

-- case: groups without an aggregate
-- => ds.t <- ds.s : create_table_as aggregated 1.0
CREATE TABLE ds.t AS FROM ds.s |> AGGREGATE GROUP BY a, b AS c;

-- case: aggregate with an order of its own
-- => ds.t <- ds.s : create_table_as aggregated 1.0
CREATE TABLE ds.t AS FROM ds.s |> AGGREGATE SUM(x) AS total DESC GROUP AND ORDER BY k ASC, j;

-- case: a table joined behind an aggregate is not aggregated
-- => ds.t <- ds.a : create_table_as aggregated 1.0
-- => ds.t <- ds.b : create_table_as direct 1.0
CREATE TABLE ds.t AS FROM ds.a |> AGGREGATE SUM(x) AS x GROUP BY id |> JOIN ds.b USING (id) |> SELECT id, x, name;

-- case: distinct
-- => ds.t <- ds.s : create_table_as direct 1.0
CREATE TABLE ds.t AS FROM ds.s |> SELECT a |> DISTINCT;

-- case: joins of every kind
-- => ds.t <- ds.a : create_table_as direct 1.0
-- => ds.t <- ds.b : create_table_as direct 1.0
-- => ds.t <- ds.c : create_table_as direct 1.0
-- => ds.t <- ds.d : create_table_as direct 1.0
CREATE TABLE ds.t AS FROM ds.a |> INNER JOIN ds.b USING (id) |> FULL OUTER JOIN ds.c ON a.id = c.id |> CROSS JOIN ds.d;

-- case: a join with a query
-- => ds.t <- ds.a : create_table_as direct 1.0
-- => ds.t <- ds.b : create_table_as aggregated 0.8
CREATE TABLE ds.t AS FROM ds.a |> LEFT JOIN (FROM ds.b |> AGGREGATE MAX(x) AS x GROUP BY id) AS q USING (id);

-- case: a join with an array
-- => ds.t <- ds.s : create_table_as direct 1.0
CREATE TABLE ds.t AS FROM ds.s AS s |> CROSS JOIN UNNEST(s.items) AS i WITH OFFSET AS o |> WHERE o < 3;

-- case: union of several queries
-- => ds.t <- ds.a : create_table_as derived 1.0
-- => ds.t <- ds.b : create_table_as derived 1.0
-- => ds.t <- ds.c : create_table_as derived 1.0
CREATE TABLE ds.t AS FROM ds.a |> UNION ALL (SELECT * FROM ds.b), (FROM ds.c |> WHERE x > 1);

-- case: union by name, and an intersection
-- => ds.t <- ds.a : create_table_as derived 1.0
-- => ds.t <- ds.b : create_table_as derived 1.0
-- => ds.t <- ds.c : create_table_as derived 1.0
CREATE TABLE ds.t AS FROM ds.a |> UNION ALL BY NAME (SELECT * FROM ds.b) |> INTERSECT DISTINCT (SELECT * FROM ds.c);

-- case: what is taken away
-- => ds.t <- ds.a : create_table_as derived 1.0
-- => ds.t <- ds.b : create_table_as derived 1.0
CREATE TABLE ds.t AS FROM ds.a |> SELECT id |> EXCEPT DISTINCT (FROM ds.b |> SELECT id);

-- case: steps behind a union
-- => ds.t <- ds.a : create_table_as derived 1.0
-- => ds.t <- ds.b : create_table_as derived 1.0
-- => ds.t <- ds.c : create_table_as direct 1.0
CREATE TABLE ds.t AS FROM ds.a |> UNION ALL (SELECT * FROM ds.b) |> WHERE x > 1 |> JOIN ds.c USING (id);

-- case: pivot
-- => ds.t <- ds.s : create_table_as aggregated 1.0
CREATE TABLE ds.t AS FROM ds.s |> SELECT p, q, v |> PIVOT (SUM(v) FOR q IN ('Q1', 'Q2' AS q2));

-- case: unpivot
-- => ds.t <- ds.s : create_table_as direct 1.0
CREATE TABLE ds.t AS FROM ds.s |> UNPIVOT (v FOR k IN (q1, q2 AS 'Q2'));

-- case: a sample
-- => ds.t <- ds.s : create_table_as direct 1.0
CREATE TABLE ds.t AS FROM ds.s |> TABLESAMPLE SYSTEM (1 PERCENT);

-- case: a call of a function of tables
-- => ds.t <- ds.s : create_table_as direct 1.0
CREATE TABLE ds.t AS FROM ds.s |> CALL ds.tvf(5, 'from x') AS r |> WHERE r.x > 1;

-- case: a CTE before pipes
-- => ds.t <- ds.s : create_table_as derived 0.8
CREATE TABLE ds.t AS WITH x AS (FROM ds.s |> WHERE y) FROM x |> SELECT y;

-- case: a CTE in a step
-- => ds.t <- ds.s : create_table_as direct 1.0
-- => ds.t <- ds.b : create_table_as derived 0.8
CREATE TABLE ds.t AS FROM ds.s |> WITH b AS (SELECT * FROM ds.b) |> JOIN b USING (id);

-- case: a query as the first table
-- => ds.t <- ds.s : create_table_as derived 0.8
CREATE TABLE ds.t AS FROM (SELECT * FROM ds.s WHERE x) |> SELECT y;

-- case: queries in steps
-- => ds.t <- ds.s : create_table_as direct 1.0
-- => ds.t <- ds.a : create_table_as aggregated 0.8
-- => ds.t <- ds.b : create_table_as derived 0.8
CREATE TABLE ds.t AS FROM ds.s |> EXTEND (SELECT MAX(x) FROM ds.a) AS m |> WHERE EXISTS (FROM ds.b |> WHERE b.id = s.id);

-- case: an aggregate behind a select
-- => ds.t <- ds.s : create_table_as aggregated 1.0
CREATE TABLE ds.t AS SELECT a, b FROM ds.s WHERE c |> AGGREGATE COUNT(*) AS n GROUP BY a;

-- case: pipes at the top of an insert
-- => ds.t <- ds.s : insert direct 1.0
INSERT INTO ds.t (x, y) FROM ds.s |> SELECT x, y;

-- case: pipes read
-- => irrelevant: select [reads ds.a, ds.b]
FROM ds.a |> JOIN ds.b USING (id) |> LIMIT 10;

-- case: a pipe in parentheses as an operand
-- => ds.t <- ds.a : insert aggregated 1.0
-- => ds.t <- ds.b : insert derived 1.0
INSERT INTO ds.t (FROM ds.a |> AGGREGATE SUM(x) AS x) UNION ALL SELECT x FROM ds.b;

-- case: two aggregates in a row
-- => ds.t <- ds.s : create_table_as aggregated 1.0
CREATE TABLE ds.t AS FROM ds.s |> AGGREGATE COUNT(*) AS n GROUP BY a, b |> AGGREGATE MAX(n) AS m GROUP BY a;

-- case: a table of dates and a comma join
-- => ds.t <- ds.s : create_table_as direct 1.0
CREATE TABLE ds.t AS FROM ds.s, UNNEST(GENERATE_ARRAY(1, 3)) AS n |> EXTEND n * x AS nx;

-- case: steps behind a select leave its pairs uncertain
-- => ds.t <- ds.s : insert direct 1.0 { }
INSERT INTO ds.t (x) SELECT a, b FROM ds.s |> SELECT b;

-- case: a step that renames
-- => ds.t <- ds.s : create_table_as direct 1.0 { }
CREATE TABLE ds.t AS SELECT a FROM ds.s |> RENAME a AS z;

-- case: a step that drops
-- => ds.t <- ds.s : create_table_as direct 1.0 { }
CREATE TABLE ds.t AS SELECT a, b FROM ds.s |> DROP a;
