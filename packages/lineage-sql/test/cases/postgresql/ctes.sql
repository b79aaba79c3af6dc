-- case: with before insert
-- => t <- raw.x : insert derived 0.8
WITH a AS (SELECT * FROM raw.x) INSERT INTO t SELECT * FROM a;

-- case: with inside insert, chained
-- => t <- raw.x : insert derived 0.8
-- => t <- raw.y : insert derived 0.8
INSERT INTO t WITH a AS (SELECT * FROM raw.x), b AS MATERIALIZED (SELECT * FROM a JOIN raw.y USING (id)) SELECT * FROM b;

-- case: a chain of three is nested
-- => t <- s : insert derived 0.6
WITH a AS (SELECT * FROM s), b AS (SELECT * FROM a), c AS NOT MATERIALIZED (SELECT * FROM b) INSERT INTO t SELECT * FROM c;

-- case: a CTE that nobody reads feeds nothing
-- => t <- s : insert direct 1.0
WITH unused AS (SELECT * FROM raw.x) INSERT INTO t SELECT * FROM s;

-- case: a CTE may have the name of the table it reads
-- => t <- orders : insert derived 0.8
WITH orders AS (SELECT * FROM orders) INSERT INTO t SELECT * FROM orders;

-- case: a qualified name is never a CTE
-- => t <- app.a : insert direct 1.0
WITH a AS (SELECT * FROM s) INSERT INTO t SELECT * FROM app.a;

-- case: names fold like tables
-- => t <- s : insert derived 0.8
-- => t <- "A" : insert direct 1.0
WITH A AS (SELECT * FROM s) INSERT INTO t SELECT * FROM a, "A";

-- case: recursive
-- => t <- nodes : insert derived 0.8
WITH RECURSIVE tree (id, parent) AS (
  SELECT id, parent FROM nodes WHERE parent IS NULL
  UNION ALL SELECT n.id, n.parent FROM nodes n JOIN tree ON n.parent = tree.id
) SEARCH DEPTH FIRST BY id, parent SET ord CYCLE id SET is_cycle USING path
INSERT INTO t SELECT * FROM tree;

-- case: recursive sees later names too
-- => t <- s : insert derived 0.8
WITH RECURSIVE a AS (SELECT * FROM b), b AS (SELECT * FROM s) INSERT INTO t SELECT * FROM a;

-- case: an inner with hides an outer one and ends with its query
-- => t <- inner_source : insert derived 0.8
-- => t <- outer_source : insert derived 0.8
WITH x AS (SELECT * FROM outer_source)
INSERT INTO t SELECT * FROM (WITH x AS (SELECT * FROM inner_source) SELECT * FROM x) i JOIN x ON true;

-- case: a name is out of scope after its query
-- => t <- s : insert derived 0.8
-- => t <- x : insert direct 1.0
INSERT INTO t SELECT * FROM (WITH x AS (SELECT * FROM s) SELECT * FROM x) i, x;

-- case: a subquery of an expression sees the CTE
-- => t <- s : insert derived 0.8
-- => t <- main : insert direct 1.0
WITH x AS (SELECT id FROM s) INSERT INTO t SELECT * FROM main WHERE EXISTS (SELECT 1 FROM x WHERE x.id = main.id);

-- case: a writing CTE has an edge of its own
-- => archive <- live : insert derived 0.8
WITH moved AS (DELETE FROM live WHERE day < $1 RETURNING *) INSERT INTO archive SELECT * FROM moved;

-- case: two writers, no cross product
-- => a <- src_a : insert direct 1.0
-- => b <- src_b : insert direct 1.0
WITH first AS (INSERT INTO a SELECT * FROM src_a RETURNING id) INSERT INTO b SELECT * FROM src_b;

-- case: what an insert returns came through its target
-- => a <- s : insert direct 1.0
-- => log <- a : insert derived 0.8
WITH ins AS (INSERT INTO a SELECT * FROM s RETURNING id) INSERT INTO log SELECT id FROM ins;

-- case: a CTE in an update
-- => t <- s : update aggregated 0.8
WITH m AS (SELECT id, max(x) AS x FROM s GROUP BY id) UPDATE t SET x = m.x FROM m WHERE m.id = t.id;

-- case: a diamond of CTEs is read once
-- => t <- s : insert derived 0.8
WITH a AS (SELECT * FROM s), b AS (SELECT * FROM a JOIN a a2 USING (id)) INSERT INTO t SELECT * FROM b JOIN b b2 USING (id) JOIN a USING (id);
