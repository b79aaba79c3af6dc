-- case: backticks, blanks, dots and dashes
-- => "my-cat"."my.schema"."t x" <- "a b"."c" : insert direct 1.0
INSERT INTO `my-cat`.`my.schema`.`t x` SELECT * FROM `a b`.`c`;

-- case: one table in different writing is one source
-- => t <- Main.S.Orders : insert direct 1.0
INSERT INTO t SELECT * FROM Main.S.Orders a JOIN main.s.orders b ON a.id = b.id JOIN `MAIN`.`S`.`ORDERS` c ON c.id = b.id;

-- case: a target in different writing is itself
-- => irrelevant: insert without a source table
INSERT INTO main.s.t SELECT * FROM MAIN.S.T WHERE x;

-- case: catalogs that come with the product
-- => t <- hive_metastore.default.x : insert direct 1.0
-- => t <- samples.nyctaxi.trips : insert direct 1.0
-- => t <- system.access.audit : insert direct 1.0
-- => t <- main.information_schema.tables : insert direct 1.0
INSERT INTO t SELECT * FROM hive_metastore.default.x, samples.nyctaxi.trips, system.access.audit, main.information_schema.tables;

-- case: tables called like words of other clauses
-- => t <- date : insert direct 1.0
-- => t <- version : insert direct 1.0
-- => t <- db.table : insert direct 1.0
-- => t <- files : insert direct 1.0
INSERT INTO t SELECT * FROM date d, version v, db.table x JOIN files f;

-- case: quoted words of the grammar
-- => "select" <- "from" : insert direct 1.0 { where > group }
INSERT INTO `select` (`group`) SELECT `where` FROM `from`;

-- case: columns called like words that need no quotes
-- => t <- s : insert direct 1.0 { date > day, value > v, key > k, index > i, timestamp > ts }
INSERT INTO t (day, v, k, i, ts) SELECT date, value, s.key, index, timestamp FROM s;

-- case: columns in any case
-- => t <- s : insert direct 1.0 { a > x, b > y }
INSERT INTO t (X, `Y`) SELECT A, S.`B` FROM s;

-- case: names that begin with underscores, and with digits behind a dot
-- => db.2026_t <- db.01_raw : insert direct 1.0
-- => db.2026_t <- _x : insert direct 1.0
INSERT INTO db.2026_t SELECT * FROM db.01_raw JOIN _x;

-- case: aliases called like words
-- => t <- s : insert direct 1.0 { id > id }
-- => u <- r : insert direct 1.0
INSERT INTO t (id) SELECT source.id FROM s AS source;
INSERT INTO u SELECT target.id FROM r target WHERE target.type = 'x';

-- case: comments between all words
-- => db.t <- raw.u : insert direct 1.0 { a > x }
INSERT /* all */ INTO -- the target
  db /* . */ . t ( x -- column
  ) SELECT a /* , b */ -- , c
  FROM -- from nowhere
  raw /**/ . u /* the end;*/ ;

-- case: comments nest
-- => t <- s : insert direct 1.0
INSERT INTO t /* a /* b */ SELECT 1 FROM x */ SELECT * FROM s;

-- case: what looks like a comment in a string
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT '-- from x', "/* from y" -- from z
FROM s;

-- case: no space where none is needed
-- => t <- "s" : insert direct 1.0 { a > a }
INSERT	INTO t(a)SELECT`a`FROM`s`;

-- case: several statements, empty ones, and the last without its end
-- => a <- b : insert direct 1.0
-- => c <- d : insert direct 1.0
;;INSERT INTO a SELECT * FROM b;; ;
-- only a comment;
INSERT INTO c SELECT * FROM d

-- case: a broken statement harms no other
-- => a <- b : insert direct 1.0
-- => unparsed: expected a table name after INSERT
-- => c <- d : insert direct 1.0
INSERT INTO a SELECT * FROM b;
INSERT INTO SELECT FROM;
INSERT INTO c SELECT * FROM d;

-- case: a text that is cut short
-- truncated
-- => t <- a : insert direct 1.0 partial
-- => t <- b : insert direct 1.0 partial
INSERT INTO t SELECT * FROM a JOIN b ON a.id = b.

-- case: parameters as values and as names
-- => t <- s : insert direct 1.0
-- => t <- s : insert direct 1.0 partial
-- => unparsed: the table after INSERT is known only when it runs
INSERT INTO t SELECT * FROM s WHERE a = :a AND b = ?;
INSERT INTO t SELECT * FROM s JOIN IDENTIFIER(:other) o USING (id);
INSERT INTO IDENTIFIER(:target) SELECT * FROM s;

-- case: names as strings in every statement
-- => main.s.t <- s : create_table_as direct 1.0
-- => main.s.v <- s : create_view direct 1.0
-- => main.s.t <- s : update derived 0.8
-- => irrelevant: drop [drop main.s.t]
CREATE TABLE IDENTIFIER('main.s.t') AS SELECT * FROM s;
CREATE VIEW IDENTIFIER('main.s.v') AS SELECT * FROM IDENTIFIER("s");
UPDATE IDENTIFIER('main.s.t') SET x = 1 WHERE id IN (SELECT id FROM s);
DROP TABLE IDENTIFIER('main.s.t');

-- case: a name put together from literals
-- => main.s.t <- main.s.u : insert direct 1.0
INSERT INTO IDENTIFIER('main.s' || '.t') SELECT * FROM IDENTIFIER('main.' || 's.u');

-- case: a name of a part in a string
-- => main.s.t <- s : insert direct 1.0
INSERT INTO main.s.IDENTIFIER('t') SELECT * FROM s;

-- case: templates are refused
-- => unparsed: a template, not SQL
INSERT INTO t SELECT * FROM {{ ref('s') }};

-- case: letters that are not of English
-- => größe <- "таблица" : insert direct 1.0
INSERT INTO größe SELECT * FROM `таблица`;

-- case: a name of one part that begins with a digit
-- => 2026_t <- 2025_s : insert direct 1.0
INSERT INTO 2026_t SELECT * FROM 2025_s;

-- case: a part of a name that a parameter gives is told
-- => unparsed: expected a table name after INSERT
-- => t <- s : insert direct 1.0 partial
INSERT INTO main.s.IDENTIFIER(:name) SELECT * FROM s;
INSERT INTO t SELECT * FROM s, main.IDENTIFIER(:schema).u;
