-- case: star of one of two known tables
-- table: orders id customer_id amount
-- table: customers id name
-- => t <- orders { id > id, customer_id > customer_id, amount > amount } uses { customer_id } complete
-- => t <- customers { name > name } uses { id } complete
CREATE TABLE t AS SELECT o.*, c.name FROM orders o JOIN customers c ON c.id = o.customer_id

-- case: the newest row of each group
-- table: orders id customer_id amount created_at
-- => latest <- orders { customer_id > customer_id, amount > amount } uses { customer_id, created_at } complete
WITH ranked AS (SELECT o.*, row_number() OVER (PARTITION BY customer_id ORDER BY created_at DESC) AS rn FROM orders o)
INSERT INTO latest (customer_id, amount) SELECT customer_id, amount FROM ranked WHERE rn = 1

-- case: update from an aggregate
-- => accounts <- payments { amount > balance } uses { account_id, state } complete
UPDATE accounts a SET balance = a.balance + s.total, updated = now()
FROM (SELECT account_id, sum(amount) AS total FROM payments WHERE state = 'ok' GROUP BY account_id) s WHERE s.account_id = a.id

-- case: update through a CTE
-- => t <- s { v > a } uses { f, id } complete
WITH x AS (SELECT id, v FROM s WHERE f) UPDATE t SET a = x.v FROM x WHERE x.id = t.id

-- case: merge in all its branches
-- => t <- s { id > id, name > name } uses { deleted, id } complete
MERGE INTO t USING s ON t.id = s.id WHEN MATCHED AND s.deleted THEN DELETE
WHEN MATCHED THEN UPDATE SET name = s.name, n = t.n + 1
WHEN NOT MATCHED THEN INSERT (id, name) VALUES (s.id, coalesce(s.name, 'x'))

-- case: natural join of unknown tables
-- => v <- x { a > a } uses { } incomplete
-- => v <- y { } uses { } incomplete
CREATE VIEW v AS SELECT x.a FROM x NATURAL JOIN y

-- case: using of a right join has the right side
-- => v <- a { } uses { id } complete
-- => v <- b { id > id } uses { id } complete
CREATE VIEW v AS SELECT id FROM a RIGHT JOIN b USING (id)

-- case: using of a full join has both sides
-- => v <- a { id > id } uses { id } complete
-- => v <- b { id > id } uses { id } complete
CREATE VIEW v AS SELECT id FROM a FULL JOIN b USING (id)

-- case: three tables in one using
-- => v <- a { id > id, p > p } uses { id } complete
-- => v <- b { } uses { id } complete
-- => v <- c { q > q } uses { id } complete
CREATE VIEW v AS SELECT id, a.p, c.q FROM a JOIN b USING (id) JOIN c USING (id)

-- case: grouping by a position of an expression
-- => v <- ev { ts > d } uses { ts } complete
CREATE VIEW v AS SELECT date_trunc('day', ts) AS d, count(*) AS n FROM ev GROUP BY 1

-- case: grouping takes a column before an output of that name
-- table: s a b
-- => v <- s { a > b } uses { b } complete
CREATE VIEW v AS SELECT max(a) AS b, count(*) AS n FROM s GROUP BY b

-- case: ordering takes an output before a column of that name
-- table: s a b
-- => v <- s { a > b } uses { a } complete
CREATE VIEW v AS SELECT a AS b FROM s ORDER BY b

-- case: grouping by an output of an unknown table
-- => v <- s { a > b } uses { a } complete
CREATE VIEW v AS SELECT lower(a) AS b, count(*) AS n FROM s GROUP BY b

-- case: grouping sets
-- => v <- s { a > a, b > b, c > n } uses { a, b } complete
CREATE VIEW v AS SELECT a, b, sum(c) AS n FROM s GROUP BY GROUPING SETS ((a), (b), ())

-- case: array with ordinality
-- => t <- s { id > id, arr > v, arr > n } uses { arr } complete
CREATE TABLE t AS SELECT s.id, e.v, e.n FROM s CROSS JOIN LATERAL unnest(s.arr) WITH ORDINALITY AS e(v, n)

-- case: fields of a document
-- => t <- ev { payload > k, payload > b } uses { } complete
CREATE TABLE t AS SELECT payload->>'k' AS k, (payload->'a'->>'b')::int AS b FROM ev

-- case: rows of a document
-- => t <- ev { id > id, doc > key, doc > value } uses { doc } complete
CREATE TABLE t AS SELECT ev.id, j.key, j.value FROM ev, jsonb_each(ev.doc) AS j(key, value)

-- case: star into a known table by position
-- table: t x y
-- table: s a b
-- => t <- s { a > x, b > y } uses { } complete
INSERT INTO t SELECT * FROM s

-- case: star of an unknown table into a known one has no positions
-- table: t x y
-- => t <- s { } uses { } incomplete
INSERT INTO t SELECT * FROM s

-- case: star behind a column into a known table
-- table: t x y
-- => t <- s { a > x } uses { } incomplete
INSERT INTO t SELECT a, s.* FROM s

-- case: more outputs than the known table has columns
-- table: t x
-- => t <- s { a > x } uses { b } incomplete
INSERT INTO t SELECT a, b FROM s

-- case: no list and no known columns, through a CTE
-- => t <- s { } uses { a, b, c } incomplete
INSERT INTO t WITH q AS (SELECT a, b + c AS d FROM s) SELECT a, d FROM q

-- case: a subquery among values
-- => t <- s { x > a } uses { k } complete
INSERT INTO t (a, b) VALUES ((SELECT max(x) FROM s WHERE k = 1), 5)

-- case: ordered aggregate
-- => t <- s { a > x, b > x } uses { } complete
INSERT INTO t (x) SELECT string_agg(a, ',' ORDER BY b) FROM s

-- case: a CASE is named by the column of its ELSE
-- only: libpg
-- => v <- s { a > c, b > c, c > c } uses { } complete
CREATE VIEW v AS SELECT CASE WHEN a > 1 THEN b ELSE c END FROM s

-- case: a CASE without such a column
-- only: libpg
-- => v <- s { a > case, b > case } uses { } complete
CREATE VIEW v AS SELECT CASE WHEN a > 1 THEN b ELSE 0 END FROM s

-- case: a CTE hides the table of its name
-- => t <- raw.orders { amount > x } uses { } complete
WITH orders AS (SELECT * FROM raw.orders) INSERT INTO t (x) SELECT amount FROM orders

-- case: the inner CTE hides the outer one
-- => t <- b { q > x } uses { } complete
WITH c AS (SELECT p AS q FROM a) INSERT INTO t (x) SELECT z.q FROM (WITH c AS (SELECT q FROM b) SELECT q FROM c) z

-- case: on conflict with a condition
-- => t <- s { a > id, b > n } uses { b } complete
INSERT INTO t (id, n) SELECT a, b FROM s ON CONFLICT (id) DO UPDATE SET n = excluded.n WHERE t.n < excluded.n

-- case: intersect feeds from both
-- => v <- a { x > x } uses { } complete
-- => v <- b { y > x } uses { } complete
CREATE VIEW v AS SELECT x FROM a INTERSECT SELECT y FROM b

-- case: a union of three, below a join
-- => t <- a { m > v } uses { k } complete
-- => t <- b { n > v } uses { k } complete
-- => t <- c { o > v } uses { k } complete
-- => t <- d { w > w } uses { k } complete
CREATE TABLE t AS SELECT u.v, d.w FROM (SELECT k, m AS v FROM a UNION ALL SELECT k, n FROM b UNION ALL SELECT k, o FROM c) u JOIN d ON d.k = u.k

-- case: nested aggregates through two subqueries
-- => t <- s { v > top } uses { day, region } complete
CREATE TABLE t AS SELECT max(n) AS top FROM (SELECT region, sum(n) AS n FROM (SELECT day, region, sum(v) AS n FROM s GROUP BY day, region) d GROUP BY region) r

-- case: lag over a window with a frame
-- => t <- s { v > before, v > total, k > before, k > total, d > before, d > total } uses { } complete
INSERT INTO t (before, total) SELECT lag(v) OVER (PARTITION BY k ORDER BY d), sum(v) OVER (PARTITION BY k ORDER BY d ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) FROM s

-- case: distinct count with a filter
-- => t <- s { a > x, f > x } uses { } complete
INSERT INTO t (x) SELECT count(DISTINCT a) FILTER (WHERE f) FROM s

-- case: an anti join by NOT EXISTS
-- => t <- a { id > x } uses { id } complete
-- => t <- b { } uses { id } complete
INSERT INTO t (x) SELECT a.id FROM a WHERE NOT EXISTS (SELECT 1 FROM b WHERE b.id = a.id)

-- case: two levels of correlation
-- => t <- a { p > x } uses { id } complete
-- => t <- b { } uses { id, k } complete
-- => t <- c { } uses { b_id, a_id } complete
INSERT INTO t (x) SELECT a.p FROM a WHERE a.id IN (SELECT b.k FROM b WHERE EXISTS (SELECT 1 FROM c WHERE c.b_id = b.id AND c.a_id = a.id))

-- case: the row of a subquery
-- only: libpg
-- => t <- s { a > x, b > x } uses { } complete
INSERT INTO t (x) SELECT row_to_json(q) FROM (SELECT a, b FROM s) q

-- case: a cast of a CASE is named by its type
-- only: libpg
-- => v <- s { a > int4, b > c, c > c } uses { } complete
CREATE VIEW v AS SELECT (CASE WHEN a > 1 THEN 1 ELSE 0 END)::int4, CASE WHEN b > 1 THEN 1 ELSE c::int END FROM s

-- case: a field of a composite column
-- only: libpg
-- => t <- s { comp > f, g > g } uses { } complete
CREATE TABLE t AS SELECT (s.comp).f AS f, (s).g AS g FROM s

-- case: what only the depth of a recursion gives
-- => t <- s { } uses { id, parent } complete
INSERT INTO t (x) WITH RECURSIVE r AS (SELECT id, parent, 1 AS d FROM s WHERE parent IS NULL
UNION ALL SELECT c.id, c.parent, r.d + 1 FROM s c JOIN r ON c.parent = r.id) SELECT d FROM r

-- case: a subquery below a delete
-- => t <- gone { } uses { t_id, at } complete
DELETE FROM t WHERE t.id IN (SELECT g.t_id FROM gone g WHERE g.at < now())
