-- case: one item, as many columns as names
-- => t <- s { id > id, m > k, m > v } uses { } complete
CREATE TABLE t AS SELECT explode(m) AS (k, v), id FROM s

-- case: the target's columns say how many there are
-- => t <- s { xs > a, xs > b, id > c } uses { } complete
INSERT INTO t (a, b, c) SELECT posexplode(xs), id FROM s

-- case: an array gives one
-- => t <- s { xs > a, id > b } uses { } complete
INSERT INTO t (a, b) SELECT explode(xs), id FROM s

-- case: stored columns say how many there are
-- table: t a b c
-- => t <- s { arr > a, arr > b, id > c } uses { } complete
INSERT INTO t SELECT inline(arr), id FROM s

-- case: rows made of columns, by position
-- => t <- s { x > a, z > a, y > b, w > b, id > c } uses { } complete
INSERT INTO t (a, b, c) SELECT stack(2, x, y, z, w), id FROM s

-- case: rows made of columns, named
-- => t <- s { x > value, y > value, id > id } uses { } complete
CREATE TABLE t AS SELECT stack(2, 'x', x, 'y', y) AS (metric, value), id FROM s

-- case: fields of a text
-- => t <- s { js > a, js > b, id > c } uses { } complete
INSERT INTO t (a, b, c) SELECT json_tuple(js, 'x', 'y'), id FROM s

-- case: two whose numbers are not known
-- => t <- s { } uses { arr, id, m } incomplete
INSERT INTO t (a, b, c) SELECT inline(arr), explode(m), id FROM s

-- case: behind a name that it does not say
-- => t <- s { id > a } uses { arr } incomplete
WITH g AS (SELECT inline(arr), id FROM s) INSERT INTO t (a, b) SELECT id, x FROM g
