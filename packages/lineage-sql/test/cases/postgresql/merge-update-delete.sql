-- case: merge using a table
-- => app.t <- staging.s : merge direct 1.0
MERGE INTO app.t AS t USING staging.s AS s ON t.id = s.id
WHEN MATCHED AND s.gone THEN DELETE
WHEN MATCHED THEN UPDATE SET a = s.a, b = s.b
WHEN NOT MATCHED BY SOURCE THEN DO NOTHING
WHEN NOT MATCHED THEN INSERT (id, a) VALUES (s.id, s.a) RETURNING merge_action();

-- case: merge using a subquery
-- => t <- s : merge aggregated 0.8
MERGE INTO ONLY t USING (SELECT id, sum(x) AS x FROM s GROUP BY id) q ON t.id = q.id WHEN MATCHED THEN UPDATE SET x = q.x;

-- case: merge after with, and a subquery in a branch
-- => t <- s : merge derived 0.8
-- => t <- rates : merge derived 0.8
WITH q AS (SELECT * FROM s) MERGE INTO t USING q ON t.id = q.id
WHEN MATCHED THEN UPDATE SET x = (SELECT rate FROM rates WHERE rates.id = q.id);

-- case: update from
-- => t <- a : update direct 1.0
-- => t <- b : update direct 1.0
UPDATE ONLY app.x AS y SET z = 1;
UPDATE t SET x = a.x, y = 2 FROM a LEFT JOIN b ON b.id = a.id WHERE t.id = a.id AND t.y IS DISTINCT FROM a.y;
-- => irrelevant: update without another table

-- case: update with subqueries
-- => t <- s : update derived 0.8
-- => t <- u : update derived 0.8
UPDATE t SET (a, b) = (SELECT a, b FROM s WHERE s.id = t.id) WHERE id IN (SELECT id FROM u);

-- case: delete using
-- => t <- a : delete direct 1.0
-- => t <- b : delete direct 1.0
-- => irrelevant: delete without another table
DELETE FROM ONLY t AS x USING a, b bb WHERE x.id = a.id AND a.z = bb.z RETURNING x.id;
DELETE FROM t WHERE id = $1;

-- case: delete with a subquery
-- => t <- gone : delete derived 0.8
DELETE FROM t WHERE NOT EXISTS (SELECT FROM gone WHERE gone.id = t.id);

-- case: update of itself
-- => irrelevant: update without another table
UPDATE t SET x = o.x FROM t o WHERE o.id = t.parent;
