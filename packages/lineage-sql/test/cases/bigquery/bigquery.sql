-- case: insert without into
-- => ds.t <- ds.s : insert direct 1.0 { a > x }
INSERT ds.t (x) SELECT a FROM ds.s;

-- case: paths in one pair of quotes, in several, and without
-- => "my-proj"."ds"."t" <- "my-proj"."ds"."s" : insert direct 1.0
-- => "my-proj"."ds"."t" <- other-proj-1.ds2.u : insert direct 1.0
-- => "my-proj"."ds"."t" <- "p".ds."v" : insert direct 1.0
INSERT INTO `my-proj.ds.t` SELECT * FROM `my-proj.ds.s`, other-proj-1.ds2.u JOIN `p`.ds.`v` USING (id);

-- case: arrays of an alias are no tables
-- => ds.t <- ds.s : insert direct 1.0
INSERT INTO ds.t SELECT item.x FROM ds.s AS o, o.items AS item, item.parts, UNNEST(o.tags) tag WITH OFFSET pos;

-- case: arrays in a correlated subquery
-- => ds.t <- ds.s : insert direct 1.0
INSERT INTO ds.t SELECT ARRAY(SELECT x FROM o.items WHERE x > 0) FROM ds.s o;

-- case: an alias of one operand of a union means nothing in the other
-- => ds.t <- o.items : insert derived 1.0
-- => ds.t <- ds.s : insert derived 1.0
INSERT INTO ds.t SELECT x FROM o.items UNION ALL SELECT x FROM ds.s AS o;

-- case: the other way round
-- => ds.t <- o.items : insert derived 1.0
-- => ds.t <- ds.s : insert derived 1.0
INSERT INTO ds.t SELECT x FROM ds.s AS o UNION ALL SELECT x FROM o.items;

-- case: an alias inside a parenthesised join is seen outside
-- => ds.t <- ds.a : insert direct 1.0
-- => ds.t <- ds.b : insert direct 1.0
INSERT INTO ds.t SELECT * FROM (ds.a AS x JOIN ds.b USING (id)), x.items;

-- case: an alias ends with its query
-- => ds.t <- ds.s : insert derived 0.8
-- => ds.t <- o.items : insert direct 1.0
INSERT INTO ds.t SELECT * FROM (SELECT 1 FROM ds.s o) q, o.items;

-- case: except takes columns away
-- => ds.t <- ds.a : insert derived 1.0
-- => ds.t <- ds.b : insert derived 1.0
INSERT INTO ds.t SELECT * EXCEPT (x, y) REPLACE (1 AS z) FROM ds.a EXCEPT DISTINCT SELECT * FROM ds.b;

-- case: create table with partitions and options
-- => ds.t <- ds.s : create_table_as direct 1.0 { ts > ts, x > y }
CREATE OR REPLACE TABLE ds.t PARTITION BY DATE(ts) CLUSTER BY y OPTIONS (description = "as select from nowhere") AS SELECT ts, x AS y FROM ds.s;

-- case: copy, clone and snapshot
-- => ds.a <- ds.s : create_table_as direct 1.0
-- => ds.b <- ds.s : create_table_as direct 1.0
-- => ds.c <- ds.s : create_table_as direct 1.0
CREATE TABLE ds.a COPY ds.s;
CREATE TABLE ds.b CLONE ds.s FOR SYSTEM_TIME AS OF TIMESTAMP '2026-01-01';
CREATE SNAPSHOT TABLE ds.c CLONE ds.s;

-- case: system time and a comma after it
-- => ds.t <- ds.a : insert direct 1.0
-- => ds.t <- ds.b : insert direct 1.0
INSERT INTO ds.t SELECT * FROM ds.a FOR SYSTEM_TIME AS OF CURRENT_TIMESTAMP(), ds.b;

-- case: names of CTEs in any case
-- => ds.t <- ds.s : insert derived 0.8
INSERT INTO ds.t WITH Base AS (SELECT * FROM ds.s) SELECT * FROM BASE;

-- case: table names keep their case
-- => ds.T <- ds.t : insert direct 1.0
INSERT INTO ds.T SELECT * FROM ds.t;

-- case: strings of every kind
-- => ds.t <- ds.s : insert direct 1.0
INSERT INTO ds.t SELECT "from a", 'it\'s', '''from "b" ' ''', """from 'c' """, r"\", from", rb'x', b"y" FROM ds.s # from d
;

-- case: merge
-- => ds.t <- ds.s : merge direct 1.0
MERGE ds.t T USING ds.s S ON T.id = S.id WHEN MATCHED THEN UPDATE SET x = S.x WHEN NOT MATCHED BY SOURCE THEN DELETE;

-- case: delete without from
-- => ds.t <- ds.s : delete derived 0.8
DELETE ds.t WHERE id IN (SELECT id FROM ds.s);

-- case: pipes
-- => ds.t <- ds.a : create_table_as aggregated 1.0
-- => ds.t <- ds.b : create_table_as aggregated 1.0
CREATE TABLE ds.t AS FROM ds.a |> JOIN ds.b USING (id) |> WHERE x > 1 |> EXTEND y AS z, w AS v |> AGGREGATE SUM(x) AS s, COUNT(*) AS n GROUP BY day;

-- case: more parts than a table has
-- => ds.t <- ds.s : insert direct 1.0
INSERT INTO ds.t SELECT * FROM ds.s, `p`.`region-us`.INFORMATION_SCHEMA.TABLES;

-- case: parameters
-- => ds.t <- ds.s : insert direct 1.0
INSERT INTO ds.t SELECT @x, @@time_zone FROM ds.s WHERE a = @from;
