import { describe, expect, test } from 'vitest'
import { AdapterError } from '../../src/index.ts'
import { MINUTE_MS, ORDERS, type Watched, watch } from './watched.ts'

const DAY = 1440

/** New data every two hours, scans every half hour. */
async function live(watched: Watched, fromMinutes: number, toMinutes: number): Promise<void> {
  const { warehouse, scanAt, at } = watched
  for (let minutes = fromMinutes; minutes < toMinutes; minutes += 30) {
    if (minutes % 120 === 0) warehouse.setWatermark('raw.orders', at(minutes))
    await scanAt(minutes)
  }
}

describe('aegis.suggestSla', () => {
  test('finds an SLA that raises no alarm on the history it was found in', async () => {
    const watched = await watch(10_080)
    const { aegis } = watched
    await live(watched, 30, 4 * DAY)
    const suggestion = await aegis.suggestSla(ORDERS)
    expect(suggestion).toMatchObject({
      minutes: 135,
      evidence: { updates: 48, alarms: 0, scanIntervalMinutes: 30, medianGapMinutes: 120, unseenGaps: 0 },
    })
    expect(suggestion.table.qualifiedName).toBe('raw.orders')
    await aegis.monitor('shop', { tables: ['raw.orders'], freshnessSlaMinutes: suggestion.minutes })
    await live(watched, 4 * DAY, 5 * DAY)
    expect(await aegis.anomalies({ type: 'freshness_violation' })).toEqual([])
  })

  test('leaves out what came while the warehouse did not answer', async () => {
    const watched = await watch(10_080)
    const { aegis, warehouse } = watched
    await live(watched, 30, 2 * DAY)
    warehouse.failWith(new AdapterError('Connection refused.', { adapter: 'postgresql', failure: 'network' }))
    await live(watched, 2 * DAY, 2 * DAY + 600)
    warehouse.recover()
    await live(watched, 2 * DAY + 600, 5 * DAY)
    const { minutes, evidence } = await aegis.suggestSla(ORDERS)
    expect(evidence).toMatchObject({ unseenGaps: 1, largestGapMinutes: 120 })
    expect(minutes).toBe(135)
  })

  test('says what to do for a table whose freshness is not checked', async () => {
    const { aegis, scanAt } = await watch(null)
    await scanAt(30)
    const { minutes, reason } = await aegis.suggestSla(ORDERS)
    expect(minutes).toBeNull()
    expect(reason).toContain('too short: 0 updates')
    expect(reason).toContain('Set a wide SLA, such as 10080 minutes, and ask again')
  })

  test('reckons in the time zone asked for, and refuses one that there is not', async () => {
    const watched = await watch(10_080)
    const { aegis } = watched
    for (let day = 0; day < 22; day += 1) {
      watched.warehouse.setWatermark('raw.orders', new Date(watched.clock.now()))
      await watched.scanAt(day * DAY + 1)
      for (let hours = 6; hours < 24; hours += 6) await watched.scanAt(day * DAY + hours * 60)
    }
    await watched.clock.advance(MINUTE_MS)
    const { expectedBy } = await aegis.suggestSla(ORDERS, { timeZone: 'Asia/Kolkata' })
    expect(expectedBy).toMatchObject({ timeZone: 'Asia/Kolkata', fit: 1 })
    await expect(aegis.suggestSla(ORDERS, { timeZone: 'Mars/Olympus' })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('Mars/Olympus'),
    })
  })
})
