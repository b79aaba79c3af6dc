-- case: insert overwrite into a known table
-- table: t x y
-- => t <- s { a > x, b > y } uses { } complete
INSERT OVERWRITE TABLE t SELECT a, b FROM s

-- case: insert by name
-- => t <- s { a > x } uses { } complete
INSERT INTO t BY NAME SELECT a AS x FROM s

-- case: lateral view
-- => t <- s { id > id, items > e } uses { items } complete
CREATE TABLE t AS SELECT id, e FROM s LATERAL VIEW explode(items) x AS e

-- case: merge of all columns
-- table: t id v
-- table: s id v
-- => t <- s { id > id, v > v } uses { id } complete
MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *

-- case: merge of all columns of an unknown source into a known target
-- table: t id v
-- => t <- s { id > id, v > v } uses { id } complete
MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *

-- case: lambda parameters are no columns
-- => t <- s { arr > y, z > y } uses { } complete
CREATE TABLE t AS SELECT transform(arr, e -> e + z) AS y FROM s

-- case: date units are no columns
-- => t <- s { d > m } uses { } complete
CREATE TABLE t AS SELECT dateadd(DAY, 1, d) AS m FROM s

-- case: names compare without case, quotes or not
-- => t <- s { amount > total } uses { } complete
CREATE TABLE t USING delta AS SELECT `Amount` AS Total FROM s

-- case: a table of one version
-- => t <- s { a > a } uses { } complete
CREATE TABLE t AS SELECT a FROM s VERSION AS OF 3

-- case: CTE and union
-- => t <- a { x > x } uses { } complete
-- => t <- b { y > x } uses { } complete
WITH u AS (SELECT x FROM a UNION ALL SELECT y FROM b) INSERT INTO t BY NAME SELECT x FROM u

-- case: having and aggregates
-- => t <- s { g > g, v > n } uses { g, w } complete
CREATE TABLE t AS SELECT g, sum(v) AS n FROM s GROUP BY g HAVING max(w) > 1

-- case: update with a subquery
-- => t <- s { v > a } uses { id } complete
UPDATE t SET a = (SELECT max(s.v) FROM s WHERE s.id = t.id)

-- case: view
-- => v <- s { a > x } uses { b } complete
CREATE OR REPLACE VIEW v AS SELECT a AS x FROM s WHERE b IS NOT NULL
