-- case: a version
-- => t <- main.s.s : insert direct 1.0 { id > id }
INSERT INTO t (id) SELECT id FROM main.s.s VERSION AS OF 12;

-- case: a time given by an expression
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT * FROM s TIMESTAMP AS OF date_sub(current_date(), 1) AS x WHERE x.id > 1;

-- case: a time given by a cast
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT * FROM s TIMESTAMP AS OF CAST('2026-01-01' AS TIMESTAMP);

-- case: the standard's words
-- => t <- a : insert direct 1.0
-- => t <- b : insert direct 1.0
INSERT INTO t SELECT * FROM a FOR SYSTEM_VERSION AS OF 3 x JOIN b FOR SYSTEM_TIME AS OF '2026-01-01' y ON x.id = y.id;

-- case: an at sign in a name of three parts
-- => t <- main.s.s : insert direct 1.0
-- => u <- main.s.s : insert direct 1.0
INSERT INTO t SELECT * FROM main.s.s@v3;
INSERT INTO u SELECT * FROM main.s.s@20260101000000000 x;

-- case: two versions of one table are one source
-- => diff <- s : insert derived 1.0
INSERT INTO diff SELECT * FROM s VERSION AS OF 2 EXCEPT ALL SELECT * FROM s VERSION AS OF 1;

-- case: a version of files
-- => t <- path:/mnt/s : insert direct 1.0
INSERT INTO t SELECT * FROM delta.`/mnt/s` VERSION AS OF 3;

-- case: an old state put back into the table itself
-- => irrelevant: insert without a source table
INSERT OVERWRITE t SELECT * FROM t VERSION AS OF 5;

-- case: changes between versions, and between times, of a name in strings
-- => t <- main.s.s : insert direct 1.0
-- => u <- "s" : insert direct 1.0
INSERT INTO t SELECT * FROM table_changes('main.s.s', 1, 10);
INSERT INTO u SELECT * FROM table_changes('`s`', '2026-01-01', '2026-01-02') c;

-- case: restored, described, optimized
-- => irrelevant: restore
-- => irrelevant: restore
-- => irrelevant: describe
-- => irrelevant: optimize
-- => irrelevant: vacuum
-- => irrelevant: reorg
-- => irrelevant: analyze
-- => irrelevant: fsck
-- => irrelevant: msck
-- => irrelevant: convert
-- => irrelevant: generate
RESTORE TABLE t TO VERSION AS OF 3;
RESTORE t TIMESTAMP AS OF '2026-01-01';
DESCRIBE HISTORY main.s.t;
OPTIMIZE t WHERE day > '2026-01-01' ZORDER BY (id);
VACUUM t RETAIN 1 HOURS DRY RUN;
REORG TABLE t APPLY (PURGE);
ANALYZE TABLE t COMPUTE STATISTICS FOR ALL COLUMNS;
FSCK REPAIR TABLE t;
MSCK REPAIR TABLE t SYNC PARTITIONS;
CONVERT TO DELTA parquet.`/mnt/x` PARTITIONED BY (day DATE);
GENERATE symlink_format_manifest FOR TABLE t;
