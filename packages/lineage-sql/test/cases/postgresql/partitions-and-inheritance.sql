-- case: a row straight into a partition
-- => parts_1 <- s : insert direct 1.0 { id > id, x > x }
INSERT INTO parts_1 (id, x) SELECT id, x FROM s WHERE id < 100;

-- case: from one partition to another
-- => parts_2 <- parts_1 : insert direct 1.0
INSERT INTO parts_2 SELECT id + 100, x FROM ONLY parts_1;

-- case: the parent with its children, and without
-- => t <- parts : insert derived 1.0
-- => t <- kid : insert derived 1.0
INSERT INTO t (id) SELECT id FROM parts * UNION ALL SELECT id FROM ONLY (kid);

-- case: attach and detach move no rows
-- => irrelevant: alter []
-- => irrelevant: alter []
-- => irrelevant: alter []
ALTER TABLE parts DETACH PARTITION parts_2;
ALTER TABLE parts ATTACH PARTITION parts_2 FOR VALUES FROM (100) TO (200);
ALTER TABLE parts ATTACH PARTITION rest DEFAULT;

-- case: inheritance comes and goes
-- => irrelevant: alter []
-- => irrelevant: alter []
ALTER TABLE kid NO INHERIT kin;
ALTER TABLE kid INHERIT kin;

-- case: partitions by list, by hash and the rest
-- => irrelevant: create table without data []
-- => irrelevant: create table without data []
-- => irrelevant: create table without data []
-- => irrelevant: create table without data []
CREATE TABLE n (k text, v int) PARTITION BY LIST (lower(k));
CREATE TABLE n_eu PARTITION OF n FOR VALUES IN ('de', 'fr', NULL) PARTITION BY HASH (v);
CREATE TABLE n_eu_0 PARTITION OF n_eu FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE n_rest PARTITION OF n DEFAULT;

-- case: a table of a type, and one like two others
-- => irrelevant: create table without data []
-- => irrelevant: create table without data []
CREATE TABLE n1 OF pair (PRIMARY KEY (a), b WITH OPTIONS DEFAULT 0);
CREATE TABLE n2 (LIKE s INCLUDING DEFAULTS EXCLUDING CONSTRAINTS, LIKE pairs, extra text);

-- case: rows out of a partition into the archive
-- => archive <- parts_1 : insert derived 0.8
WITH old AS (DELETE FROM parts_1 WHERE x < 0 RETURNING *) INSERT INTO archive (id, x) SELECT id, x FROM old;

-- case: a partition that replaces another
-- => n <- parts_1 : create_table_as direct 1.0
-- => irrelevant: alter []
-- => irrelevant: alter [rename parts_1 to parts_1_old]
-- => irrelevant: drop [drop parts_1_old]
CREATE TABLE n AS SELECT DISTINCT ON (id) * FROM parts_1 ORDER BY id, x DESC;
ALTER TABLE parts DETACH PARTITION parts_1;
ALTER TABLE parts_1 RENAME TO parts_1_old;
DROP TABLE parts_1_old;

-- case: all partitions are emptied, or one
-- => irrelevant: truncate [truncate parts]
-- => irrelevant: truncate [truncate parts_1]
-- => irrelevant: truncate [truncate kin]
TRUNCATE parts;
TRUNCATE parts_1 CONTINUE IDENTITY;
TRUNCATE TABLE ONLY kin RESTRICT;
