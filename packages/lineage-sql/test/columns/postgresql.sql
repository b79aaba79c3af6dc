-- case: columns of an insert by its list
-- => t <- s { a > x, b > y } uses { } complete
INSERT INTO t (x, y) SELECT a, b FROM s

-- case: an expression takes every column in it
-- => t <- s { a > x, b > x, c > x } uses { } complete
INSERT INTO t (x) SELECT coalesce(a, b) || CASE WHEN c > 0 THEN 'p' ELSE 'n' END FROM s

-- case: a view takes the names of its outputs
-- => v <- s { a > a, b > total } uses { a } complete
CREATE VIEW v AS SELECT a, sum(b) AS total FROM s GROUP BY a

-- case: grouping by position
-- => v <- s { a > d, b > total } uses { a } complete
CREATE VIEW v AS SELECT a AS d, sum(b) AS total FROM s GROUP BY 1

-- case: column list of a view
-- => v <- s { a > x, b > y } uses { } complete
CREATE VIEW v (x, y) AS SELECT a, b FROM s

-- case: where, join, having and order are used
-- => t <- a { p > p } uses { f, h, id, o, p } complete
-- => t <- b { q > q } uses { id } complete
CREATE TABLE t AS SELECT a.p, max(b.q) AS q FROM a JOIN b ON a.id = b.id WHERE a.f > 1 GROUP BY a.p, a.o HAVING max(a.h) > 2 ORDER BY a.o

-- case: star of a known table
-- table: users id name email
-- => t <- users { email > email, id > id, name > name } uses { } complete
CREATE TABLE t AS SELECT * FROM users

-- case: star of an unknown table stays open
-- => t <- s { } uses { } incomplete
CREATE TABLE t AS SELECT * FROM s

-- case: star of an unknown table into a known view
-- table: v a b
-- => v <- s { a > a, b > b } uses { } complete
CREATE VIEW v AS SELECT * FROM s

-- case: an insert without a list needs the columns of the target
-- => t <- s { } uses { a, b } incomplete
INSERT INTO t SELECT a, b FROM s

-- case: an insert without a list into a known table
-- table: t x y
-- => t <- s { a > x, b > y } uses { } complete
INSERT INTO t SELECT a, b FROM s

-- case: through a CTE
-- => t <- s { a > x } uses { b, c } complete
WITH c AS (SELECT a AS q, b FROM s WHERE c > 1) INSERT INTO t (x) SELECT q FROM c

-- case: through a chain of CTEs and a subquery
-- => t <- s { a > total } uses { k } complete
WITH one AS (SELECT a AS p, k FROM s), two AS (SELECT p + 1 AS q, k FROM one)
INSERT INTO t (total) SELECT sum(z.q) FROM (SELECT q FROM two WHERE k = 3) z

-- case: column list of a CTE
-- => t <- s { a > x, b > y } uses { } complete
WITH c (m, n) AS (SELECT a, b FROM s) INSERT INTO t (x, y) SELECT m, n FROM c

-- case: a star through a CTE over an unknown table
-- => t <- s { a > x } uses { } complete
WITH c AS (SELECT * FROM s) INSERT INTO t (x) SELECT c.a FROM c

-- case: a CTE that is never read gives nothing
-- => t <- s { a > x } uses { } complete
WITH unread AS (SELECT z FROM other) INSERT INTO t (x) SELECT a FROM s

-- case: union by position, names of the first
-- => v <- a { m > x } uses { } complete
-- => v <- b { n > x } uses { } complete
CREATE VIEW v AS SELECT m AS x FROM a UNION ALL SELECT n AS other FROM b

-- case: what except takes away is used and feeds nothing
-- => v <- a { x > x } uses { } complete
-- => v <- b { } uses { y } complete
CREATE VIEW v AS SELECT x FROM a EXCEPT SELECT y FROM b

-- case: union ordered by an output
-- => v <- a { m > x } uses { m } complete
-- => v <- b { n > x } uses { n } complete
CREATE VIEW v AS SELECT m AS x FROM a UNION SELECT n FROM b ORDER BY x

-- case: scalar subquery with correlation
-- => t <- a { } uses { id } complete
-- => t <- b { v > x } uses { k } complete
INSERT INTO t (x) SELECT (SELECT max(b.v) FROM b WHERE b.k = a.id) FROM a

-- case: exists tests and takes nothing
-- => t <- a { p > x } uses { id } complete
-- => t <- b { } uses { k } complete
INSERT INTO t (x) SELECT a.p FROM a WHERE EXISTS (SELECT * FROM b WHERE b.k = a.id)

-- case: in subquery is used
-- => t <- a { p > x } uses { q } complete
-- => t <- b { } uses { k } complete
INSERT INTO t (x) SELECT a.p FROM a WHERE a.q IN (SELECT b.k FROM b)

-- case: window functions
-- => t <- s { g > x, o > x, v > x } uses { } complete
INSERT INTO t (x) SELECT sum(v) OVER (PARTITION BY g ORDER BY o) FROM s

-- case: named window
-- => t <- s { g > x, v > x } uses { } complete
INSERT INTO t (x) SELECT sum(v) OVER w FROM s WINDOW w AS (PARTITION BY g)

-- case: aggregate filter
-- => t <- s { f > x, v > x } uses { } complete
INSERT INTO t (x) SELECT sum(v) FILTER (WHERE f > 0) FROM s

-- case: count of everything names nothing
-- => t <- s { } uses { } complete
INSERT INTO t (x) SELECT count(*) FROM s

-- case: unqualified columns of two unknown tables cannot be told
-- => t <- a { } uses { id } incomplete
-- => t <- b { } uses { id } incomplete
INSERT INTO t (x) SELECT p FROM a JOIN b ON a.id = b.id

-- case: unqualified columns of two tables, one known
-- table: a id p
-- => t <- a { p > x } uses { id } complete
-- => t <- b { q > y } uses { id } complete
INSERT INTO t (x, y) SELECT p, q FROM a JOIN b ON a.id = b.id

-- case: using takes the left side and joins both
-- table: a id p
-- table: b id q
-- => v <- a { id > id, p > p } uses { id } complete
-- => v <- b { q > q } uses { id } complete
CREATE VIEW v AS SELECT * FROM a JOIN b USING (id)

-- case: natural join of known tables
-- table: a id p
-- table: b id q
-- => v <- a { id > id } uses { id } complete
-- => v <- b { q > q } uses { id } complete
CREATE VIEW v AS SELECT id, q FROM a NATURAL JOIN b

-- case: update from another table
-- => t <- s { p > a, q > b } uses { id } complete
UPDATE t SET a = s.p, b = t.c + s.q FROM s WHERE t.id = s.id

-- case: update of several columns by one subquery
-- => t <- s { p > a, q > b } uses { id } complete
-- only: libpg
UPDATE t SET (a, b) = (SELECT s.p, s.q FROM s WHERE s.id = t.id)

-- case: delete using
-- => t <- s { } uses { gone, id } complete
-- only: libpg
DELETE FROM t USING s AS z WHERE t.id = z.id AND z.gone

-- case: merge
-- => t <- s { id > id, p > a, p > b } uses { id, q } complete
MERGE INTO t USING s ON t.id = s.id WHEN MATCHED AND s.q > 1 THEN UPDATE SET a = s.p WHEN NOT MATCHED THEN INSERT (id, b) VALUES (s.id, s.p)

-- case: merge from a subquery
-- => t <- s { k > id, v > total } uses { k, live } complete
MERGE INTO t USING (SELECT k, sum(v) AS n FROM s WHERE live GROUP BY k) z ON t.id = z.k
WHEN MATCHED THEN UPDATE SET total = z.n WHEN NOT MATCHED THEN INSERT (id, total) VALUES (z.k, z.n)

-- case: on conflict takes the rows of the insert
-- => t <- s { a > id, b > n, b > latest } uses { } complete
INSERT INTO t (id, n) SELECT a, b FROM s ON CONFLICT (id) DO UPDATE SET latest = excluded.n

-- case: recursion
-- => t <- s { a > x, b > x } uses { } complete
WITH RECURSIVE c (n, m) AS (SELECT a, b FROM s UNION ALL SELECT m, n FROM c) INSERT INTO t (x) SELECT n FROM c

-- case: a writing CTE moves what it returns
-- => t <- q { a > x } uses { } complete
-- => t <- w { } uses { } complete
-- => q <- w { } uses { id } complete
-- only: libpg
WITH moved AS (DELETE FROM q USING w WHERE q.id = w.id RETURNING q.*) INSERT INTO t (x) SELECT a FROM moved

-- case: lateral subquery
-- => t <- a { p > x } uses { id } complete
-- => t <- b { q > y } uses { d, k } complete
INSERT INTO t (x, y) SELECT a.p, l.q FROM a, LATERAL (SELECT b.q FROM b WHERE b.k = a.id ORDER BY b.d LIMIT 1) l

-- case: function in from
-- => t <- s { items > x, id > y } uses { items } complete
INSERT INTO t (x, y) SELECT g.item, s.id FROM s, unnest(s.items) AS g (item)

-- case: distinct on
-- => t <- s { a > x } uses { b, c } complete
INSERT INTO t (x) SELECT DISTINCT ON (b) a FROM s ORDER BY b, c

-- case: alias names of columns
-- => t <- s { a > x } uses { } complete
INSERT INTO t (x) SELECT z.q FROM (SELECT a FROM s) z (q)

-- case: values beside a table
-- => t <- s { a > x } uses { k } complete
INSERT INTO t (x) SELECT s.a FROM s JOIN (VALUES (1, 'one')) v (n, word) ON v.n = s.k

-- case: names without an alias
-- => v <- s { a > a, b > lower, c > coalesce } uses { } complete
-- only: libpg
CREATE VIEW v AS SELECT a::text, lower(b), coalesce(c, 1) FROM s

-- case: quoted names keep their case
-- => t <- Src { Amount > Total } uses { } complete
INSERT INTO t ("Total") SELECT "Amount" FROM "Src"

-- case: qualified by the table's own name
-- => t <- shop.s { a > x } uses { b } complete
INSERT INTO t (x) SELECT s.a FROM shop.s WHERE shop.s.b = 1

-- case: the same table twice
-- => t <- s { a > x, b > y } uses { id, parent } complete
INSERT INTO t (x, y) SELECT c.a, p.b FROM s c JOIN s p ON c.parent = p.id

-- case: the target itself is no source
-- => t <- s { a > x } uses { id } complete
INSERT INTO t (x) SELECT s.a FROM s LEFT JOIN t ON t.id = s.id WHERE t.id IS NULL

-- case: whole row of an unknown table
-- => t <- s { } uses { } incomplete
-- only: libpg
INSERT INTO t (x) SELECT to_json(s.*) FROM s

-- case: whole row of a known table
-- table: s a b
-- => t <- s { a > x, b > x } uses { } complete
-- only: libpg
INSERT INTO t (x) SELECT to_json(s) FROM s

-- case: a name that hides an outer one
-- table: a id v
-- table: b id v
-- => t <- a { id > x } uses { } complete
-- => t <- b { v > y } uses { id } complete
INSERT INTO t (x, y) SELECT id, (SELECT max(v) FROM b WHERE id > 0) FROM a

-- case: parenthesised joins
-- => t <- a { p > x } uses { k } complete
-- => t <- b { } uses { k, m } complete
-- => t <- c { q > y } uses { m } complete
INSERT INTO t (x, y) SELECT a.p, c.q FROM a JOIN (b JOIN c ON b.m = c.m) ON a.k = b.k

-- case: select into from a union
-- => t <- a { x > x } uses { } complete
-- => t <- b { y > x } uses { } complete
SELECT x INTO t FROM a UNION ALL SELECT y FROM b
