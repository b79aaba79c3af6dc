-- case: functions without parentheses
-- => t <- s { a > a } uses { o } complete
CREATE TABLE t AS SELECT a, user AS u, current_user AS c, session_user AS e, current_role AS r FROM s WHERE o = user

-- case: a column of such a name by its table
-- => t <- s { user > u } uses { } complete
CREATE TABLE t AS SELECT s.user AS u FROM s

-- case: a known column of such a name
-- table: s a user
-- => t <- s { user > u } uses { } complete
CREATE TABLE t AS SELECT user AS u FROM s

-- case: the type of CONVERT
-- => t <- s { a > x, b > y, date > z } uses { } complete
CREATE TABLE t AS SELECT CONVERT(integer, a) AS x, CONVERT(varchar(10), b) AS y, CONVERT(bigint, date) AS z FROM s

-- case: the type of CONVERT behind
-- => t <- s { a > x } uses { } complete
CREATE TABLE t AS SELECT CONVERT(a, char) AS x FROM s
