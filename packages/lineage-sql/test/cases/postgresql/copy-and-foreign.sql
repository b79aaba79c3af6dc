-- case: a copy of some columns, and of rows that a filter lets in
-- => path:/srv/out/s.csv <- s : copy direct 1.0
-- => app.t <- path:/srv/in/t.csv : copy direct 1.0
COPY s (id, name) TO '/srv/out/s.csv' WITH (FORMAT csv, HEADER, FORCE_QUOTE *);
COPY app.t (id, x) FROM '/srv/in/t.csv' WITH (FORMAT csv, HEADER MATCH, NULL '', ON_ERROR ignore) WHERE id > 10 AND name <> 'from';

-- case: a copy of a join
-- => path:/srv/out/j <- a : copy direct 1.0
-- => path:/srv/out/j <- b : copy direct 1.0
COPY (SELECT a.id, b.name FROM a JOIN b USING (id)) TO '/srv/out/j';

-- case: a copy of a CTE and of a union
-- => path:/srv/out/c <- s : copy derived 0.8
-- => path:/srv/out/u <- a : copy derived 1.0
-- => path:/srv/out/u <- b : copy derived 1.0
COPY (WITH q AS (SELECT * FROM s) SELECT * FROM q) TO '/srv/out/c' (FORMAT binary);
COPY (TABLE a UNION ALL TABLE b) TO '/srv/out/u' WITH (DELIMITER '|');

-- case: a copy of values
-- => irrelevant: copy without a source table
COPY (VALUES (1, 'from x'), (2, 'y')) TO '/srv/out/v';

-- case: a copy of what a writing statement returns
-- => t <- s : update direct 1.0
-- => t <- s : delete direct 1.0
COPY (UPDATE t SET x = s.x FROM s WHERE s.id = t.id RETURNING t.id) TO '/srv/out/w';
COPY (DELETE FROM t USING s WHERE s.id = t.id RETURNING *) TO STDOUT;

-- case: a copy in the old words
-- => s <- path:/srv/in/s.txt : copy direct 1.0
-- => path:/srv/out/s.txt <- s : copy direct 1.0
COPY BINARY s FROM '/srv/in/s.txt';
COPY s (id, x) TO '/srv/out/s.txt' DELIMITERS '|' CSV HEADER NULL AS 'null';

-- case: a copy by a program has no path
-- => irrelevant: copy from the client []
-- => irrelevant: copy to the client [reads s]
COPY t FROM PROGRAM 'gunzip < /srv/in/t.gz' WITH (FORMAT csv);
COPY (SELECT * FROM s) TO PROGRAM 'gzip > /srv/out/s.gz';

-- case: a copy into a temporary table
-- => pg_temp.load <- path:/srv/in/l.csv : copy direct 1.0 temporary
COPY pg_temp.load FROM '/srv/in/l.csv' CSV;

-- case: a foreign table stands for what its server knows
-- => irrelevant: create table without data []
-- => irrelevant: create table without data []
CREATE FOREIGN TABLE n (id int OPTIONS (column_name 'from'), x int) SERVER srv OPTIONS (schema_name 'app', table_name 'orders');
CREATE FOREIGN TABLE n_2026 PARTITION OF parts FOR VALUES FROM (200) TO (300) SERVER srv;

-- case: rows into and out of a foreign table
-- => remote.orders <- s : insert direct 1.0 { id > id, x > x }
-- => t <- remote.orders : insert direct 1.0 { id > id }
INSERT INTO remote.orders (id, x) SELECT id, x FROM s;
INSERT INTO t (id) SELECT id FROM remote.orders;

-- case: servers, mappings and schemas of others
-- => irrelevant: create server []
-- => irrelevant: create user []
-- => irrelevant: import []
CREATE SERVER other FOREIGN DATA WRAPPER dummy OPTIONS (host 'x');
CREATE USER MAPPING FOR CURRENT_USER SERVER srv OPTIONS (user 'from', password 'x');
IMPORT FOREIGN SCHEMA app LIMIT TO (orders, items) FROM SERVER srv INTO staging;
