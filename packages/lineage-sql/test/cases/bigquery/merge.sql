-- case: every branch
-- => ds.t <- ds.s : merge direct 1.0
MERGE INTO ds.t AS T USING ds.s AS S ON T.id = S.id
WHEN MATCHED AND S.gone THEN DELETE
WHEN MATCHED AND S.n > T.n THEN UPDATE SET n = S.n, name = S.name
WHEN NOT MATCHED BY TARGET AND S.n > 0 THEN INSERT (id, n) VALUES (id, n)
WHEN NOT MATCHED BY SOURCE AND T.old THEN UPDATE SET gone = TRUE
WHEN NOT MATCHED BY SOURCE THEN DELETE;

-- case: insert row
-- => ds.t <- ds.s : merge direct 1.0
MERGE ds.t USING ds.s ON t.id = s.id WHEN NOT MATCHED THEN INSERT ROW;

-- case: a constant condition replaces rows
-- => ds.t <- ds.s : merge derived 0.8
MERGE ds.t T USING (SELECT * FROM ds.s WHERE day = '2026-01-01') S ON FALSE
WHEN NOT MATCHED AND day = '2026-01-01' THEN INSERT ROW
WHEN NOT MATCHED BY SOURCE AND day = '2026-01-01' THEN DELETE;

-- case: the source aggregates
-- => ds.t <- ds.s : merge aggregated 0.8
MERGE ds.t T USING (SELECT id, SUM(x) AS x FROM ds.s GROUP BY id) S ON T.id = S.id WHEN MATCHED THEN UPDATE SET x = T.x + S.x;

-- case: the source is a union
-- => ds.t <- ds.a : merge derived 0.8
-- => ds.t <- ds.b : merge derived 0.8
MERGE ds.t T USING (SELECT * FROM ds.a UNION ALL SELECT * FROM ds.b) S ON T.id = S.id WHEN NOT MATCHED THEN INSERT ROW;

-- case: a CTE in the source
-- => ds.t <- ds.a : merge derived 0.6
MERGE ds.t T USING (WITH x AS (SELECT * FROM (SELECT * FROM ds.a)) SELECT * FROM x) S ON T.id = S.id WHEN NOT MATCHED THEN INSERT ROW;

-- case: a join in the source
-- => ds.t <- ds.a : merge derived 0.8
-- => ds.t <- ds.b : merge derived 0.8
MERGE ds.t T USING (SELECT a.id, b.x FROM ds.a a JOIN ds.b b USING (id)) S ON T.id = S.id WHEN MATCHED THEN UPDATE SET x = S.x;

-- case: a query in a condition and one in a value
-- => ds.t <- ds.s : merge direct 1.0
-- => ds.t <- ds.blocked : merge derived 0.8
-- => ds.t <- ds.rates : merge aggregated 0.8
MERGE ds.t T USING ds.s S ON T.id = S.id
WHEN MATCHED AND EXISTS (SELECT 1 FROM ds.blocked b WHERE b.id = S.id) THEN DELETE
WHEN NOT MATCHED THEN INSERT (id, rate) VALUES (S.id, (SELECT MAX(r) FROM ds.rates));

-- case: a query in the join condition
-- => ds.t <- ds.s : merge direct 1.0
-- => ds.t <- ds.days : merge aggregated 0.8
MERGE ds.t T USING ds.s S ON T.id = S.id AND T.day >= (SELECT MIN(d) FROM ds.days) WHEN MATCHED THEN UPDATE SET x = S.x;

-- case: defaults
-- => ds.t <- ds.s : merge direct 1.0
MERGE ds.t T USING ds.s S ON T.id = S.id WHEN MATCHED THEN UPDATE SET x = DEFAULT WHEN NOT MATCHED THEN INSERT (id, x) VALUES (S.id, DEFAULT);

-- case: only literals
-- => irrelevant: merge without a source table
MERGE ds.t T USING (SELECT 1 AS id, 'a' AS name) S ON T.id = S.id WHEN NOT MATCHED THEN INSERT ROW;

-- case: rows of an array
-- => irrelevant: merge without a source table
MERGE ds.t T USING UNNEST([1, 2, 3]) AS id ON T.id = id WHEN NOT MATCHED THEN INSERT (id) VALUES (id);

-- case: the target as its own source
-- => irrelevant: merge without a source table
MERGE ds.t T USING (SELECT id, MAX(ts) AS ts FROM ds.t GROUP BY id) S ON T.id = S.id AND T.ts < S.ts WHEN MATCHED THEN DELETE;

-- case: the source at an earlier time
-- => ds.t <- ds.s : merge derived 0.8
MERGE ds.t T USING (SELECT * FROM ds.s FOR SYSTEM_TIME AS OF TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL 1 DAY)) S ON T.id = S.id WHEN NOT MATCHED THEN INSERT ROW;

-- case: paths in one pair of quotes
-- => "my-p"."ds"."t" <- "my-p"."stage"."s" : merge direct 1.0
MERGE INTO `my-p.ds.t` AS t USING `my-p.stage.s` AS s ON t.id = s.id WHEN MATCHED THEN UPDATE SET t.x = s.x;

-- case: the latest row of each key
-- => ds.t <- ds.log : merge derived 0.8
MERGE ds.t T USING (SELECT * FROM ds.log QUALIFY ROW_NUMBER() OVER (PARTITION BY id ORDER BY ts DESC) = 1) S ON T.id = S.id
WHEN MATCHED AND S.op = 'D' THEN DELETE WHEN MATCHED THEN UPDATE SET v = S.v WHEN NOT MATCHED AND S.op != 'D' THEN INSERT ROW;

-- case: pipes in the source
-- => ds.t <- ds.s : merge aggregated 0.8
MERGE ds.t T USING (FROM ds.s |> AGGREGATE SUM(x) AS x GROUP BY id) S ON T.id = S.id WHEN MATCHED THEN UPDATE SET x = S.x;

-- case: an array of the source in a value
-- => ds.t <- ds.s : merge direct 1.0
MERGE ds.t T USING ds.s S ON T.id = S.id WHEN MATCHED THEN UPDATE SET tags = ARRAY(SELECT DISTINCT g FROM UNNEST(ARRAY_CONCAT(T.tags, S.tags)) g);

-- case: update of a field of a struct
-- => ds.t <- ds.s : update direct 1.0
UPDATE ds.t AS t SET t.address.zip = s.zip, t.address.city = DEFAULT FROM ds.s AS s WHERE t.id = s.id;

-- case: update from several tables
-- => ds.t <- ds.a : update direct 1.0
-- => ds.t <- ds.b : update direct 1.0
UPDATE ds.t SET x = a.x + b.x FROM ds.a, ds.b WHERE t.id = a.id AND a.k = b.k;

-- case: update from a query that aggregates
-- => ds.t <- ds.s : update aggregated 0.8
UPDATE ds.t t SET n = q.n FROM (SELECT id, COUNT(*) AS n FROM ds.s GROUP BY id) q WHERE q.id = t.id;

-- case: update by a query in the value and one in the filter
-- => ds.t <- ds.a : update derived 0.8
-- => ds.t <- ds.b : update derived 0.8
UPDATE ds.t SET x = (SELECT a.x FROM ds.a AS a WHERE a.id = t.id) WHERE id IN (SELECT id FROM ds.b);

-- case: update of an array of its own
-- => irrelevant: update without another table
UPDATE ds.t SET items = ARRAY(SELECT AS STRUCT * REPLACE (price * 2 AS price) FROM UNNEST(items)) WHERE TRUE;

-- case: update of a table from itself
-- => irrelevant: update without another table
UPDATE ds.t AS t SET x = o.x FROM ds.t AS o WHERE o.id = t.parent;

-- case: update from an array of the source
-- => ds.t <- ds.s : update direct 1.0
UPDATE ds.t t SET x = i.x FROM ds.s s, UNNEST(s.items) i WHERE i.id = t.id;

-- case: update from a sharded table
-- => ds.t <- "ds"."events_*" : update direct 1.0
UPDATE ds.t t SET x = e.x FROM `ds.events_*` e WHERE e.id = t.id AND _TABLE_SUFFIX = '20260101';

-- case: delete by an alias and a correlated query
-- => ds.t <- ds.gone : delete derived 0.8
DELETE FROM ds.t AS x WHERE EXISTS (SELECT 1 FROM ds.gone AS g WHERE g.id = x.id);

-- case: delete by two queries
-- => ds.t <- ds.a : delete derived 0.8
-- => ds.t <- ds.b : delete derived 0.8
DELETE ds.t WHERE id IN (SELECT id FROM ds.a) OR id = (SELECT id FROM ds.b LIMIT 1);

-- case: delete by a literal, and by an array
-- => irrelevant: delete without another table []
-- => irrelevant: delete without another table []
DELETE FROM ds.t WHERE day < DATE_SUB(CURRENT_DATE(), INTERVAL 30 DAY);
DELETE ds.t WHERE id IN UNNEST(@ids);

-- case: all rows go
-- => irrelevant: delete without another table [truncate ds.t]
-- => irrelevant: delete without another table [truncate "p"."ds"."t"]
DELETE ds.t WHERE true;
DELETE FROM `p.ds.t` WHERE TRUE;
