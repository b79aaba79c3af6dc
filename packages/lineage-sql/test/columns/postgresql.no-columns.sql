-- case: system columns of rows
-- => t <- s { a > a } uses { } complete
CREATE TABLE t AS SELECT a, ctid AS c, xmin AS x, s.tableoid AS o FROM s WHERE s.xmax = '0'

-- case: functions without parentheses
-- => t <- s { a > a } uses { o } complete
CREATE TABLE t AS SELECT a, user AS u, current_schema AS c FROM s WHERE o = session_user

-- case: a quoted column of such a name
-- => t <- s { user > u } uses { } complete
CREATE TABLE t AS SELECT "user" AS u FROM s

-- case: a writing CTE and the statement write the same table
-- only: libpg
-- => t <- s { x > a } uses { } complete
-- => t <- u { y > b } uses { } complete
WITH w AS (INSERT INTO t (a) SELECT x FROM s RETURNING a) INSERT INTO t (b) SELECT y FROM u
