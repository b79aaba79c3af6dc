-- case: update from a join with an alias
-- => orders <- customers : update direct 1.0
UPDATE orders o SET o.name = c.name FROM customers c WHERE c.id = o.customer;

-- case: update from an outer join
-- => t <- a : update direct 1.0
-- => t <- b : update direct 1.0
UPDATE t SET t.v = COALESCE(a.v, b.v) FROM a LEFT JOIN b ON a.id = b.id WHERE t.id = a.id;

-- case: update with subqueries only
-- => t <- s : update aggregated 0.8
-- => t <- old : update derived 0.8
UPDATE t SET v = (SELECT MAX(v) FROM s WHERE s.id = t.id) WHERE id IN (SELECT id FROM old);

-- case: update of its own columns
-- => irrelevant: update without another table
UPDATE t SET v = v + 1, w = 'from s' WHERE id = 1;

-- case: update from a derived table over a CTE
-- => t <- s : update aggregated 0.8
UPDATE t SET v = q.v FROM (WITH c AS (SELECT id, v FROM s) SELECT id, MIN(v) AS v FROM c GROUP BY id) q WHERE q.id = t.id;

-- case: update from a union
-- => t <- a : update derived 0.8
-- => t <- b : update derived 0.8
UPDATE t SET v = u.v FROM (SELECT id, v FROM a UNION ALL SELECT id, v FROM b) u WHERE u.id = t.id;

-- case: update from itself under another name
-- => irrelevant: update without another table
UPDATE t SET v = o.v FROM t o WHERE o.id = t.parent;

-- case: update of a named column like a keyword
-- => t <- s : update direct 1.0
UPDATE t SET "from" = s."select", "set" = s.v FROM s WHERE t."where" = s."group";

-- case: update from a stage, and from flattened values
-- => t <- stage:@st/x : update direct 1.0
-- => t <- s : update direct 1.0
UPDATE t SET v = f.$2 FROM @st/x (FILE_FORMAT => 'csv') f WHERE f.$1 = t.id;
UPDATE t SET v = f.value FROM s, LATERAL FLATTEN(s.items) f WHERE s.id = t.id;

-- case: update of a table named by a string
-- => db.s.t <- s : update direct 1.0
UPDATE IDENTIFIER('db.s.t') SET v = s.v FROM s WHERE s.id = 1;

-- case: delete using several tables
-- => t <- a : delete direct 1.0
-- => t <- b : delete direct 1.0
DELETE FROM t USING a, b WHERE t.id = a.id AND t.id = b.id;

-- case: delete using a query
-- => t <- s : delete aggregated 0.8
DELETE FROM t USING (SELECT id FROM s GROUP BY id HAVING COUNT(*) > 1) d WHERE d.id = t.id;

-- case: delete with an alias and subqueries
-- => orders <- blocked : delete derived 0.8
-- => orders <- customers : delete derived 0.8
DELETE FROM orders AS o WHERE o.customer IN (SELECT id FROM customers WHERE NOT EXISTS (SELECT 1 FROM blocked b WHERE b.id = customers.id));

-- case: delete by its own rows
-- => irrelevant: delete without another table []
DELETE FROM t WHERE id NOT IN (SELECT MAX(id) FROM t GROUP BY k);

-- case: delete with an old state of itself
-- => irrelevant: delete without another table []
DELETE FROM t USING t AT (OFFSET => -60) o WHERE o.id = t.id;

-- case: truncate in its forms
-- => irrelevant: truncate [truncate t]
-- => irrelevant: truncate [truncate db.s.t]
-- => irrelevant: truncate [truncate "Orders"]
-- => irrelevant: truncate [truncate mv]
TRUNCATE t;
TRUNCATE TABLE db.s.t;
TRUNCATE TABLE IF EXISTS "Orders";
TRUNCATE MATERIALIZED VIEW mv;

-- case: no pairs are sure for an update
-- => t <- s : update direct 1.0 { }
UPDATE t SET v = s.v FROM s WHERE s.id = t.id;
