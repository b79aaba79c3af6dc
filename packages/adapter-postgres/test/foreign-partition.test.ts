import type { FreshnessReading, WarehouseAdapter } from '@aegis/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { postgres } from '../src/index.ts'
import { describeOnPostgres, PASSWORD } from './database.ts'

describeOnPostgres('a tree of tables with a foreign one in it', (database) => {
  let warehouse: WarehouseAdapter

  const look = async (
    name: string,
    watermarkColumn: string | null,
    previous: FreshnessReading | null = null,
  ): Promise<FreshnessReading> => {
    await database().sql('SELECT pg_stat_force_next_flush()')
    const ref = { catalog: '', schema: 'shop', name }
    const [reading] = (await warehouse.readFreshness?.([{ ref, watermarkColumn, previous }])) ?? []
    if (reading?.status !== 'ok') throw new Error(`no reading: ${JSON.stringify(reading)}`)
    return reading.value
  }

  beforeAll(async () => {
    const { server, sql, url } = database()
    await sql(`CREATE SCHEMA shop; CREATE SCHEMA far; CREATE EXTENSION postgres_fdw;
      CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw
        OPTIONS (host '${server.host}', port '${server.port}', dbname 'shop');
      CREATE USER MAPPING FOR PUBLIC SERVER far OPTIONS (user 'aegis_reader', password '${PASSWORD}');
      CREATE TABLE far.orders (at timestamptz);
      INSERT INTO far.orders VALUES ('2026-03-03Z');
      CREATE TABLE shop.orders (at timestamptz) PARTITION BY RANGE (at);
      CREATE TABLE shop.orders_2025 PARTITION OF shop.orders FOR VALUES FROM ('2025-01-01Z') TO ('2026-01-01Z');
      INSERT INTO shop.orders VALUES ('2025-05-05Z');
      CREATE TABLE shop.orders_2026 PARTITION OF shop.orders
        FOR VALUES FROM ('2026-01-01Z') TO ('2027-01-01Z') PARTITION BY RANGE (at);
      CREATE TABLE shop.parent (at timestamptz);
      CREATE FOREIGN TABLE shop.child () INHERITS (shop.parent) SERVER far OPTIONS (schema_name 'far', table_name 'orders');
      GRANT USAGE ON SCHEMA shop, far TO aegis_reader; GRANT SELECT ON far.orders TO aegis_reader`)
    warehouse = postgres({ connectionString: url })
  })
  afterAll(() => warehouse.close())

  test('counts as long as all of it is here', async () => {
    expect(await look('orders', null)).toMatchObject({ method: 'change_counter', precision: 'upper_bound' })
  })

  test('is unknown by counters, at any depth, and says why', async () => {
    const before = await look('orders', null)
    await database().sql(`CREATE FOREIGN TABLE shop.orders_far PARTITION OF shop.orders_2026
      FOR VALUES FROM ('2026-01-01Z') TO ('2026-07-01Z') SERVER far OPTIONS (schema_name 'far', table_name 'orders');
      GRANT SELECT ON ALL TABLES IN SCHEMA shop TO aegis_reader`)
    for (const [name, previous] of [
      ['orders', before],
      ['orders_2026', null],
      ['parent', null],
    ] as const) {
      const reading = await look(name, null, previous)
      expect(reading).toMatchObject({ precision: 'unknown', notBefore: null, notAfter: null, token: null })
      expect(reading.caveats.join()).toMatch(/foreign table.*watermark column/)
    }
  })

  test('is not unknown next to it', async () => {
    expect(await look('orders_2025', null)).toMatchObject({ method: 'change_counter' })
  })

  test('has its watermark from the foreign table too', async () => {
    expect(await look('orders', 'at')).toMatchObject({
      precision: 'exact',
      notAfter: new Date('2026-03-03T00:00:00Z'),
    })
  })
})
