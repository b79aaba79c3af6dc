import { requirePostgres, startPostgres } from '@aegis/dev-postgres'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { shopNames, tableRef } from '../../src/shop/names.ts'
import { buildShop, type Shop } from '../../src/shop/shop.ts'

describe.runIf(requirePostgres(18))('the shop on PostgreSQL 18', () => {
  const cleanUp = new AsyncDisposableStack()
  let server: Awaited<ReturnType<typeof startPostgres>>
  beforeAll(async () => {
    server = await startPostgres({ version: 18 })
    cleanUp.defer(() => server.stop())
  })
  afterAll(() => cleanUp.disposeAsync())

  async function asMonitor<T>(shop: Shop, work: (client: Client) => Promise<T>): Promise<T> {
    const client = new Client(shop.aegisLogin)
    await client.connect()
    try {
      return await work(client)
    } finally {
      await client.end()
    }
  }

  async function dropAll(): Promise<void> {
    const client = new Client({ connectionString: server.connectionString() })
    await client.connect()
    await client.query('DROP DATABASE shop')
    await client.query('DROP ROLE loader')
    await client.query('DROP ROLE aegis')
    await client.end()
  }

  test.each([null, 0, 1, 7, 42, 999_999_999])('seed %s: it is built, fed, broken and read', async (seed) => {
    const names = shopNames(seed)
    const shop = await buildShop(server, names, new AbortController().signal)
    try {
      await shop.run([
        shop.sql.breakPrice('rawOrders'),
        shop.sql.breakPrice('stagingOrders'),
        shop.sql.breakPrice('orders'),
        shop.sql.ageCustomers(200),
      ])
      await asMonitor(shop, async (client) => {
        const { schema, name } = tableRef(names, 'rawCustomers')
        const column = client.escapeIdentifier(names.columns.updatedAt)
        const customers = `${client.escapeIdentifier(schema)}.${client.escapeIdentifier(name)}`
        const { rows } = await client.query(
          `SELECT max(${column}) < now() - interval '3 hours' AS stale FROM ${customers}`,
        )
        expect(rows).toEqual([{ stale: true }])
        const types = await client.query(
          'SELECT count(*)::int AS broken FROM pg_attribute WHERE attname = $1 AND format_type(atttypid, atttypmod) = $2',
          [names.columns.price, 'character varying(255)'],
        )
        expect(types.rows).toEqual([{ broken: 3 }])
        const orders = tableRef(names, 'orders')
        const forbidden = client.query(
          `SELECT 1 FROM ${client.escapeIdentifier(orders.schema)}.${client.escapeIdentifier(orders.name)}`,
        )
        await expect(forbidden).rejects.toThrow('permission denied')
      })
    } finally {
      await shop.close()
      await dropAll()
    }
  })
})
