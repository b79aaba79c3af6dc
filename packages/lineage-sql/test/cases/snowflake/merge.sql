-- case: update and insert
-- => dim.customer <- stg.customer : merge direct 1.0
MERGE INTO dim.customer c USING stg.customer s ON c.id = s.id
WHEN MATCHED AND s.deleted THEN DELETE
WHEN MATCHED AND s.ts > c.ts THEN UPDATE SET c.name = s.name, c.ts = s.ts
WHEN NOT MATCHED THEN INSERT (id, name, ts) VALUES (s.id, s.name, s.ts);

-- case: everything by name
-- => t <- s : merge direct 1.0
MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN UPDATE ALL BY NAME WHEN NOT MATCHED THEN INSERT ALL BY NAME;

-- case: the condition in parentheses, aliases as some tools write them
-- => db.mart.orders <- db.mart.orders__dbt_tmp : merge direct 1.0
merge into db.mart.orders as DBT_INTERNAL_DEST using db.mart.orders__dbt_tmp as DBT_INTERNAL_SOURCE
on ((DBT_INTERNAL_SOURCE.id = DBT_INTERNAL_DEST.id))
when matched then update set "ID" = DBT_INTERNAL_SOURCE."ID"
when not matched then insert ("ID") values ("ID");

-- case: from values
-- => irrelevant: merge without a source table
MERGE INTO t USING (VALUES (1, 'a'), (2, 'b')) AS s (id, name) ON t.id = s.id WHEN NOT MATCHED THEN INSERT VALUES (s.id, s.name);

-- case: from a select of literals
-- => irrelevant: merge without a source table
MERGE INTO t USING (SELECT 1 AS id, 'x' AS name) s ON t.id = s.id WHEN MATCHED THEN UPDATE SET name = s.name;

-- case: from itself
-- => irrelevant: merge without a source table
MERGE INTO t USING (SELECT id, MAX(v) v FROM t GROUP BY id) s ON t.id = s.id WHEN MATCHED THEN UPDATE SET v = s.v;

-- case: from a stream
-- => orders <- orders_stream : merge derived 0.8
MERGE INTO orders t USING (SELECT * FROM orders_stream WHERE METADATA$ACTION = 'INSERT') s ON t.id = s.id
WHEN MATCHED AND s.METADATA$ISUPDATE THEN UPDATE SET t.v = s.v WHEN NOT MATCHED THEN INSERT (id, v) VALUES (s.id, s.v);

-- case: from a stage
-- => t <- stage:@st/today : merge derived 0.8
MERGE INTO t USING (SELECT $1 id, $2 v FROM @st/today) s ON t.id = s.id WHEN MATCHED THEN UPDATE SET t.v = s.v;

-- case: from a union of a table and a join
-- => t <- a : merge derived 0.8
-- => t <- b : merge derived 0.8
-- => t <- c : merge derived 0.8
MERGE INTO t USING (SELECT id FROM a UNION ALL SELECT b.id FROM b JOIN c USING (id)) s ON t.id = s.id WHEN NOT MATCHED THEN INSERT VALUES (s.id);

-- case: from a query with CTEs
-- => t <- raw : merge derived 0.8
MERGE INTO t USING (WITH r AS (SELECT id FROM raw) SELECT id FROM r) s ON t.id = s.id WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id);

-- case: a subquery in the condition and in a value
-- => t <- s : merge direct 1.0
-- => t <- allowed : merge derived 0.8
-- => t <- rates : merge aggregated 0.8
MERGE INTO t USING s ON t.id = s.id AND s.kind IN (SELECT kind FROM allowed)
WHEN MATCHED THEN UPDATE SET t.v = s.v * (SELECT AVG(rate) FROM rates);

-- case: from a table function over a column
-- => t <- s : merge derived 0.8
MERGE INTO t USING (SELECT f.value:id::int AS id FROM s, LATERAL FLATTEN(input => s.items) f) x ON t.id = x.id WHEN NOT MATCHED THEN INSERT (id) VALUES (x.id);

-- case: a target and a source in strings
-- => db.s.t <- db.s.u : merge direct 1.0
MERGE INTO IDENTIFIER('db.s.t') t USING IDENTIFIER('db.s.u') u ON t.id = u.id WHEN MATCHED THEN DELETE;

-- case: a target that a variable names is told
-- => unparsed: the table after MERGE is known only when it runs
MERGE INTO IDENTIFIER($tgt) t USING s ON t.id = s.id WHEN MATCHED THEN DELETE;

-- case: an old state of the source
-- => t <- t_history : merge direct 1.0
MERGE INTO t USING t_history AT (OFFSET => -3600) h ON t.id = h.id WHEN MATCHED THEN UPDATE SET t.v = h.v;

-- case: a target without alias, in quotes, and no branch of insert
-- => "My Db"."S"."T" <- s : merge direct 1.0
MERGE INTO "My Db"."S"."T" USING s ON "T".id = s.id WHEN MATCHED THEN UPDATE SET "Val" = s.v;

-- case: no pairs are sure without a parser
-- => t <- s : merge direct 1.0 { }
MERGE INTO t USING s ON t.id = s.id WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id);
