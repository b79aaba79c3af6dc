-- case: functions that are named like statements and joins
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT replace(a, 'from', 'to'), left(b, 2), right(b, 2), insert(c), overlay(d PLACING 'x' FROM 2 FOR 3), substring(e FROM 1 FOR 2), trim(LEADING 'x' FROM f), extract(YEAR FROM ts), position('a' IN g) FROM s;

-- case: is distinct from
-- => t <- a : insert direct 1.0
-- => t <- b : insert direct 1.0
INSERT INTO t SELECT a.id FROM a JOIN b ON a.id IS NOT DISTINCT FROM b.id AND a.v IS DISTINCT FROM b.v;

-- case: lambdas with subqueries near them
-- => t <- s : insert direct 1.0
-- => t <- d : insert derived 0.8
INSERT INTO t SELECT transform(xs, (x, i) -> x + i), filter(ys, y -> y IS NOT NULL), aggregate(zs, 0, (acc, z) -> acc + z, acc -> acc * 10), exists(xs, x -> x > 1) FROM s WHERE id IN (SELECT id FROM d);

-- case: aggregate over an array is no aggregate of rows
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT reduce(xs, 0, (a, x) -> a + x), array_max(xs), size(xs), any_match_(xs) FROM s;

-- case: paths in JSON and in variants
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT j:from.`select`[0]::int, v:a.b['where'], raw:items[*].price, v:x::string FROM s;

-- case: structs, maps and casts with types that hold words
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT named_struct('from', a, 'b', 1), CAST(b AS STRUCT<`from`: INT, x: ARRAY<MAP<STRING, INT>>>), map('a', 1)['a'], a.b.c.d, array(1, 2)[0], try_cast(c AS DATE) FROM s;

-- case: aggregates of every sort
-- => a <- s : insert aggregated 1.0
-- => b <- s : insert aggregated 1.0
-- => c <- s : insert aggregated 1.0
-- => d <- s : insert aggregated 1.0
-- => e <- s : insert aggregated 1.0
-- => f <- s : insert aggregated 1.0
-- => g <- s : insert aggregated 1.0
INSERT INTO a SELECT collect_set(x) FROM s;
INSERT INTO b SELECT percentile_approx(x, array(0.5, 0.9)) FROM s;
INSERT INTO c SELECT count_if(x > 1) FROM s;
INSERT INTO d SELECT max_by(x, y) FROM s;
INSERT INTO e SELECT listagg(x, ',') WITHIN GROUP (ORDER BY x) FROM s;
INSERT INTO f SELECT sum(x) FILTER (WHERE y > 1) FROM s;
INSERT INTO g SELECT mode() WITHIN GROUP (ORDER BY x) FROM s;

-- case: more aggregates
-- => a <- s : insert aggregated 1.0
-- => b <- s : insert aggregated 1.0
-- => c <- s : insert aggregated 1.0
-- => d <- s : insert aggregated 1.0
-- => e <- s : insert aggregated 1.0
-- => f <- s : insert aggregated 1.0
INSERT INTO a SELECT first(x, true) FROM s;
INSERT INTO b SELECT last_value(x) FROM s;
INSERT INTO c SELECT try_sum(x), try_avg(y) FROM s;
INSERT INTO d SELECT hll_sketch_agg(x) FROM s;
INSERT INTO e SELECT bitmap_construct_agg(x) FROM s;
INSERT INTO f SELECT histogram_numeric(x, 5), schema_of_json_agg(y) FROM s;

-- case: first_value in a window is no aggregate
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT first_value(x) IGNORE NULLS OVER (PARTITION BY k ORDER BY ts), last(y) OVER w, count(*) OVER () FROM s WINDOW w AS (ORDER BY ts);

-- case: columns called like aggregates and functions
-- => t <- s : insert direct 1.0 { count > c, first > f, max > m }
INSERT INTO t (c, f, m) SELECT count, first, s.max FROM s;

-- case: AI functions and calls of models
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT ai_query('model', concat('from x: ', note), responseFormat => 'STRUCT<a: STRING>'), ai_classify(note, array('select', 'from')), http_request(conn => 'c', method => 'POST', path => '/x') FROM s;

-- case: intervals, literals and operators
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT d + INTERVAL 1 DAY, INTERVAL '1-2' YEAR TO MONTH, DATE'2026-01-01', X'1F', 1e3, 2BD, a DIV b, c % 2, NOT d, e || 'x', f::int, g ?:: date, h <=> i, ~j FROM s;

-- case: like, rlike, between, in, and cases
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT CASE a WHEN 1 THEN 'from' ELSE 'join' END, if(b LIKE ANY ('%from%', 'x'), 1, 2) FROM s WHERE c NOT RLIKE 'select' AND d NOT BETWEEN 1 AND 2 AND (e, f) IN ((1, 2)) AND g ILIKE ALL ('a%');

-- case: raw strings and escapes
-- => t <- s : insert direct 1.0
-- => u <- s : insert direct 1.0
INSERT INTO t SELECT r"\", R'\' , 'it\'s; from x', "say \"from y\"" FROM s;
INSERT INTO u SELECT 'it''s from x', "a ""from"" b" FROM s;

-- case: some and any over rows
-- => t <- s : insert aggregated 1.0
INSERT INTO t SELECT some(x), any(y) FROM s;
