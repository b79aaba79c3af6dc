-- case: insert all without conditions
-- => a <- s : insert direct 1.0
-- => b <- s : insert direct 1.0
INSERT ALL INTO a (id, x) VALUES (id, x) INTO b VALUES (id, y) SELECT id, x, y FROM s;

-- case: insert all by conditions
-- => a <- s : insert direct 1.0
-- => b <- s : insert direct 1.0
-- => c <- s : insert direct 1.0
INSERT ALL WHEN x > 10 THEN INTO a WHEN x > 5 THEN INTO b (id) VALUES (id) INTO c ELSE INTO a (id) VALUES (id) SELECT * FROM s;

-- case: insert first from a query that aggregates
-- => a <- s : insert aggregated 1.0
-- => b <- s : insert aggregated 1.0
INSERT FIRST WHEN n > 1 THEN INTO a VALUES (k, n) ELSE INTO b VALUES (k, n) SELECT k, COUNT(*) AS n FROM s GROUP BY k;

-- case: insert all of literals
-- => irrelevant: insert without a source table
INSERT ALL INTO a VALUES (1, 'x') INTO a VALUES (2, 'y') SELECT * FROM dual;

-- case: insert with a hint and rows that fail
-- => t <- s : insert direct 1.0
INSERT /*+ APPEND PARALLEL(t, 4) */ INTO t SELECT * FROM s LOG ERRORS INTO err ('load from s') REJECT LIMIT UNLIMITED;

-- case: insert into a partition
-- => t <- s : insert direct 1.0
INSERT INTO t PARTITION (p_2026) SELECT * FROM s SUBPARTITION (q);

-- case: merge with a delete in its update
-- => t <- s : merge direct 1.0
MERGE INTO t USING s ON (t.id = s.id) WHEN MATCHED THEN UPDATE SET t.x = s.x WHERE s.x > 0 DELETE WHERE t.x = 0 WHEN NOT MATCHED THEN INSERT (id, x) VALUES (s.id, s.x) WHERE s.x > 0 LOG ERRORS REJECT LIMIT 5;

-- case: merge of dual
-- => irrelevant: merge without a source table
MERGE INTO t USING dual ON (t.id = 1) WHEN NOT MATCHED THEN INSERT (id) VALUES (1);

-- case: create as select with storage
-- => t <- s : create_table_as direct 1.0 { id > id }
CREATE TABLE t TABLESPACE users NOLOGGING PARALLEL 4 COMPRESS FOR QUERY HIGH PARTITION BY HASH (id) PARTITIONS 8 AS SELECT id FROM s;

-- case: private and global temporary tables
-- => ora$ptt_a <- s : create_table_as direct 1.0 temporary { id > id }
-- => b <- nothing : create_table_as temporary
CREATE PRIVATE TEMPORARY TABLE ora$ptt_a ON COMMIT DROP DEFINITION AS SELECT id FROM s;
CREATE GLOBAL TEMPORARY TABLE b (id NUMBER) ON COMMIT PRESERVE ROWS;

-- case: views with force and editions
-- => v <- s : create_view direct 1.0 { id > k }
-- => w <- s : create_view direct 1.0 { id > id }
CREATE OR REPLACE FORCE EDITIONABLE VIEW v (k) AS SELECT id FROM s WITH READ ONLY;
CREATE NOFORCE VIEW w AS SELECT id FROM s WITH CHECK OPTION CONSTRAINT c;

-- case: a materialized view that is refreshed
-- => mv <- s : create_view aggregated 1.0 { k > k, x > total }
CREATE MATERIALIZED VIEW mv BUILD IMMEDIATE REFRESH FAST ON COMMIT WITH ROWID ENABLE QUERY REWRITE AS SELECT k, SUM(x) AS total FROM s GROUP BY k;

-- case: a log for materialized views is no view
-- => irrelevant: create materialized view log
CREATE MATERIALIZED VIEW LOG ON s WITH ROWID, SEQUENCE (k, x) INCLUDING NEW VALUES;

-- case: a materialized view on a table that stands already
-- => mv <- s : create_view direct 1.0
CREATE MATERIALIZED VIEW mv ON PREBUILT TABLE WITHOUT REDUCED PRECISION AS SELECT * FROM s;

-- case: synonyms
-- => syn <- app.s : create_view direct 1.0
-- => pub <- app.t : create_view direct 1.0
CREATE OR REPLACE SYNONYM syn FOR app.s;
CREATE PUBLIC SYNONYM pub FOR app.t;

-- case: a hierarchy
-- => t <- emp : insert direct 1.0
INSERT INTO t SELECT id, SYS_CONNECT_BY_PATH(name, '/') FROM emp START WITH boss IS NULL CONNECT BY NOCYCLE PRIOR id = boss ORDER SIBLINGS BY name;

-- case: outer joins in the old way
-- => t <- a : insert direct 1.0
-- => t <- b : insert direct 1.0
INSERT INTO t SELECT a.id, b.x FROM a, b WHERE a.id = b.id (+) AND b.k (+) = 'from c';

-- case: rows as they were
-- => t <- a : insert direct 1.0
-- => t <- b : insert direct 1.0
INSERT INTO t SELECT * FROM a AS OF TIMESTAMP (SYSTIMESTAMP - INTERVAL '10' MINUTE) x, b VERSIONS BETWEEN SCN MINVALUE AND MAXVALUE y WHERE x.id = y.id;

-- case: a sample and a partition
-- => t <- a : insert direct 1.0
-- => t <- b : insert direct 1.0
INSERT INTO t SELECT * FROM a SAMPLE BLOCK (10) SEED (1), b PARTITION FOR (DATE '2026-01-01') q;

-- case: pivot of a query
-- => t <- s : create_table_as derived 0.8
CREATE TABLE t AS SELECT * FROM (SELECT k, q, v FROM s) UNPIVOT EXCLUDE NULLS (v FOR m IN (a AS 'A', b AS 'B'));

-- case: a collection as a table
-- => t <- a : insert direct 1.0
INSERT INTO t SELECT c.COLUMN_VALUE FROM a, TABLE(a.items) c, TABLE(f(a.id)) (+) d;

-- case: apply
-- => t <- a : insert direct 1.0
-- => t <- b : insert derived 0.8
INSERT INTO t SELECT * FROM a CROSS APPLY (SELECT * FROM b WHERE b.id = a.id) q OUTER APPLY f(a.id) r;

-- case: minus
-- => t <- a : insert derived 1.0
-- => t <- b : insert derived 1.0
INSERT INTO t SELECT id FROM a MINUS SELECT id FROM b;

-- case: update of a row by a query, and of a value by another
-- => t <- a : update derived 0.8
-- => t <- b : update aggregated 0.8
UPDATE t x SET (x.a, x.b) = (SELECT a.a, a.b FROM a WHERE a.id = x.id), x.c = (SELECT MAX(c) FROM b) WHERE x.id > 5 RETURNING x.id INTO :r;

-- case: delete without from
-- => t <- s : delete derived 0.8
DELETE t WHERE id IN (SELECT id FROM s);

-- case: a block
-- => irrelevant: declare []
-- => irrelevant: declare [reads r]
-- => irrelevant: select [reads c]
-- => a <- b : insert direct 1.0
-- => irrelevant: loop [reads d]
-- => e <- f : insert direct 1.0
-- => irrelevant: commit [commit]
-- => irrelevant: rollback []
DECLARE
  n NUMBER := 0;
  CURSOR cur IS SELECT * FROM r;
BEGIN
  SELECT COUNT(*) INTO n FROM c;
  INSERT INTO a SELECT * FROM b;
  FOR x IN (SELECT id FROM d) LOOP
    INSERT INTO e SELECT * FROM f WHERE f.id = x.id;
  END LOOP;
  COMMIT;
EXCEPTION
  WHEN OTHERS THEN ROLLBACK;
END;

-- case: a procedure
-- => irrelevant: create procedure
-- => a <- b : insert direct 1.0
-- => c <- d : create_table_as direct 1.0
CREATE OR REPLACE PROCEDURE load (d IN DATE) AS
BEGIN
  INSERT INTO a SELECT * FROM b WHERE day = d;
  EXECUTE IMMEDIATE 'CREATE TABLE c AS SELECT * FROM d';
END;

-- case: explain writes a plan and no rows
-- => irrelevant: explain
EXPLAIN PLAN FOR INSERT INTO t SELECT * FROM s;

-- case: partitions traded
-- => t <- s : other direct 1.0
ALTER TABLE t EXCHANGE PARTITION p WITH TABLE s INCLUDING INDEXES WITHOUT VALIDATION;

-- case: the table is named like its alias
-- => t <- app.s : insert direct 1.0 { id > id }
INSERT INTO t (id) SELECT s.id FROM app.s s WHERE s.id NOT IN (SELECT t.id FROM t);
