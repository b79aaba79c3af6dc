-- case: a chain of aliases
-- => ds.t <- ds.s : insert direct 1.0
INSERT INTO ds.t SELECT z.v FROM ds.s AS s, s.a AS x, x.b AS y, y.c AS z;

-- case: an alias named like a dataset
-- => ds.t <- ds.s : insert direct 1.0
INSERT INTO ds.t SELECT i.x FROM ds.s AS ds, ds.items AS i;

-- case: an array of a CTE
-- => ds.t <- ds.s : insert derived 0.8
INSERT INTO ds.t WITH c AS (SELECT * FROM ds.s) SELECT i.x FROM c, c.items AS i;

-- case: an array that a query makes
-- => ds.t <- ds.s : insert direct 1.0
-- => ds.t <- ds.r : insert derived 0.8
INSERT INTO ds.t SELECT x FROM ds.s CROSS JOIN UNNEST(ARRAY(SELECT k FROM ds.r)) AS x;

-- case: an array that an aggregate makes
-- => ds.t <- ds.r : insert aggregated 0.8
INSERT INTO ds.t SELECT x FROM UNNEST((SELECT ARRAY_AGG(k) FROM ds.r)) AS x;

-- case: a filter on an array
-- => ds.t <- ds.s : insert direct 1.0 { id > id }
INSERT INTO ds.t (id) SELECT id FROM ds.s AS s WHERE EXISTS (SELECT 1 FROM s.items AS i WHERE i.x > 1);

-- case: a filter on an array joined to a table
-- => ds.t <- ds.s : insert direct 1.0
-- => ds.t <- ds.r : insert derived 0.8
INSERT INTO ds.t SELECT id FROM ds.s AS s WHERE EXISTS (SELECT 1 FROM UNNEST(s.items) AS i JOIN ds.r AS r ON r.id = i.id);

-- case: two arrays side by side
-- => ds.t <- ds.s : insert direct 1.0
INSERT INTO ds.t SELECT ARRAY(SELECT AS STRUCT a, b FROM UNNEST(s.xs) AS a WITH OFFSET i JOIN UNNEST(s.ys) AS b WITH OFFSET j ON i = j) FROM ds.s AS s;

-- case: an aggregate of an array is none of the table
-- => ds.t <- ds.s : insert direct 1.0
INSERT INTO ds.t SELECT id, (SELECT SUM(i.price) FROM UNNEST(items) AS i) AS total FROM ds.s;

-- case: a query of a query of an array
-- => ds.t <- ds.s : insert direct 1.0
INSERT INTO ds.t SELECT (SELECT MAX(p) FROM (SELECT i.p FROM s.items AS i WHERE i.ok)) FROM ds.s AS s;

-- case: elements by position and by key
-- => ds.t <- ds.s : insert direct 1.0
INSERT INTO ds.t SELECT items[OFFSET(0)].x, items[SAFE_ORDINAL(2)], doc.a['from'], s.rec.f.g FROM ds.s AS s;

-- case: left join of an array of an array
-- => ds.t <- ds.s : insert direct 1.0
INSERT INTO ds.t SELECT h.page, p.sku FROM ds.s LEFT JOIN UNNEST(hits) AS h WITH OFFSET LEFT JOIN UNNEST(h.products) AS p ON p.qty > 0;

-- case: arrays of functions
-- => ds.t <- ds.s : insert direct 1.0
INSERT INTO ds.t SELECT j, w, d FROM ds.s AS s, UNNEST(JSON_QUERY_ARRAY(s.doc, '$.items')) AS j, UNNEST(SPLIT(s.line, ',')) AS w, UNNEST(GENERATE_DATE_ARRAY(s.a, s.b)) AS d;

-- case: structs of rows
-- => ds.t <- ds.s : insert aggregated 1.0
INSERT INTO ds.t SELECT id, ARRAY_AGG(STRUCT(a, b AS c) ORDER BY ts DESC LIMIT 10) AS last_rows FROM ds.s GROUP BY id;

-- case: a whole row as a struct
-- => ds.t <- ds.s : insert direct 1.0
-- => ds.t <- ds.r : insert direct 1.0
INSERT INTO ds.t SELECT s, STRUCT(r.*) FROM ds.s AS s JOIN ds.r AS r ON r.id = s.id;

-- case: the table's own name, unaliased, before its array in a subquery
-- => ds.t <- p.ds.orders : insert direct 1.0
INSERT INTO ds.t SELECT (SELECT COUNT(*) FROM orders.items) FROM p.ds.orders;

-- case: an array beside a subquery's array
-- => ds.t <- ds.a : insert derived 0.8
-- => ds.t <- ds.b : insert direct 1.0
INSERT INTO ds.t SELECT * FROM (SELECT id, items FROM ds.a) AS q, q.items AS i JOIN ds.b AS b ON b.id = i.id;

-- case: the alias of an inner query is unknown outside
-- => ds.t <- ds.s : insert derived 1.0
-- => ds.t <- ds.r : insert derived 0.8
-- => ds.t <- i.parts : insert derived 1.0
INSERT INTO ds.t SELECT * FROM ds.s WHERE id IN (SELECT i.id FROM ds.r AS i) UNION ALL SELECT * FROM i.parts;
