-- case: a model learns from a CTE
-- => ds.m <- ds.s : other derived 0.8
CREATE MODEL IF NOT EXISTS ds.m OPTIONS (model_type = 'KMEANS', num_clusters = 4) AS WITH x AS (SELECT a, b FROM ds.s) SELECT * FROM x;

-- case: a model of two queries
-- => ds.m <- ds.sales : other derived 0.8
-- => ds.m <- ds.days_off : other derived 0.8
CREATE OR REPLACE MODEL ds.m OPTIONS (model_type = 'ARIMA_PLUS', time_series_timestamp_col = 'd', time_series_data_col = 'x') AS (
  training_data AS (SELECT d, x FROM ds.sales),
  custom_holiday AS (SELECT * FROM ds.days_off)
);

-- case: a model elsewhere
-- => irrelevant: create model []
CREATE MODEL ds.m INPUT (x FLOAT64) OUTPUT (y FLOAT64) REMOTE WITH CONNECTION `p.us.c` OPTIONS (endpoint = 'gemini-2.0-flash');

-- case: predictions of a table at a quoted path
-- => ds.t <- "p"."ds"."m" : create_table_as direct 1.0
-- => ds.t <- "p"."ds"."s" : create_table_as direct 1.0
CREATE TABLE ds.t AS SELECT * FROM ML.PREDICT(MODEL `p.ds.m`, TABLE `p.ds.s`);

-- case: predictions of a query that aggregates
-- => ds.t <- ds.m : insert direct 1.0
-- => ds.t <- ds.s : insert aggregated 0.8
INSERT INTO ds.t SELECT predicted_y FROM ML.PREDICT(MODEL ds.m, (SELECT id, SUM(x) AS x FROM ds.s GROUP BY id), STRUCT(0.5 AS threshold, TRUE AS keep_original_columns));

-- case: what only looks at a model
-- => ds.a <- ds.m : create_table_as direct 1.0
-- => ds.b <- ds.m : create_table_as direct 1.0
-- => ds.c <- ds.m : create_table_as direct 1.0
CREATE TABLE ds.a AS SELECT * FROM ML.WEIGHTS(MODEL ds.m);
CREATE TABLE ds.b AS SELECT * FROM ML.TRAINING_INFO(MODEL ds.m);
CREATE TABLE ds.c AS SELECT * FROM ML.FORECAST(MODEL ds.m, STRUCT(30 AS horizon, 0.8 AS confidence_level));

-- case: an evaluation joined to a table
-- => ds.t <- ds.m : insert direct 1.0
-- => ds.t <- ds.test : insert derived 0.8
-- => ds.t <- ds.runs : insert direct 1.0
INSERT INTO ds.t SELECT e.*, r.id FROM ML.EVALUATE(MODEL ds.m, (SELECT * FROM ds.test)) AS e CROSS JOIN ds.runs AS r;

-- case: text from a model
-- => ds.t <- ds.m : create_table_as direct 1.0
-- => ds.t <- ds.reviews : create_table_as derived 0.8
CREATE TABLE ds.t AS SELECT * FROM ML.GENERATE_TEXT(MODEL ds.m, (SELECT CONCAT('Classify: ', review) AS prompt FROM ds.reviews), STRUCT(0.2 AS temperature, 100 AS max_output_tokens));

-- case: embeddings of a table
-- => ds.e <- ds.m : create_table_as direct 1.0
-- => ds.e <- ds.docs : create_table_as direct 1.0
CREATE OR REPLACE TABLE ds.e AS SELECT * FROM ML.GENERATE_EMBEDDING(MODEL ds.m, TABLE ds.docs, STRUCT(TRUE AS flatten_json_output));

-- case: a table from a model
-- => ds.t <- ds.m : create_table_as direct 1.0
-- => ds.t <- ds.s : create_table_as derived 0.8
CREATE TABLE ds.t AS SELECT name FROM AI.GENERATE_TABLE(MODEL ds.m, (SELECT body AS prompt FROM ds.s), STRUCT('name STRING, age INT64' AS output_schema));

-- case: a forecast without a model
-- => ds.t <- ds.s : create_table_as direct 1.0
CREATE TABLE ds.t AS SELECT * FROM AI.FORECAST(TABLE ds.s, data_col => 'x', timestamp_col => 'd', horizon => 30);

-- case: a search of vectors between two tables
-- => ds.t <- ds.base : create_table_as direct 1.0
-- => ds.t <- ds.queries : create_table_as direct 1.0
CREATE TABLE ds.t AS SELECT query.id, base.id, distance FROM VECTOR_SEARCH(TABLE ds.base, 'emb', TABLE ds.queries, 'emb', top_k => 2, distance_type => 'COSINE');

-- case: a search of vectors between two queries
-- => ds.t <- ds.base : create_table_as derived 0.8
-- => ds.t <- ds.queries : create_table_as derived 0.8
CREATE TABLE ds.t AS SELECT * FROM VECTOR_SEARCH((SELECT * FROM ds.base WHERE ok), 'emb', query_to_search => (SELECT * FROM ds.queries), options => '{"fraction_lists_to_search": 0.01}');

-- case: a search by a model's embedding of words
-- => ds.t <- ds.base : create_table_as direct 1.0
-- => ds.t <- ds.m : create_table_as derived 0.8
CREATE TABLE ds.t AS SELECT base.id FROM VECTOR_SEARCH(TABLE ds.base, 'emb', (SELECT ml_generate_embedding_result FROM ML.GENERATE_EMBEDDING(MODEL ds.m, (SELECT 'wool' AS content))));

-- case: a text search in rows
-- => ds.t <- ds.logs : create_table_as direct 1.0 { id > id }
CREATE TABLE ds.t AS SELECT id FROM ds.logs AS l WHERE SEARCH(l, 'from error', analyzer => 'LOG_ANALYZER');

-- case: what was appended, and what changed, by positions and by names
-- => ds.a <- ds.s : insert direct 1.0
-- => ds.b <- "ds"."s" : insert direct 1.0
INSERT INTO ds.a SELECT * FROM APPENDS(TABLE ds.s, start_timestamp => TIMESTAMP '2026-01-01', end_timestamp => NULL);
INSERT INTO ds.b SELECT * FROM CHANGES(TABLE `ds`.`s`, NULL, TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL 1 HOUR)) WHERE _CHANGE_TYPE = 'DELETE';

-- case: sessions of ranges and gaps filled in a query
-- => ds.a <- ds.s : create_table_as direct 1.0
-- => ds.b <- ds.s : create_table_as derived 0.8
CREATE TABLE ds.a AS SELECT * FROM RANGE_SESSIONIZE(TABLE ds.s, 'during', ['emp'], 'MEETS');
CREATE TABLE ds.b AS SELECT * FROM GAP_FILL((SELECT * FROM ds.s), ts_column => 'ts', bucket_width => INTERVAL 1 MINUTE, value_columns => [('x', 'locf')]);

-- case: features at a time
-- => ds.t <- ds.f : create_table_as direct 1.0
CREATE TABLE ds.t AS SELECT * FROM ML.FEATURES_AT_TIME(TABLE ds.f, time => '2026-01-01 10:00:00', num_rows => 1, ignore_feature_nulls => TRUE);

-- case: a CTE as an argument
-- => ds.t <- ds.m : create_table_as direct 1.0
-- => ds.t <- ds.s : create_table_as derived 0.8
CREATE TABLE ds.t AS WITH x AS (SELECT * FROM ds.s) SELECT * FROM ML.PREDICT(MODEL ds.m, TABLE x);

-- case: a table function of the user's beside a table
-- => ds.t <- ds.s : create_table_as direct 1.0
CREATE TABLE ds.t AS SELECT * FROM `p.ds.by_day`(DATE '2026-01-01') AS f JOIN ds.s AS s USING (id);

-- case: a table function of the user's that takes a table
-- => ds.t <- ds.s : create_table_as direct 1.0
CREATE TABLE ds.t AS SELECT * FROM ds.dedupe(TABLE ds.s, 'id');

-- case: a graph over tables
-- => ds.g <- ds.person : create_view direct 1.0
-- => ds.g <- ds.account : create_view direct 1.0
-- => ds.g <- ds.owns : create_view direct 1.0
CREATE OR REPLACE PROPERTY GRAPH ds.g
NODE TABLES (ds.person KEY (id), ds.account AS Account KEY (id) LABEL Account PROPERTIES (id, balance))
EDGE TABLES (ds.owns KEY (pid, aid) SOURCE KEY (pid) REFERENCES person (id) DESTINATION KEY (aid) REFERENCES Account (id) LABEL Owns);

-- case: rows of a graph
-- => ds.t <- ds.g : create_table_as direct 1.0
CREATE TABLE ds.t AS SELECT * FROM GRAPH_TABLE(ds.g MATCH (p:Person)-[o:Owns]->(a:Account) WHERE a.balance > 0 RETURN p.id AS pid, a.id AS aid);
