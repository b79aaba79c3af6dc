-- case: select into
-- => t <- s : create_table_as direct 1.0 { id > id }
SELECT id INTO t FROM s WHERE x > 1;

-- case: select into a temporary table with ties
-- => #top <- dbo.s : create_table_as direct 1.0 temporary
SELECT TOP (10) PERCENT WITH TIES * INTO #top FROM dbo.s ORDER BY id;

-- case: select into of a join and a union
-- => dbo.t <- dbo.a : create_table_as derived 1.0
-- => dbo.t <- dbo.b : create_table_as derived 1.0
-- => dbo.t <- dbo.c : create_table_as derived 1.0
SELECT a.id, b.x INTO dbo.t FROM dbo.a AS a INNER HASH JOIN dbo.b AS b ON b.id = a.id UNION ALL SELECT id, x FROM dbo.c;

-- case: select into of a CTE
-- => t <- s : create_table_as derived 0.8
;WITH q AS (SELECT * FROM s) SELECT * INTO t FROM q;

-- case: insert without into, with hints
-- => t <- s : insert direct 1.0
INSERT t WITH (TABLOCK) SELECT * FROM s WITH (NOLOCK, INDEX (i)) OPTION (MAXDOP 1);

-- case: insert with output to the client
-- => t <- s : insert direct 1.0
INSERT INTO t (id) OUTPUT inserted.id SELECT id FROM s;

-- case: insert of what a procedure gives
-- => unparsed:
INSERT INTO t EXEC dbo.load 5;

-- case: insert by rank
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT TOP (5) id, ROW_NUMBER() OVER (PARTITION BY k ORDER BY x) FROM s ORDER BY x OPTION (RECOMPILE);

-- case: apply a function and a query
-- => t <- a : insert direct 1.0
-- => t <- b : insert derived 0.8
INSERT INTO t SELECT * FROM a CROSS APPLY STRING_SPLIT(a.tags, ',') s OUTER APPLY (SELECT TOP 1 * FROM b WHERE b.id = a.id ORDER BY b.ts DESC) l;

-- case: update with its table again in the from
-- => dbo.t <- dbo.s : update direct 1.0
UPDATE x SET x.a = s.a FROM dbo.t AS x INNER JOIN dbo.s AS s ON s.id = x.id;

-- case: update of a table named twice
-- => t <- s : update direct 1.0
UPDATE t SET a = s.a FROM t JOIN s ON s.id = t.id;

-- case: update of the top rows
-- => t <- s : update direct 1.0
UPDATE TOP (10) t SET a = s.a FROM s WHERE s.id = t.id;

-- case: delete of an alias, and of top rows
-- => dbo.t <- dbo.s : delete direct 1.0
-- => irrelevant: delete without another table []
DELETE x FROM dbo.t AS x LEFT JOIN dbo.s AS s ON s.id = x.id WHERE s.id IS NULL;
DELETE TOP (10) FROM dbo.t WHERE x < 5;

-- case: delete with a second from
-- => t <- s : delete direct 1.0
DELETE FROM t FROM s WHERE s.id = t.id;

-- case: merge with an output and an end
-- => dbo.t <- dbo.s : merge direct 1.0
MERGE TOP (100) INTO dbo.t WITH (HOLDLOCK) AS x USING dbo.s AS y ON x.id = y.id WHEN MATCHED THEN UPDATE SET x.a = y.a WHEN NOT MATCHED BY TARGET THEN INSERT (id) VALUES (y.id) WHEN NOT MATCHED BY SOURCE THEN DELETE OUTPUT $action, inserted.id, deleted.id;

-- case: merge of values
-- => irrelevant: merge without a source table
MERGE t AS x USING (VALUES (1, 'a'), (2, 'b')) AS y (id, n) ON x.id = y.id WHEN NOT MATCHED THEN INSERT (id, n) VALUES (y.id, y.n);

-- case: a CTE before merge, update and delete
-- => a <- s : merge derived 0.8
-- => b <- s : update derived 0.8
-- => c <- s : delete derived 0.8
WITH q AS (SELECT * FROM s) MERGE a USING q ON a.id = q.id WHEN MATCHED THEN UPDATE SET x = q.x;
WITH q AS (SELECT * FROM s) UPDATE b SET x = q.x FROM q WHERE q.id = b.id;
WITH q AS (SELECT * FROM s) DELETE c FROM c JOIN q ON q.id = c.id;

-- case: as XML and as JSON
-- => t <- s : insert derived 0.8
INSERT INTO t (doc) SELECT (SELECT id, x FROM s FOR JSON PATH, ROOT('from'));

-- case: pivot with groups in quotes
-- => t <- s : create_table_as aggregated 0.8
SELECT * INTO t FROM (SELECT k, m, v FROM s) q PIVOT (SUM(v) FOR m IN ("jan", "feb")) AS p;

-- case: system time of all
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT * FROM s FOR SYSTEM_TIME ALL AS h WHERE h.id = 5;

-- case: blocks that try and catch
-- => irrelevant: begin [begin]
-- => a <- s : insert direct 1.0
-- => irrelevant: commit [commit]
-- => irrelevant: rollback []
-- => log <- errors : insert direct 1.0
BEGIN TRY
  BEGIN TRANSACTION;
  INSERT INTO a SELECT * FROM s;
  COMMIT TRANSACTION;
END TRY
BEGIN CATCH
  ROLLBACK TRANSACTION;
  INSERT INTO log SELECT * FROM errors;
END CATCH;

-- case: conditions and loops with blocks
-- => irrelevant: if [reads flags]
-- => a <- s : insert direct 1.0
-- => b <- s : insert direct 1.0
-- => irrelevant: loop [reads queue]
-- => c <- s : insert direct 1.0
IF EXISTS (SELECT 1 FROM flags) BEGIN
  INSERT INTO a SELECT * FROM s;
END ELSE BEGIN
  INSERT INTO b SELECT * FROM s;
END;
WHILE (SELECT COUNT(*) FROM queue) > 0 BEGIN
  INSERT INTO c SELECT * FROM s;
END;

-- case: texts that are run
-- => a <- s : insert direct 1.0
-- => b <- s : insert direct 1.0
-- => unparsed: SQL that is put together when it runs
EXEC ('INSERT INTO a SELECT * FROM s');
EXECUTE sp_executesql N'INSERT INTO b SELECT * FROM s';
EXEC (@sql);

-- case: a procedure
-- => irrelevant: create procedure
-- => irrelevant: set []
-- => dbo.a <- dbo.s : insert direct 1.0
CREATE OR ALTER PROCEDURE dbo.load @d DATE AS
BEGIN
  SET NOCOUNT ON;
  INSERT INTO dbo.a SELECT * FROM dbo.s WHERE day = @d;
END;

-- case: a file in one go
-- => dbo.t <- path:/srv/in/t.csv : copy direct 1.0
BULK INSERT dbo.t FROM '/srv/in/t.csv' WITH (FORMAT = 'CSV', FIRSTROW = 2, TABLOCK);

-- case: partitions moved to another table
-- => archive <- t : other direct 1.0
ALTER TABLE t SWITCH PARTITION 3 TO archive PARTITION 3;

-- case: tables gone and emptied
-- => irrelevant: drop [drop #tmp]
-- => irrelevant: truncate [truncate dbo.t]
-- => irrelevant: drop []
DROP TABLE IF EXISTS #tmp;
TRUNCATE TABLE dbo.t;
DROP INDEX i ON dbo.t;

-- case: a table of an outer product
-- => t <- a : create_table_as direct 1.0
-- => t <- b : create_table_as direct 1.0
CREATE TABLE t WITH (DISTRIBUTION = HASH(id), CLUSTERED COLUMNSTORE INDEX) AS SELECT a.id FROM a FULL OUTER MERGE JOIN b ON a.id = b.id OPTION (LABEL = 'from c');

-- case: a table copied by its name alone
-- => irrelevant: use [context: sales]
-- => dbo.t <- other.dbo.s : create_table_as direct 1.0
USE sales;
SELECT * INTO dbo.t FROM other.dbo.s;
