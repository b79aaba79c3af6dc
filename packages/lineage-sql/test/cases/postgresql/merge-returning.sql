-- case: a merge that logs what it did
-- => t <- s : merge direct 1.0
-- => log <- t : insert derived 0.8
-- => log <- s : insert derived 0.8
WITH m AS (
  MERGE INTO t USING s ON t.id = s.id
  WHEN MATCHED THEN UPDATE SET x = s.x
  WHEN NOT MATCHED THEN INSERT (id, x) VALUES (s.id, s.x)
  RETURNING merge_action() AS act, t.id
) INSERT INTO log (id, name) SELECT id, act FROM m;

-- case: not matched by source and by target
-- => t <- s : merge direct 1.0
MERGE INTO t USING s ON t.id = s.id
WHEN NOT MATCHED BY SOURCE AND t.ok THEN UPDATE SET ok = false
WHEN NOT MATCHED BY SOURCE THEN DELETE
WHEN NOT MATCHED BY TARGET THEN INSERT DEFAULT VALUES;

-- case: several columns from a query in a branch
-- => t <- s : merge direct 1.0
-- => t <- rates : merge derived 0.8
MERGE INTO t AS x USING s AS y ON x.id = y.id WHEN MATCHED THEN UPDATE SET (x, y) = (SELECT r.x, r.y FROM rates r WHERE r.id = y.id), z = DEFAULT;

-- case: rows with an order of values
-- => t <- a : merge derived 0.8
-- => t <- b : merge derived 0.8
MERGE INTO t USING (SELECT a.id, b.x FROM a LEFT JOIN b ON b.id = a.id) AS q (k, v) ON t.id = q.k WHEN MATCHED AND q.v IS NULL THEN DO NOTHING WHEN MATCHED THEN UPDATE SET (x, y) = ROW (q.v, 1);

-- case: values as the source
-- => irrelevant: merge without a source table
MERGE INTO t USING (VALUES (1, 2), (3, 4)) AS q (id, x) ON t.id = q.id WHEN NOT MATCHED THEN INSERT (id, x) VALUES (q.id, q.x);

-- case: a star behind the parent, and only the source
-- => parts <- ONLY_s : merge direct 1.0
MERGE INTO parts * USING ONLY ONLY_s ON parts.id = ONLY_s.id WHEN MATCHED THEN DELETE;

-- case: what was and what is
-- => t <- s : merge direct 1.0
MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN UPDATE SET x = s.x RETURNING WITH (OLD AS o, NEW AS n) o.x, n.x, (SELECT max(x) FROM rates);

-- case: a merge into a view
-- => sv <- s : merge aggregated 0.8
MERGE INTO sv USING (SELECT id, count(*) AS n FROM s GROUP BY id) q ON sv.id = q.id WHEN MATCHED THEN UPDATE SET x = q.n;

-- case: two CTEs before a merge, of which one is not read
-- => t <- a : merge derived 0.8
WITH q AS (SELECT * FROM a), unused AS (SELECT * FROM b) MERGE INTO t USING q ON t.id = q.id WHEN NOT MATCHED THEN INSERT (id) VALUES (q.id);

-- case: an update by a CTE that deletes
-- => b <- a : update derived 0.8
WITH gone AS (DELETE FROM a WHERE ok RETURNING id, x) UPDATE b SET x = gone.x FROM gone WHERE gone.id = b.id;

-- case: a delete by a CTE that updates
-- => a <- s : update direct 1.0
-- => b <- a : delete derived 0.8
-- => b <- s : delete derived 0.8
WITH done AS (UPDATE a SET ok = true FROM s WHERE s.id = a.id RETURNING a.id) DELETE FROM b USING done WHERE done.id = b.id;

-- case: update with a lateral query
-- => t <- s : update direct 1.0
-- => t <- d : update derived 0.8
UPDATE t SET x = l.x FROM s, LATERAL (SELECT d.x FROM d WHERE d.id = s.id ORDER BY d.day DESC LIMIT 1) l WHERE t.id = s.id;

-- case: update of a subscript and of a path
-- => t <- s : update direct 1.0
UPDATE t SET tags[1] = s.name, doc['a'] = to_jsonb(s.x) FROM s WHERE s.id = t.id;

-- case: update and delete at a cursor
-- => irrelevant: begin [begin]
-- => irrelevant: declare [reads t]
-- => irrelevant: fetch []
-- => irrelevant: update without another table []
-- => irrelevant: delete without another table []
-- => irrelevant: commit [commit]
BEGIN;
DECLARE c CURSOR FOR SELECT * FROM t FOR UPDATE;
FETCH NEXT FROM c;
UPDATE t SET x = 1 WHERE CURRENT OF c;
DELETE FROM t WHERE CURRENT OF c;
COMMIT;

-- case: update from values and from a function
-- => irrelevant: update without another table
-- => irrelevant: update without another table
UPDATE t SET x = v.x FROM (VALUES (1, 10), (2, 20)) AS v (id, x) WHERE v.id = t.id;
UPDATE t SET x = g FROM generate_series(1, 10) AS g WHERE t.id = g;

-- case: delete with a join in its using
-- => t <- a : delete direct 1.0
-- => t <- b : delete direct 1.0
DELETE FROM t USING a LEFT JOIN b USING (id) WHERE a.x = t.x AND b.id IS NULL;

-- case: delete returning the old row
-- => irrelevant: delete without another table []
DELETE FROM t WHERE id = 1 RETURNING old.*, new.id;

-- case: a delete in a CTE beside a plain query
-- => irrelevant: select [reads t, gone]
WITH gone AS (SELECT id FROM gone) SELECT * FROM t WHERE id NOT IN (SELECT id FROM gone);
