-- case: asof joins, match_recognize, connect by
-- => t <- trades : insert direct 1.0
-- => t <- quotes : insert direct 1.0
-- => u <- ticks : insert direct 1.0
-- => w <- emp : insert direct 1.0
INSERT INTO t SELECT * FROM trades t1 ASOF JOIN quotes q MATCH_CONDITION (t1.ts >= q.ts) ON t1.sym = q.sym;
INSERT INTO u SELECT * FROM ticks MATCH_RECOGNIZE (PARTITION BY sym ORDER BY ts MEASURES FIRST(ts) AS s ONE ROW PER MATCH PATTERN (a b+) DEFINE b AS price > LAG(price)) m;
INSERT INTO w SELECT SYS_CONNECT_BY_PATH(n, '/') FROM emp START WITH mgr IS NULL CONNECT BY mgr = PRIOR id;

-- case: time travel and changes
-- => t <- a : insert direct 1.0
-- => t <- b : insert direct 1.0
-- => t <- c : insert direct 1.0
INSERT INTO t SELECT * FROM a AT (OFFSET => -60*5) AS x, b BEFORE (STATEMENT => '8e5d') y
  JOIN c CHANGES (INFORMATION => DEFAULT) AT (TIMESTAMP => '2026-01-01'::TIMESTAMP) END (TIMESTAMP => '2026-01-02'::TIMESTAMP) z ON x.id = z.id;

-- case: pivot over a query, any, unpivot
-- => t <- s : insert aggregated 1.0
-- => u <- m : insert direct 1.0
INSERT INTO t SELECT * FROM s PIVOT (SUM(amount) FOR q IN (ANY ORDER BY q)) p;
INSERT INTO u SELECT * FROM m UNPIVOT (sales FOR month IN (jan, feb)) ORDER BY id;

-- case: flatten in every place
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT f.value, g.index FROM s, LATERAL FLATTEN(input => s.v:items, outer => TRUE) f, TABLE(FLATTEN(f.value:tags)) g, LATERAL (SELECT 1 AS one) h;

-- case: values as a table
-- => t <- dims : insert direct 1.0
-- => irrelevant: insert without a source table
INSERT INTO t SELECT v.column1, d.x FROM (VALUES (1, 'from a'), (2, 'b')) v JOIN dims d ON d.id = v.column1;
INSERT INTO t SELECT $1 FROM VALUES (1), (2);

-- case: names given as strings
-- => db.s.t <- db.s.u : insert direct 1.0
-- => t <- a."b c" : insert direct 1.0
-- => x.y <- s : update direct 1.0
-- => t <- db.s.w : insert direct 1.0
INSERT INTO IDENTIFIER('db.s.t') SELECT * FROM IDENTIFIER('db.s.u') u;
INSERT INTO t SELECT * FROM IDENTIFIER('a."b c"');
UPDATE IDENTIFIER('x.y') SET a = s.a FROM s WHERE s.id = 1;
INSERT INTO t SELECT * FROM TABLE('db.s.w');

-- case: a target that a variable names is told
-- => unparsed: the table after INSERT is known only when it runs
INSERT INTO IDENTIFIER($tgt) SELECT * FROM s;

-- case: a sequence, a generator and a result are no tables
-- => t <- s : insert direct 1.0
-- => unparsed: what RESULT_SCAN gives is out of sight
INSERT INTO t SELECT seq.nextval, x FROM s, TABLE(GETNEXTVAL(seq)) n;
INSERT INTO t SELECT SEQ4() FROM TABLE(GENERATOR(ROWCOUNT => 10)) UNION ALL SELECT * FROM TABLE(RESULT_SCAN(LAST_QUERY_ID()));

-- case: update and delete
-- => t <- s : update direct 1.0
-- => t <- d : update derived 0.8
-- => t <- s : delete direct 1.0
UPDATE t SET x = s.x FROM s, (SELECT id FROM d) q WHERE t.id = s.id AND q.id = s.id;
DELETE FROM t USING s WHERE t.id = s.id;

-- case: delete of everything
-- => irrelevant: delete without another table [truncate db.s.t]
-- => irrelevant: delete without another table []
DELETE FROM db.s.t;
DELETE FROM t WHERE x = 1;

-- case: insert overwrite all and first
-- => a <- s : insert derived 0.8
-- => b <- s : insert derived 0.8
-- => a <- s : insert derived 0.8
-- => b <- s : insert derived 0.8
INSERT OVERWRITE ALL INTO a INTO b (x, y) VALUES ($1, $2) SELECT * FROM (SELECT * FROM s);
INSERT FIRST WHEN n > 10 THEN INTO a WHEN n > 5 THEN INTO b ELSE INTO b SELECT n FROM (SELECT n FROM s) q;

-- case: merge with a branch of everything
-- => tgt <- src : merge aggregated 0.8
MERGE INTO tgt t USING (SELECT id, MAX(v) AS v FROM src QUALIFY ROW_NUMBER() OVER (PARTITION BY id ORDER BY v) = 1) s ON t.id = s.id
WHEN MATCHED AND s.v IS NULL THEN DELETE WHEN MATCHED THEN UPDATE SET t.v = s.v WHEN NOT MATCHED THEN INSERT (id, v) VALUES (s.id, s.v);

-- case: reads of a query
-- => irrelevant: select [reads a, stage:@st/x, b]
SELECT * FROM a WHERE id IN (SELECT id FROM b) UNION ALL SELECT $1 FROM @st/x;

-- case: dual is no table, a semantic view is
-- => irrelevant: insert without a source table
-- => t <- sales.sv : insert direct 1.0
INSERT INTO t SELECT 1 FROM dual;
INSERT INTO t SELECT * FROM SEMANTIC_VIEW(sales.sv METRICS orders.total DIMENSIONS customers.region);
