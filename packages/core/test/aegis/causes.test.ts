import { describe, expect, test } from 'vitest'
import type { Incident } from '../../src/index.ts'
import { openShop, SCHEMAS, type Shop } from './shop.ts'

const DOUBLE = { id: 'bigint not null', price: 'double precision' }
const TEXT = { id: 'bigint not null', price: 'character varying(255)' }

async function incidentOf({ aegis }: Shop, table: string): Promise<Incident | undefined> {
  const statuses = ['open', 'investigating', 'pending_review'] as const
  return (await aegis.incidents({ statuses })).find((incident) => incident.table === table)
}

async function baseline(): Promise<Shop> {
  const shop = await openShop()
  await shop.aegis.monitor('shop', { schemas: SCHEMAS, freshnessSlaMinutes: 60, watermarkColumn: 'id' })
  await shop.aegis.scan()
  return shop
}

const minutes = (count: number): number => count * 60_000

describe('what is over explains nothing that breaks later', () => {
  test('an upstream change that was undone', async () => {
    const shop = await baseline()
    shop.warehouse.setColumns('raw.orders', TEXT)
    await shop.aegis.scan()
    shop.warehouse.setColumns('raw.orders', DOUBLE)
    await shop.aegis.scan()
    shop.warehouse.setColumns('analytics.orders', TEXT)
    await shop.aegis.scan()
    const diagnosis = (await incidentOf(shop, 'analytics.orders'))?.diagnosis
    expect(diagnosis?.rootCauseTable).toBe('analytics.orders')
    expect(diagnosis?.evidence.some(({ text }) => text.startsWith('over by now: raw.orders'))).toBe(true)
  })

  test('an upstream change that still stands does explain, days later', async () => {
    const shop = await baseline()
    shop.warehouse.setColumns('raw.orders', TEXT)
    await shop.aegis.scan()
    const raw = await incidentOf(shop, 'raw.orders')
    await shop.aegis.dismiss(raw?.id ?? 0, { by: 'ada', reason: 'intended' })
    await shop.clock.advance(minutes(3 * 24 * 60))
    shop.warehouse.setColumns('analytics.orders', TEXT)
    await shop.aegis.scan()
    expect((await incidentOf(shop, 'analytics.orders'))?.diagnosis?.rootCauseTable).toBe('raw.orders')
  })

  test('an upstream table that had new data again', async () => {
    const shop = await baseline()
    const { aegis, warehouse, clock } = shop
    const load = (...tables: readonly string[]): void => {
      for (const table of tables) warehouse.setWatermark(table, clock.now())
    }
    await clock.advance(minutes(61))
    load('staging.orders', 'analytics.orders', 'analytics.daily_revenue', 'analytics.customer_ltv')
    await aegis.scan()
    expect(await incidentOf(shop, 'raw.orders')).toMatchObject({ type: 'freshness_violation' })
    load('raw.orders')
    await aegis.scan()
    await clock.advance(minutes(61))
    load('raw.orders', 'analytics.orders', 'analytics.daily_revenue', 'analytics.customer_ltv')
    await aegis.scan()
    expect((await incidentOf(shop, 'staging.orders'))?.diagnosis?.rootCauseTable).toBe('staging.orders')
  })
})

describe('how far a cause may lie', () => {
  test('a chain of six that all changed alike began at its first', async () => {
    const chain = ['raw.orders', 'staging.orders', 'analytics.orders', 'mart.a', 'mart.b', 'mart.c']
    const shop = await openShop()
    for (const table of chain.slice(3)) shop.warehouse.create(table, { columns: DOUBLE })
    chain.slice(3).forEach((table, index) => {
      shop.warehouse.logStatement(`${table} <- ${chain[index + 2]}`, shop.clock.now())
    })
    await shop.aegis.monitor('shop', { schemas: [...SCHEMAS, 'mart'] })
    await shop.aegis.scan()
    for (const table of chain) shop.warehouse.setColumns(table, TEXT)
    await shop.aegis.scan()
    for (const table of chain) {
      expect((await incidentOf(shop, table))?.diagnosis?.rootCauseTable).toBe('raw.orders')
    }
  })
})

describe('doing what the plan says', () => {
  test('raises no new incident, also when one difference has no statement and stays', async () => {
    const shop = await openShop()
    const { aegis, warehouse } = shop
    await aegis.monitor('shop', { tables: ['analytics.orders'] })
    await aegis.scan()
    warehouse.setColumns('analytics.orders', { ...TEXT, extra: 'integer' })
    await aegis.scan()
    const incident = await incidentOf(shop, 'analytics.orders')
    expect(incident?.remediation?.actions.filter(({ sql }) => sql !== null)).toHaveLength(1)
    await aegis.approve(incident?.id ?? 0, { by: 'ada' })
    warehouse.setColumns('analytics.orders', { ...DOUBLE, extra: 'integer' })
    expect((await aegis.scan()).anomaliesFound).toBe(0)
    expect((await aegis.tableStatus({ connection: 'shop', table: 'analytics.orders' })).health).toBe(
      'warning',
    )
  })

  test('half done before the review is noted on the incident', async () => {
    const shop = await openShop()
    const { aegis, warehouse } = shop
    await aegis.monitor('shop', { tables: ['analytics.orders'] })
    await aegis.scan()
    warehouse.setColumns('analytics.orders', { id: 'text not null', price: 'text' })
    await aegis.scan()
    warehouse.setColumns('analytics.orders', { id: 'text not null', price: 'double precision' })
    expect((await aegis.scan()).anomaliesFound).toBe(0)
    const incident = await incidentOf(shop, 'analytics.orders')
    expect(incident?.notes.map(({ text }) => text).join()).toMatch(/came closer.*1 difference is left/)
  })

  test('a dropped table has one: restore it; a view is created again from its definition', async () => {
    const shop = await openShop()
    const { aegis, warehouse } = shop
    warehouse.create('analytics.board', {
      kind: 'view',
      columns: { day: 'date' },
      sql: 'select day from analytics.daily_revenue',
    })
    await aegis.monitor('shop', { schemas: ['analytics'] })
    await aegis.scan()
    warehouse.drop('analytics.daily_revenue')
    warehouse.drop('analytics.board')
    await aegis.scan()
    const plan = async (table: string): Promise<string> =>
      ((await incidentOf(shop, table))?.remediation?.actions ?? [])
        .map(({ description }) => description)
        .join(' | ')
    expect(await plan('analytics.daily_revenue')).toMatch(
      /Restore analytics\.daily_revenue from a backup, or run the job/,
    )
    expect(await plan('analytics.board')).toMatch(/Create analytics\.board again from its definition/)
  })

  test('says which views stand in the way of a rewrite', async () => {
    const shop = await openShop()
    const { aegis, warehouse } = shop
    warehouse.create('analytics.board', {
      kind: 'view',
      columns: { price: 'double precision' },
      sql: 'analytics.board <- analytics.orders',
    })
    await aegis.monitor('shop', { schemas: ['analytics'] })
    await aegis.scan()
    warehouse.setColumns('analytics.orders', TEXT)
    await aegis.scan()
    const [undo] =
      (await incidentOf(shop, 'analytics.orders'))?.remediation?.actions.filter(({ sql }) => sql !== null) ??
      []
    expect(undo?.description).toMatch(/These views read the table: analytics\.board; drop it first/)
  })
})
