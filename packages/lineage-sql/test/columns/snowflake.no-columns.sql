-- case: ORDER BY ALL and GROUP BY ALL
-- => T <- S { A > A, B > C } uses { } complete
CREATE TABLE t AS SELECT a, COUNT(b) AS c FROM s GROUP BY ALL ORDER BY ALL DESC

-- case: a column that is called ALL
-- => T <- S { A > A } uses { ALL } complete
CREATE TABLE t AS SELECT a FROM s ORDER BY "ALL"

-- case: LEVEL of a hierarchy
-- => T <- S { A > A } uses { B, ID, PARENT } complete
CREATE TABLE t AS SELECT a, LEVEL AS l FROM s START WITH b IS NULL CONNECT BY PRIOR id = parent AND LEVEL < 9

-- case: LEVEL elsewhere is a column
-- => T <- S { LEVEL > L } uses { } complete
CREATE TABLE t AS SELECT level AS l FROM s

-- case: metadata of files and streams
-- => T <- S { A > A } uses { } complete
CREATE TABLE t AS SELECT a, METADATA$ACTION AS m, s.METADATA$ROW_ID AS r FROM s WHERE METADATA$ISUPDATE

-- case: functions without parentheses, and a column USER
-- => T <- S { USER > U } uses { } complete
CREATE TABLE t AS SELECT user AS u, current_user AS c, current_role AS r FROM s

-- case: an unqualified column that the subquery's table or the outer one may have
-- => T <- S { A > A } uses { ID } incomplete
-- => T <- U { } uses { ID } incomplete
CREATE TABLE t AS SELECT s.a, (SELECT MAX(v) FROM u WHERE u.id = s.id) AS m FROM s

-- case: an unqualified column that only the subquery's table has
-- table: S ID A
-- table: U ID V
-- => T <- S { A > A } uses { ID } complete
-- => T <- U { V > M } uses { ID } complete
CREATE TABLE t AS SELECT s.a, (SELECT MAX(v) FROM u WHERE u.id = s.id) AS m FROM s

-- case: a name without its schema
-- => T <- DB.PUBLIC.A { X > C } uses { } complete
INSERT INTO t (c) SELECT x FROM db..a
