-- case: quotes, with dots and blanks inside
-- => "My Db"."My.Schema"."T x" <- db."s"."Orders" : insert direct 1.0
INSERT INTO "My Db"."My.Schema"."T x" SELECT * FROM db."s"."Orders";

-- case: one table in different writing is one source
-- => t <- db.s.ORDERS : insert direct 1.0
INSERT INTO t SELECT * FROM db.s.ORDERS a JOIN DB.S.orders b ON a.id = b.id JOIN "DB"."S"."ORDERS" c ON c.id = b.id;

-- case: a table called like its target in another schema
-- => mart.orders <- raw.orders : insert direct 1.0
INSERT INTO mart.orders SELECT * FROM raw.orders;

-- case: tables called like words of other clauses
-- => t <- date : insert direct 1.0
-- => t <- version : insert direct 1.0
-- => t <- stage : insert direct 1.0
-- => t <- stream : insert direct 1.0
-- => t <- db.table : insert direct 1.0
INSERT INTO t SELECT * FROM date d, version v, stage, stream s2, db.table x;

-- case: quoted words of the grammar
-- => "select" <- "from" : insert direct 1.0 { where > group }
INSERT INTO "select" ("group") SELECT "where" FROM "from";

-- case: columns called like words that need no quotes
-- => t <- s : insert direct 1.0 { DATE > DAY, VALUE > V, KEY > K, INDEX > I, OFFSET > O }
INSERT INTO t (day, v, k, i, o) SELECT date, value, s.key, index, s.offset FROM s;

-- case: aliases called like words
-- => t <- s : insert direct 1.0 { ID > ID }
-- => u <- r : insert direct 1.0
INSERT INTO t (id) SELECT source.id FROM s AS source;
INSERT INTO u SELECT target.id FROM r target WHERE target.type = 'x';

-- case: dollars and underscores
-- => _t$1 <- a$b : insert direct 1.0 partial
INSERT INTO _t$1 SELECT * FROM a$b JOIN IDENTIFIER($s) ON TRUE;

-- case: a schema left out, with quotes
-- => "Db".PUBLIC.t <- "Db".PUBLIC."S" : insert direct 1.0
INSERT INTO "Db"..t SELECT * FROM "Db".."S";

-- case: letters that are not of English
-- => größe <- "таблица" : insert direct 1.0
INSERT INTO größe SELECT * FROM "таблица";

-- case: comments between all words
-- => db.s.t <- raw.u : insert direct 1.0 { A > X }
INSERT /* all */ INTO -- the target
  db /* . */ . s . /* x */ t ( x -- column
  ) SELECT a /* , b */ -- , c
  FROM // slashes from nowhere
  raw /**/ . u /* the end;*/ ;

-- case: a comment that looks open inside a string, and a string inside a comment
-- => t <- s : insert direct 1.0
-- => u <- s : insert direct 1.0
INSERT INTO t SELECT '/* from x', '-- from y' FROM s;
INSERT INTO u /* ' */ SELECT 1 /* it's */ FROM s;

-- case: comments do not nest
-- => t <- s : insert direct 1.0
INSERT INTO t /* a /* b */ SELECT * FROM s;

-- case: tabs, carriage returns, and no space where none is needed
-- => t <- "S" : insert direct 1.0 { A > A }
INSERT	INTO	t(a)SELECT"A"FROM"S";

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

-- case: a text cut inside a string
-- truncated
-- => t <- a : insert direct 1.0 partial
INSERT INTO t SELECT * FROM a WHERE x = 'from b

-- case: bound parameters
-- => t <- s : insert direct 1.0
-- => irrelevant: insert without a source table
INSERT INTO t SELECT * FROM s WHERE a = ? AND b = :1 AND c = :name AND d = %(x)s;
INSERT INTO t VALUES (?, ?, :3);

-- case: session variables as values
-- => irrelevant: set []
-- => irrelevant: set [reads s]
-- => t <- s : insert direct 1.0
SET n = 10;
SET (lo, hi) = (SELECT MIN(id), MAX(id) FROM s);
INSERT INTO t SELECT * FROM s WHERE id BETWEEN $lo AND $hi LIMIT $n;

-- case: templates are refused
-- => unparsed: a template, not SQL
INSERT INTO t SELECT * FROM {{ ref('s') }};
