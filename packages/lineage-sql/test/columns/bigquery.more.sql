-- case: array with offset
-- => d.t <- d.s { id > id, items > item } uses { items } complete
CREATE TABLE d.t AS SELECT s.id, item, off FROM d.s AS s, UNNEST(s.items) AS item WITH OFFSET AS off

-- case: an array of rows out of an array
-- => d.t <- d.s { id > id, items > items } uses { items } complete
CREATE TABLE d.t AS SELECT s.id, ARRAY(SELECT AS STRUCT i.sku, i.qty FROM UNNEST(s.items) AS i) AS items FROM d.s AS s

-- case: the largest of an array
-- => d.t <- d.s { arr > m } uses { arr } complete
CREATE TABLE d.t AS SELECT (SELECT MAX(x) FROM UNNEST(s.arr) AS x) AS m FROM d.s AS s

-- case: a field of the target is set
-- => d.t <- d.s { city > address } uses { id } complete
UPDATE d.t SET address.city = s.city FROM d.s AS s WHERE t.id = s.id

-- case: a column of the target by its alias is set
-- => d.t <- d.s { city > city } uses { id } complete
UPDATE d.t AS x SET x.city = s.city FROM d.s AS s WHERE x.id = s.id

-- case: merge in all its branches
-- => d.t <- d.s { id > id, v > v } uses { gone, id } complete
MERGE d.t AS t USING d.s AS s ON t.id = s.id WHEN MATCHED AND s.gone THEN DELETE WHEN MATCHED THEN UPDATE SET v = s.v
WHEN NOT MATCHED BY TARGET THEN INSERT (id, v) VALUES (s.id, s.v) WHEN NOT MATCHED BY SOURCE THEN DELETE

-- case: star without the joined column twice
-- table: d.a id p
-- table: d.b id q
-- => d.t <- d.a { p > p } uses { id } complete
-- => d.t <- d.b { q > q } uses { id } complete
CREATE TABLE d.t AS SELECT * EXCEPT (id) FROM d.a JOIN d.b USING (id)

-- case: qualify by a named window
-- => d.t <- d.s { a > a } uses { k, ts } complete
CREATE TABLE d.t AS SELECT a FROM d.s WHERE TRUE QUALIFY ROW_NUMBER() OVER w = 1 WINDOW w AS (PARTITION BY k ORDER BY ts DESC)

-- case: rollup
-- => d.t <- d.s { a > a, b > n } uses { a } complete
CREATE TABLE d.t AS SELECT a, SUM(b) AS n FROM d.s GROUP BY ROLLUP (a)

-- case: a part of a time
-- => d.t <- d.s { ts > day, ts > iso } uses { } complete
CREATE TABLE d.t AS SELECT EXTRACT(DAY FROM ts) AS day, FORMAT_TIMESTAMP('%F', ts) AS iso FROM d.s

-- case: any value by the largest
-- => d.t <- d.s { x > z, y > z } uses { } complete
CREATE TABLE d.t AS SELECT ANY_VALUE(x HAVING MAX y) AS z FROM d.s

-- case: left join of an array of the table
-- => d.t <- d.s { id > id, items > sku } uses { items } complete
CREATE TABLE d.t AS SELECT s.id, i.sku FROM d.s AS s LEFT JOIN UNNEST(s.items) AS i

-- case: a field through a CTE
-- => d.t <- d.s { address > city } uses { } complete
CREATE TABLE d.t AS WITH c AS (SELECT address AS a FROM d.s) SELECT c.a.city FROM c

-- case: all fields of a structure
-- => d.t <- d.s { } uses { address } incomplete
CREATE TABLE d.t AS SELECT s.address.* FROM d.s AS s

-- case: pivot blurs
-- => d.t <- d.s { } uses { q, v } incomplete
CREATE TABLE d.t AS SELECT * FROM d.s PIVOT (SUM(v) FOR q IN ('Q1', 'Q2'))

-- case: union by position with an alias and a star
-- table: d.b m n
-- => d.t <- d.a { x > x, y > y } uses { } complete
-- => d.t <- d.b { m > x, n > y } uses { } complete
CREATE TABLE d.t AS SELECT x, y FROM d.a UNION ALL SELECT * FROM d.b

-- case: conditions as functions
-- => d.t <- d.s { a > x, b > x, c > y, e > y } uses { } complete
CREATE TABLE d.t AS SELECT SAFE_DIVIDE(a, b) AS x, IF(c, e, NULL) AS y FROM d.s

-- case: insert without a list
-- => d.t <- d.s { } uses { a, b } incomplete
INSERT INTO d.t SELECT a, b FROM d.s

-- case: grouping takes an output before a column of that name
-- table: d.s a b
-- => d.t <- d.s { a > b } uses { a } complete
CREATE TABLE d.t AS SELECT LOWER(a) AS b, COUNT(*) AS n FROM d.s GROUP BY b

-- case: a field of the target is set by a merge
-- => d.t <- d.s { v > a, w > c } uses { id } complete
MERGE d.t AS t USING d.s AS s ON t.id = s.id WHEN MATCHED THEN UPDATE SET a.b = s.v, t.c = s.w

-- case: a field of a structure made of columns
-- => d.t <- d.s { } uses { a, b } incomplete
CREATE TABLE d.t AS WITH c AS (SELECT STRUCT(a AS x, b AS y) AS st FROM d.s) SELECT c.st.x AS x FROM c

-- case: a structure made of columns, as a whole
-- => d.t <- d.s { a > st, b > st } uses { } complete
CREATE TABLE d.t AS WITH c AS (SELECT STRUCT(a AS x, b AS y) AS st FROM d.s) SELECT c.st FROM c

-- case: the names that unpivot gives
-- => d.t <- d.s { } uses { a, b } incomplete
CREATE TABLE d.t AS SELECT key, val FROM d.s UNPIVOT (val FOR key IN (a, b))

-- case: the newest row of each group, as an array of rows
-- => d.t <- d.s { } uses { id, ts } incomplete
CREATE TABLE d.t AS SELECT ARRAY_AGG(s ORDER BY ts DESC LIMIT 1)[OFFSET(0)].* FROM d.s AS s GROUP BY id

-- case: sums over an array of structures
-- => d.t <- d.s { items > sku, items > qty } uses { items } complete
CREATE TABLE d.t AS SELECT item.sku, SUM(item.qty) AS qty FROM d.s, UNNEST(items) AS item GROUP BY item.sku
