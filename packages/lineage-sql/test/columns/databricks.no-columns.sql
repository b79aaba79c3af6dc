-- case: ORDER BY ALL and GROUP BY ALL
-- => t <- s { a > a, b > c } uses { } complete
CREATE TABLE t AS SELECT a, COUNT(b) AS c FROM s GROUP BY ALL ORDER BY ALL

-- case: what a row has besides its columns
-- => t <- s { a > a } uses { } complete
CREATE TABLE t AS SELECT a, _metadata.file_path AS p, current_user AS u FROM s

-- case: a known column of such a name
-- table: s a _metadata
-- => t <- s { a > a, _metadata > p } uses { } complete
CREATE TABLE t AS SELECT a, _metadata.file_path AS p FROM s

-- case: a name put together of strings
-- => t <- c.s.a { x > c } uses { } complete
INSERT INTO t (c) SELECT x FROM identifier('c.s.' || 'a')

-- case: changes of a table
-- => t <- c.s.a { x > c } uses { } complete
INSERT INTO t (c, v) SELECT x, _commit_version FROM table_changes('c.s.a', 2)
