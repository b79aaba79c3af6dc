import { describe, expect, test } from 'vitest'
import { createAegis } from '../../src/index.ts'
import { fakeWarehouse, manualClock, memoryStore } from '../../src/testing/index.ts'

/** A Monday, half an hour after the load of six. */
const START = new Date('2026-02-09T06:30:00Z')
const HOUR_MS = 3_600_000

async function openLoad() {
  const clock = manualClock(START)
  const columns = { id: 'bigint', at: 'timestamptz' }
  const warehouse = fakeWarehouse({ clock, tables: { 'raw.orders': { columns, watermark: START } } })
  const store = memoryStore({ now: () => clock.now() })
  const aegis = await createAegis({ store, clock, connections: { shop: warehouse } })
  await aegis.monitor('shop', {
    tables: ['raw.orders'],
    expectedBy: { cron: '0 6 * * 1-5', timeZone: 'UTC', graceMinutes: 60 },
    watermarkColumn: 'at',
  })
  await aegis.scan()
  return { aegis, clock, warehouse }
}

describe('a load that is due on working days at six', () => {
  test('is one incident while it stays out, grows with each further day, and its recovery is recorded', async () => {
    const { aegis, clock, warehouse } = await openLoad()
    const told: string[] = []
    aegis.on('incident.created', ({ incident }) => told.push(`created ${incident.severity}`))
    aegis.on('incident.updated', ({ incident }) => told.push(`updated ${incident.severity}`))
    const worst: unknown[] = []
    for (let hour = 0; hour < 9 * 24; hour += 1) {
      await clock.advance(HOUR_MS)
      await aegis.scan()
      const [incident] = await aegis.incidents()
      if (worst.at(-1) !== incident?.severity) worst.push(incident?.severity)
    }
    expect(worst).toEqual(['medium', 'high', 'critical'])
    expect(await aegis.incidents()).toHaveLength(1)
    expect(told.filter((text) => text.startsWith('created'))).toEqual(['created medium'])
    expect(told).toEqual(expect.arrayContaining(['updated high', 'updated critical']))
    expect((await aegis.anomalies()).map(({ detail }) => detail)).toEqual(
      Array.from({ length: 3 }, () =>
        expect.objectContaining({
          slaMinutes: null,
          missedSlot: expect.objectContaining({ dueAt: new Date('2026-02-10T06:00:00Z') }),
        }),
      ),
    )
    warehouse.setWatermark('raw.orders', clock.now())
    await aegis.scan()
    const [incident] = await aegis.incidents()
    expect(incident?.notes.map(({ text }) => text)).toEqual([expect.stringContaining('New data arrived')])
  })

  test('raises nothing over a weekend in which nothing comes', async () => {
    const { aegis, clock, warehouse } = await openLoad()
    await clock.advance(4 * 24 * HOUR_MS)
    warehouse.setWatermark('raw.orders', clock.now())
    for (let hour = 0; hour < 3 * 24; hour += 1) {
      await aegis.scan()
      await clock.advance(HOUR_MS)
    }
    expect(await aegis.anomalies()).toEqual([])
    await clock.advance(HOUR_MS)
    expect((await aegis.scan()).anomaliesFound).toBe(1)
  })
})
