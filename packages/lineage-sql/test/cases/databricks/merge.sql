-- case: all branches
-- => main.dim.customer <- stg.customer : merge direct 1.0
MERGE INTO main.dim.customer AS c USING stg.customer s ON c.id = s.id
WHEN MATCHED AND s.deleted = true THEN DELETE
WHEN MATCHED THEN UPDATE SET c.name = s.name, c.ts = current_timestamp()
WHEN NOT MATCHED BY TARGET AND s.ok THEN INSERT (id, name) VALUES (s.id, s.name)
WHEN NOT MATCHED BY SOURCE AND c.ts < '2026-01-01' THEN DELETE
WHEN NOT MATCHED BY SOURCE THEN UPDATE SET c.active = false;

-- case: everything, with exceptions
-- => t <- s : merge direct 1.0
MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN UPDATE SET * EXCEPT (created) WHEN NOT MATCHED THEN INSERT * EXCEPT (x);

-- case: schema evolution and an old version
-- => t <- s : merge direct 1.0
MERGE WITH SCHEMA EVOLUTION INTO t USING s@v7 AS x ON t.id = x.id WHEN NOT MATCHED THEN INSERT *;

-- case: from a query that keeps the last of each
-- => t <- changes : merge derived 0.8
MERGE INTO t USING (SELECT * FROM changes QUALIFY row_number() OVER (PARTITION BY id ORDER BY ts DESC) = 1) c ON t.id = c.id WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *;

-- case: from changes of a table
-- => gold <- main.s.silver : merge derived 0.8
MERGE INTO gold g USING (SELECT * FROM table_changes('main.s.silver', 5) WHERE _change_type <> 'update_preimage') c ON g.id = c.id WHEN MATCHED AND c._change_type = 'delete' THEN DELETE WHEN MATCHED THEN UPDATE SET *;

-- case: from files
-- => t <- path:s3://b/in : merge direct 1.0
-- => u <- path:/mnt/in : merge derived 0.8
MERGE INTO t USING parquet.`s3://b/in` s ON t.id = s.id WHEN NOT MATCHED THEN INSERT *;
MERGE INTO u USING (SELECT * FROM read_files('/mnt/in', format => 'csv')) s ON u.id = s.id WHEN NOT MATCHED THEN INSERT *;

-- case: into files
-- => path:/mnt/delta/t <- main.s.s : merge direct 1.0
MERGE INTO delta.`/mnt/delta/t` t USING main.s.s AS s ON t.id = s.id WHEN MATCHED THEN DELETE;

-- case: a CTE before the statement
-- => t <- s : merge derived 0.8
WITH c AS (SELECT id, v FROM s) MERGE INTO t USING c ON t.id = c.id WHEN MATCHED THEN UPDATE SET v = c.v;

-- case: a history kept by a union with itself
-- => dim <- updates : merge derived 0.8
MERGE INTO dim d USING (
  SELECT u.id AS merge_key, u.* FROM updates u
  UNION ALL
  SELECT NULL AS merge_key, u.* FROM updates u JOIN dim d ON u.id = d.id WHERE d.current AND u.v <> d.v
) s ON d.id = s.merge_key
WHEN MATCHED AND d.current THEN UPDATE SET current = false
WHEN NOT MATCHED THEN INSERT (id, v, current) VALUES (s.id, s.v, true);

-- case: from values
-- => irrelevant: merge without a source table
MERGE INTO t USING (VALUES (1, 'a'), (2, 'b') AS s (id, name)) s ON t.id = s.id WHEN MATCHED THEN DELETE;

-- case: from itself
-- => irrelevant: merge without a source table
MERGE INTO t USING (SELECT id, max(ts) ts FROM t GROUP BY id) m ON t.id = m.id AND t.ts < m.ts WHEN MATCHED THEN DELETE;

-- case: a subquery in a branch
-- => t <- s : merge direct 1.0
-- => t <- rates : merge aggregated 0.8
MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN UPDATE SET v = s.v * (SELECT avg(r) FROM rates);

-- case: an aggregate over a join
-- => t <- a : merge aggregated 0.8
-- => t <- b : merge aggregated 0.8
MERGE INTO t USING (SELECT a.k, sum(b.v) AS v FROM a LEFT JOIN b USING (k) GROUP BY a.k) s ON t.k = s.k WHEN MATCHED THEN UPDATE SET t.v = s.v;

-- case: a target and a source named by strings
-- => main.s.t <- main.s.u : merge direct 1.0
MERGE INTO IDENTIFIER('main.s.t') t USING IDENTIFIER('main.s.u') u ON t.id = u.id WHEN MATCHED THEN UPDATE SET *;

-- case: a target that a parameter names is told
-- => unparsed: the table after MERGE is known only when it runs
MERGE INTO IDENTIFIER(:target) t USING s ON t.id = s.id WHEN MATCHED THEN DELETE;

-- case: as a tool writes it
-- => "main"."mart"."orders" <- "orders__dbt_tmp" : merge direct 1.0 { }
merge into `main`.`mart`.`orders` as DBT_INTERNAL_DEST
      using `orders__dbt_tmp` as DBT_INTERNAL_SOURCE
      on DBT_INTERNAL_SOURCE.id = DBT_INTERNAL_DEST.id
      when matched then update set *
      when not matched then insert *;
