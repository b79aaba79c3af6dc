-- case: parameters and variables of the system are no columns
-- => d.t <- d.s { a > a } uses { c } complete
CREATE TABLE d.t AS SELECT a, @p AS b, @q.x AS e, @@time_zone AS z FROM d.s WHERE c > @r ORDER BY @p

-- case: a parameter without a name of its own fills a column by position
-- => d.t <- d.s { a > x, c > z } uses { } complete
INSERT INTO d.t (x, y, z) SELECT a, @p, c FROM d.s

-- case: what a row has besides its columns
-- => d.t <- d.s { a > a } uses { } complete
CREATE TABLE d.t AS SELECT a, _PARTITIONTIME AS p, s._FILE_NAME AS f FROM d.s WHERE _PARTITIONDATE > '2026-01-01'

-- case: INSERT without INTO
-- => d.t <- d.s { a > p } uses { z } complete
INSERT d.t (p) SELECT a FROM d.s ORDER BY z LIMIT 3
