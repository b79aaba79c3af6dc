-- case: a list of columns, and columns of an alias
-- => ds.t <- ds.s : insert direct 1.0 { a > x, b > y }
INSERT INTO ds.t (x, y) SELECT s.a, s.b FROM ds.s AS s;

-- case: a comma behind the last item
-- => ds.t <- ds.s : insert direct 1.0 { a > x, b > y }
INSERT INTO ds.t (x, y) SELECT a, b, FROM ds.s;

-- case: distinct rows
-- => ds.t <- ds.s : insert direct 1.0 { a > x }
INSERT ds.t (x) SELECT DISTINCT a FROM ds.s;

-- case: columns keep their case
-- => ds.t <- ds.s : insert direct 1.0 { UserId > user_id }
INSERT INTO ds.t (user_id) SELECT UserId FROM ds.s;

-- case: quoted columns
-- => ds.t <- ds.s : insert direct 1.0 { group > order, from > to }
INSERT INTO ds.t (`order`, `to`) SELECT `group`, `from` FROM ds.s;

-- case: aggregates of a column by day
-- => ds.t <- ds.s : insert aggregated 1.0 { day > day, uid > users, price > total }
INSERT INTO ds.t (day, users, total) SELECT day, COUNT(DISTINCT uid), SUM(price) FROM ds.s GROUP BY day;

-- case: an expression has no pair
-- => ds.t <- ds.s : insert direct 1.0 { a > x }
INSERT INTO ds.t (x, y) SELECT a, UPPER(b) FROM ds.s;

-- case: values of literals, of defaults and of structs
-- => irrelevant: insert without a source table
-- => irrelevant: insert without a source table
INSERT ds.t (x, y) VALUES (1, DEFAULT), (2, STRUCT('from' AS k, [1, 2] AS v));
INSERT ds.t VALUES (@a, ARRAY<STRUCT<x INT64, y STRING>>[(1, 'select')]);

-- case: values with a query that aggregates
-- => ds.t <- ds.s : insert aggregated 0.8
INSERT INTO ds.t (x) VALUES ((SELECT ARRAY_AGG(id) FROM ds.s));

-- case: values with two queries
-- => ds.t <- ds.a : insert derived 0.8
-- => ds.t <- ds.b : insert derived 0.8
INSERT ds.t (x, y) VALUES ((SELECT x FROM ds.a WHERE id = 1), (SELECT y FROM ds.b LIMIT 1));

-- case: rows of a literal array
-- => irrelevant: insert without a source table
INSERT INTO ds.t SELECT * FROM UNNEST([STRUCT(1 AS id, 'a' AS name), (2, 'b')]);

-- case: rows of a parameter
-- => irrelevant: insert without a source table
INSERT INTO ds.t (x) SELECT x FROM UNNEST(@ids) AS x;

-- case: a parenthesised query
-- => ds.t <- ds.s : insert direct 1.0
INSERT ds.t (SELECT * FROM ds.s);

-- case: CTEs stand behind the target
-- => ds.t <- ds.a : insert derived 0.8
-- => ds.t <- ds.b : insert aggregated 0.8
INSERT INTO ds.t (x, n)
WITH a AS (SELECT id, x FROM ds.a), b AS (SELECT id, COUNT(*) AS n FROM ds.b GROUP BY id)
SELECT a.x, b.n FROM a JOIN b USING (id);

-- case: a CTE with the last part of a table's name
-- => ds.t <- ds.s : insert derived 0.8
INSERT INTO ds.t WITH s AS (SELECT * FROM ds.s WHERE x > 0) SELECT * FROM s;

-- case: a qualified name is no CTE
-- => ds.t <- ds.a : insert derived 0.8
-- => ds.t <- ds.s : insert direct 1.0
INSERT INTO ds.t WITH s AS (SELECT * FROM ds.a) SELECT * FROM s JOIN ds.s AS z USING (id);

-- case: an inner WITH hides the outer one
-- => ds.t <- ds.b : insert derived 0.6
INSERT INTO ds.t WITH x AS (SELECT * FROM ds.a) SELECT * FROM (WITH x AS (SELECT * FROM (SELECT * FROM ds.b)) SELECT * FROM x);

-- case: intersect and except of queries
-- => ds.t <- ds.a : insert derived 1.0
-- => ds.t <- ds.b : insert derived 1.0
-- => ds.t <- ds.c : insert derived 1.0
INSERT INTO ds.t (SELECT x FROM ds.a INTERSECT DISTINCT SELECT x FROM ds.b) EXCEPT DISTINCT SELECT x FROM ds.c;

-- case: set operators by name
-- => ds.t <- ds.a : insert derived 1.0
-- => ds.t <- ds.b : insert derived 1.0
-- => ds.t <- ds.c : insert derived 1.0
INSERT INTO ds.t SELECT * FROM ds.a FULL OUTER UNION ALL BY NAME ON (x, y) SELECT * FROM ds.b LEFT UNION ALL BY NAME SELECT * FROM ds.c;

-- case: corresponding columns
-- => ds.t <- ds.a : insert derived 1.0
-- => ds.t <- ds.b : insert derived 1.0
INSERT INTO ds.t SELECT * FROM ds.a INNER UNION ALL STRICT CORRESPONDING BY (x, y) SELECT * FROM ds.b;

-- case: group by all
-- => ds.t <- ds.s : insert aggregated 1.0
INSERT INTO ds.t SELECT region, day, SUM(x) FROM ds.s GROUP BY ALL;

-- case: grouping sets, rollup and cube
-- => ds.t <- ds.a : insert aggregated 1.0
-- => ds.t <- ds.b : insert aggregated 1.0
INSERT INTO ds.t SELECT a, b, GROUPING(a) FROM ds.a GROUP BY GROUPING SETS (a, ROLLUP (a, b)) UNION ALL SELECT a, b, 0 FROM ds.b GROUP BY CUBE (a, b);

-- case: having without group by
-- => ds.t <- ds.s : insert aggregated 1.0
INSERT INTO ds.t SELECT 1 FROM ds.s HAVING COUNT(*) > 0;

-- case: aggregates with HAVING MAX, ORDER BY and LIMIT inside
-- => ds.t <- ds.s : insert aggregated 1.0
INSERT INTO ds.t SELECT ANY_VALUE(fruit HAVING MAX sold), STRING_AGG(x, ', ' ORDER BY y LIMIT 3), ARRAY_AGG(DISTINCT z IGNORE NULLS) FROM ds.s;

-- case: differential privacy
-- => ds.t <- ds.s : insert aggregated 1.0
INSERT INTO ds.t SELECT WITH DIFFERENTIAL_PRIVACY OPTIONS (epsilon = 10, delta = .01, privacy_unit_column = id) item, AVG(quantity, contribution_bounds_per_group => (0, 100)) FROM ds.s GROUP BY item;

-- case: an aggregation threshold
-- => ds.t <- ds.s : insert aggregated 1.0
INSERT INTO ds.t SELECT WITH AGGREGATION_THRESHOLD OPTIONS (threshold = 3, privacy_unit_column = id) item, COUNT(DISTINCT id) FROM ds.s GROUP BY item;

-- case: rows that are values
-- => ds.t <- ds.s : insert direct 1.0
INSERT INTO ds.t SELECT AS VALUE s.rec FROM ds.s AS s;

-- case: rows that are structs
-- => ds.t <- ds.s : insert direct 1.0
INSERT INTO ds.t SELECT AS STRUCT a, b FROM ds.s;

-- case: a WITH expression is no CTE
-- => ds.t <- ds.s : insert direct 1.0
-- => ds.t <- ds.r : insert aggregated 0.8
INSERT INTO ds.t SELECT WITH(m AS (SELECT MAX(x) FROM ds.r), n AS m + 1, s.x / n) FROM ds.s AS s;

-- case: recursion with a depth
-- => ds.t <- ds.edges : insert derived 0.8
INSERT INTO ds.t
WITH RECURSIVE walk AS (
  SELECT src, dst FROM ds.edges WHERE src = 1
  UNION ALL SELECT e.src, e.dst FROM walk AS w INNER JOIN ds.edges AS e ON w.dst = e.src
) WITH DEPTH AS depth BETWEEN 0 AND 10
SELECT * FROM walk;

-- case: two recursive CTEs of which one reads the other
-- => ds.t <- ds.a : insert derived 0.8
-- => ds.t <- ds.b : insert derived 0.8
INSERT INTO ds.t
WITH RECURSIVE a AS (SELECT id FROM ds.a UNION ALL SELECT id + 1 FROM a WHERE id < 5),
  b AS (SELECT id FROM ds.b UNION ALL SELECT b.id FROM b JOIN a ON a.id = b.id)
SELECT * FROM b;

-- case: the target read on the way is no source
-- => ds.t <- ds.s : insert direct 1.0
INSERT INTO ds.t SELECT s.* FROM ds.s AS s LEFT JOIN ds.t AS old ON old.id = s.id WHERE old.id IS NULL;

-- case: the target among its own filters
-- => ds.t <- ds.s : insert direct 1.0 { id > id }
INSERT INTO ds.t (id) SELECT id FROM ds.s WHERE id NOT IN (SELECT id FROM ds.t);

-- case: tables of other projects are other tables
-- => ds.t <- p2.ds.t : insert direct 1.0 { x > x }
INSERT INTO ds.t (x) SELECT x FROM p2.ds.t;

-- case: comments of three kinds
-- => ds.t <- ds.s : insert direct 1.0
# from a
INSERT /* from b */ ds.t -- from c
SELECT * FROM /* ds.x, */ ds.s;
