-- case: a table of JSON
-- => t <- s : insert direct 1.0
INSERT INTO t (id, name) SELECT j.id, j.part FROM s, JSON_TABLE(s.doc, '$.items[*]' COLUMNS (n FOR ORDINALITY, id int PATH '$.id', NESTED PATH '$.parts[*]' COLUMNS (part text PATH '$'))) AS j;

-- case: a table of JSON from a query
-- => t <- d : insert derived 0.8
INSERT INTO t (id) SELECT j.id FROM JSON_TABLE((SELECT doc FROM d LIMIT 1), '$[*]' PASSING 1 AS lo COLUMNS (id int EXISTS PATH '$.id', v jsonb FORMAT JSON PATH '$.v' DEFAULT '{}' ON EMPTY)) j;

-- case: a table of XML
-- => t <- s : insert direct 1.0
INSERT INTO t (id, name) SELECT x.id, x.name FROM s, XMLTABLE(XMLNAMESPACES ('http://from/x' AS n), '/n:r/n:i' PASSING s.body COLUMNS id int PATH '@id', name text PATH 'n:name' DEFAULT 'from', k FOR ORDINALITY) AS x;

-- case: JSON of a query, and of rows
-- => t <- a : insert aggregated 1.0
-- => t <- b : insert derived 0.8
INSERT INTO t (doc) SELECT JSON_OBJECT('n' VALUE JSON_ARRAYAGG(a.x ORDER BY a.id), 'm' : JSON_ARRAY(SELECT b.x FROM b ORDER BY b.id))::jsonb FROM a;

-- case: JSON aggregates by key
-- => t <- s : insert aggregated 1.0
INSERT INTO t (doc) SELECT JSON_OBJECTAGG(name : x WITH UNIQUE KEYS RETURNING jsonb) FROM s;

-- case: paths into JSON
-- => t <- s : insert direct 1.0
INSERT INTO t (id, name, ok) SELECT JSON_VALUE(doc, '$.a' RETURNING int), JSON_QUERY(doc, '$.b' OMIT QUOTES), JSON_EXISTS(doc, '$.c ? (@ > 1)') FROM s WHERE doc IS JSON OBJECT AND doc @? '$.from' AND doc @@ '$.x > 1';

-- case: rows of JSON with their names
-- => t <- s : insert direct 1.0
INSERT INTO t (id, name) SELECT r.id, r.name FROM s CROSS JOIN LATERAL jsonb_to_recordset(s.doc) AS r (id int, name text), jsonb_each_text(s.doc) e, jsonb_array_elements(s.doc -> 'from') WITH ORDINALITY AS q (v, n);

-- case: functions in step
-- => t <- s : insert direct 1.0
INSERT INTO t (id, x) SELECT f.i, f.j FROM s, ROWS FROM (generate_series(1, s.x), unnest(s.tags), json_to_record('{"a": 1}') AS (a int)) WITH ORDINALITY AS f (i, tag, a, j);

-- case: a function of an own query
-- => t <- d : insert derived 0.8
INSERT INTO t (name) SELECT g FROM unnest(ARRAY(SELECT name FROM d WHERE ok)) AS g;

-- case: XML of rows
-- => t <- s : insert aggregated 1.0
INSERT INTO t (name) SELECT xmlserialize(CONTENT xmlagg(xmlelement(name "from", xmlattributes(id AS "select"), xmlforest(x AS y))) AS text) FROM s;

-- case: rows compared and made
-- => t <- s : insert direct 1.0
-- => t <- d : insert derived 0.8
INSERT INTO t (id, name) SELECT (ROW (s.*)::s).id, row_to_json(s)::text FROM s WHERE (x, y) IN (SELECT x, y FROM d) AND ROW (x, y) IS DISTINCT FROM ROW (1, 2);

-- case: any, all and some
-- => t <- s : insert direct 1.0 { id > id }
-- => t <- a : insert derived 0.8
-- => t <- b : insert derived 0.8
-- => t <- c : insert derived 0.8
INSERT INTO t (id) SELECT id FROM s WHERE x = ANY (SELECT x FROM a) AND y > ALL (SELECT y FROM b) AND z <> SOME (SELECT z FROM c) AND name = ANY ('{from,x}');
