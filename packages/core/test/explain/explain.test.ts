import { describe, expect, test } from 'vitest'
import { ID, MINUTE_MS, ORDERS, watch } from './watched.ts'

describe('why there was an anomaly', () => {
  test('a drift: what was raised, by which change, and what became of it', async () => {
    const { aegis, warehouse, at, scanAt, checkAt } = await watch()
    await scanAt(5)
    warehouse.setColumns('raw.orders', { ...ID, price: 'text' })
    await scanAt(10)
    const [incident] = await aegis.incidents()
    const check = await checkAt(12, 'schema')
    expect(check).toMatchObject({
      verdict: 'violated',
      since: at(10),
      lastLookedAt: at(10),
      anomalyId: incident?.anomalyId,
      incidentId: incident?.id,
    })
    expect(check.text).toContain('Drift: 1 change from the shape of 2026-02-15T12:05:00.000Z.')
    expect(check.text).toContain('`price` changed from double precision to text')
    expect(check.text).toContain(`held by incident ${incident?.id}, which is pending review now`)
    expect(await checkAt(9, 'schema')).toMatchObject({ verdict: 'fine', since: at(5), anomalyId: null })
  })

  test('a drift that is mended in part is violated until the rest is accepted, by whom is told', async () => {
    const { aegis, warehouse, at, clock, scanAt, checkAt } = await watch()
    await scanAt(5)
    warehouse.setColumns('raw.orders', { ...ID, price: 'text', tax: 'text' })
    await scanAt(10)
    warehouse.setColumns('raw.orders', { ...ID, price: 'double precision', tax: 'text' })
    await scanAt(15)
    const [incident] = await aegis.incidents()
    const mended = await checkAt(15, 'schema')
    expect(mended).toMatchObject({ verdict: 'violated', since: at(10), anomalyId: null })
    expect(mended.text).toContain('1 difference is left. It is not the accepted shape.')
    expect(mended.text).toContain(`incident ${incident?.id}, which is pending review now`)
    await clock.advance(MINUTE_MS)
    await aegis.approve(incident?.id ?? 0, { by: 'ann', note: 'tax is new', decision: 'accept_change' })
    await scanAt(20)
    const accepted = await checkAt(20, 'schema')
    expect(accepted).toMatchObject({ verdict: 'fine', since: at(16), lastLookedAt: at(20) })
    expect(accepted.text).not.toContain('left')
    expect(accepted.text).toContain(
      `accepted at 2026-02-15 12:16:00 UTC, by the review of incident ${incident?.id}`,
    )
    expect(accepted.text).toContain('ann approved it at 2026-02-15 12:16:00 UTC ("tax is new")')
    expect(await checkAt(15.5, 'schema')).toMatchObject({ verdict: 'violated' })
  })

  test('an SLA that was raised or taken away: what still waits for review, and when it was looked at last', async () => {
    const { aegis, at, clock, scanAt, checkAt } = await watch()
    await scanAt(5)
    await scanAt(65)
    const [incident] = await aegis.incidents()
    const monitor = (freshnessSlaMinutes: number | null): Promise<unknown> =>
      aegis.monitor('shop', { tables: ['raw.orders'], freshnessSlaMinutes, watermarkColumn: 'updated_at' })
    await monitor(600)
    await scanAt(70)
    const raised = await checkAt(70, 'freshness')
    expect(raised).toMatchObject({ verdict: 'fine', lastLookedAt: at(70) })
    expect(raised.text).toContain(`held by incident ${incident?.id}, which is pending review now`)
    await clock.advance(MINUTE_MS)
    await monitor(null)
    await scanAt(100)
    const gone = await checkAt(100, 'freshness')
    expect(gone).toMatchObject({ lastLookedAt: at(70) })
    expect(gone.text).toContain('does not apply any more')
  })

  test('a rename: with its evidence', async () => {
    const { warehouse, scanAt, checkAt } = await watch()
    await scanAt(5)
    warehouse.setColumns('raw.orders', { ...ID, unit_price: 'double precision' })
    await scanAt(10)
    const { text } = await checkAt(10, 'schema')
    expect(text).toMatch(/Evidence that `price` was renamed to `unit_price`, confidence [\d.]+: \S/)
  })

  test('staleness: the numbers, and one incident while the delay grows', async () => {
    const { aegis, at, scanAt, checkAt } = await watch()
    await scanAt(5)
    for (const minutes of [65, 125, 130]) await scanAt(minutes)
    const [incident] = await aegis.incidents()
    expect(await checkAt(60, 'freshness')).toMatchObject({ verdict: 'fine', lastLookedAt: at(5) })
    const first = await checkAt(100, 'freshness')
    expect(first).toMatchObject({ verdict: 'violated', since: at(65), anomalyId: incident?.anomalyIds[0] })
    expect(first.text).toContain('SLA 60 min; at least 65 min old')
    const second = await checkAt(130, 'freshness')
    expect(second).toMatchObject({ since: at(65), anomalyId: incident?.anomalyIds[1] })
    expect(second.text).toContain('high')
  })
})

describe('what is asked', () => {
  test('is now when no time is given', async () => {
    const { aegis, at, scanAt } = await watch()
    await scanAt(5)
    const explanation = await aegis.explain(ORDERS)
    expect(explanation.at).toEqual(at(5))
    expect(explanation.text).toContain('None has completed since.')
    expect(explanation.text).toContain(
      'Settings, as they are now: checks schema, freshness; SLA 60 min; watermark updated_at.',
    )
  })

  test('is refused when it makes no sense', async () => {
    const { aegis } = await watch()
    await expect(aegis.explain(ORDERS, new Date(Number.NaN))).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
    })
    await expect(aegis.explain(99)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('the scans around a time', () => {
  test('are found in a long log, whatever else is told in between', async () => {
    const { aegis, store, at, scanAt, checkAt, clock } = await watch()
    await scanAt(0)
    const [table] = await aegis.tables()
    const line = {
      agent: 'scanner',
      connectionId: table?.connectionId ?? 0,
      tableId: null,
      incidentId: null,
    } as const
    const scans = Array.from({ length: 200 }, (_, index) => 5 + index * 5)
    for (const minutes of scans) {
      const others = Array.from(
        { length: minutes % 4 },
        () => ({ ...line, action: 'plan_made', text: '', at: at(minutes) }) as const,
      )
      const scan = { ...line, action: 'scan_completed', text: 'Scanned', at: at(minutes) } as const
      const elsewhere = { ...scan, connectionId: line.connectionId + 1000, at: at(minutes + 1) }
      await store.append({ activity: [...others, scan, elsewhere], events: [] })
    }
    await clock.advance(2000 * MINUTE_MS)
    for (const minutes of [0, 1, 4.9, 5, 6, 500, 502, 999, 1000, 1500]) {
      const expected = [0, ...scans].findLast((scan) => scan <= minutes) ?? 0
      expect((await checkAt(minutes, 'schema')).lastLookedAt, `${minutes}`).toEqual(at(expected))
    }
  })
})
