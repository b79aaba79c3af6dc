import type { Dialect, SqlInspection } from '@aegis/core/ports'
import { describe, expect, it } from 'vitest'
import { sqlInspector } from '../../src/index.ts'

const inspector = sqlInspector()

/** `kind: tables; functions`, both sorted. */
function shown(inspection: SqlInspection): string {
  if ('unparseable' in inspection) return `unparseable: ${inspection.unparseable}`
  const tables = inspection.targets.map(({ parts }) => parts.map(({ text }) => text).join('.')).sort()
  return `${inspection.kind}: ${tables.join(', ')}; ${[...inspection.functions].sort().join(', ')}`
}

const REMEDIES: readonly (readonly [Dialect, string, string])[] = [
  ['postgresql', 'ALTER TABLE a.t ADD COLUMN x int', 'alter_table_add_column: a.t; '],
  ['postgresql', 'ALTER TABLE a.t ADD COLUMN x int, ADD COLUMN y int', 'alter_table_add_column: a.t; '],
  ['postgresql', 'ALTER TABLE a.t ADD COLUMN x int, DROP COLUMN y', 'alter_table_other: a.t; '],
  [
    'postgresql',
    'ALTER TABLE t ALTER COLUMN y TYPE text USING y::text',
    'alter_table_alter_column_type: t; ',
  ],
  ['postgresql', 'ALTER TABLE t RENAME COLUMN a TO b', 'alter_table_rename_column: t; '],
  ['postgresql', 'ALTER TABLE t RENAME TO u', 'alter_table_rename: t; '],
  ['postgresql', 'ALTER TABLE t ALTER z SET NOT NULL', 'alter_table_set_not_null: t; '],
  ['postgresql', 'ALTER TABLE t ALTER z DROP NOT NULL', 'alter_table_drop_not_null: t; '],
  ['postgresql', 'ALTER TABLE t ALTER z SET DEFAULT now()', 'alter_table_set_default: t; now'],
  ['postgresql', 'ALTER TABLE t ALTER z DROP DEFAULT', 'alter_table_drop_default: t; '],
  ['postgresql', 'ALTER TABLE t DROP COLUMN z CASCADE', 'alter_table_drop_column: t; '],
  ['postgresql', 'ALTER TABLE t OWNER TO x', 'alter_table_other: t; '],
  ['postgresql', 'ALTER VIEW v RENAME COLUMN a TO b', 'other: v; '],
  ['postgresql', 'CREATE VIEW v AS SELECT a AS b FROM s.t', 'create_view: s.t, v; '],
  [
    'postgresql',
    'CREATE OR REPLACE VIEW v AS SELECT lower(a) FROM t;',
    'create_or_replace_view: t, v; lower',
  ],
  ['postgresql', 'CREATE MATERIALIZED VIEW m AS SELECT 1', 'create_materialized_view: m; '],
  ['postgresql', 'REFRESH MATERIALIZED VIEW m', 'refresh_materialized_view: m; '],
  ['postgresql', 'UPDATE t SET a = s.b FROM s WHERE t.i = s.i', 'update: s, t; '],
  ['postgresql', 'DELETE FROM t USING s z WHERE t.i = z.i', 'delete: s, t; '],
  ['postgresql', 'INSERT INTO t SELECT * FROM s', 'insert: s, t; '],
  ['postgresql', 'DROP TABLE a.b, c', 'drop_table: a.b, c; '],
  ['postgresql', 'DROP FUNCTION f(int)', 'other: ; '],
  ['postgresql', 'TRUNCATE a, b', 'truncate: a, b; '],
  ['postgresql', 'GRANT SELECT ON a.b TO r', 'grant: a.b; '],
  ['postgresql', 'REVOKE SELECT ON a.b FROM r', 'revoke: a.b; '],
  ['postgresql', 'CREATE TABLE x (LIKE s, a int REFERENCES z.y)', 'create_table: s, x, z.y; '],
  ['postgresql', 'CREATE TABLE x AS SELECT * FROM s', 'create_table_as: s, x; '],
  ['postgresql', "COMMENT ON TABLE x.y IS 'a'", 'comment: x.y; '],
  ['postgresql', 'SELECT count(*), max(a) FROM s.t JOIN u USING (id)', 'select: s.t, u; count, max'],
  ['postgresql', 'SELECT 1;', 'select: ; '],
  ['snowflake', 'ALTER TABLE a.t ADD COLUMN x int', 'alter_table_add_column: a.t; '],
  ['snowflake', 'ALTER TABLE a.t RENAME COLUMN x TO y', 'alter_table_rename_column: a.t; '],
  ['snowflake', 'ALTER TABLE a.t ALTER COLUMN x SET NOT NULL', 'alter_table_set_not_null: a.t; '],
  ['snowflake', 'ALTER TABLE a.t ALTER COLUMN x SET DATA TYPE text', 'alter_table_alter_column_type: a.t; '],
  ['snowflake', 'CREATE OR REPLACE VIEW v AS SELECT a AS b FROM x.y.z', 'create_or_replace_view: v, x.y.z; '],
  ['snowflake', 'SELECT nvl(a, 1), my.f(x) FROM c JOIN u USING (id)', 'select: c, u; my.f, nvl'],
  ['snowflake', 'DELETE FROM t USING s WHERE t.id = s.id', 'delete: s, t; '],
  ['snowflake', 'GRANT SELECT ON TABLE a.b TO ROLE r', 'grant: a.b; '],
  ['snowflake', 'DROP TABLE a.b', 'drop_table: a.b; '],
  ['snowflake', 'TRUNCATE TABLE x', 'truncate: x; '],
  ['bigquery', 'ALTER TABLE a.t ALTER COLUMN x SET DATA TYPE string', 'alter_table_alter_column_type: a.t; '],
  ['bigquery', 'UPDATE `p.d.t` SET a = 1 WHERE TRUE', 'update: p.d.t; '],
  ['databricks', 'ALTER TABLE a.t ALTER COLUMN x TYPE string', 'alter_table_alter_column_type: a.t; '],
  ['databricks', 'MERGE INTO t USING s ON t.i = s.i WHEN MATCHED THEN UPDATE SET *', 'merge: s, t; '],
]

const HOSTILE: readonly (readonly [Dialect, string, string])[] = [
  ['postgresql', 'SELECT 1; DROP TABLE x', 'unparseable: 2 statements, not one'],
  ['postgresql', 'SELECT 1 /* ; */ -- ;\n; DROP TABLE y', 'unparseable: 2 statements, not one'],
  ['postgresql', 'SELECT 1 /* /* nested */ ; DROP TABLE y */', 'select: ; '],
  ['postgresql', 'SELECT 1 --\r\n; DROP TABLE y', 'unparseable: 2 statements, not one'],
  ['postgresql', "SELECT 'a'';' ; DROP TABLE y", 'unparseable: 2 statements, not one'],
  ['postgresql', "SELECT E'\\'' ; DROP TABLE y --'", 'unparseable: 2 statements, not one'],
  ['postgresql', 'SELECT $a$ ; DROP TABLE x $a$', 'select: ; '],
  ['postgresql', 'DO $$ BEGIN DROP TABLE x; END $$', 'do: ; '],
  ['postgresql', 'CALL p(1)', 'call: ; p'],
  ['postgresql', 'WITH d AS (DELETE FROM secret RETURNING *) SELECT * FROM d', 'delete: secret; '],
  ['postgresql', 'WITH d AS (DELETE FROM x RETURNING *) UPDATE y SET a = 1 FROM d', 'other: x, y; '],
  [
    'postgresql',
    'WITH d AS (DELETE FROM x RETURNING *), i AS (INSERT INTO z SELECT * FROM d) SELECT 1',
    'other: x, z; ',
  ],
  ['postgresql', 'WITH d AS (DELETE FROM x RETURNING *) SELECT * INTO y FROM d', 'other: x, y; '],
  ['postgresql', 'CREATE TABLE y AS WITH d AS (DELETE FROM x RETURNING *) SELECT * FROM d', 'other: x, y; '],
  ['postgresql', 'WITH s AS (SELECT * FROM s) SELECT * FROM s', 'select: s; '],
  ['postgresql', 'WITH RECURSIVE s AS (SELECT 1 UNION SELECT * FROM s) SELECT * FROM s', 'select: ; '],
  ['postgresql', 'WITH s AS (SELECT 1) DELETE FROM s', 'delete: s; '],
  ['postgresql', 'WITH s AS (SELECT 1) SELECT * FROM public.s', 'select: public.s; '],
  ['postgresql', 'EXPLAIN DELETE FROM t', 'explain: t; '],
  ['postgresql', 'EXPLAIN ANALYZE DELETE FROM t', 'delete: t; '],
  ['postgresql', 'EXPLAIN (ANALYZE false) DELETE FROM t', 'delete: t; '],
  ['postgresql', 'SELECT * INTO x FROM s', 'create_table_as: s, x; '],
  ['postgresql', 'SELECT pg_catalog.pg_sleep(10)', 'select: ; pg_sleep'],
  ['postgresql', 'SELECT "pg_terminate_backend"(1)', 'select: ; pg_terminate_backend'],
  ['postgresql', 'UPDATE t SET a = (SELECT dblink(b) FROM c)', 'update: c, t; dblink'],
  ['postgresql', "COPY t FROM PROGRAM 'rm'", 'copy: t; '],
  ['postgresql', 'COPY (DELETE FROM t RETURNING *) TO STDOUT', 'other: t; '],
  ['postgresql', 'PREPARE p AS DELETE FROM t', 'other: t; '],
  ['postgresql', 'SELECT * FROM a, LATERAL f(a.x), b TABLESAMPLE system (1)', 'select: a, b; f'],
  ['postgresql', '', 'unparseable: no statement'],
  ['postgresql', ' -- nothing\n', 'unparseable: no statement'],
  ['postgresql', 'SELEC 1', 'unparseable: syntax error at or near "SELEC"'],
  ['postgresql', 'SELECT * FROM {{ ref("x") }}', 'unparseable: a template, not SQL'],
  ['postgresql', `SELECT ${'('.repeat(10_000)}`, 'unparseable: nested deeper than 100 levels'],
  ['postgresql', `SELECT '${'x'.repeat(1_000_000)}'`, 'unparseable: longer than 1000000 characters'],
  ['snowflake', 'SELECT 1; DROP TABLE x', 'unparseable: 2 statements, not one'],
  ['snowflake', 'SELECT 1 // ;\n; DROP TABLE x', 'unparseable: 2 statements, not one'],
  ['snowflake', 'CALL p(1)', 'unparseable: not understood by the parser of this dialect'],
  [
    'snowflake',
    'EXECUTE IMMEDIATE $$ drop table x $$',
    'unparseable: not understood by the parser of this dialect',
  ],
  ['snowflake', "SELECT 'it\\'s ; DROP TABLE x'", 'select: ; '],
  ['bigquery', "SELECT '''a;b''' # ; DROP TABLE x", 'select: ; '],
  ['databricks', 'WITH s AS (SELECT * FROM s) SELECT * FROM s', 'select: s; '],
]

describe('an SQL inspector', () => {
  it.each([...REMEDIES, ...HOSTILE].map((row) => [`${row[0]}: ${row[1].slice(0, 80)}`, ...row] as const))(
    '%s',
    async (_name, dialect, sql, expected) => {
      expect(shown(await inspector.inspect(sql, dialect))).toBe(expected)
    },
  )
})
