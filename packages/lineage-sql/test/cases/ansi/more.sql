-- case: unload of a query in a string, and in parentheses
-- => path:s3://b/x_ <- sales.orders : copy aggregated 1.0
-- => path:s3://b/y <- orders : copy direct 1.0
UNLOAD ('SELECT day, SUM(x) FROM sales.orders WHERE state = ''CA'' GROUP BY day') TO 's3://b/x_' IAM_ROLE 'arn:aws:iam::0:role/r' PARQUET;
UNLOAD (SELECT * FROM orders) TO 's3://b/y' WITH (format = 'PARQUET');

-- case: copy from a bucket
-- => sales.orders <- path:s3://b/orders/ : copy direct 1.0
COPY sales.orders (id, x) FROM 's3://b/orders/' IAM_ROLE 'arn:aws:iam::0:role/r' FORMAT AS PARQUET;

-- case: tables of one session by their name
-- => #tmp <- s : create_table_as direct 1.0 temporary
-- => #tmp2 <- s : create_table_as direct 1.0 temporary
-- => t <- #tmp : insert direct 1.0
CREATE TABLE #tmp AS SELECT * FROM s;
SELECT a INTO #tmp2 FROM s;
INSERT INTO t SELECT * FROM #tmp;

-- case: distribution and sorting
-- => t <- s : create_table_as direct 1.0
CREATE TABLE t DISTSTYLE KEY DISTKEY (id) COMPOUND SORTKEY (day, id) BACKUP NO AS SELECT * FROM s;

-- case: rows moved from one table to another
-- => t <- s : other direct 1.0
ALTER TABLE t APPEND FROM s IGNOREEXTRA;

-- case: the target of an update or delete by its alias
-- => sales.orders <- s : update direct 1.0
-- => sales.orders <- s : delete direct 1.0
-- => a <- b : update direct 1.0
UPDATE o SET x = s.x FROM sales.orders o JOIN s ON s.id = o.id;
DELETE o FROM sales.orders o INNER JOIN s ON s.id = o.id WHERE s.x = 1;
UPDATE a INNER JOIN b ON a.id = b.id SET a.x = b.x WHERE b.y > 1;

-- case: replace into, insert ignore
-- => t <- s : insert direct 1.0
-- => u <- s : insert direct 1.0
-- => w <- s : insert direct 1.0
REPLACE INTO t (a) SELECT a FROM s;
INSERT IGNORE INTO u SELECT * FROM s ON DUPLICATE KEY UPDATE x = 1;
INSERT OR REPLACE INTO w SELECT * FROM s;

-- case: conditions without a block
-- => irrelevant: if [reads sys.tables]
-- => irrelevant: drop []
-- => a <- b : insert direct 1.0
IF EXISTS (SELECT 1 FROM sys.tables) DROP TABLE t;
INSERT INTO a SELECT * FROM b;

-- case: several names changed at once
-- => irrelevant: rename [rename a to a_old]
-- => irrelevant: rename [rename b to a]
RENAME TABLE a TO a_old, b TO a;

-- case: names of other sessions' defaults
-- => irrelevant: use [context: sales]
-- => irrelevant: use [context hive: sales]
USE sales;
USE hive.sales;

-- case: synonyms
-- => syn <- sales.orders : create_view direct 1.0
CREATE SYNONYM syn FOR sales.orders;

-- case: a table without from
-- => irrelevant: select [reads t]
-- => irrelevant: values
TABLE t;
VALUES (1), (2);

-- case: top, hints and brackets of other dialects
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT TOP 10 * FROM s WITH (NOLOCK) WHERE x = 1;

-- case: a join of everything
-- => t <- a : insert direct 1.0
-- => t <- b : insert direct 1.0
-- => t <- c : insert direct 1.0
-- => t <- d : insert direct 1.0
INSERT INTO t SELECT * FROM a NATURAL LEFT OUTER JOIN b FULL OUTER JOIN c USING (id) CROSS JOIN d;
