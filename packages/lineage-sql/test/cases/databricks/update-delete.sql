-- case: update with a subquery as a value
-- => t <- s : update aggregated 0.8
UPDATE t SET v = (SELECT max(v) FROM s WHERE s.id = t.id) WHERE ok;

-- case: update with subqueries in the condition
-- => main.m.t <- a : update derived 0.8
-- => main.m.t <- b : update derived 0.8
UPDATE main.m.t AS x SET x.v = 1 WHERE EXISTS (SELECT 1 FROM a WHERE a.id = x.id) AND x.k NOT IN (SELECT k FROM b);

-- case: update of its own columns
-- => irrelevant: update without another table
UPDATE t SET v = v + 1, name = "from s", kind = DEFAULT WHERE id = 1;

-- case: update of files
-- => path:/mnt/t <- s : update derived 0.8
UPDATE delta.`/mnt/t` SET v = 0 WHERE id IN (SELECT id FROM s);

-- case: update by its own rows
-- => irrelevant: update without another table
UPDATE t SET last = true WHERE ts = (SELECT max(ts) FROM t);

-- case: delete with subqueries
-- => t <- s : delete derived 0.8
-- => t <- d : delete derived 0.8
DELETE FROM t AS x WHERE x.id IN (SELECT id FROM s WHERE NOT EXISTS (SELECT 1 FROM d WHERE d.id = s.id));

-- case: delete by a literal
-- => irrelevant: delete without another table []
DELETE FROM main.m.t WHERE day < '2026-01-01';

-- case: delete of everything
-- => irrelevant: delete without another table [truncate main.m.t]
-- => irrelevant: delete without another table [truncate t]
DELETE FROM main.m.t;
DELETE FROM t WHERE true;

-- case: delete from files
-- => path:/mnt/t <- s : delete derived 0.8
DELETE FROM delta.`/mnt/t` WHERE id IN (SELECT id FROM s);

-- case: delete of what a CTE in the subquery finds
-- => t <- s : delete derived 0.8
DELETE FROM t WHERE id IN (WITH c AS (SELECT id FROM s) SELECT id FROM c);

-- case: truncate in its forms
-- => irrelevant: truncate [truncate main.m.t]
-- => irrelevant: truncate []
TRUNCATE TABLE main.m.t;
TRUNCATE TABLE t PARTITION (day = '2026-01-01', hour = 1);
