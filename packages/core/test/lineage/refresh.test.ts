import { describe, expect, it } from 'vitest'
import { AdapterError } from '../../src/errors.ts'
import { refreshLineage } from '../../src/lineage/index.ts'
import type { LineageParser, Store, WarehouseAdapter } from '../../src/ports/index.ts'
import {
  type FakeWarehouse,
  fakeWarehouse,
  type ManualClock,
  manualClock,
  memoryStore,
} from '../../src/testing/index.ts'
import { NOW } from './edges.ts'
import { tinyParser } from './tiny-parser.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

interface Bench {
  readonly store: Store
  readonly clock: ManualClock
  readonly warehouse: FakeWarehouse
  readonly refresh: (parts?: {
    warehouse?: WarehouseAdapter
    parser?: LineageParser | undefined
    signal?: AbortSignal
  }) => ReturnType<typeof refreshLineage>
}

async function setUp(): Promise<Bench> {
  const store = memoryStore()
  await store.migrate()
  const clock = manualClock(NOW)
  const warehouse = fakeWarehouse({
    clock,
    tables: {
      'app.orders': { columns: { id: 'bigint' } },
      'rep.daily': { kind: 'view', columns: { id: 'bigint' }, sql: 'app.orders' },
    },
  })
  const connection = await store.saveConnection({ name: 'shop', dialect: 'postgresql', at: NOW })
  const defaults = { warehouse, parser: tinyParser() }
  return {
    store,
    clock,
    warehouse,
    refresh: (parts) => refreshLineage({ store, clock, connection, ...defaults, ...parts }),
  }
}

const edgesOf = async (store: Store): Promise<readonly string[]> =>
  (await store.listEdges(1)).map(({ source, target }) => `${source} > ${target}`).sort()

const windowsOf = (
  warehouse: FakeWarehouse,
): { adapter: WarehouseAdapter; windows: (readonly [since: Date | null, cursor: string | null])[] } => {
  const windows: (readonly [Date | null, string | null])[] = []
  const adapter: WarehouseAdapter = {
    ...warehouse,
    readQueryLog(window, options) {
      windows.push([window.since, window.cursor])
      return warehouse.readQueryLog(window, options)
    },
  }
  return { adapter, windows }
}

const unavailable = (): AdapterError =>
  new AdapterError('pg_stat_statements is not installed. Run: CREATE EXTENSION pg_stat_statements;', {
    adapter: 'fake',
    failure: 'not_found',
  })

describe('a refresh', () => {
  it('saves edges of log and views, and says so in activity, event and report', async () => {
    const { store, warehouse, refresh } = await setUp()
    warehouse.logStatement('app.orders <- raw.orders', NOW)
    warehouse.logStatement('skip', NOW)
    warehouse.logStatement('what', NOW)
    const counts = { statements: 4, parsed: 2, irrelevant: 1, unparsed: 1, partial: 0, ambiguous: 0 }
    expect(await refresh()).toEqual({ connection: 'shop', edges: 2, ...counts, problems: [] })
    expect(await edgesOf(store)).toEqual(['app.orders > rep.daily', 'raw.orders > app.orders'])
    const status = await store.getLineageStatus(1)
    expect(status).toMatchObject({ refreshedAt: NOW, cursors: { query_log: '3' }, coverage: counts })
    const activity = await store.listActivity()
    expect(activity.map(({ action, agent, connectionId }) => [action, agent, connectionId])).toEqual([
      ['lineage_refreshed', 'lineage', 1],
    ])
    expect((await store.readEvents(0, 10)).events.map(({ facts }) => facts)).toEqual([
      { type: 'lineage.refreshed', connection: 'shop', edges: 2, unparsed: 1 },
    ])
  })

  it('reads thirty days first, then from the cursor with an hour of overlap', async () => {
    const { clock, warehouse, refresh } = await setUp()
    const { adapter, windows } = windowsOf(warehouse)
    await refresh({ warehouse: adapter })
    await clock.advance(2 * HOUR_MS)
    await refresh({ warehouse: adapter })
    expect(windows).toEqual([
      [new Date(NOW.getTime() - 30 * DAY_MS), null],
      [new Date(NOW.getTime() - HOUR_MS), '0'],
    ])
  })

  it('moves the time of an edge forward when it is seen again', async () => {
    const { store, clock, warehouse, refresh } = await setUp()
    warehouse.logStatement('app.orders <- raw.orders', NOW)
    await refresh()
    await clock.advance(5 * DAY_MS)
    warehouse.logStatement('app.orders <- raw.orders', clock.now())
    await refresh()
    const edge = (await store.listEdges(1)).find(({ source }) => source === 'raw.orders')
    expect(edge).toMatchObject({ firstSeenAt: NOW, lastSeenAt: clock.now() })
  })
})

describe('what is not available', () => {
  it('the query log: views remain, the way to mend it is told, and the next refresh reads all of it', async () => {
    const { store, clock, warehouse, refresh } = await setUp()
    warehouse.logStatement('app.orders <- raw.orders', new Date(NOW.getTime() - 20 * DAY_MS))
    warehouse.failWith(unavailable(), ['readQueryLog'])
    const report = await refresh()
    const problem =
      'The query log could not be read: pg_stat_statements is not installed. Run: CREATE EXTENSION pg_stat_statements;'
    expect(report).toMatchObject({ edges: 1, problems: [problem] })
    expect(await edgesOf(store)).toEqual(['app.orders > rep.daily'])
    const { coverage, cursors } = await store.getLineageStatus(1)
    expect(coverage?.problems).toEqual([problem])
    expect(cursors).not.toHaveProperty('query_log')
    const degraded = (await store.listActivity()).filter(({ action }) => action === 'lineage_degraded')
    expect(degraded.map(({ text }) => text)).toEqual([`Lineage of shop is incomplete. ${problem}`])

    warehouse.recover()
    await clock.advance(2 * HOUR_MS)
    await refresh()
    expect(await edgesOf(store)).toContain('raw.orders > app.orders')
  })

  it('the views: the log remains', async () => {
    const { store, warehouse, refresh } = await setUp()
    warehouse.logStatement('app.orders <- raw.orders', NOW)
    warehouse.failWith(unavailable(), ['readViewDefinitions'])
    expect((await refresh()).problems).toHaveLength(1)
    expect(await edgesOf(store)).toEqual(['raw.orders > app.orders'])
  })

  it('pages before a failure are kept and not asked for again', async () => {
    const { store, warehouse, refresh } = await setUp()
    const breaking: WarehouseAdapter = {
      ...warehouse,
      async *readQueryLog(window) {
        warehouse.logStatement('app.orders <- raw.orders', NOW)
        for await (const page of warehouse.readQueryLog(window))
          yield { ...page, cursor: 'p1', gaps: ['12 were evicted.'] }
        throw unavailable()
      },
    }
    const { problems } = await refresh({ warehouse: breaking })
    expect(problems).toEqual(['12 were evicted.', expect.stringContaining('CREATE EXTENSION')])
    expect(await edgesOf(store)).toContain('raw.orders > app.orders')
    expect((await store.getLineageStatus(1)).cursors).toMatchObject({ query_log: 'p1' })
  })

  it('both abilities: said, and nothing invented', async () => {
    const { store, warehouse, refresh } = await setUp()
    const { readQueryLog: _log, readViewDefinitions: _views, ...bare } = warehouse
    const { problems, edges } = await refresh({ warehouse: bare })
    expect(problems).toEqual(['The postgresql adapter reads neither a query log nor view definitions.'])
    expect(edges).toBe(0)
    expect((await store.getLineageStatus(1)).refreshedAt).toEqual(NOW)
  })

  it('a parser: said, and nothing is read or written', async () => {
    const { store, warehouse, refresh } = await setUp()
    const report = await refresh({ parser: undefined })
    expect(report.problems).toEqual([expect.stringContaining('@aegis/lineage-sql')])
    expect(warehouse.calls).toEqual([])
    expect(await store.listActivity()).toEqual([])
    expect((await store.getLineageStatus(1)).refreshedAt).toBeNull()
  })
})

describe('a refresh that cannot be', () => {
  it('rejects when the warehouse does not answer, and saves nothing', async () => {
    const { store, warehouse, refresh } = await setUp()
    warehouse.failWith(new AdapterError('The host is unknown.', { adapter: 'fake', failure: 'network' }))
    await expect(refresh()).rejects.toMatchObject({ code: 'ADAPTER_FAILED' })
    expect((await store.getLineageStatus(1)).refreshedAt).toBeNull()
    expect(await store.listActivity()).toEqual([])
  })

  it.each(['readQueryLog', 'readViewDefinitions'] as const)(
    'rejects when it is aborted in %s',
    async (method) => {
      const { store, warehouse, refresh } = await setUp()
      const controller = new AbortController()
      const aborting: WarehouseAdapter = {
        ...warehouse,
        [method](): never {
          controller.abort()
          throw new AdapterError('aborted', { adapter: 'fake', failure: 'aborted' })
        },
      }
      await expect(refresh({ warehouse: aborting, signal: controller.signal })).rejects.toMatchObject({
        code: 'ABORTED',
      })
      expect((await store.getLineageStatus(1)).refreshedAt).toBeNull()
    },
  )

  it('passes on what is no failure of the warehouse', async () => {
    const { warehouse, refresh } = await setUp()
    warehouse.failWith(new TypeError('a bug'), ['readQueryLog'])
    await expect(refresh()).rejects.toThrow(TypeError)
  })
})
