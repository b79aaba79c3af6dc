-- case: outputs that build on one another
-- => T <- S { PRICE > GROSS, QTY > GROSS, PRICE > TAX, QTY > TAX, PRICE > NET, QTY > NET } uses { } complete
CREATE TABLE t AS SELECT price * qty AS gross, gross * 0.2 AS tax, gross - tax AS net FROM s

-- case: a column goes before an output of that name
-- table: S A B
-- => T <- S { A > B, B > C } uses { } complete
CREATE TABLE t AS SELECT a AS b, b AS c FROM s

-- case: qualify by an output
-- table: S K TS V
-- => T <- S { K > K, TS > TS, V > V, K > RN, TS > RN } uses { K, TS } complete
CREATE TABLE t AS SELECT *, row_number() OVER (PARTITION BY k ORDER BY ts DESC) AS rn FROM s QUALIFY rn = 1

-- case: flatten of what a flatten gives
-- => T <- S { ID > ID, ITEMS > SKU, ITEMS > TAG } uses { ITEMS } complete
CREATE TABLE t AS SELECT s.id, f.value:sku::string AS sku, g.value::string AS tag
FROM s, LATERAL FLATTEN(input => s.items) f, LATERAL FLATTEN(input => f.value:tags) g

-- case: flatten as a table
-- => T <- S { ITEMS > I, ITEMS > V } uses { ITEMS } complete
CREATE TABLE t AS SELECT f.index AS i, f.value AS v FROM s, TABLE(FLATTEN(s.items)) f

-- case: merge in all its branches from a deduplicated subquery
-- => D <- RAW { ID > ID, NAME > NAME } uses { ID, OP, TS } complete
MERGE INTO d USING (SELECT id, name, op FROM raw QUALIFY row_number() OVER (PARTITION BY id ORDER BY ts DESC) = 1) r ON d.id = r.id
WHEN MATCHED AND r.op = 'D' THEN DELETE WHEN MATCHED THEN UPDATE SET d.name = r.name
WHEN NOT MATCHED AND r.op <> 'D' THEN INSERT (id, name) VALUES (r.id, r.name)

-- case: insert overwrite with a list
-- => T <- S { A > X } uses { B } complete
INSERT OVERWRITE INTO t (x) SELECT a FROM s WHERE b > 0

-- case: star without a column of one table
-- table: O ID AMOUNT SECRET
-- => T <- O { ID > ID, AMOUNT > AMOUNT } uses { ID } complete
-- => T <- C { NAME > NAME } uses { ID } complete
CREATE TABLE t AS SELECT o.* EXCLUDE (secret), c.name FROM o JOIN c ON c.id = o.id

-- case: update from two tables
-- => T <- A { P > X } uses { ID } complete
-- => T <- B { Q > Y } uses { A_ID } complete
UPDATE t SET x = a.p, y = b.q FROM a JOIN b ON b.a_id = a.id WHERE t.id = a.id

-- case: an object of columns
-- => T <- S { A > O, B > O } uses { } complete
CREATE TABLE t AS SELECT OBJECT_CONSTRUCT('k', a, 'v', b) AS o FROM s

-- case: connect by
-- => T <- S { ID > ID, PARENT > PARENT } uses { ID, PARENT } complete
CREATE TABLE t AS SELECT id, parent FROM s START WITH parent IS NULL CONNECT BY PRIOR id = parent

-- case: group by all
-- => T <- S { A > A, B > N } uses { } complete
CREATE TABLE t AS SELECT a, sum(b) AS n FROM s GROUP BY ALL

-- case: time travel
-- => T <- S { A > A } uses { } complete
CREATE TABLE t AS SELECT a FROM s AT (OFFSET => -60)

-- case: the rows of all inserts without values
-- table: T1 X Y
-- => T1 <- S { A > X, B > Y } uses { } incomplete
-- => T2 <- S { } uses { A, B } incomplete
INSERT ALL INTO t1 INTO t2 SELECT a, b FROM s

-- case: as-of join
-- => T <- A { X > X } uses { K, TS } complete
-- => T <- B { Y > Y } uses { K, TS } complete
CREATE TABLE t AS SELECT a.x, b.y FROM a ASOF JOIN b MATCH_CONDITION (a.ts >= b.ts) ON a.k = b.k

-- case: a view with a comment and a list
-- => V <- S { A > X, B > Y } uses { } complete
CREATE OR REPLACE VIEW v (x COMMENT 'one', y) COMMENT = 'two' AS SELECT a, b FROM s

-- case: dynamic table
-- => D <- S { A > A, B > N } uses { A } complete
CREATE DYNAMIC TABLE d TARGET_LAG = '1 minute' WAREHOUSE = w AS SELECT a, sum(b) AS n FROM s GROUP BY a

-- case: quoted names beside folded ones
-- => T <- S { a > x, B > Y } uses { } complete
CREATE TABLE t AS SELECT "a" AS "x", b AS y FROM s

-- case: unpivot blurs
-- => T <- S { } uses { FEB, JAN } incomplete
CREATE TABLE t AS SELECT * FROM s UNPIVOT (v FOR m IN (jan, feb))

-- case: array of columns in order
-- => T <- S { A > X, B > X } uses { K } complete
CREATE TABLE t AS SELECT ARRAY_AGG(a) WITHIN GROUP (ORDER BY b) AS x FROM s GROUP BY k

-- case: a natural join of known tables
-- table: A ID P
-- table: B ID Q
-- => T <- A { ID > ID, P > P } uses { ID } complete
-- => T <- B { Q > Q } uses { ID } complete
CREATE TABLE t AS SELECT * FROM a NATURAL JOIN b

-- case: an unqualified column of the source or the target
-- => T <- S { } uses { ID } incomplete
UPDATE t SET x = y FROM s WHERE t.id = s.id

-- case: values of a merge are those of the source
-- => T <- S { ID > ID, V > A } uses { ID } complete
MERGE INTO t USING s ON t.id = s.id WHEN NOT MATCHED THEN INSERT (id, a) VALUES (id, v)

-- case: a star of two unknown tables in a CTE
-- => T <- S { } uses { ID } incomplete
-- => T <- U { } uses { ID } incomplete
CREATE TABLE t AS WITH c AS (SELECT * FROM s JOIN u ON s.id = u.id) SELECT x FROM c

-- case: a union of two known stars
-- table: A ID P
-- table: B ID Q
-- => T <- A { ID > ID, P > P } uses { } complete
-- => T <- B { ID > ID, Q > P } uses { } complete
CREATE TABLE t AS SELECT * FROM a UNION ALL SELECT * FROM b

-- case: a union of two unknown stars
-- => T <- S { } uses { } incomplete
-- => T <- U { } uses { } incomplete
CREATE TABLE t AS SELECT * FROM s UNION ALL SELECT * FROM u
