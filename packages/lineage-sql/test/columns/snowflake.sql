-- case: names fold to upper case
-- => T <- S { A > X } uses { B } complete
INSERT INTO t (x) SELECT s.a FROM s WHERE b = 1

-- case: star without some columns and with others renamed
-- table: USERS ID NAME EMAIL
-- => T <- USERS { ID > ID, NAME > N } uses { } complete
CREATE TABLE t AS SELECT * EXCLUDE (email) RENAME (name AS n) FROM users

-- case: an alias in the same list
-- => T <- S { A > B, A > C } uses { A } complete
CREATE TABLE t AS SELECT a * 2 AS b, b + 1 AS c FROM s WHERE b > 3

-- case: qualify
-- => T <- S { A > A } uses { G, O } complete
CREATE TABLE t AS SELECT a FROM s QUALIFY row_number() OVER (PARTITION BY g ORDER BY o DESC) = 1

-- case: flatten
-- => T <- S { ID > ID, ITEMS > SKU } uses { ITEMS } complete
CREATE TABLE t AS SELECT s.id, f.value:sku::string AS sku FROM s, LATERAL FLATTEN(input => s.items) f

-- case: unqualified columns beside flatten
-- => T <- S { ID > ID, ITEMS > V } uses { ITEMS } complete
CREATE TABLE t AS SELECT id, value AS v FROM s, LATERAL FLATTEN(input => s.items)

-- case: fields of a variant
-- => T <- S { V > CITY } uses { } complete
CREATE TABLE t AS SELECT v:address.city::string AS city FROM s

-- case: merge
-- => T <- S { ID > ID, P > A } uses { ID, Q } complete
MERGE INTO t USING s ON t.id = s.id WHEN MATCHED AND s.q > 1 THEN UPDATE SET t.a = s.p WHEN NOT MATCHED THEN INSERT (id, a) VALUES (s.id, s.p)

-- case: several targets
-- => T1 <- S { A > X } uses { A, B } complete
-- => T2 <- S { B > Y } uses { A } complete
INSERT ALL WHEN a > 1 THEN INTO t1 (x) VALUES (a) ELSE INTO t2 (y) VALUES (b) SELECT a, b FROM s

-- case: conditional function
-- => T <- S { A > X, B > X, C > X } uses { } complete
INSERT INTO t (x) SELECT IFF(a > 1, b, NVL(c, 0)) FROM s

-- case: date parts are no columns
-- => T <- S { D > M, D > N } uses { } complete
CREATE TABLE t AS SELECT date_trunc('month', d) AS m, dateadd(day, 1, d) AS n FROM s

-- case: pivot blurs
-- => T <- S { } uses { M, V } incomplete
CREATE TABLE t AS SELECT * FROM s PIVOT (sum(v) FOR m IN ('a', 'b'))

-- case: clone takes all
-- table: S A B
-- => T <- S { A > A, B > B } uses { } complete
CREATE TABLE t CLONE s

-- case: recursion without the word
-- => T <- S { ID > ID, PARENT > ID } uses { ID, PARENT } complete
CREATE TABLE t AS WITH c AS (SELECT id FROM s UNION ALL SELECT s.parent FROM s JOIN c ON s.id = c.id) SELECT id FROM c

-- case: within group
-- => T <- S { O > X, V > X } uses { } complete
INSERT INTO t (x) SELECT listagg(v, ',') WITHIN GROUP (ORDER BY o) FROM s

-- case: update
-- => T <- S { P > A } uses { ID } complete
UPDATE t SET a = s.p FROM s WHERE t.id = s.id

-- case: delete using
-- => T <- S { } uses { ID } complete
DELETE FROM t USING s WHERE t.id = s.id

-- case: a comment behind the statement
-- => T <- S { A > A } uses { } complete
CREATE TABLE t AS (SELECT a FROM s) /* {"app": "x"} */

-- case: union and a CTE
-- => T <- A { X > X } uses { } complete
-- => T <- B { Y > X } uses { } complete
CREATE TABLE t AS WITH u AS (SELECT x FROM a UNION ALL SELECT y FROM b) SELECT x FROM u
