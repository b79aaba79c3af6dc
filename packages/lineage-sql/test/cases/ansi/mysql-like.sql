-- case: on duplicate key
-- => t <- s : insert direct 1.0 { id > id, x > n }
INSERT INTO t (id, n) SELECT id, x FROM s ON DUPLICATE KEY UPDATE n = n + VALUES(n);

-- case: on duplicate key by a query
-- => t <- s : insert direct 1.0
-- => t <- r : insert aggregated 0.8
INSERT INTO t (id, n) SELECT id, x FROM s ON DUPLICATE KEY UPDATE n = (SELECT MAX(n) FROM r);

-- case: literals on duplicate key by a query
-- => t <- r : insert derived 0.8
INSERT INTO t (id, n) VALUES (1, 2) AS new ON DUPLICATE KEY UPDATE n = new.n + (SELECT n FROM r LIMIT 1);

-- case: values set by name
-- => irrelevant: insert without a source table
INSERT INTO t SET id = 1, n = 2;

-- case: a value set by a query
-- => t <- s : insert aggregated 0.8
INSERT INTO t SET id = 1, n = (SELECT COUNT(*) FROM s);

-- case: rows of a table statement
-- => t <- s : insert direct 1.0
-- => u <- s : insert direct 1.0
INSERT INTO t TABLE s ORDER BY id LIMIT 5;
REPLACE INTO u TABLE s;

-- case: row constructors
-- => irrelevant: insert without a source table
INSERT INTO t VALUES ROW(1, 'from s'), ROW(2, 'b');

-- case: replace in every form
-- => t <- s : insert direct 1.0 { id > id }
-- => irrelevant: insert without a source table
-- => u <- s : insert direct 1.0
REPLACE INTO t (id) SELECT id FROM s;
REPLACE INTO t VALUES (1, 2);
REPLACE LOW_PRIORITY u SELECT * FROM s;

-- case: insert with priorities
-- => t <- s : insert direct 1.0
-- => u <- s : insert direct 1.0
INSERT HIGH_PRIORITY IGNORE INTO t SELECT * FROM s;
INSERT DELAYED u SELECT * FROM s;

-- case: insert into partitions
-- => t <- s : insert direct 1.0
INSERT INTO t PARTITION (p0, p1) (id, x) SELECT id, x FROM s PARTITION (p2);

-- case: create with the query right behind
-- => a <- s : create_table_as direct 1.0
-- => b <- s : create_table_as direct 1.0
-- => c <- s : create_table_as direct 1.0
CREATE TABLE a SELECT * FROM s;
CREATE TABLE b (id INT PRIMARY KEY) ENGINE = InnoDB IGNORE SELECT * FROM s;
CREATE TABLE c (KEY (id)) CHARSET utf8mb4 REPLACE AS SELECT * FROM s;

-- case: like in both forms
-- => irrelevant: create table without data []
-- => irrelevant: create table without data []
CREATE TABLE a LIKE s;
CREATE TABLE IF NOT EXISTS b (LIKE s);

-- case: a temporary table in a memory engine
-- => a <- s : create_table_as direct 1.0 temporary { id > id }
CREATE TEMPORARY TABLE IF NOT EXISTS a ENGINE = MEMORY AS SELECT id FROM s;

-- case: a view as a dump writes it
-- => v <- s : create_view direct 1.0 { id > id }
CREATE ALGORITHM = UNDEFINED DEFINER = `root`@`localhost` SQL SECURITY DEFINER VIEW v AS SELECT s.id AS id FROM s;

-- case: a view that is merged
-- => v <- s : create_view direct 1.0 { id > id }
CREATE OR REPLACE ALGORITHM = MERGE VIEW v AS SELECT id FROM s WITH LOCAL CHECK OPTION;

-- case: load of a local file
-- => t <- path:/srv/in/t.csv : copy direct 1.0
LOAD DATA LOCAL INFILE '/srv/in/t.csv' REPLACE INTO TABLE t CHARACTER SET utf8mb4 FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '"' LINES TERMINATED BY '\n' IGNORE 1 LINES (id, @x) SET x = NULLIF(@x, '');

-- case: a query into a file
-- => path:/srv/out/s.csv <- s : copy direct 1.0
SELECT id, x INTO OUTFILE '/srv/out/s.csv' FIELDS TERMINATED BY ',' FROM s;

-- case: a query into variables
-- => irrelevant: select [reads s]
SELECT id, x INTO @a, @b FROM s LIMIT 1;

-- case: update of one of two tables in a list
-- => a <- b : update direct 1.0
UPDATE a, b SET a.x = b.x WHERE a.id = b.id;

-- case: update of a join with an alias
-- => app.orders <- s : update direct 1.0
UPDATE app.orders AS o LEFT JOIN s ON s.id = o.id SET o.x = s.x WHERE s.y IS NOT NULL;

-- case: update of a join with a query
-- => t <- s : update aggregated 0.8
UPDATE t JOIN (SELECT id, SUM(x) AS x FROM s GROUP BY id) q ON q.id = t.id SET t.x = q.x;

-- case: delete of a join in both forms
-- => a <- b : delete direct 1.0
-- => c <- d : delete direct 1.0
DELETE a FROM a JOIN b ON b.id = a.id WHERE b.gone = 1;
DELETE FROM c USING c INNER JOIN d USING (id);

-- case: delete with an order and a limit
-- => irrelevant: delete without another table []
DELETE LOW_PRIORITY FROM t WHERE x < 5 ORDER BY id LIMIT 10;

-- case: hints about indexes and joins
-- => t <- a : insert direct 1.0
-- => t <- b : insert direct 1.0
INSERT INTO t SELECT /*+ NO_MERGE(q) */ STRAIGHT_JOIN SQL_NO_CACHE a.id FROM a USE INDEX (i, j) STRAIGHT_JOIN b FORCE INDEX FOR JOIN (k) ON a.id = b.id LIMIT 5, 10;

-- case: groups with a rollup, and joined strings
-- => t <- s : insert aggregated 1.0
INSERT INTO t SELECT k, GROUP_CONCAT(DISTINCT x ORDER BY x SEPARATOR ' from ') FROM s GROUP BY k WITH ROLLUP;

-- case: a lock, and what it is read for
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT * FROM s WHERE id > 5 FOR UPDATE SKIP LOCKED;

-- case: partitions changed for a table
-- => t <- s : other direct 1.0
ALTER TABLE t EXCHANGE PARTITION p0 WITH TABLE s WITHOUT VALIDATION;

-- case: names changed at once
-- => irrelevant: rename [rename a to app.b]
-- => irrelevant: rename [rename c to d]
-- => irrelevant: alter [rename e to f]
RENAME TABLE a TO app.b, c TO d;
ALTER TABLE e RENAME TO f;

-- case: what moves nothing
-- => irrelevant: lock []
-- => irrelevant: unlock []
-- => irrelevant: show []
-- => irrelevant: optimize []
-- => irrelevant: use [context: app]
-- => irrelevant: handler []
LOCK TABLES a READ, b WRITE;
UNLOCK TABLES;
SHOW CREATE TABLE a;
OPTIMIZE TABLE a;
USE app;
HANDLER a OPEN;
