-- case: do nothing on conflict
-- => t <- s : insert direct 1.0 { id > id }
INSERT INTO t (id) SELECT id FROM s ON CONFLICT DO NOTHING;

-- case: a conflict by an index that is partial
-- => t <- s : insert direct 1.0 { id > id, x > x }
INSERT INTO t AS k (id, x) SELECT id, x FROM s ON CONFLICT (id) WHERE ok DO UPDATE SET (x, y) = (excluded.x, k.y), name = DEFAULT WHERE k.x IS DISTINCT FROM excluded.x;

-- case: a conflict settled by a query
-- => t <- s : insert direct 1.0
-- => t <- a : insert derived 0.8
-- => t <- b : insert derived 0.8
INSERT INTO t (id) SELECT id FROM s ON CONFLICT (id) DO UPDATE SET (x, y) = (SELECT a.x, a.y FROM a WHERE a.id = excluded.id) WHERE EXISTS (SELECT FROM b WHERE b.id = t.id);

-- case: literals settled by a query
-- => t <- a : insert aggregated 0.8
INSERT INTO t (id, x) VALUES (1, 2) ON CONFLICT (id) DO UPDATE SET x = (SELECT max(x) FROM a);

-- case: columns of arrays and of composites
-- => t <- s : insert direct 1.0
INSERT INTO t (id, tags[1], tags[2]) SELECT id, name, 'from' FROM s;

-- case: identities of the system and of the user
-- => ids <- s : insert direct 1.0 { id > id, x > x }
-- => ids <- s : insert direct 1.0 { x > x }
INSERT INTO ids (id, x) OVERRIDING SYSTEM VALUE SELECT id, x FROM s;
INSERT INTO ids (x) OVERRIDING USER VALUE SELECT x FROM s;

-- case: defaults among values
-- => irrelevant: insert without a source table
-- => irrelevant: insert without a source table
INSERT INTO t (id, x) VALUES (DEFAULT, 1), ((1), DEFAULT) RETURNING *;
INSERT INTO t DEFAULT VALUES RETURNING id AS "from";

-- case: returning what was and what is, with a query
-- => t <- s : insert direct 1.0 { id > id }
INSERT INTO t (id) SELECT id FROM s RETURNING WITH (NEW AS n) n.id, (SELECT count(*) FROM a);

-- case: a table in parentheses, and one with a query in its own
-- => t <- a : insert direct 1.0
-- => t <- b : insert derived 1.0
-- => t <- c : insert derived 1.0
INSERT INTO t (TABLE a);
INSERT INTO t ((SELECT * FROM b) UNION ALL (TABLE c));

-- case: aggregates of a join have no pairs
-- => t <- a : insert aggregated 1.0 { }
-- => t <- b : insert aggregated 1.0 { }
INSERT INTO t (id, x) SELECT a.id, sum(b.x) FROM a JOIN b USING (id) GROUP BY a.id;

-- case: pairs by position, with casts and literals between
-- => t <- s : insert direct 1.0 { id > id, y > z }
INSERT INTO t (id, x, z) SELECT id, x::int + 1, y FROM s;

-- case: pairs by an alias in other letters
-- => T <- s : insert direct 1.0 { id > id, x > y }
INSERT INTO T (ID, Y) SELECT Q.Id, q.X FROM s AS Q;

-- case: pairs of quoted columns
-- => q <- s : insert direct 1.0 { id > Id, x > from }
INSERT INTO q ("Id", "from") SELECT "id", "x" FROM s;

-- case: a view is a target
-- => sv <- s : insert direct 1.0 { id > id }
INSERT INTO sv (id) SELECT id FROM s;

-- case: a CTE in the query of a CTE's insert
-- => a <- b : insert derived 0.8
-- => c <- a : insert derived 0.8
WITH moved AS (WITH q AS (SELECT * FROM b) INSERT INTO a SELECT * FROM q RETURNING id) INSERT INTO c (id) SELECT id FROM moved;

-- case: three writers in one statement
-- => a <- s : insert direct 1.0
-- => b <- a : insert derived 0.8
-- => c <- b : insert derived 0.8
WITH one AS (INSERT INTO a SELECT * FROM s RETURNING id), two AS (INSERT INTO b (id) SELECT id FROM one RETURNING id) INSERT INTO c (id) SELECT id FROM two;

-- case: a writing CTE that nobody reads still writes
-- => a <- s : insert direct 1.0
-- => irrelevant: delete without another table
WITH w AS (INSERT INTO a SELECT * FROM s) SELECT 1;
WITH w AS (DELETE FROM a WHERE id = 1) DELETE FROM b WHERE id = 2;

-- case: sources in a row of functions
-- => t <- s : insert direct 1.0
INSERT INTO t (id, name) SELECT greatest(s.id, 1), split_part(s.name, ' from ', 1) FROM s, string_to_table(s.name, ',') AS w, regexp_matches(s.name, 'from (\w+)', 'g') AS m (k);
