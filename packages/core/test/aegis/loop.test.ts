import { describe, expect, test } from 'vitest'
import type { Aegis } from '../../src/index.ts'
import { openShop, SCHEMAS } from './shop.ts'

const TEXT = { id: 'bigint not null', price: 'character varying(255)' }
const DOUBLE = { id: 'bigint not null', price: 'double precision' }

async function onlyId(aegis: Aegis): Promise<number> {
  const [incident, ...others] = await aegis.incidents()
  expect(others).toEqual([])
  return incident?.id ?? Number.NaN
}

describe('the whole loop', () => {
  test('a break is found, explained, planned, approved and healed', async () => {
    const { aegis, warehouse } = await openShop()
    expect(await aegis.monitor('shop', { schemas: SCHEMAS })).toMatchObject({ added: 5 })
    expect(await aegis.scan()).toMatchObject({ tablesScanned: 5, anomaliesFound: 0 })

    for (const table of ['raw.orders', 'staging.orders', 'analytics.orders'])
      warehouse.setColumns(table, TEXT)
    const report = await aegis.scan()
    expect(report.anomaliesFound).toBe(3)

    const incidents = await aegis.incidents()
    const found = incidents.find(({ table }) => table === 'analytics.orders')
    expect(found).toMatchObject({
      type: 'schema_drift',
      severity: 'critical',
      status: 'pending_review',
      blastRadius: ['analytics.customer_ltv', 'analytics.daily_revenue'],
      diagnosis: { rootCauseTable: 'raw.orders', decidedBy: 'rules' },
    })
    const sql =
      'ALTER TABLE analytics.orders ALTER COLUMN price TYPE double precision USING price::double precision'
    expect(found?.remediation?.actions.map((action) => action.sql).filter((text) => text !== null)).toEqual([
      sql,
    ])
    expect(incidents.find(({ table }) => table === 'raw.orders')?.diagnosis?.rootCauseTable).toBe(
      'raw.orders',
    )

    for (const { id } of incidents) await aegis.approve(id, { by: 'ada' })
    const status = () => aegis.tableStatus({ connection: 'shop', table: 'analytics.orders' })
    expect((await status()).health).toBe('warning')
    for (const table of ['raw.orders', 'staging.orders', 'analytics.orders'])
      warehouse.setColumns(table, DOUBLE)
    expect((await aegis.scan()).anomaliesFound).toBe(0)
    expect((await status()).health).toBe('healthy')
  })

  test('every decision left one line of activity, every move one of the audit trail', async () => {
    const { aegis, warehouse } = await openShop()
    await aegis.monitor('shop', { tables: ['analytics.orders'] })
    await aegis.scan()
    warehouse.setColumns('analytics.orders', TEXT)
    await aegis.scan()
    const [incident] = await aegis.incidents()
    const id = incident?.id ?? 0
    await aegis.dismiss(id, { by: 'ada', reason: 'intended' })
    const actions = (await aegis.activity({ incidentId: id })).map(({ action }) => action).reverse()
    expect(actions).toEqual([
      'incident_opened',
      'diagnosis_made',
      'plan_made',
      'incident_dismissed',
      'shape_accepted',
    ])
    const moves = (await aegis.incidentHistory(id)).map(({ from, to, actor }) => [from, to, actor])
    expect(moves.slice(1)).toEqual([
      ['open', 'investigating', 'aegis'],
      ['investigating', 'pending_review', 'aegis'],
      ['pending_review', 'dismissed', 'ada'],
    ])
    const all = (await aegis.activity()).map(({ action }) => action)
    for (const action of ['monitoring_changed', 'baseline_taken', 'scan_completed', 'lineage_refreshed']) {
      expect(all).toContain(action)
    }
  })

  test('listeners hear of commits in order, and one that throws harms nobody', async () => {
    const { aegis, warehouse } = await openShop()
    const heard: string[] = []
    aegis.on('incident.created', () => {
      throw new Error('the pager is down')
    })
    for (const name of [
      'anomaly.detected',
      'incident.created',
      'incident.updated',
      'scan.completed',
      'listener.failed',
    ] as const) {
      aegis.on(name, () => heard.push(name))
    }
    await aegis.monitor('shop', { tables: ['analytics.orders'] })
    await aegis.scan({ investigate: false })
    expect(heard.splice(0)).toEqual(['scan.completed'])
    warehouse.setColumns('analytics.orders', TEXT)
    await aegis.scan({ investigate: false })
    expect(heard.splice(0)).toEqual([
      'anomaly.detected',
      'listener.failed',
      'incident.created',
      'scan.completed',
    ])
    await aegis.investigate()
    expect(heard).toEqual(['incident.updated', 'incident.updated'])
  })

  test('commits of another process on the same store arrive too', async () => {
    const first = await openShop()
    const second = await openShop({ store: first.store })
    await first.aegis.monitor('shop', { tables: ['analytics.orders'] })
    await first.aegis.scan()
    const heard: (string | null)[] = []
    second.aegis.on('incident.created', ({ incident }) => heard.push(incident.table))
    first.warehouse.setColumns('analytics.orders', TEXT)
    await first.aegis.scan()
    await second.aegis.investigate()
    expect(heard).toEqual(['analytics.orders'])
  })

  test('a scan writes nothing about unchanged tables', async () => {
    const { aegis, store } = await openShop()
    await aegis.monitor('shop', { schemas: SCHEMAS })
    await aegis.scan()
    const before = await aegis.snapshots({ connection: 'shop', table: 'raw.orders' })
    const { headSeq } = await store.readEvents(Number.MAX_SAFE_INTEGER, 1)
    await aegis.scan()
    expect(await aegis.snapshots({ connection: 'shop', table: 'raw.orders' })).toEqual(before)
    const { events } = await store.readEvents(headSeq, 100)
    expect(events.map(({ facts }) => facts.type)).toEqual(['scan.completed'])
  })

  test('without a lineage parser everything but causes and reach still works', async () => {
    const { aegis, warehouse } = await openShop({ lineageParser: undefined })
    await aegis.monitor('shop', { tables: ['analytics.orders'] })
    await aegis.scan()
    warehouse.setColumns('analytics.orders', TEXT)
    await aegis.scan()
    const [incident] = await aegis.incidents()
    expect(incident).toMatchObject({
      status: 'pending_review',
      blastRadius: [],
      diagnosis: {
        confidence: 0,
        rootCause: 'Automated analysis unavailable. Manual investigation required.',
      },
    })
    expect(incident?.remediation?.actions.some(({ sql }) => sql !== null)).toBe(true)
  })
})

describe('an incident lives on', () => {
  async function drifted() {
    const shop = await openShop()
    await shop.aegis.monitor('shop', { tables: ['analytics.orders'] })
    await shop.aegis.scan()
    shop.warehouse.setColumns('analytics.orders', TEXT)
    await shop.aegis.scan()
    return shop
  }

  test('another change of the same table joins it, raises it and sends it back to be investigated', async () => {
    const { aegis, warehouse } = await drifted()
    warehouse.setColumns('analytics.orders', { id: 'text not null', price: 'character varying(255)' })
    await aegis.scan({ investigate: false })
    const [incident, ...others] = await aegis.incidents()
    expect(others).toEqual([])
    expect(incident).toMatchObject({
      status: 'investigating',
      anomalyIds: [expect.anything(), expect.anything()],
    })
    await aegis.investigate()
    expect((await aegis.incident(incident?.id ?? 0)).status).toBe('pending_review')
  })

  test('the plan undoes what separates the table from its accepted shape, not each step on the way', async () => {
    const { aegis, warehouse } = await drifted()
    warehouse.setColumns('analytics.orders', { id: 'bigint not null', price: 'text' })
    await aegis.scan()
    const [incident] = await aegis.incidents()
    expect(incident?.remediation?.actions.flatMap(({ sql }) => sql ?? [])).toEqual([
      'ALTER TABLE analytics.orders ALTER COLUMN price TYPE double precision USING price::double precision',
    ])
  })

  test('a return to the accepted shape is noted, not alerted', async () => {
    const { aegis, warehouse } = await drifted()
    warehouse.setColumns('analytics.orders', DOUBLE)
    expect((await aegis.scan()).anomaliesFound).toBe(0)
    const [incident] = await aegis.incidents()
    expect(incident?.notes.map(({ text }) => text).join()).toMatch(/returned to the accepted shape at/)
  })

  test('dismissing accepts the present shape; the same change later is new', async () => {
    const { aegis, warehouse } = await drifted()
    const [incident] = await aegis.incidents()
    await aegis.dismiss(incident?.id ?? 0, { by: 'ada', reason: 'intended' })
    expect((await aegis.tableStatus({ connection: 'shop', table: 'analytics.orders' })).health).toBe(
      'healthy',
    )
    warehouse.setColumns('analytics.orders', DOUBLE)
    expect((await aegis.scan()).anomaliesFound).toBe(1)
    expect(await aegis.incidents({ statuses: ['pending_review'] })).toHaveLength(1)
  })

  test('approving accept_change accepts it too, and a recurrence opens a new incident', async () => {
    const { aegis, warehouse } = await drifted()
    const [incident] = await aegis.incidents()
    await aegis.approve(incident?.id ?? 0, { by: 'ada', decision: 'accept_change' })
    expect((await aegis.tableStatus({ connection: 'shop', table: 'analytics.orders' })).health).toBe(
      'healthy',
    )
    warehouse.setColumns('analytics.orders', { ...TEXT, tax: 'numeric' })
    await aegis.scan()
    expect((await aegis.incidents()).map(({ status }) => status)).toEqual(['pending_review', 'resolved'])
  })

  test('what may not be done is refused, with what to do instead', async () => {
    const { aegis, warehouse } = await drifted()
    const [incident] = await aegis.incidents()
    const id = incident?.id ?? 0
    await expect(aegis.dismiss(id, { by: 'ada', reason: '  ' })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
    })
    await expect(aegis.approve(id, { by: '' })).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
    await expect(aegis.approve(99, { by: 'ada' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const seen = incident?.version ?? 0
    warehouse.setColumns('analytics.orders', { ...TEXT, tax: 'numeric' })
    await aegis.scan({ investigate: false })
    await expect(aegis.approve(id, { by: 'ada', expectedVersion: seen })).rejects.toMatchObject({
      code: 'CONFLICT',
    })
    await expect(aegis.approve(id, { by: 'ada' })).rejects.toMatchObject({
      code: 'ILLEGAL_STATE',
      message: expect.stringMatching(/is investigating and cannot become resolved/),
    })
    await aegis.dismiss(id, { by: 'ada', reason: 'intended' })
    await expect(aegis.approve(id, { by: 'ada' })).rejects.toMatchObject({ code: 'ILLEGAL_STATE' })
  })
})

describe('freshness over time', () => {
  const minutes = (count: number): number => count * 60_000
  async function stale() {
    const shop = await openShop()
    await shop.aegis.monitor('shop', {
      tables: ['raw.orders'],
      freshnessSlaMinutes: 60,
      watermarkColumn: 'id',
    })
    await shop.aegis.scan()
    await shop.clock.advance(minutes(61))
    await shop.aegis.scan()
    return shop
  }

  test('one incident while it stays stale, worse with the delay', async () => {
    const { aegis, clock } = await stale()
    const severities: unknown[] = []
    for (const wait of [10, 49, 60, 120, 1]) {
      severities.push((await aegis.incidents()).map(({ severity }) => severity))
      await clock.advance(minutes(wait))
      await aegis.scan()
    }
    severities.push((await aegis.incidents()).map(({ severity }) => severity))
    expect(severities).toEqual([['medium'], ['medium'], ['high'], ['high'], ['high'], ['critical']])
    expect(await aegis.anomalies()).toHaveLength(3)
  })

  test('recovery is noted on the incident', async () => {
    const { aegis, warehouse, clock } = await stale()
    warehouse.setWatermark('raw.orders', clock.now())
    await aegis.scan()
    expect((await aegis.incidents())[0]?.notes[0]?.text).toMatch(/within its SLA again/)
  })

  test('dismissed it is silent until data came, then watched again', async () => {
    const { aegis, warehouse, clock } = await stale()
    await aegis.dismiss(await onlyId(aegis), { by: 'ada', reason: 'the source is closed today' })
    await clock.advance(minutes(600))
    expect((await aegis.scan()).anomaliesFound).toBe(0)
    warehouse.setWatermark('raw.orders', clock.now())
    await aegis.scan()
    await clock.advance(minutes(61))
    expect((await aegis.scan()).anomaliesFound).toBe(1)
  })

  test('approved it gets one more SLA', async () => {
    const { aegis, clock } = await stale()
    await aegis.approve(await onlyId(aegis), { by: 'ada', note: 'load restarted' })
    await clock.advance(minutes(60))
    expect((await aegis.scan()).anomaliesFound).toBe(0)
    await clock.advance(minutes(1))
    expect((await aegis.scan()).anomaliesFound).toBe(1)
  })
})
