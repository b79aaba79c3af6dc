-- case: shards of a day and of today
-- => ds.t <- ds.events_* : insert derived 1.0
-- => ds.t <- ds.events_intraday_* : insert derived 1.0
INSERT INTO ds.t SELECT * FROM ds.events_20251231 UNION ALL SELECT * FROM ds.events_intraday_20260101;

-- case: one day's shard from another's is the table itself
-- => irrelevant: insert without a source table
INSERT INTO ds.events_20260102 SELECT * FROM ds.events_20260101;

-- case: a wildcard over a decade, without an underscore
-- => ds.t <- "bigquery-public-data"."noaa_gsod"."gsod193*" : create_table_as aggregated 1.0 { max > hottest }
CREATE TABLE ds.t AS SELECT MAX(max) AS hottest FROM `bigquery-public-data.noaa_gsod.gsod193*` WHERE _TABLE_SUFFIX IN ('1', '2');

-- case: a wildcard over a dataset
-- => ds.t <- "p"."logs"."*" : create_table_as direct 1.0
CREATE TABLE ds.t AS SELECT * FROM `p.logs.*`;

-- case: a wildcard of a month, and a filter by a query
-- => ds.t <- "p"."ds"."events_*" : insert direct 1.0
-- => ds.t <- ds.days : insert aggregated 0.8
INSERT INTO ds.t SELECT * FROM `p.ds.events_202601*` WHERE _TABLE_SUFFIX >= (SELECT MAX(d) FROM ds.days);

-- case: wildcards of two tables
-- => ds.t <- "ds"."a_*" : insert direct 1.0
-- => ds.t <- "ds"."b_*" : insert direct 1.0
INSERT INTO ds.t SELECT a.*, b.x FROM `ds.a_*` AS a JOIN `ds.b_*` AS b ON a._TABLE_SUFFIX = b._TABLE_SUFFIX AND a.id = b.id;

-- case: a shard is made
-- => "p"."ds"."daily_*" <- ds.s : create_table_as direct 1.0 { x > x }
CREATE OR REPLACE TABLE `p.ds.daily_20260228` AS SELECT x FROM ds.s;

-- case: a shard is merged into the table of all days
-- => ds.all_days <- ds.orders_* : merge direct 1.0
MERGE ds.all_days T USING ds.orders_20260101 S ON T.id = S.id WHEN NOT MATCHED THEN INSERT ROW;

-- case: eight digits that are no day
-- => ds.t <- ds.batch_12345678 : insert direct 1.0
INSERT INTO ds.t SELECT * FROM ds.batch_12345678;

-- case: a year is no day
-- => ds.t <- ds.sales_2026 : insert direct 1.0 { x > x }
INSERT INTO ds.t (x) SELECT x FROM ds.sales_2026;

-- case: partitions of every grain
-- => "ds"."h" <- "ds"."s" : insert direct 1.0
-- => "ds"."m" <- "ds"."s" : insert direct 1.0
-- => "ds"."y" <- "ds"."s" : insert direct 1.0
INSERT INTO `ds.h$2026010100` SELECT * FROM `ds.s$__NULL__`;
INSERT INTO `ds.m$202601` SELECT * FROM `ds.s$__UNPARTITIONED__`;
INSERT INTO `ds.y$2026` SELECT * FROM `ds.s`;

-- case: quotes around a part, around two, and around all
-- => p.ds.t <- "p"."ds".a : insert direct 1.0
-- => p.ds.t <- "p"."ds"."b" : insert direct 1.0
-- => p.ds.t <- p."ds"."c" : insert direct 1.0
INSERT INTO p.ds.t SELECT * FROM `p.ds`.a JOIN `p`.`ds`.`b` USING (id) JOIN p.`ds.c` USING (id);

-- case: dashes and digits in a project
-- => my-proj-123.ds.t <- a1-b2-c3.ds.s : insert direct 1.0 { x > x }
INSERT INTO my-proj-123.ds.t (x) SELECT x FROM a1-b2-c3.ds.s;

-- case: a subtraction is no name
-- => ds.t <- ds.s : insert direct 1.0
INSERT INTO ds.t SELECT a-b, s.x-1, y -z FROM ds.s WHERE a-1 > b;

-- case: names that begin with a digit, and reserved words behind a dot
-- => ds.t <- ds.2026_orders : insert direct 1.0
-- => ds.t <- ds.order : insert direct 1.0
-- => ds.t <- ds.group : insert direct 1.0
INSERT INTO ds.t SELECT * FROM ds.2026_orders, ds.order, ds.group AS g;

-- case: names with spaces, dashes and letters of other alphabets
-- => "ds"."Umsätze 2026" <- "ds"."my-table" : insert direct 1.0
-- => "ds"."Umsätze 2026" <- "ds"."注文" : insert direct 1.0
INSERT INTO `ds.Umsätze 2026` SELECT * FROM `ds.my-table` JOIN `ds.注文` USING (id);

-- case: a table without a dataset, in quotes
-- => "t" <- "s" : insert direct 1.0
INSERT INTO `t` SELECT * FROM `s`;

-- case: a domain in an unquoted table's project
-- => ds.t <- "example.com:my-proj"."ds"."s" : create_table_as direct 1.0 { x > x }
CREATE TABLE ds.t AS SELECT x FROM `example.com:my-proj`.`ds`.`s`;

-- case: tables whose names differ in case are two
-- => ds.T <- ds.t : create_table_as direct 1.0 { a > A }
CREATE TABLE ds.T AS SELECT a AS A FROM ds.t;

-- case: a table of four parts of a lake
-- => ds.t <- ds.s : insert direct 1.0
INSERT INTO ds.t SELECT table_name FROM ds.s, `p.region-eu.INFORMATION_SCHEMA.TABLE_STORAGE`;

-- case: earlier times
-- => ds.t <- ds.a : create_table_as direct 1.0
-- => ds.t <- ds.b : create_table_as direct 1.0
CREATE TABLE ds.t AS SELECT * FROM ds.a FOR SYSTEM_TIME AS OF '2026-01-01 00:00:00' AS x LEFT JOIN ds.b FOR SYSTEM TIME AS OF TIMESTAMP_MILLIS(1) AS y USING (id);

-- case: a sample
-- => ds.t <- ds.s : create_table_as direct 1.0
-- => ds.t <- ds.r : create_table_as direct 1.0
CREATE TABLE ds.t AS SELECT * FROM ds.s AS x TABLESAMPLE SYSTEM (10 PERCENT), ds.r TABLESAMPLE SYSTEM (@p PERCENT);
