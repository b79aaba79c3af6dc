-- case: names in one pair of quotes
-- => p.d.t <- p.d.s { a > a } uses { b } complete
CREATE TABLE `p.d.t` AS SELECT a FROM `p.d.s` WHERE b = 1

-- case: star except and replace
-- table: d.s a b c
-- => d.t <- d.s { b > b, a > c, c > c } uses { } complete
CREATE TABLE d.t AS SELECT * EXCEPT (a) REPLACE (c + a AS c) FROM d.s

-- case: unnest of an array
-- => d.t <- d.s { id > id, items > sku } uses { items } complete
CREATE TABLE d.t AS SELECT s.id, item.sku FROM d.s AS s, UNNEST(s.items) AS item

-- case: an array of the table before
-- => d.t <- d.s { id > id, items > sku } uses { items } complete
CREATE TABLE d.t AS SELECT s.id, i.sku FROM d.s AS s, s.items AS i

-- case: fields of a structure
-- => d.t <- d.s { address > city } uses { } complete
CREATE TABLE d.t AS SELECT s.address.city FROM d.s AS s

-- case: columns compare without case
-- table: d.s Id Name
-- => d.t <- d.s { Id > id, Name > n } uses { } complete
CREATE TABLE d.t AS SELECT id, NAME AS n FROM d.s

-- case: merge with insert row
-- table: d.t id v
-- table: d.s id v
-- => d.t <- d.s { id > id, v > v } uses { id } complete
MERGE d.t t USING d.s s ON t.id = s.id WHEN MATCHED THEN UPDATE SET v = s.v WHEN NOT MATCHED THEN INSERT ROW

-- case: date parts are no columns
-- => d.t <- d.s { x > m, y > n } uses { } complete
CREATE TABLE d.t AS SELECT DATE_TRUNC(x, MONTH) AS m, DATE_DIFF(y, CURRENT_DATE(), DAY) AS n FROM d.s

-- case: structures and aggregates
-- => d.t <- d.s { a > all_of, b > all_of, c > all_of } uses { g } complete
CREATE TABLE d.t AS SELECT ARRAY_AGG(STRUCT(a AS p, b) ORDER BY c LIMIT 1) AS all_of FROM d.s GROUP BY g

-- case: update
-- => d.t <- d.s { x > a } uses { id } complete
UPDATE d.t t SET a = s.x FROM d.s s WHERE t.id = s.id

-- case: two unknown tables without qualifiers
-- => d.t <- d.a { } uses { id } incomplete
-- => d.t <- d.b { } uses { id } incomplete
CREATE TABLE d.t AS SELECT x FROM d.a JOIN d.b USING (id)

-- case: outputs without a name
-- => d.t <- d.s { } uses { a, b } incomplete
CREATE TABLE d.t AS SELECT a + b FROM d.s

-- case: window
-- => d.t <- d.s { g > n, o > n } uses { } complete
CREATE TABLE d.t AS SELECT ROW_NUMBER() OVER (PARTITION BY g ORDER BY o) AS n FROM d.s

-- case: options do not matter
-- => d.t <- d.s { a > a, ts > ts } uses { } complete
CREATE OR REPLACE TABLE d.t PARTITION BY DATE(ts) CLUSTER BY a OPTIONS (expiration_timestamp = NULL) AS SELECT ts, a FROM d.s
