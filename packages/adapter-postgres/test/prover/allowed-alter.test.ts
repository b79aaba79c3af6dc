import { sqlInspector } from '@aegis/lineage-sql'
import { describe, expect, test } from 'vitest'
import { whyNotAllowed } from '../../src/prover/allowed-alter.ts'
import { ORDERS } from './plans.ts'

const ALLOWED = [
  'ALTER TABLE shop.orders ADD COLUMN note text',
  "alter table shop.orders add column note varchar(10) default 'x' not null",
  'ALTER TABLE "shop"."orders" RENAME COLUMN "a b" TO c',
  'ALTER TABLE shop.orders ALTER COLUMN a TYPE numeric(10, 2) USING a::numeric(10,2)',
  'ALTER TABLE shop.orders ALTER COLUMN a TYPE boolean USING (a <> 0)',
  'ALTER TABLE shop.orders ALTER COLUMN a TYPE jsonb USING to_jsonb(a)',
  "ALTER TABLE shop.orders ALTER COLUMN a TYPE date USING to_date(nullif(trim(a), ''), 'YYYY-MM-DD')",
  "ALTER TABLE shop.orders ALTER COLUMN a DROP DEFAULT, ALTER COLUMN a TYPE text, ALTER COLUMN a SET DEFAULT 'n'::text",
  "ALTER TABLE shop.orders ALTER COLUMN a SET DEFAULT nextval('shop.ids'::regclass)",
  'ALTER TABLE shop.orders ALTER COLUMN a SET NOT NULL',
  'ALTER TABLE shop.orders ALTER COLUMN a DROP NOT NULL',
  'ALTER TABLE shop.orders ADD COLUMN b numeric GENERATED ALWAYS AS (a * 0.5) STORED',
]

const REFUSED = [
  '',
  'SELECT 1',
  'DROP TABLE shop.orders',
  'TRUNCATE shop.orders',
  'UPDATE shop.orders SET a = 1',
  'COMMIT',
  'ALTER TABLE orders ADD COLUMN note text',
  'ALTER TABLE crm.orders ADD COLUMN note text',
  'ALTER TABLE shop.orders, shop.others ADD COLUMN note text',
  'ALTER TABLE shop.orders.x ADD COLUMN note text',
  'ALTER TABLE shop.orders DROP COLUMN note',
  'ALTER TABLE shop.orders RENAME TO others',
  'ALTER TABLE shop.orders OWNER TO mallory',
  'ALTER TABLE shop.orders SET SCHEMA crm',
  'ALTER TABLE shop.orders DISABLE TRIGGER ALL',
  'ALTER TABLE shop.orders ADD CONSTRAINT c CHECK (true)',
  'ALTER TABLE shop.orders ADD COLUMN c bigint REFERENCES crm.customers (id)',
  'ALTER TABLE shop.orders ADD COLUMN a int, DROP COLUMN b',
  'ALTER TABLE shop.orders ADD COLUMN a int; COMMIT',
  'ALTER TABLE shop.orders ADD COLUMN a int -- and more',
  'ALTER TABLE shop.orders ADD COLUMN a int /* and more */',
  'ALTER TABLE shop.orders ADD COLUMN a text DEFAULT pg_sleep(10)::text',
  "ALTER TABLE shop.orders ADD COLUMN a bigint DEFAULT nextval('shop.ids')",
  "ALTER TABLE shop.orders ALTER COLUMN a TYPE text USING pg_read_file('/etc/passwd')",
  'ALTER TABLE shop.orders ALTER COLUMN a TYPE text USING shop.lower(a)',
  'ALTER TABLE shop.orders ALTER COLUMN a TYPE text USING "lower"(a)',
  'ALTER TABLE shop.orders ALTER COLUMN a TYPE text USING (SELECT secret FROM crm.keys)',
  "ALTER TABLE shop.orders ALTER COLUMN a TYPE text USING $$x$$ || dblink_exec('x')",
  "ALTER TABLE shop.orders ALTER COLUMN a TYPE text USING E'\\'' || pg_sleep(1) || ''",
  "ALTER TABLE shop.orders ALTER COLUMN a TYPE text USING lo_import ('/etc/passwd')::text",
]

describe.each([
  ['by its text', undefined],
  ['and by the parser', sqlInspector()],
] as const)('what is let at the database, %s', (_title, inspector) => {
  test.each(ALLOWED)('%s', async (statement) => {
    expect(await whyNotAllowed(statement, ORDERS, inspector)).toBeNull()
  })

  test.each(REFUSED)('not: %s', async (statement) => {
    expect(await whyNotAllowed(statement, ORDERS, inspector)).toEqual(expect.stringMatching(/./))
  })
})

test('what only the parser sees is refused too', async () => {
  const other = { inspect: async () => ({ kind: 'drop_table', targets: [], functions: [] }) as const }
  expect(await whyNotAllowed(ALLOWED[0] ?? '', ORDERS, other)).toBe('drop table is not tried')
  const foreign = {
    inspect: async () =>
      ({
        kind: 'alter_table_add_column',
        targets: [
          {
            parts: [
              { text: 'crm', quoted: false },
              { text: 'keys', quoted: false },
            ],
          },
        ],
        functions: [],
      }) as const,
  }
  expect(await whyNotAllowed(ALLOWED[0] ?? '', ORDERS, foreign)).toBe('it touches more than shop.orders')
})
