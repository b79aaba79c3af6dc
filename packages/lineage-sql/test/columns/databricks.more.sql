-- case: outputs that build on one another
-- => t <- s { a > b, a > c } uses { } complete
CREATE TABLE t AS SELECT a + 1 AS b, b * 2 AS c FROM s

-- case: position and value of an array
-- => t <- s { id > id, arr > p, arr > v } uses { arr } complete
CREATE TABLE t AS SELECT id, p, v FROM s LATERAL VIEW OUTER posexplode(arr) x AS p, v

-- case: an array taken apart in the list
-- => t <- s { id > id, items > item } uses { } complete
CREATE TABLE t AS SELECT id, explode(items) AS item FROM s

-- case: merge of all columns in all its branches
-- table: t id v
-- table: s id v
-- => t <- s { id > id, v > v } uses { id } complete
MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT * WHEN NOT MATCHED BY SOURCE THEN DELETE

-- case: merge with an update by a list
-- => t <- s { id > id, v > v, v > w } uses { id, op } complete
MERGE INTO t AS x USING s AS y ON x.id = y.id WHEN MATCHED AND y.op = 'u' THEN UPDATE SET x.v = y.v, x.w = y.v + 1
WHEN NOT MATCHED THEN INSERT (id, v) VALUES (y.id, y.v)

-- case: fields of a structure
-- => t <- s { addr > city, addr > zip } uses { } complete
CREATE TABLE t AS SELECT s.addr.city, addr.zip AS zip FROM s

-- case: star without a column
-- table: s a b c
-- => t <- s { b > b, c > c } uses { } complete
CREATE TABLE t AS SELECT * EXCEPT (a) FROM s

-- case: a semi join gives the left side alone
-- table: a id p
-- table: b id q
-- => t <- a { id > id, p > p } uses { id } complete
-- => t <- b { } uses { id } complete
CREATE TABLE t AS SELECT * FROM a LEFT SEMI JOIN b ON a.id = b.id

-- case: an anti join gives the left side alone
-- table: a id p
-- table: b id q
-- => t <- a { id > id, p > p } uses { id } complete
-- => t <- b { } uses { id } complete
CREATE TABLE t AS SELECT * FROM a LEFT ANTI JOIN b ON a.id = b.id

-- case: a column of the left side of a semi join
-- => t <- a { p > p } uses { id } complete
-- => t <- b { } uses { id } complete
CREATE TABLE t AS SELECT p FROM a LEFT SEMI JOIN b ON a.id = b.id

-- case: filters of arrays
-- => t <- s { arr > big, low > big } uses { } complete
CREATE TABLE t AS SELECT filter(arr, x -> x > low) AS big FROM s

-- case: a fixed partition is none of the rows' columns
-- table: t a dt
-- => t <- s { } uses { a } incomplete
INSERT OVERWRITE TABLE t PARTITION (dt = '2026-01-01') SELECT a FROM s

-- case: fields of a document
-- => t <- s { raw > w } uses { } complete
CREATE TABLE t AS SELECT raw:store.fruit[0].weight AS w FROM s

-- case: qualify
-- => t <- s { a > a } uses { k, ts } complete
CREATE TABLE t AS SELECT a FROM s QUALIFY row_number() OVER (PARTITION BY k ORDER BY ts DESC) = 1

-- case: a map made of columns
-- => t <- s { a > m, b > m } uses { } complete
CREATE TABLE t AS SELECT named_struct('x', a, 'y', b) AS m FROM s

-- case: rows of columns
-- => t <- s { id > id, a > v, b > v } uses { a, b } complete
CREATE TABLE t AS SELECT id, v FROM s LATERAL VIEW stack(2, a, b) x AS v

-- case: grouping by positions
-- => t <- s { a > a, b > b, c > n } uses { a, b } complete
CREATE TABLE t AS SELECT a, b, count(c) AS n FROM s GROUP BY 1, 2

-- case: a table in a using
-- table: s id v
-- => t <- s { id > id, v > v } uses { id } complete
-- => t <- u { w > w } uses { id } complete
CREATE TABLE t AS SELECT id, v, w FROM s JOIN u USING (id)
