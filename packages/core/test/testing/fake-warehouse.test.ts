import { describe, expect, it } from 'vitest'
import { AdapterError } from '../../src/errors.ts'
import type { FreshnessReading, FreshnessRequest, Reading, TableRef } from '../../src/ports/index.ts'
import { type FakeWarehouse, fakeWarehouse, manualClock } from '../../src/testing/index.ts'
import { collect } from '../collect.ts'

const START = new Date('2026-03-01T12:00:00Z')
const orders: TableRef = { catalog: '', schema: 'analytics', name: 'orders' }

function shop(): FakeWarehouse {
  return fakeWarehouse({
    clock: manualClock(START),
    tables: {
      'analytics.orders': { columns: { id: 'bigint not null', price: 'double precision' } },
      'reporting."Daily Revenue"': { columns: { total: 'numeric' }, sql: 'SELECT 1 AS total' },
    },
  })
}

async function columnsOf(warehouse: FakeWarehouse): Promise<readonly string[]> {
  const [reading] = await warehouse.describeTables([orders])
  if (reading?.status !== 'ok') return [`(${reading?.status})`]
  return reading.value.columns.map(({ name, type, nullable }) => `${name} ${type} ${nullable}`)
}

async function freshnessOf(
  warehouse: FakeWarehouse,
  watermarkColumn: string | null,
  previous: FreshnessRequest['previous'] = null,
): Promise<FreshnessReading> {
  const [reading] = await warehouse.readFreshness([{ ref: orders, watermarkColumn, previous }])
  if (reading?.status !== 'ok') throw new Error(`not readable: ${reading?.status}`)
  return reading.value
}

async function all<T>(pages: AsyncIterable<readonly T[]>): Promise<readonly T[]> {
  return (await collect(pages)).flat()
}

const window = { since: null, until: START, cursor: null }

describe('fakeWarehouse', () => {
  it('reads short columns, and names as the dialect writes them', async () => {
    const warehouse = shop()
    expect(await columnsOf(warehouse)).toEqual(['id bigint false', 'price double precision true'])
    expect((await all(warehouse.listTables({ schemas: ['reporting'] }))).map(({ name }) => name)).toEqual([
      'Daily Revenue',
    ])
  })

  it('changes columns, drops and creates between reads, with a new identity after a new creation', async () => {
    const warehouse = shop()
    const [before] = await warehouse.describeTables([orders])
    warehouse.setColumns('analytics.orders', { id: 'bigint' })
    expect(await columnsOf(warehouse)).toEqual(['id bigint true'])
    warehouse.drop(orders)
    expect(await columnsOf(warehouse)).toEqual(['(missing)'])
    warehouse.create('analytics.orders', { columns: {} })
    const [after] = await warehouse.describeTables([orders])
    expect(after).toMatchObject({ status: 'ok', value: { columns: [] } })
    const identity = (reading: Reading<{ objectId: string | null }> | undefined): string | null =>
      reading?.status === 'ok' ? reading.value.objectId : null
    expect(identity(before)).not.toBe(identity(after))
  })

  it('refuses a name that is not there, and says what is', () => {
    expect(() => shop().drop('analytics.order_lines')).toThrow(
      /no table analytics\.order_lines\. It has: analytics\.orders/,
    )
    expect(() => shop().touch('orders')).toThrow(/with a schema/)
  })

  it('takes a right away with the GRANT that is missing, and gives it back', async () => {
    const warehouse = shop()
    warehouse.forbid('analytics.orders')
    expect(await warehouse.describeTables([orders])).toEqual([
      { ref: orders, status: 'forbidden', detail: 'GRANT SELECT ON analytics.orders TO aegis;' },
    ])
    warehouse.allow('analytics.orders')
    expect(await columnsOf(warehouse)).toHaveLength(2)
  })

  it.each([
    ['a time in the past', new Date('2026-03-01T11:00:00Z'), 'exact', new Date('2026-03-01T11:00:00Z')],
    ['an empty table', null, 'unknown', null],
    ['a time in the future', new Date('2026-03-01T13:00:00Z'), 'unknown', null],
  ])('reads a watermark: %s', async (_, at, precision, notAfter) => {
    const warehouse = shop()
    warehouse.setWatermark('analytics.orders', at)
    const reading = await freshnessOf(warehouse, 'price')
    expect(reading).toMatchObject({ method: 'watermark', precision, notBefore: notAfter, notAfter })
    expect(reading.caveats).toHaveLength(precision === 'exact' ? 0 : 1)
  })

  it('counts changes where there is no watermark, and never invents a time', async () => {
    const clock = manualClock(START)
    const warehouse = fakeWarehouse({ clock, tables: { 'analytics.orders': { columns: { id: 'bigint' } } } })
    const first = await freshnessOf(warehouse, null)
    expect(first).toMatchObject({ precision: 'upper_bound', notBefore: null, notAfter: START })
    await clock.advance(60_000)
    expect(await freshnessOf(warehouse, null, first)).toMatchObject({
      precision: 'upper_bound',
      notBefore: null,
      notAfter: START,
    })
    warehouse.touch('analytics.orders')
    await clock.advance(60_000)
    const changed = await freshnessOf(warehouse, 'no_such_column', first)
    expect(changed).toMatchObject({
      method: 'change_counter',
      precision: 'interval',
      notBefore: START,
      notAfter: new Date('2026-03-01T12:02:00Z'),
    })
    expect(changed.caveats.join()).toContain('no_such_column')
  })

  it('fails as told, in all methods or in some, and recovers', async () => {
    const warehouse = shop()
    const error = new AdapterError('no route to the host', { adapter: 'shop', failure: 'network' })
    warehouse.failWith(error)
    await expect(warehouse.describeTables([orders])).rejects.toBe(error)
    await expect(all(warehouse.listTables({}))).rejects.toBe(error)
    expect(await warehouse.testConnection()).toMatchObject({
      ok: false,
      stages: [{ status: 'failed' }, {}, {}, {}, {}, {}],
    })
    await warehouse.close()
    warehouse.failWith(error, ['readFreshness'])
    await expect(freshnessOf(warehouse, null)).rejects.toBe(error)
    expect(await columnsOf(warehouse)).toHaveLength(2)
    warehouse.recover()
    expect(await freshnessOf(warehouse, null)).toMatchObject({ method: 'change_counter' })
  })

  it('records each call with the tables asked about', async () => {
    const warehouse = shop()
    await warehouse.describeTables([orders, orders])
    await warehouse.describeTables([])
    await all(warehouse.listTables({}))
    expect(warehouse.calls).toEqual([
      { method: 'describeTables', refs: [orders, orders] },
      { method: 'listTables', refs: [] },
    ])
  })

  it('logs statements, reads on from a cursor, and leaves what is later than the window for the next read', async () => {
    const warehouse = fakeWarehouse({ pageSize: 2 })
    const later = new Date('2026-03-01T12:30:00Z')
    for (const sql of ['one', 'two', 'three']) warehouse.logStatement(sql, START)
    warehouse.logStatement('later', later, { defaultSchema: 'raw' })
    const pages = await collect(warehouse.readQueryLog(window))
    expect(pages.map(({ entries }) => entries.map(({ text }) => text))).toEqual([['one', 'two'], ['three']])
    const cursor = pages.at(-1)?.cursor ?? null
    expect(await collect(warehouse.readQueryLog({ ...window, cursor }))).toMatchObject([{ entries: [] }])
    expect(await collect(warehouse.readQueryLog({ since: null, until: later, cursor }))).toMatchObject([
      { entries: [{ text: 'later', defaultSchema: 'raw' }] },
    ])
  })

  it('leaves out of the log what ran before the window, and keeps what has no time', async () => {
    const warehouse = fakeWarehouse()
    warehouse.logStatement('old', new Date('2026-02-01T12:00:00Z'))
    warehouse.logStatement('undated', null)
    warehouse.logStatement('new', START)
    const since = new Date('2026-02-28T12:00:00Z')
    const pages = await collect(warehouse.readQueryLog({ ...window, since }))
    expect(pages.flatMap(({ entries }) => entries.map(({ text }) => text))).toEqual(['undated', 'new'])
  })

  it('gives the SELECT behind its views', async () => {
    expect(await all(shop().readViewDefinitions({}))).toEqual([
      {
        ref: { catalog: '', schema: 'reporting', name: 'Daily Revenue' },
        kind: 'view',
        sql: 'SELECT 1 AS total',
      },
    ])
  })

  it('rejects with `aborted` before and during a call', async () => {
    const warehouse = shop()
    const controller = new AbortController()
    const during = warehouse.describeTables([orders], { signal: controller.signal })
    controller.abort()
    await expect(during).rejects.toMatchObject({ failure: 'aborted' })
    await expect(warehouse.describeTables([orders], { signal: controller.signal })).rejects.toMatchObject({
      failure: 'aborted',
    })
    expect(await warehouse.testConnection({ signal: controller.signal })).toMatchObject({ ok: false })
  })
})
