-- case: joins of every kind
-- => t <- a : insert direct 1.0
-- => t <- b : insert direct 1.0
-- => t <- c : insert direct 1.0
-- => t <- d : insert direct 1.0
-- => t <- e : insert direct 1.0
-- => t <- f : insert direct 1.0
-- => t <- g : insert direct 1.0
INSERT INTO t SELECT * FROM a INNER JOIN b ON a.id = b.id LEFT SEMI JOIN c ON c.id = a.id ANTI JOIN d USING (id) CROSS JOIN e NATURAL FULL OUTER JOIN f RIGHT JOIN g ON g.id <=> a.id;

-- case: joins in parentheses, and a comma
-- => t <- a : insert direct 1.0
-- => t <- b : insert direct 1.0
-- => t <- c : insert direct 1.0
-- => t <- d : insert direct 1.0
INSERT INTO t SELECT * FROM a LEFT JOIN (b JOIN c ON b.id = c.id) ON a.id = b.id, d;

-- case: lateral views of every kind
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT * FROM s LATERAL VIEW explode(xs) e1 AS x LATERAL VIEW OUTER posexplode(ys) e2 AS p, y LATERAL VIEW json_tuple(j, 'from', 'b') e3 AS a, b LATERAL VIEW inline(zs) e4 WHERE x > 1;

-- case: a lateral view of a subquery, before a group
-- => t <- s : insert aggregated 0.8
INSERT INTO t SELECT x, count(*) FROM (SELECT xs FROM s) q LATERAL VIEW explode(q.xs) e AS x GROUP BY x;

-- case: lateral functions in the list of tables
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT s.id, e.col, f.pos FROM s, LATERAL explode(s.xs) e, LATERAL posexplode_outer(s.ys) AS f (pos, v), LATERAL variant_explode(s.v);

-- case: a lateral subquery
-- => t <- dept : insert direct 1.0
-- => t <- emp : insert aggregated 0.8
INSERT INTO t SELECT d.name, x.n FROM dept d LEFT JOIN LATERAL (SELECT count(*) AS n FROM emp e WHERE e.dept = d.id) AS x ON true;

-- case: functions that make rows
-- => irrelevant: insert without a source table
INSERT INTO t SELECT * FROM range(1, 10) r, explode(array(1, 2)) e, sequence_(1) s WHERE r.id > 2;

-- case: a function that takes a table
-- => t <- main.s.s : insert direct 1.0
-- => u <- s : insert derived 0.8
INSERT INTO t SELECT * FROM main.f.my_udtf(TABLE(main.s.s) PARTITION BY k ORDER BY ts, 5);
INSERT INTO u SELECT * FROM my_udtf(TABLE(SELECT id FROM s WHERE id > 1) WITH SINGLE PARTITION);

-- case: a forecast of a table
-- => t <- daily : insert direct 1.0
INSERT INTO t SELECT * FROM AI_FORECAST(TABLE(daily), horizon => '2026-12-31', time_col => 'ds', value_col => 'v');

-- case: pivot with names and several aggregates
-- => t <- s : insert aggregated 1.0
INSERT INTO t SELECT * FROM s PIVOT (sum(v) AS total, max(w) FOR (year, quarter) IN ((2025, 1) AS q1, (2025, 2) AS q2)) WHERE q1_total > 0;

-- case: unpivot in its forms
-- => t <- s : insert direct 1.0
-- => u <- s : insert direct 1.0
INSERT INTO t SELECT * FROM s UNPIVOT INCLUDE NULLS (v FOR k IN (q1 AS 'Q1', q2 AS 'Q2')) AS x;
INSERT INTO u SELECT * FROM s UNPIVOT ((a, b) FOR k IN ((a1, b1) AS 'x', (a2, b2) AS 'y'));

-- case: pivot of a query, joined
-- => t <- s : insert aggregated 0.8
-- => t <- d : insert aggregated 1.0
INSERT INTO t SELECT * FROM (SELECT id, k, v FROM s) PIVOT (max(v) FOR k IN ('a', 'b')) p JOIN d ON d.id = p.id;

-- case: samples
-- => t <- a : insert direct 1.0
-- => t <- b : insert direct 1.0
-- => t <- c : insert direct 1.0
INSERT INTO t SELECT * FROM a TABLESAMPLE (5 ROWS) AS x JOIN b TABLESAMPLE (10 PERCENT) REPEATABLE (42) ON x.id = b.id JOIN c TABLESAMPLE (BUCKET 1 OUT OF 4);

-- case: hints, distribution and order
-- => t <- s : insert direct 1.0
-- => u <- s : insert direct 1.0
INSERT INTO t SELECT /*+ REPARTITION(3, x) from y */ * FROM s CLUSTER BY x;
INSERT INTO u SELECT /*+ COALESCE(1) */ a FROM s DISTRIBUTE BY a SORT BY b DESC NULLS LAST;

-- case: groups in every form
-- => a <- s : insert aggregated 1.0
-- => b <- s : insert aggregated 1.0
-- => c <- s : insert aggregated 1.0
-- => d <- s : insert aggregated 1.0
-- => e <- s : insert aggregated 1.0
INSERT INTO a SELECT x, y FROM s GROUP BY ALL;
INSERT INTO b SELECT x, y FROM s GROUP BY x, y WITH ROLLUP;
INSERT INTO c SELECT x, y FROM s GROUP BY GROUPING SETS ((x, y), (x), ());
INSERT INTO d SELECT x FROM s GROUP BY CUBE (x);
INSERT INTO e SELECT 'all' FROM s HAVING count(*) > 10;

-- case: windows named, and qualify, aggregate nothing
-- => t <- s : insert direct 1.0 { id > id }
INSERT INTO t (id, r, total) SELECT id, rank() OVER w, sum(v) OVER (w ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM s WINDOW w AS (PARTITION BY k ORDER BY ts) QUALIFY row_number() OVER w = 1;

-- case: rows sent through a script
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT TRANSFORM (a, b) USING 'cat' AS (x INT, y STRING) FROM s WHERE a > 1;

-- case: values joined
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT * FROM s JOIN VALUES (1, 'a'), (2, 'b') AS v (id, name) ON v.id = s.id JOIN (VALUES (3)) AS w (x);

-- case: a table's own columns named by the alias
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT * FROM s AS x (a, b, c) WHERE a > 1;

-- case: what queries read
-- => irrelevant: select [reads a, b, c]
-- => irrelevant: select []
-- => irrelevant: select [reads x, y]
-- => irrelevant: select [reads s]
SELECT * FROM a JOIN b USING (id) WHERE EXISTS (SELECT 1 FROM c);
SELECT current_date(), "from x";
(SELECT id FROM x) UNION ALL (SELECT id FROM y);
FROM s |> WHERE a > 1;
