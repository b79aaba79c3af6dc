-- case: insert select
-- => analytics.orders <- staging.orders : insert direct 1.0
INSERT INTO analytics.orders SELECT * FROM staging.orders;

-- case: every join form is a source, and so is a comma list
-- => t <- a : insert direct 1.0
-- => t <- b : insert direct 1.0
-- => t <- c : insert direct 1.0
-- => t <- d : insert direct 1.0
-- => t <- e : insert direct 1.0
-- => t <- f : insert direct 1.0
-- => t <- g : insert direct 1.0
INSERT INTO t
SELECT a.x FROM a
  LEFT OUTER JOIN b ON (a.id = b.id), c
  NATURAL JOIN d
  CROSS JOIN e
  JOIN ONLY f USING (id, day)
  FULL JOIN g AS gg ON gg.offset = a.limit AND gg."from" = a.x
WHERE a.y > 0;

-- case: a group by or an aggregate function makes it aggregated
-- => t <- s : insert aggregated 1.0 { day > day }
-- => u <- s : insert aggregated 1.0 { id > n }
-- => v <- s : insert aggregated 1.0 { }
INSERT INTO t (day, n) SELECT day, 1 FROM s GROUP BY day;
INSERT INTO u (n) SELECT count(DISTINCT s.id) FROM s;
INSERT INTO v (n) SELECT count(*) FILTER (WHERE x > 1) FROM s;

-- case: window functions aggregate nothing
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT id, sum(x) OVER (PARTITION BY id), count(*) FILTER (WHERE y) OVER w,
  max(x) OVER (ORDER BY day ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)
FROM s WINDOW w AS (PARTITION BY id);

-- case: on conflict names columns and no tables
-- => t <- s : insert direct 1.0 { id > id, price > price }
INSERT INTO t AS x (id, price) SELECT id, price FROM s
ON CONFLICT (id) DO UPDATE SET price = excluded.price, id = excluded.id WHERE x.price <> excluded.price;

-- case: a subquery of on conflict is a source
-- => t <- s : insert direct 1.0
-- => t <- rates : insert aggregated 0.8
INSERT INTO t SELECT id FROM s ON CONFLICT (id) DO UPDATE SET price = (SELECT max(rate) FROM rates) RETURNING id;

-- case: a scalar subquery keeps its own aggregate to itself, the outer one does not reach in
-- => t <- orders : insert aggregated 1.0
-- => t <- vip : insert derived 0.8
-- => t <- rates : insert aggregated 0.8
INSERT INTO t
SELECT region, count(*), (SELECT max(rate) FROM rates) FROM orders
WHERE customer IN (SELECT id FROM vip) GROUP BY region;

-- case: reading the target itself is no edge
-- => analytics.t <- s : insert direct 1.0
INSERT INTO analytics.t SELECT s.* FROM s LEFT JOIN Analytics."t" old USING (id) WHERE old.id IS NULL;

-- case: values and default values move nothing
-- => irrelevant: insert without a source table
-- => irrelevant: insert without a source table
-- => irrelevant: insert without a source table
INSERT INTO t VALUES (1, 'from x'), (2, $1);
INSERT INTO t DEFAULT VALUES;
INSERT INTO t SELECT generate_series(1, 10);

-- case: values with a subquery
-- => t <- s : insert derived 0.8
INSERT INTO t (a, b) VALUES ($1, (SELECT x FROM s WHERE id = $2));

-- case: overriding
-- => t <- s : insert direct 1.0
INSERT INTO t (id) OVERRIDING SYSTEM VALUE SELECT id FROM s;

-- case: a parenthesised query is the query
-- => t <- s : insert direct 1.0
INSERT INTO t ((SELECT * FROM s));

-- case: table as a query
-- => t <- app.s : insert direct 1.0
INSERT INTO t TABLE app.s;

-- case: nested subqueries lose confidence with depth
-- => t <- a : insert direct 1.0
-- => t <- b : insert derived 0.8
-- => t <- c : insert derived 0.8
-- => t <- d : insert derived 0.6
INSERT INTO t SELECT * FROM a, (SELECT * FROM b, (SELECT * FROM c, (SELECT * FROM d) x) y) z;

-- case: the best sighting counts, and aggregated outweighs
-- => t <- s : insert aggregated 1.0
INSERT INTO t SELECT s.id FROM s JOIN (SELECT id, max(x) FROM s GROUP BY id) m USING (id);

-- case: an outer aggregate reaches through subqueries in from
-- => t <- s : insert aggregated 0.8
INSERT INTO t SELECT day, sum(x) FROM (SELECT * FROM s) q GROUP BY day;

-- case: union derives, with or without parentheses
-- => t <- a : insert derived 1.0
-- => t <- b : insert derived 1.0
-- => t <- c : insert derived 1.0
INSERT INTO t SELECT * FROM a UNION ALL (SELECT * FROM b EXCEPT SELECT * FROM c) ORDER BY 1 LIMIT 5;

-- case: lateral, table functions and row sources
-- => t <- a : insert direct 1.0
-- => t <- b : insert derived 0.8
INSERT INTO t
SELECT * FROM a, LATERAL (SELECT * FROM b WHERE b.id = a.id) l, generate_series(1, a.n) AS g(i),
  unnest(a.tags) WITH ORDINALITY u, ROWS FROM (f(1), app.g(2)) r, json_to_recordset(a.j) AS x(a int, b text);

-- case: from in functions and in is distinct from
-- => t <- s : insert direct 1.0
INSERT INTO t
SELECT extract(year FROM s.day), substring(name FROM 2 FOR 3), trim(BOTH 'x' FROM name), overlay(a PLACING b FROM 1),
  position('x' IN name)
FROM s WHERE a IS DISTINCT FROM b AND c IS NOT DISTINCT FROM d;

-- case: placeholders and squashed lists
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT id + $1 FROM s WHERE id IN ($2 /*, ... */) AND x = ANY($3) LIMIT $4;

-- case: parenthesised joins and values in from
-- => t <- a : insert direct 1.0
-- => t <- b : insert direct 1.0
-- => t <- c : insert direct 1.0
INSERT INTO t SELECT * FROM ((a JOIN b USING (id)) LEFT JOIN (ONLY (c)) ON true) CROSS JOIN (VALUES (1, 2), (3, 4)) v(x, y);

-- case: tablesample and locks
-- => t <- a : insert direct 1.0
-- => t <- b : insert direct 1.0
INSERT INTO t SELECT * FROM a TABLESAMPLE SYSTEM (10) REPEATABLE (1), b AS x FOR UPDATE OF x, a SKIP LOCKED;

-- case: keywords as column names
-- => t <- s : insert direct 1.0 { offset > a, values > b }
INSERT INTO t (a, b) SELECT s.offset, s.values FROM s WHERE s.where IS NULL AND s.union = 1;
