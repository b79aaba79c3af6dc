import { connect, createServer, type Server } from 'node:net'
import type { FreshnessRequest, WarehouseAdapter } from '@aegis/core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type PoolLike, postgres } from '../src/index.ts'
import { describeOnPostgres, hostPool } from './database.ts'

const REF = { catalog: '', schema: 'shop', name: 't' }
const SLOW: FreshnessRequest = {
  ref: { catalog: '', schema: 'shop', name: 'slow' },
  watermarkColumn: 'at',
  previous: null,
}

/** A way to the server that can fall silent: connections stay open, nothing passes. */
async function silenceable(
  host: string,
  port: number,
): Promise<{ readonly port: number; silence(): void; close(): void }> {
  let isSilent = false
  const server: Server = createServer((near) => {
    const far = connect(port, host)
    near.on('data', (chunk) => isSilent || far.write(chunk))
    far.on('data', (chunk) => isSilent || near.write(chunk))
    near.on('error', () => undefined).on('close', () => far.destroy())
    far.on('error', () => undefined).on('close', () => near.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    silence() {
      isSilent = true
    },
    close: () => void server.close(),
  }
}

describeOnPostgres('an interrupted read', (database) => {
  const running = (): Promise<Record<string, unknown>[]> =>
    database().sql(
      "SELECT pid FROM pg_stat_activity WHERE usename = 'aegis_reader' AND state = 'active' AND query LIKE '%slow%'",
    )
  const until = async (count: number): Promise<void> => {
    while ((await running()).length !== count) await new Promise((resolve) => setTimeout(resolve, 10))
  }
  const abortable = (warehouse: WarehouseAdapter, controller: AbortController): Promise<unknown> =>
    Promise.resolve(warehouse.readFreshness?.([SLOW], { signal: controller.signal })).then(
      () => 'it answered',
      (error: unknown) => error,
    )

  beforeAll(() =>
    database().sql(`CREATE SCHEMA shop; CREATE TABLE shop.t (id int);
      CREATE VIEW shop.slow AS SELECT now() AS at FROM pg_sleep(60);
      GRANT USAGE ON SCHEMA shop TO aegis_reader; GRANT SELECT ON shop.slow TO aegis_reader`),
  )

  test('is cancelled on the server even while every connection is busy', async () => {
    const warehouse = postgres({ connectionString: database().url, maxConnections: 2 })
    const controller = new AbortController()
    const reads = [abortable(warehouse, controller), abortable(warehouse, controller)]
    await until(2)
    controller.abort()
    for (const read of reads) expect(await read).toMatchObject({ code: 'ABORTED', failure: 'aborted' })
    await until(0)
    expect((await warehouse.describeTables([REF]))[0]?.status).toBe('ok')
    await warehouse.close()
  })

  test('of the only connection of a pool is cancelled too, and the pool goes on', async () => {
    const pool = hostPool({ connectionString: database().url, max: 1 })
    const warehouse = postgres({ pool })
    const controller = new AbortController()
    const read = abortable(warehouse, controller)
    await until(1)
    controller.abort()
    expect(await read).toMatchObject({ failure: 'aborted' })
    await until(0)
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    await pool.end()
  })

  test('in a pool that wraps its clients is cancelled too', async () => {
    const pool = hostPool({ connectionString: database().url, max: 2 })
    const wrapped: PoolLike = {
      async connect() {
        const client = await pool.connect()
        return {
          query: (config) => client.query(config),
          release: (destroy) => client.release(destroy),
          on: (event, listener) => client.on(event, listener),
          off: (event, listener) => client.off(event, listener),
        }
      },
      end: () => pool.end(),
    }
    const controller = new AbortController()
    const read = abortable(postgres({ pool: wrapped }), controller)
    await until(1)
    controller.abort()
    expect(await read).toMatchObject({ failure: 'aborted' })
    await until(0)
    await pool.end()
  })

  test('that still waits for a connection ends at once, and gives back the one that comes late', async () => {
    const pool = hostPool({ connectionString: database().url, max: 1 })
    const held = await pool.connect()
    const controller = new AbortController()
    const read = abortable(postgres({ pool }), controller)
    controller.abort()
    expect(await read).toMatchObject({ failure: 'aborted' })
    held.release()
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    await pool.end()
  })

  test('leaves a session of the caller as it was', async () => {
    const pool = hostPool({ connectionString: database().url, max: 2 })
    const settings = `SELECT ${[
      'statement_timeout',
      'lock_timeout',
      'search_path',
      'row_security',
      'jit',
      'transaction_read_only',
    ]
      .map((name) => `current_setting('${name}') AS ${name}`)
      .join(', ')}`
    const before = (await pool.query(settings)).rows
    const warehouse = postgres({ pool })
    const controller = new AbortController()
    const read = abortable(warehouse, controller)
    await until(1)
    controller.abort()
    await read
    await expect(
      warehouse
        .listTables({ schemas: ['none'] })
        [Symbol.asyncIterator]()
        .next(),
    ).rejects.toThrow()
    for (const client of await Promise.all([pool.connect(), pool.connect()])) {
      expect((await client.query(settings)).rows).toEqual(before)
      client.release()
    }
    await pool.end()
  })

  test('of a server that fell silent is given up after its limit', async () => {
    const { server, url } = database()
    const way = await silenceable(server.host, server.port)
    const detour = new URL(url)
    detour.port = String(way.port)
    const warehouse = postgres({ connectionString: detour.href, statementTimeoutMs: 200 })
    expect((await warehouse.describeTables([REF]))[0]?.status).toBe('ok')
    way.silence()
    await expect(warehouse.describeTables([REF])).rejects.toMatchObject({
      failure: 'timeout',
      retryable: true,
    })
    await warehouse.close()
    way.close()
  })

  test('of a closed adapter says so', async () => {
    const warehouse = postgres({ connectionString: database().url })
    await warehouse.close()
    await expect(warehouse.describeTables([REF])).rejects.toMatchObject({
      code: 'ADAPTER_FAILED',
      message: expect.stringContaining('was closed'),
    })
  })

  test('cancelled by somebody on the server is one table unread, not a scan aborted', async () => {
    const warehouse = postgres({ connectionString: database().url })
    const read = warehouse.readFreshness?.([SLOW])
    await until(1)
    await database().sql(
      "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE usename = 'aegis_reader' AND state = 'active'",
    )
    expect((await read)?.[0]).toMatchObject({ status: 'ok', value: { precision: 'unknown' } })
    await warehouse.close()
  })

  afterAll(async () => {
    // The server tells of the end a moment before its process shows as idle.
    await vi.waitFor(async () => expect(await running()).toEqual([]), { timeout: 10_000 })
  })
})
