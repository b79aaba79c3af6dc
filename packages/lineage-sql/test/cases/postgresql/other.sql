-- case: statements that move nothing
-- => irrelevant: select [reads a, b]
-- => irrelevant: set [context: app, public]
-- => irrelevant: grant []
-- => irrelevant: truncate [truncate t]
-- => irrelevant: drop [drop v]
-- => irrelevant: alter []
-- => irrelevant: begin [begin]
-- => irrelevant: commit [commit]
-- => irrelevant: refresh
-- => irrelevant: copy from the client
-- => irrelevant: explain
-- => irrelevant: begin [begin]
-- => irrelevant: select []
-- => irrelevant: values
SELECT * FROM a JOIN b USING (id);
SET search_path = app, public;
GRANT SELECT ON t TO r;
TRUNCATE t;
DROP VIEW IF EXISTS v CASCADE;
ALTER TABLE t ADD COLUMN x int;
BEGIN;
COMMIT;
REFRESH MATERIALIZED VIEW CONCURRENTLY m;
COPY t FROM STDIN;
EXPLAIN INSERT INTO t SELECT * FROM s;
BEGIN ISOLATION LEVEL SERIALIZABLE;
(SELECT 1) UNION (SELECT 2);
VALUES (1);

-- case: explain analyze and prepare run their statement
-- => t <- s : insert direct 1.0
-- => t <- s : insert direct 1.0
-- => u <- s : insert direct 1.0
EXPLAIN ANALYZE VERBOSE INSERT INTO t SELECT * FROM s;
EXPLAIN (ANALYZE, BUFFERS) INSERT INTO t SELECT * FROM s;
PREPARE p (int, text) AS INSERT INTO u SELECT * FROM s WHERE id = $1;

-- case: anonymous blocks are read, calls are said to be out of sight
-- => a <- b : insert direct 1.0
-- => unparsed: what a procedure does is out of sight: stopped at "CALL"
DO $$ BEGIN INSERT INTO a SELECT * FROM b; END $$;
CALL refresh_all();

-- case: a bad statement does not harm its neighbours
-- => a <- b : insert direct 1.0
-- => unparsed: expected a table name after INSERT: stopped at "(" (character 44)
-- => unparsed: not understood: stopped at "hello"
-- => c <- d : insert direct 1.0
INSERT INTO a SELECT * FROM b;
INSERT INTO (SELECT;
hello world;
INSERT INTO c SELECT * FROM d;

-- case: templates are refused
-- => unparsed: a template, not SQL: stopped at "{{" (character 29)
INSERT INTO t SELECT * FROM {{ ref('orders') }};

-- case: a template mark in a string is text
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT '{{ x }}', '{% y' FROM s;

-- case: cut short in the list of tables
-- truncated
-- => t <- a : insert direct 1.0 partial
INSERT INTO t SELECT * FROM a LEFT JOIN

-- case: cut short before the tables
-- truncated
-- => unparsed: no source table was understood
INSERT INTO t (a, b) SELECT a,

-- case: an open string is noticed
-- => t <- a : insert direct 1.0 partial
INSERT INTO t SELECT * FROM a WHERE x = 'oops;

-- case: an open parenthesis is noticed
-- => t <- a : insert direct 1.0 partial
-- => t <- b : insert derived 0.8 partial
INSERT INTO t SELECT * FROM a WHERE id IN (SELECT id FROM b

-- case: an empty script, one of comments, and stray semicolons
-- => t <- s : insert direct 1.0
;; /* nothing */ ; INSERT INTO t SELECT * FROM s ;;
