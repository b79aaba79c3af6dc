-- case: by name
-- => t <- s : insert direct 1.0
INSERT INTO t BY NAME SELECT a AS x FROM s;

-- case: or replace, or ignore
-- => t <- s : insert direct 1.0
-- => u <- s : insert direct 1.0
INSERT OR REPLACE INTO t SELECT * FROM s;
INSERT OR IGNORE INTO u BY NAME (SELECT * FROM s);

-- case: a conflict settled
-- => t <- s : insert direct 1.0 { id > id }
INSERT INTO t (id) SELECT id FROM s ON CONFLICT (id) DO UPDATE SET x = excluded.x WHERE x < 5 RETURNING id;

-- case: from comes first
-- => t <- s : insert direct 1.0
-- => u <- s : create_table_as direct 1.0
-- => irrelevant: select [reads s]
-- => irrelevant: select [reads s]
INSERT INTO t FROM s;
CREATE TABLE u AS FROM s WHERE x > 1;
FROM s;
FROM s SELECT x, y WHERE x > 1;

-- case: from first, then select, group and order
-- => t <- s : create_table_as aggregated 1.0
CREATE OR REPLACE TABLE t AS FROM s SELECT k, sum(x) AS total GROUP BY ALL ORDER BY ALL;

-- case: files as tables
-- => t <- path:in/a.parquet : create_table_as direct 1.0
-- => u <- path:in/*.csv : insert direct 1.0
CREATE TABLE t AS FROM 'in/a.parquet';
INSERT INTO u SELECT * FROM 'in/*.csv' AS f WHERE f.x > 1;

-- case: files by a function
-- => t <- path:s3://b/a.csv : create_table_as direct 1.0
-- => u <- path:https://x.y/z.json : create_table_as direct 1.0
CREATE TABLE t AS SELECT * FROM read_csv('s3://b/a.csv', header = true, columns = {'id': 'INTEGER', 'from': 'VARCHAR'});
CREATE TABLE u AS SELECT * FROM read_json_auto('https://x.y/z.json');

-- case: several files by a function
-- => t <- path:a.parquet : create_table_as direct 1.0
-- => t <- path:b.parquet : create_table_as direct 1.0
CREATE TABLE t AS SELECT * FROM read_parquet(['a.parquet', 'b.parquet'], union_by_name = true, filename = true);

-- case: a file joined to a table
-- => t <- s : create_table_as direct 1.0
-- => t <- path:b.csv : create_table_as direct 1.0
CREATE TABLE t AS SELECT s.*, b.y FROM s JOIN 'b.csv' AS b USING (id);

-- case: a view on files
-- => v <- path:in/*.parquet : create_view direct 1.0
CREATE VIEW v AS SELECT * FROM parquet_scan('in/*.parquet');

-- case: copy in both ways
-- => path:out/t.parquet <- t : copy direct 1.0
-- => t <- path:in/t.csv : copy direct 1.0
-- => path:out/ <- s : copy aggregated 1.0
COPY t TO 'out/t.parquet' (FORMAT parquet, COMPRESSION zstd);
COPY t (id, x) FROM 'in/t.csv' (HEADER, DELIM ';');
COPY (SELECT k, count(*) AS n FROM s GROUP BY k) TO 'out/' (FORMAT parquet, PARTITION_BY (k), OVERWRITE_OR_IGNORE);

-- case: copy of a query that begins with from
-- => path:out/s.json <- s : copy direct 1.0
COPY (FROM s) TO 'out/s.json';

-- case: a database copied, exported and imported
-- => irrelevant: export []
-- => irrelevant: import []
EXPORT DATABASE 'out/db' (FORMAT parquet);
IMPORT DATABASE 'out/db';

-- case: pivot as a statement
-- => t <- s : create_table_as aggregated 1.0
CREATE TABLE t AS PIVOT s ON year IN (2025, 2026) USING sum(x) AS total GROUP BY k;

-- case: unpivot as a statement
-- => t <- s : create_table_as direct 1.0
CREATE TABLE t AS UNPIVOT s ON jan, feb, mar INTO NAME month VALUE sales;

-- case: pivot behind a table
-- => t <- s : create_table_as aggregated 1.0
CREATE TABLE t AS SELECT * FROM s PIVOT (sum(x) FOR year IN (2025, 2026) GROUP BY k);

-- case: stars that leave out, replace and rename
-- => t <- s : create_table_as direct 1.0
CREATE TABLE t AS SELECT * EXCLUDE (a, b) REPLACE (lower(c) AS c) RENAME (d AS e), COLUMNS('x.*'), s.* LIKE 'y%' FROM s;

-- case: joins of other kinds
-- => t <- a : create_table_as direct 1.0
-- => t <- b : create_table_as direct 1.0
-- => t <- c : create_table_as direct 1.0
-- => t <- d : create_table_as direct 1.0
-- => t <- e : create_table_as direct 1.0
CREATE TABLE t AS SELECT a.* FROM a ASOF LEFT JOIN b ON a.id = b.id AND a.ts >= b.ts SEMI JOIN c USING (id) ANTI JOIN d USING (id) POSITIONAL JOIN e;

-- case: union by name
-- => t <- a : create_table_as derived 1.0
-- => t <- b : create_table_as derived 1.0
CREATE TABLE t AS SELECT * FROM a UNION ALL BY NAME SELECT * FROM b;

-- case: a sample of a query
-- => t <- s : create_table_as direct 1.0
CREATE TABLE t AS SELECT * FROM s TABLESAMPLE reservoir(20%) REPEATABLE (1) USING SAMPLE 10 PERCENT (bernoulli);

-- case: qualify, and aliases before their expressions
-- => t <- s : create_table_as direct 1.0
CREATE TABLE t AS SELECT k: upper(name), r: row_number() OVER (PARTITION BY k) FROM s QUALIFY r = 1;

-- case: lists, structs and comprehensions
-- => t <- s : create_table_as direct 1.0
CREATE TABLE t AS SELECT [x * 2 FOR x IN xs IF x > 1] AS ys, {'from': a, 'b': [1, 2]} AS st, xs[1:2], st.a.b, lambda x : x + 1 FROM s, unnest(s.xs) AS u (x), range(10) AS r (n);

-- case: a table at a version of a lake
-- => t <- s : create_table_as direct 1.0
CREATE TABLE t AS SELECT * FROM s AT (VERSION => 3);

-- case: merge with a using of columns
-- => t <- s : merge direct 1.0
MERGE INTO t USING s USING (id) WHEN MATCHED THEN UPDATE WHEN NOT MATCHED THEN INSERT BY NAME RETURNING merge_action;

-- case: temporary tables and views
-- => a <- s : create_table_as direct 1.0 temporary
-- => v <- a : create_view direct 1.0 temporary
-- => t <- v : insert direct 1.0
CREATE OR REPLACE TEMP TABLE a AS FROM s;
CREATE TEMPORARY VIEW v AS FROM a;
INSERT INTO t FROM v;

-- case: macros are only defined
-- => irrelevant: create macro
-- => irrelevant: create macro
CREATE MACRO twice(x) AS x * 2;
CREATE OR REPLACE MACRO recent(n) AS TABLE SELECT * FROM s LIMIT n;

-- case: what moves nothing
-- => irrelevant: attach []
-- => irrelevant: detach []
-- => irrelevant: install []
-- => irrelevant: load []
-- => irrelevant: pragma []
-- => irrelevant: checkpoint []
-- => irrelevant: create secret []
-- => irrelevant: describe []
ATTACH 'app.db' AS app (READ_ONLY);
DETACH app;
INSTALL httpfs;
LOAD httpfs;
PRAGMA table_info('s');
CHECKPOINT;
CREATE SECRET k (TYPE s3, KEY_ID 'from', SECRET 'x');
DESCRIBE s;

-- case: a summary
-- => irrelevant: summarize
SUMMARIZE s;

-- case: rows from one attached database to another
-- => db2.main.t <- db1.main.s : insert direct 1.0 { id > id }
INSERT INTO db2.main.t (id) SELECT id FROM db1.main.s;

-- case: rows of a pivot, and columns of that name
-- => t <- s : insert aggregated 1.0
-- => u <- s : insert direct 1.0 { pivot > pivot, x > y }
-- => v <- s : insert derived 0.8
INSERT INTO t PIVOT s ON k USING sum(x);
INSERT INTO u (pivot, y) SELECT pivot, x FROM s;
WITH q (pivot, y) AS (SELECT pivot, y FROM s) INSERT INTO v SELECT * FROM q;
