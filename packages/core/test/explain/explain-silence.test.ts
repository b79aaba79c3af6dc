import { describe, expect, test } from 'vitest'
import { AdapterError, type Sentinel, type SentinelInspection } from '../../src/index.ts'
import { ID, MINUTE_MS, watch } from './watched.ts'

const NOTHING: SentinelInspection = { anomaly: null, snapshot: null, problem: null, note: null }

describe('why there was none', () => {
  test('a person dismissed it: silence, with who and why', async () => {
    const { aegis, scanAt, checkAt } = await watch()
    await scanAt(5)
    await scanAt(65)
    const [incident] = await aegis.incidents()
    await aegis.dismiss(incident?.id ?? 0, { by: 'ann', reason: 'holiday' })
    expect((await checkAt(65, 'freshness')).text).toContain(
      'ann dismissed it at 2026-02-15 13:05:00 UTC ("holiday")',
    )
    await scanAt(70)
    const check = await checkAt(72, 'freshness')
    expect(check).toMatchObject({ verdict: 'violated', anomalyId: null, incidentId: null })
    expect(check.text).toContain('silent, since a person closed the incident')
    expect(check.text).toContain(
      `The last one of its kind is incident ${incident?.id}, which was closed by then: ann`,
    )
  })

  test('a shape that was accepted is fine from then on', async () => {
    const { aegis, warehouse, at, scanAt, checkAt, clock, explainAt } = await watch()
    await scanAt(5)
    warehouse.setColumns('raw.orders', { ...ID, price: 'text' })
    await scanAt(10)
    await clock.advance(5 * MINUTE_MS)
    const [incident] = await aegis.incidents()
    await aegis.approve(incident?.id ?? 0, { by: 'ann', decision: 'accept_change' })
    await scanAt(20)
    expect(await checkAt(14, 'schema')).toMatchObject({ verdict: 'violated', since: at(10) })
    expect((await explainAt(14)).text).toMatch(
      /; accepted was table of 3 columns \(snapshot \d+ of 2026-02-15 12:05:00 UTC\)/,
    )
    const after = await checkAt(16, 'schema')
    expect(after).toMatchObject({ verdict: 'fine', since: at(15), lastLookedAt: at(10) })
    expect(after.text).toContain('accepted at 2026-02-15 12:15:00 UTC')
    expect((await explainAt(16)).text).toMatch(
      /Shape: table of 3 columns \(snapshot \d+ of [^)]*\), the accepted one/,
    )
  })

  test('it was reverted before the review', async () => {
    const { warehouse, at, scanAt, checkAt } = await watch()
    await scanAt(5)
    warehouse.setColumns('raw.orders', { ...ID, price: 'text' })
    await scanAt(10)
    warehouse.setColumns('raw.orders', { ...ID, price: 'double precision' })
    await scanAt(15)
    const check = await checkAt(15, 'schema')
    expect(check).toMatchObject({ verdict: 'fine', since: at(15), anomalyId: null })
    expect(check.text).toContain('returned to the accepted shape')
  })

  test('the type was only spelled anew', async () => {
    const { warehouse, at, scanAt, checkAt } = await watch()
    await scanAt(5)
    warehouse.setColumns('raw.orders', { ...ID, price: 'float8' })
    await scanAt(10)
    const check = await checkAt(11, 'schema')
    // Fine since the first look: nothing broke it.
    expect(check).toMatchObject({ verdict: 'fine', since: at(5), anomalyId: null })
    expect(check.text).toContain('the spelling of types')
  })

  test('the reading allowed no judgement', async () => {
    const { warehouse, at, scanAt, checkAt } = await watch()
    await scanAt(5)
    warehouse.forbid('raw.orders')
    await scanAt(10)
    expect(await checkAt(10, 'schema')).toMatchObject({
      verdict: 'cannot_tell',
      since: at(10),
      anomalyId: null,
    })
    expect((await checkAt(10, 'schema')).text).toContain('GRANT SELECT ON raw.orders TO aegis')
    expect(await checkAt(10, 'freshness')).toMatchObject({ verdict: 'cannot_tell' })
  })

  test('no scan looked', async () => {
    const { at, scanAt, checkAt, explainAt, clock } = await watch()
    await clock.advance(2 * MINUTE_MS)
    const never = await explainAt(2)
    expect(never.checks.map(({ verdict, since, lastLookedAt }) => [verdict, since, lastLookedAt])).toEqual([
      ['never_looked', null, null],
      ['never_looked', null, null],
    ])
    expect(never.text).toContain('none had looked by then')
    await scanAt(5)
    await scanAt(300)
    expect((await checkAt(4, 'schema')).text).toContain('the first completed at 2026-02-15 12:05:00 UTC')
    expect(await checkAt(200, 'freshness')).toMatchObject({ verdict: 'fine', lastLookedAt: at(5) })
    expect((await explainAt(200)).text).toContain(
      'The next one completed at 2026-02-15 17:00:00 UTC; none looked in between.',
    )
    expect((await checkAt(-10, 'schema')).text).toContain('was not monitored then')
  })

  test('the warehouse did not answer', async () => {
    const { warehouse, at, scanAt, checkAt, explainAt } = await watch()
    await scanAt(5)
    warehouse.failWith(new AdapterError('Connection refused.', { adapter: 'postgresql', failure: 'network' }))
    for (const minutes of [10, 15]) await scanAt(minutes)
    expect(await checkAt(17, 'schema')).toMatchObject({ verdict: 'fine', lastLookedAt: at(5) })
    expect((await explainAt(17)).text).toContain('Since 2026-02-15 12:10:00 UTC it was not answered: ')
    warehouse.recover()
    await scanAt(20)
    expect(await checkAt(22, 'schema')).toMatchObject({ lastLookedAt: at(20) })
    expect((await explainAt(22)).text).not.toContain('not answered')
    expect((await explainAt(8)).text).not.toContain('not answered')
    expect(await checkAt(17, 'schema')).toMatchObject({ lastLookedAt: at(5) })
  })

  test('the check does not apply to the table', async () => {
    const { scanAt, checkAt } = await watch(null)
    await scanAt(5)
    const check = await checkAt(6, 'freshness')
    expect(check).toMatchObject({ verdict: 'never_looked', lastLookedAt: null })
    expect(check.text).toContain('neither an SLA nor a time due is set')
  })

  test("a user's sentinel keeps no observations", async () => {
    const volume: Sentinel = {
      name: 'volume',
      anomalyType: 'volume_drop',
      read: async ({ tables }) => tables.map(({ table }) => ({ ref: table.ref, status: 'ok', value: 0 })),
      inspect: (_memory, _reading, now): SentinelInspection => ({
        ...NOTHING,
        anomaly: {
          type: 'volume_drop',
          severity: 'low',
          detail: { type: 'custom', summary: 'no rows', data: null },
          fingerprint: 'no rows',
          detectedAt: now,
        },
      }),
    }
    const { aegis, at, scanAt, checkAt } = await watch(60, { sentinels: [volume] })
    await scanAt(5)
    const check = await checkAt(6, 'volume')
    const [anomaly] = await aegis.anomalies({ type: 'volume_drop' })
    expect(check).toMatchObject({
      verdict: 'cannot_tell',
      since: null,
      anomalyId: anomaly?.id,
      lastLookedAt: at(5),
    })
    expect(check.text).toContain('The sentinel keeps no observations.')
    expect(check.text).toContain('no rows')
    expect(await checkAt(4, 'volume')).toMatchObject({ verdict: 'never_looked', anomalyId: null })
  })

  test('observations of that time are not kept any more', async () => {
    const { aegis, store, at, scanAt, checkAt, clock } = await watch()
    await scanAt(1)
    const [table] = await aegis.tables()
    await clock.advance(1000 * MINUTE_MS)
    const results = Array.from({ length: 600 }, (_, index) => {
      const observation = { verdict: 'fine', text: `${index}`, lastChange: null } as const
      const check = { sentinel: 'schema', anomalyType: 'schema_drift', anomaly: null, note: null } as const
      const checks = [{ ...check, shape: null, state: null, observation }]
      return { tableId: table?.id ?? 0, checkedAt: at(10 + index), checks }
    })
    await store.recordScan(results)
    const check = await checkAt(12, 'schema')
    expect(check).toMatchObject({ verdict: 'cannot_tell', since: null })
    expect(check.text).toMatch(/reaches back to 2026-02-15 \d\d:\d\d:00 UTC only/)
    expect(await checkAt(609, 'schema')).toMatchObject({ verdict: 'fine' })
    expect((await checkAt(609, 'schema')).text).toContain('earlier observations are not kept')
  })
})
