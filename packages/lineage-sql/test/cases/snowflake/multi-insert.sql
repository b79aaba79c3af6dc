-- case: all, without conditions, each with its own columns and values
-- => sales_jan <- sales : insert direct 1.0
-- => sales_feb <- sales : insert direct 1.0
-- => sales_mar <- sales : insert direct 1.0
INSERT ALL
  INTO sales_jan
  INTO sales_feb (id, amount)
  INTO sales_mar (id, amount, day) VALUES (id, DEFAULT, day)
SELECT id, amount, day FROM sales;

-- case: overwrite first, with an else of its own
-- => big <- src : insert direct 1.0
-- => small <- src : insert direct 1.0
-- => rest <- src : insert direct 1.0
INSERT OVERWRITE FIRST
  WHEN n > 100 THEN INTO big
  WHEN n > 10 THEN INTO small (n) VALUES (n)
  ELSE INTO rest VALUES (NULL, n)
SELECT n FROM src;

-- case: one table in several branches is one edge
-- => t <- s : insert direct 1.0
INSERT ALL WHEN a = 1 THEN INTO t VALUES (a, 'one') WHEN a = 2 THEN INTO t VALUES (a, 'two') SELECT a FROM s;

-- case: a condition with a subquery is a gap that is told
-- => t <- s : insert direct 1.0 partial
-- => u <- s : insert direct 1.0 partial
INSERT ALL WHEN v > (SELECT MAX(v) FROM limits) THEN INTO t ELSE INTO u SELECT v FROM s;

-- case: conditions with the words of the statement
-- => t <- s : insert direct 1.0
INSERT FIRST WHEN kind = 'else into x' AND CASE WHEN a THEN 1 ELSE 2 END = 1 THEN INTO t VALUES (id) SELECT id, kind, a FROM s;

-- case: targets with databases and quoted names
-- => "Raw".public."Orders" <- db.s.src : insert direct 1.0
-- => db2.public.copy <- db.s.src : insert direct 1.0
INSERT ALL INTO "Raw".public."Orders" ("Id") VALUES ("Id") INTO db2.public.copy VALUES ("Id") SELECT "Id" FROM db.s.src;

-- case: from a join, aggregated
-- => by_day <- orders : insert aggregated 1.0
-- => by_day <- customers : insert aggregated 1.0
-- => totals <- orders : insert aggregated 1.0
-- => totals <- customers : insert aggregated 1.0
INSERT ALL INTO by_day VALUES (day, n) INTO totals VALUES (n)
SELECT o.day, COUNT(*) AS n FROM orders o JOIN customers c ON c.id = o.customer GROUP BY o.day;

-- case: from a CTE
-- => a <- events : insert derived 0.8
-- => b <- events : insert derived 0.8
INSERT ALL WHEN ok THEN INTO a ELSE INTO b WITH e AS (SELECT id, v:ok::boolean AS ok FROM events) SELECT * FROM e;

-- case: from a union
-- => a <- s1 : insert derived 1.0
-- => a <- s2 : insert derived 1.0
-- => b <- s1 : insert derived 1.0
-- => b <- s2 : insert derived 1.0
INSERT ALL INTO a INTO b SELECT * FROM s1 UNION ALL SELECT * FROM s2;

-- case: from a stage
-- => good <- stage:@raw.in/day=1/ : insert direct 1.0
-- => bad <- stage:@raw.in/day=1/ : insert direct 1.0
INSERT FIRST WHEN c1 IS NULL THEN INTO bad VALUES (c2) ELSE INTO good VALUES (c1, c2)
SELECT $1 AS c1, $2 AS c2 FROM @raw.in/day=1/ (FILE_FORMAT => 'csv');

-- case: values of literals only
-- => irrelevant: insert without a source table
INSERT ALL INTO a VALUES (x) INTO b VALUES (x) SELECT 1 AS x;

-- case: the source is one of the targets
-- => b <- a : insert direct 1.0
INSERT ALL INTO a INTO b SELECT * FROM a;

-- case: a sequence in the values
-- => orders <- raw : insert direct 1.0
-- => items <- raw : insert direct 1.0
INSERT ALL INTO orders VALUES (order_seq.NEXTVAL, customer) INTO items VALUES (item_seq.NEXTVAL, item) SELECT customer, item FROM raw;

-- case: several targets behind one condition
-- => a <- s : insert direct 1.0
-- => b <- s : insert direct 1.0
-- => c <- s : insert direct 1.0
INSERT ALL WHEN x > 1 THEN INTO a (x) VALUES (x) INTO b INTO c (y) VALUES (x + 1) SELECT x FROM s;

-- case: no column pairs where there are several targets
-- => a <- s : insert direct 1.0 { }
-- => b <- s : insert direct 1.0 { }
INSERT ALL INTO a (p) VALUES (x) INTO b (q) VALUES (x) SELECT x FROM s;
