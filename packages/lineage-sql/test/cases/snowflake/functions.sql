-- case: functions that are named like statements and joins
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT INSERT(a, 1, 2, 'x'), REPLACE(b, 'from', 'to'), LEFT(c, 2), RIGHT(c, 2), TRUNCATE(d, 1), SET_BIT FROM s;

-- case: from inside functions
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT EXTRACT(year FROM ts), EXTRACT(epoch FROM s.ts2), POSITION('a' IN name) FROM s;

-- case: is distinct from
-- => t <- a : insert direct 1.0
-- => t <- b : insert direct 1.0
INSERT INTO t SELECT a.id FROM a JOIN b ON a.id IS NOT DISTINCT FROM b.id AND a.v IS DISTINCT FROM b.v;

-- case: semi-structured paths with words of the grammar
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT v:"from"::string, v:"select".value, v['group']['by'][0]:index, v:at.start::variant:x, v:view.end_ FROM s;

-- case: objects and arrays as constants
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT {'from': a, 'b': [1, 2, c]}, {*}, {* EXCLUDE (a)}, [], {}, ARRAY_CONSTRUCT(a, [b]) FROM s;

-- case: lambdas
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT FILTER(items, x -> x:n > 50), TRANSFORM(items, x INT -> x * 2), REDUCE(items, 0, (acc, x) -> acc + x) FROM s;

-- case: aggregates of every sort
-- => a <- s : insert aggregated 1.0
-- => b <- s : insert aggregated 1.0
-- => c <- s : insert aggregated 1.0
-- => d <- s : insert aggregated 1.0
-- => e <- s : insert aggregated 1.0
-- => f <- s : insert aggregated 1.0
-- => g <- s : insert aggregated 1.0
INSERT INTO a SELECT LISTAGG(DISTINCT x, ', ') WITHIN GROUP (ORDER BY x) FROM s;
INSERT INTO b SELECT OBJECT_AGG(k, v) FROM s;
INSERT INTO c SELECT APPROX_TOP_K(x, 10) FROM s;
INSERT INTO d SELECT BITMAP_CONSTRUCT_AGG(BITMAP_BIT_POSITION(x)) FROM s;
INSERT INTO e SELECT HLL_ACCUMULATE(x) FROM s;
INSERT INTO f SELECT ARRAY_UNION_AGG(x) FROM s;
INSERT INTO g SELECT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY x) FROM s;

-- case: more aggregates
-- => a <- s : insert aggregated 1.0
-- => b <- s : insert aggregated 1.0
-- => c <- s : insert aggregated 1.0
-- => d <- s : insert aggregated 1.0
-- => e <- s : insert aggregated 1.0
INSERT INTO a SELECT BITXOR_AGG(x) FROM s;
INSERT INTO b SELECT BOOLXOR_AGG(x) FROM s;
INSERT INTO c SELECT MINHASH(100, *) FROM s;
INSERT INTO d SELECT REGR_SXY(x, y) FROM s;
INSERT INTO e SELECT AI_AGG(review, 'what do they say?') FROM s;

-- case: columns called like aggregates
-- => t <- s : insert direct 1.0 { COUNT > C, SUM > S, MAX > M }
INSERT INTO t (c, s, m) SELECT count, sum, s.max FROM s;

-- case: aggregate in a window only, and both
-- => a <- s : insert direct 1.0
-- => b <- s : insert aggregated 1.0
INSERT INTO a SELECT COUNT(*) OVER (PARTITION BY k), LISTAGG(x) WITHIN GROUP (ORDER BY x) OVER (PARTITION BY k) FROM s;
INSERT INTO b SELECT k, SUM(SUM(v)) OVER (ORDER BY k) FROM s GROUP BY k;

-- case: table functions of the user
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT * FROM s, TABLE(db.s.my_udtf(s.a, s.b) OVER (PARTITION BY s.k ORDER BY s.ts)) u, LATERAL STRTOK_SPLIT_TO_TABLE(s.x, ' ');

-- case: table functions of the information schema
-- => irrelevant: insert without a source table
INSERT INTO t SELECT * FROM TABLE(db.INFORMATION_SCHEMA.QUERY_HISTORY(RESULT_LIMIT => 10)) q JOIN TABLE(INFORMATION_SCHEMA.COPY_HISTORY(TABLE_NAME => 'x', START_TIME => '2026-01-01'::timestamp)) c ON TRUE;

-- case: files described
-- => irrelevant: insert without a source table
INSERT INTO t SELECT * FROM TABLE(INFER_SCHEMA(LOCATION => '@st/x', FILE_FORMAT => 'ff'));

-- case: a model's function fed from a table
-- => t <- db.s.daily : insert direct 1.0
INSERT INTO t SELECT * FROM TABLE(my_model!FORECAST(INPUT_DATA => TABLE(db.s.daily), SERIES_COLNAME => 'k', TIMESTAMP_COLNAME => 'ts'));

-- case: a model's function fed from a query
-- => t <- daily : insert derived 0.8
INSERT INTO t SELECT * FROM TABLE(my_model!DETECT_ANOMALIES(INPUT_DATA => TABLE(SELECT ts, v FROM daily), TIMESTAMP_COLNAME => 'ts', TARGET_COLNAME => 'v'));

-- case: a model called in the select list
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT id, db.s.churn!PREDICT(INPUT_DATA => {*}) AS p, SNOWFLAKE.CORTEX.COMPLETE('m', 'from x: ' || note) FROM s;

-- case: a scalar function with a subquery as its argument
-- => t <- s : insert direct 1.0
-- => t <- d : insert derived 0.8
INSERT INTO t SELECT COALESCE((SELECT name FROM d WHERE d.id = s.id), 'none'), IFF(s.a IN (1, 2), 'from', 'to') FROM s;

-- case: an array of a query
-- => t <- d : insert aggregated 0.8
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT s.id, (SELECT ARRAY_AGG(d.x) WITHIN GROUP (ORDER BY d.x) FROM d WHERE d.id = s.id) FROM s;

-- case: cast, collate, like any, between, regular expressions
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT a::NUMBER(10, 2), TRY_CAST(b AS DATE), c COLLATE 'en-ci' FROM s WHERE d LIKE ANY ('%from%', '%to%') ESCAPE '^' AND e BETWEEN 1 AND 2 AND f RLIKE 'x$' AND g NOT ILIKE ALL ('a', 'b');

-- case: intervals, binary, scientific numbers, dollars in names
-- => t <- s$1 : insert direct 1.0
INSERT INTO t SELECT DATEADD(day, -1, d), d + INTERVAL '1 day, 2 hours', X'1F', 1.5e-10, .5, $$it's$$ FROM s$1;

-- case: sequences and row numbers
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT db.s.seq.NEXTVAL, seq2.nextval, s.id FROM s;
