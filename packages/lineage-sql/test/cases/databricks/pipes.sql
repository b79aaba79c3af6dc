-- case: select, where, order, limit
-- => t <- s : insert direct 1.0
INSERT INTO t FROM s |> WHERE x > 1 |> SELECT a, b AS c |> ORDER BY a |> LIMIT 10 OFFSET 5;

-- case: extend, set, drop
-- => t <- s : create_table_as direct 1.0
CREATE TABLE t AS FROM s |> EXTEND x + 1 AS y, upper(z) |> SET x = x * 2 |> DROP a, b;

-- case: an alias for what came so far, and a join
-- => t <- a : create_table_as direct 1.0
-- => t <- b : create_table_as direct 1.0
CREATE TABLE t AS FROM a |> AS x |> LEFT OUTER JOIN b AS y ON x.id = y.id |> SELECT x.v, y.w;

-- case: aggregate with and without groups
-- => t <- s : create_table_as aggregated 1.0
-- => u <- s : create_table_as aggregated 1.0
CREATE TABLE t AS FROM s |> AGGREGATE count(*) AS n, max(x);
CREATE TABLE u AS FROM s |> AGGREGATE sum(x) AS total GROUP BY k AS key;

-- case: select with groups
-- => t <- s : create_table_as aggregated 1.0
CREATE TABLE t AS FROM s |> SELECT k, sum(v) GROUP BY k;

-- case: set operators
-- => t <- a : create_table_as derived 1.0
-- => t <- b : create_table_as derived 1.0
-- => t <- c : create_table_as derived 1.0
CREATE TABLE t AS FROM a |> UNION ALL (SELECT * FROM b) |> EXCEPT DISTINCT TABLE c;

-- case: pivot, unpivot, samples
-- => t <- s : create_table_as aggregated 1.0
-- => u <- s : create_table_as direct 1.0
-- => v <- s : create_table_as direct 1.0
CREATE TABLE t AS FROM s |> PIVOT (sum(v) FOR k IN ('a', 'b'));
CREATE TABLE u AS FROM s |> UNPIVOT (v FOR k IN (a, b));
CREATE TABLE v AS FROM s |> TABLESAMPLE (10 PERCENT);

-- case: a whole table at the start
-- => t <- main.s.s : create_table_as direct 1.0
CREATE TABLE t AS TABLE main.s.s |> WHERE x > 1;

-- case: after a select
-- => t <- s : insert aggregated 1.0
INSERT INTO t SELECT a, b FROM s WHERE c |> AGGREGATE count(*) AS n GROUP BY a;

-- case: lateral steps
-- => t <- s : insert direct 1.0
INSERT INTO t FROM s |> LATERAL VIEW explode(xs) e AS x |> SELECT x;

-- case: a join with a query, and subqueries in steps
-- => t <- a : create_table_as direct 1.0
-- => t <- b : create_table_as aggregated 0.8
-- => t <- c : create_table_as derived 0.8
CREATE TABLE t AS FROM a |> JOIN (FROM b |> AGGREGATE max(x) AS x GROUP BY id) q USING (id) |> WHERE EXISTS (SELECT 1 FROM c WHERE c.id = q.id);

-- case: behind a CTE
-- => t <- s : insert derived 0.8
INSERT INTO t WITH x AS (FROM s |> WHERE y) FROM x |> SELECT y;

-- case: the source of a merge
-- => t <- s : merge aggregated 0.8
MERGE INTO t USING (FROM s |> AGGREGATE sum(x) AS x GROUP BY id) q ON t.id = q.id WHEN MATCHED THEN UPDATE SET *;

-- case: a view in pipes over files
-- => v <- path:/in : create_view direct 1.0
CREATE VIEW v AS FROM read_files('/in', format => 'json') |> WHERE x IS NOT NULL;
