-- case: the standard forms
-- => a <- s : insert direct 1.0
-- => b <- s : create_table_as direct 1.0
-- => c <- s : create_view direct 1.0
-- => d <- s : merge direct 1.0
INSERT INTO a SELECT * FROM s;
CREATE TABLE b AS (SELECT * FROM s) WITH DATA;
CREATE VIEW c AS SELECT * FROM s;
MERGE INTO d USING s ON d.id = s.id WHEN MATCHED THEN UPDATE SET x = s.x;

-- case: quotes of both kinds
-- => "a" <- "b c" : insert direct 1.0
INSERT INTO "a" SELECT * FROM `b c`;

-- case: corresponding and nested set operators
-- => t <- a : insert derived 1.0
-- => t <- b : insert derived 1.0
-- => t <- c : insert derived 1.0
INSERT INTO t (SELECT * FROM a INTERSECT (SELECT * FROM b)) UNION CORRESPONDING BY (x) SELECT * FROM c;

-- case: a union inside a derived table
-- => t <- a : insert derived 0.8
-- => t <- b : insert derived 0.8
-- => t <- c : insert derived 0.8
INSERT INTO t SELECT * FROM ((SELECT * FROM a) UNION ALL (SELECT * FROM b) UNION ALL SELECT * FROM c) u;

-- case: a union inside an expression
-- => t <- s : insert direct 1.0
-- => t <- a : insert derived 0.8
-- => t <- b : insert derived 0.8
INSERT INTO t SELECT * FROM s WHERE id IN ((SELECT id FROM a) UNION (SELECT id FROM b));

-- case: grouping sets, fetch first, row constructors
-- => t <- s : insert aggregated 1.0
INSERT INTO t SELECT a, b FROM s WHERE (a, b) = (1, 2) GROUP BY GROUPING SETS ((a), (b)) ORDER BY 1 OFFSET 1 ROW FETCH FIRST 5 ROWS ONLY;
