-- case: joins of every kind
-- => t <- a : insert direct 1.0
-- => t <- b : insert direct 1.0
-- => t <- c : insert direct 1.0
-- => t <- d : insert direct 1.0
-- => t <- e : insert direct 1.0
-- => t <- f : insert direct 1.0
INSERT INTO t SELECT * FROM a INNER JOIN b ON a.id = b.id LEFT OUTER JOIN c USING (id) FULL JOIN d ON d.id = a.id CROSS JOIN e NATURAL RIGHT JOIN f;

-- case: joins in parentheses
-- => t <- a : insert direct 1.0
-- => t <- b : insert direct 1.0
-- => t <- c : insert direct 1.0
INSERT INTO t SELECT * FROM a LEFT JOIN (b JOIN c ON b.id = c.id) ON a.id = b.id;

-- case: directed joins
-- => t <- a : insert direct 1.0
-- => t <- b : insert direct 1.0
-- => t <- c : insert direct 1.0
INSERT INTO t SELECT * FROM a INNER DIRECTED JOIN b ON a.id = b.id LEFT OUTER DIRECTED JOIN c ON c.id = b.id;

-- case: a lateral view of another table's rows
-- => t <- dept : insert direct 1.0
-- => t <- emp : insert derived 0.8
INSERT INTO t SELECT * FROM dept d, LATERAL (SELECT * FROM emp e WHERE e.dept = d.id) iv;

-- case: a left lateral join that aggregates
-- => t <- dept : insert direct 1.0
-- => t <- emp : insert aggregated 0.8
INSERT INTO t SELECT d.name, x.n FROM dept d LEFT JOIN LATERAL (SELECT COUNT(*) n FROM emp e WHERE e.dept = d.id) x;

-- case: asof join with a using list
-- => t <- trades : insert direct 1.0
-- => t <- quotes : insert direct 1.0
-- => t <- symbols : insert direct 1.0
INSERT INTO t SELECT t1.*, q.bid FROM trades t1 ASOF JOIN quotes q MATCH_CONDITION (t1.ts >= q.ts) USING (sym) JOIN symbols s ON s.sym = t1.sym;

-- case: asof join of a subquery
-- => t <- trades : insert direct 1.0
-- => t <- quotes : insert derived 0.8
INSERT INTO t SELECT * FROM trades ASOF JOIN (SELECT ts, bid FROM quotes WHERE bid > 0) q MATCH_CONDITION (trades.ts > q.ts);

-- case: match_recognize over a query
-- => t <- ticks : insert derived 0.8
INSERT INTO t SELECT * FROM (SELECT sym, ts, price FROM ticks) MATCH_RECOGNIZE (
  PARTITION BY sym ORDER BY ts
  MEASURES MATCH_NUMBER() AS mn, LAST(down.price) AS low, CLASSIFIER() AS cl
  ALL ROWS PER MATCH OMIT EMPTY MATCHES AFTER MATCH SKIP TO LAST up
  PATTERN (^ strt down+ up{2,} (a | b)? $)
  DEFINE down AS price < LAG(price), up AS price > LAG(price)
) ORDER BY mn;

-- case: match_recognize that counts, and a join
-- => t <- ticks : insert aggregated 1.0
-- => t <- names : insert aggregated 1.0
INSERT INTO t SELECT m.*, n.name FROM ticks MATCH_RECOGNIZE (PARTITION BY sym ORDER BY ts MEASURES COUNT(*) AS c ONE ROW PER MATCH PATTERN (a+) DEFINE a AS price > 1) AS m JOIN names n ON n.sym = m.sym;

-- case: pivot with a default and a subquery of values
-- => t <- sales : insert aggregated 1.0
-- => t <- quarters : insert derived 0.8
INSERT INTO t SELECT * FROM sales PIVOT (SUM(amount) FOR quarter IN (SELECT DISTINCT quarter FROM quarters) DEFAULT ON NULL (0)) AS p (id, q1, q2) WHERE q1 > 0;

-- case: unpivot with nulls and renamed columns
-- => t <- months : insert direct 1.0
INSERT INTO t SELECT * FROM months UNPIVOT INCLUDE NULLS (amount FOR month IN (jan AS 'January', feb AS 'February')) u;

-- case: pivot of a query joined
-- => t <- s : insert aggregated 0.8
-- => t <- d : insert aggregated 1.0
INSERT INTO t SELECT * FROM (SELECT id, k, v FROM s) PIVOT (MAX(v) FOR k IN ('a', 'b')) p JOIN d ON d.id = p.id;

-- case: sampling in its forms
-- => t <- a : insert direct 1.0
-- => t <- b : insert direct 1.0
-- => t <- c : insert direct 1.0
-- => t <- d : insert direct 1.0
INSERT INTO t SELECT * FROM a SAMPLE BERNOULLI (20.3) x JOIN b TABLESAMPLE SYSTEM (3) SEED (82) ON x.id = b.id JOIN c TABLESAMPLE BLOCK (1) REPEATABLE (5) USING (id), d SAMPLE ROW (100 ROWS);

-- case: sampling of a subquery
-- => t <- s : insert derived 0.8
INSERT INTO t SELECT * FROM (SELECT * FROM s WHERE a > 1) SAMPLE (10 ROWS) AS q;

-- case: hierarchies over a join
-- => t <- emp : insert direct 1.0
-- => t <- dept : insert direct 1.0
INSERT INTO t SELECT LEVEL, CONNECT_BY_ROOT e.name FROM emp e JOIN dept d ON d.id = e.dept START WITH e.mgr IS NULL CONNECT BY PRIOR e.id = e.mgr ORDER BY LEVEL;

-- case: time travel by each way of telling it
-- => t <- a : insert direct 1.0
-- => t <- b : insert direct 1.0
-- => t <- c : insert direct 1.0
-- => t <- d : insert direct 1.0
INSERT INTO t
SELECT * FROM a AT (TIMESTAMP => TO_TIMESTAMP_TZ('06/05/2026 01:02:03', 'mm/dd/yyyy hh24:mi:ss')) AS x
JOIN b BEFORE (TIMESTAMP => 'x'::timestamp) y ON x.id = y.id
JOIN c AT (STREAM => 'db.s.st') ON c.id = y.id
JOIN d AT (STATEMENT => $qid) ON d.id = c.id;

-- case: what changed since
-- => t <- s : insert direct 1.0 { ID > ID, METADATA$ACTION > ACT }
INSERT INTO t (id, act) SELECT id, METADATA$ACTION FROM s CHANGES (INFORMATION => APPEND_ONLY) AT (TIMESTAMP => $ts) END (TIMESTAMP => $te);

-- case: values joined with a table, with columns named
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT v.code, s.x FROM s RIGHT JOIN (VALUES ('a', 1), ('b', 2)) AS v (code, n) ON v.code = s.code;

-- case: flatten of a path, recursive, with modes, joined by comma and by join
-- => t <- s : insert direct 1.0
-- => t <- d : insert direct 1.0
INSERT INTO t SELECT f.key, f.path, f.this FROM s JOIN LATERAL FLATTEN(INPUT => s.v, PATH => 'a.b', RECURSIVE => TRUE, MODE => 'OBJECT') f, TABLE(FLATTEN(INPUT => PARSE_JSON('[1, 2]'))) g, d;

-- case: flatten of a subquery's result
-- => t <- s : insert derived 0.8
INSERT INTO t SELECT value FROM (SELECT v FROM s) q, LATERAL FLATTEN(q.v);

-- case: a table behind dollars
-- => t <- s : insert direct 1.0 partial
INSERT INTO t SELECT * FROM s JOIN TABLE($other) o ON o.id = s.id;

-- case: star with exclusions, replacements, renames and patterns
-- => t <- a : insert direct 1.0
-- => t <- b : insert direct 1.0
INSERT INTO t SELECT a.* EXCLUDE (x, y) REPLACE (UPPER(z) AS z) RENAME (w AS "from"), b.* ILIKE '%id%' FROM a JOIN b ON a.id = b.id;

-- case: qualify, window functions and named frames aggregate nothing
-- => t <- s : insert direct 1.0 { ID > ID }
INSERT INTO t (id, r, total) SELECT id, ROW_NUMBER() OVER (PARTITION BY k ORDER BY ts DESC NULLS LAST), SUM(v) OVER (ORDER BY ts ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) FROM s QUALIFY RANK() OVER (ORDER BY v) <= 3;

-- case: group by in its forms
-- => a <- s : insert aggregated 1.0
-- => b <- s : insert aggregated 1.0
-- => c <- s : insert aggregated 1.0
-- => d <- s : insert aggregated 1.0
INSERT INTO a SELECT x, y FROM s GROUP BY CUBE (x, y);
INSERT INTO b SELECT x, y FROM s GROUP BY GROUPING SETS ((x), (y));
INSERT INTO c SELECT x FROM s GROUP BY ROLLUP (x);
INSERT INTO d SELECT 1 FROM s HAVING COUNT(*) > 10;

-- case: for update
-- => t <- s : insert direct 1.0
-- => irrelevant: select [reads s]
INSERT INTO t SELECT * FROM s;
SELECT * FROM s WHERE id = 1 FOR UPDATE WAIT 10;

-- case: what queries read
-- => irrelevant: select [reads a, b, c]
-- => irrelevant: select []
-- => irrelevant: select [reads s]
-- => irrelevant: select [reads x, y]
SELECT * FROM a JOIN b USING (id) WHERE EXISTS (SELECT 1 FROM c);
SELECT CURRENT_DATE(), 'from x';
WITH q AS (SELECT * FROM s) SELECT * FROM q;
(SELECT id FROM x) UNION ALL (SELECT id FROM y) ORDER BY 1;
