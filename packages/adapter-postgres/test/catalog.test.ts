import type { TableRef, WarehouseAdapter } from '@aegis/core'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { postgres } from '../src/index.ts'
import { collect, describeOnPostgres } from './database.ts'

const STRANGE: readonly string[] = [
  'Mixed Case',
  'größe_π_表',
  'a.dotted.name',
  'select',
  'with "quotes"',
  "it's",
  'x'.repeat(63),
  'back\\slash',
  ' leading',
]

const ref = (schema: string, name: string): TableRef => ({ catalog: '', schema, name })

describeOnPostgres('the catalog', (database) => {
  let warehouse: WarehouseAdapter
  beforeAll(async () => {
    const { sql, url } = database()
    const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`
    await sql(`CREATE SCHEMA shop; CREATE SCHEMA "Odd Schema"; CREATE SCHEMA empty`)
    await sql(`CREATE TABLE shop.orders (id bigint PRIMARY KEY, price numeric(10,2) NOT NULL, gone text, note varchar(20),
      twice numeric GENERATED ALWAYS AS (price * 2) STORED, tags text[], at timestamptz DEFAULT now())`)
    await sql('ALTER TABLE shop.orders DROP COLUMN gone')
    await sql(`COMMENT ON COLUMN shop.orders.note IS 'what the customer "said"'`)
    await sql(`COMMENT ON TABLE shop.orders IS 'of the table, not of a column'`)
    await sql('CREATE TABLE shop.nothing ()')
    const wide = Array.from({ length: 1600 }, (_, index) => `c${index} int`).join(', ')
    await sql(`CREATE TABLE shop.wide (${wide})`)
    await sql('CREATE TABLE shop.parts (id int, day date) PARTITION BY RANGE (day)')
    await sql(
      "CREATE TABLE shop.parts_2026 PARTITION OF shop.parts FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
    )
    await sql('CREATE VIEW shop.cheap AS SELECT id, price FROM shop.orders WHERE price < 1')
    await sql('CREATE MATERIALIZED VIEW shop.sums AS SELECT sum(price) AS total FROM shop.orders')
    await sql('CREATE TEMP TABLE passing (id int)')
    for (const name of STRANGE) await sql(`CREATE TABLE "Odd Schema".${quote(name)} (${quote(name)} int)`)
    warehouse = postgres({ connectionString: url })
  })
  afterAll(() => warehouse.close())

  test('lists tables and views of the schemas, no partitions, nothing temporary', async () => {
    const refs = await collect(warehouse.listTables({ schemas: ['shop'] }))
    expect(refs.map(({ name }) => name)).toEqual(['cheap', 'nothing', 'orders', 'parts', 'sums', 'wide'])
    expect(await collect(warehouse.listTables({ schemas: ['empty'] }))).toEqual([])
  })

  test('without schemas lists all but the system\u2019s', async () => {
    const schemas = new Set((await collect(warehouse.listTables({}))).map(({ schema }) => schema))
    expect([...schemas].sort()).toEqual(['Odd Schema', 'shop'])
  })

  test('an unknown schema is named, with those there are', async () => {
    await expect(collect(warehouse.listTables({ schemas: ['shop', 'shp'] }))).rejects.toMatchObject({
      code: 'ADAPTER_FAILED',
      failure: 'not_found',
      message: expect.stringMatching(/no schema shp in database shop\. Did you mean shop\? It has: .*shop/),
    })
    await expect(collect(warehouse.readViewDefinitions?.({ schemas: ['shp'] }))).rejects.toMatchObject({
      failure: 'not_found',
    })
  })

  test('describes columns as the catalog has them', async () => {
    const [reading] = await warehouse.describeTables([ref('shop', 'orders')])
    expect(reading).toMatchObject({
      status: 'ok',
      value: { kind: 'table', objectId: expect.stringMatching(/^\d+$/) },
    })
    const columns = reading?.status === 'ok' ? reading.value.columns : []
    const bare = { defaultValue: null, comment: null }
    const twice = expect.stringMatching(/price \* .*2/)
    const at = { name: 'at', type: 'timestamp with time zone', nullable: true, ordinal: 7 }
    expect(columns).toEqual([
      { name: 'id', type: 'bigint', nullable: false, ordinal: 1, ...bare },
      { name: 'price', type: 'numeric(10,2)', nullable: false, ordinal: 2, ...bare },
      {
        ...{ name: 'note', type: 'character varying(20)', nullable: true, ordinal: 4 },
        ...{ defaultValue: null, comment: 'what the customer "said"' },
      },
      { name: 'twice', type: 'numeric', nullable: true, ordinal: 5, defaultValue: twice, comment: null },
      { name: 'tags', type: 'text[]', nullable: true, ordinal: 6, ...bare },
      { ...at, defaultValue: 'now()', comment: null },
    ])
  })

  test('tells kinds apart, and does not claim nullability of a view', async () => {
    const names = ['parts', 'cheap', 'sums']
    const readings = await warehouse.describeTables(names.map((name) => ref('shop', name)))
    const found = readings.map((item) =>
      item.status === 'ok' ? [item.value.kind, item.value.columns[0]?.nullable] : item,
    )
    expect(found).toEqual([
      ['partitioned', true],
      ['view', null],
      ['materialized_view', null],
    ])
  })

  test('no columns and 1,600 columns are tables like any other', async () => {
    const readings = await warehouse.describeTables([ref('shop', 'nothing'), ref('shop', 'wide')])
    expect(readings.map((item) => (item.status === 'ok' ? item.value.columns.length : item.status))).toEqual([
      0, 1600,
    ])
  })

  test('strange names come back as they are, and lead to their own table', async () => {
    const refs = await collect(warehouse.listTables({ schemas: ['Odd Schema'] }))
    expect(refs.map(({ name }) => name).sort()).toEqual([...STRANGE].sort())
    const readings = await warehouse.describeTables(refs)
    expect(
      readings.map((item) => (item.status === 'ok' ? item.value.columns[0]?.name : item.status)),
    ).toEqual(refs.map(({ name }) => name))
  })

  test('answers stand in the order asked, missing tables among them', async () => {
    const asked = [ref('shop', 'orders'), ref('shop', 'no'), ref('nowhere', 'orders'), ref('shop', 'orders')]
    const readings = await warehouse.describeTables(asked)
    expect(readings.map(({ status }) => status)).toEqual(['ok', 'missing', 'missing', 'ok'])
    expect(readings.map((item) => item.ref)).toEqual(asked)
  })

  test('a name cut to 63 bytes is not the name asked for', async () => {
    const [reading] = await warehouse.describeTables([ref('Odd Schema', 'x'.repeat(64))])
    expect(reading?.status).toBe('missing')
  })

  test('a name that no table can have is missing, and spoils no other', async () => {
    const asked = [ref('shop', 'or\0ders'), ref('shop', 'orders'), ref('', '')]
    expect((await warehouse.describeTables(asked)).map(({ status }) => status)).toEqual([
      'missing',
      'ok',
      'missing',
    ])
  })

  test('what an extension brought along is not listed, and can be asked for', async () => {
    const { sql } = database()
    await sql('CREATE SCHEMA tools; CREATE EXTENSION pg_stat_statements SCHEMA tools')
    expect(await collect(warehouse.listTables({ schemas: ['tools'] }))).toEqual([])
    expect(await collect(warehouse.readViewDefinitions?.({ schemas: ['tools'] }))).toEqual([])
    expect((await warehouse.describeTables([ref('tools', 'pg_stat_statements')]))[0]?.status).toBe('ok')
    await sql('DROP SCHEMA tools CASCADE')
  })

  test('a table dropped between listing and reading is missing, the others are read', async () => {
    const { sql } = database()
    await sql('CREATE SCHEMA brief; CREATE TABLE brief.a (id int); CREATE TABLE brief.b (id int)')
    const refs = await collect(warehouse.listTables({ schemas: ['brief'] }))
    await sql('DROP TABLE brief.a')
    expect((await warehouse.describeTables(refs)).map(({ status }) => status)).toEqual(['missing', 'ok'])
  })

  test('a role without any right on a table still sees that it is there', async () => {
    const { sql } = database()
    await sql('REVOKE ALL ON shop.orders FROM PUBLIC; REVOKE ALL ON SCHEMA shop FROM PUBLIC')
    expect((await warehouse.describeTables([ref('shop', 'orders')]))[0]?.status).toBe('ok')
  })

  describe('view definitions', () => {
    test('are read without a right on the view, every name qualified', async () => {
      const views = await collect(warehouse.readViewDefinitions?.({ schemas: ['shop'] }))
      expect(views.map((view) => [view.ref.name, view.kind])).toEqual([
        ['cheap', 'view'],
        ['sums', 'materialized_view'],
      ])
      expect(views.every(({ sql }) => sql.includes('shop.orders'))).toBe(true)
      expect(views.some(({ sql }) => sql.endsWith(';'))).toBe(false)
    })

    test('of a view under lock are left for another time, the others are read', async () => {
      const { server, url } = database()
      const other = new pg.Client({ connectionString: server.connectionString('shop') })
      await other.connect()
      await other.query('BEGIN; REFRESH MATERIALIZED VIEW shop.sums')
      const quick = postgres({ connectionString: url, lockTimeoutMs: 100 })
      const views = await collect(quick.readViewDefinitions?.({ schemas: ['shop'] }))
      await other.end()
      await quick.close()
      expect(views.map((view) => view.ref.name)).toEqual(['cheap'])
    })
  })
})
