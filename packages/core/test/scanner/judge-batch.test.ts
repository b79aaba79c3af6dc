import { describe, expect, test } from 'vitest'
import type { Sentinel, SentinelInspection } from '../../src/index.ts'
import { openShop, SCHEMAS } from '../aegis/shop.ts'

const NOTHING: SentinelInspection = { anomaly: null, snapshot: null, problem: null, note: null }

/** Says each word once, in turn; null: nothing new. */
function saying(words: readonly (string | null)[]): Sentinel {
  const left = [...words]
  return {
    name: 'says',
    anomalyType: 'said',
    read: async ({ tables }) =>
      tables.map(({ table }) => ({ ref: table.ref, status: 'ok', value: left[0] ?? null })),
    inspect(_memory, reading): SentinelInspection {
      const text = reading.status === 'ok' ? reading.value : null
      left.shift()
      if (typeof text !== 'string') return NOTHING
      return { ...NOTHING, observation: { verdict: 'fine', text, lastChange: null } }
    },
  }
}

describe('a check of a scan', () => {
  test('that has but an observation is kept, and one that has nothing is not', async () => {
    const { aegis, store } = await openShop({ sentinels: [saying(['one', null, 'two'])] })
    await aegis.monitor('shop', { tables: ['raw.orders'], checkTypes: ['says'] })
    const recorded: number[] = []
    const { recordScan } = store
    store.recordScan = (results) => {
      recorded.push(results.length)
      return recordScan(results)
    }
    for (let count = 0; count < 3; count += 1) await aegis.scan()
    const [table] = await aegis.tables()
    const kept = await store.listObservations(table?.id ?? 0)
    expect(kept.map(({ text }) => text)).toEqual(['two', 'one'])
    expect(recorded).toEqual([1, 1])
  })

  test('of a table about which nothing changed writes nothing', async () => {
    const { aegis, store } = await openShop()
    await aegis.monitor('shop', { schemas: SCHEMAS, freshnessSlaMinutes: 60, watermarkColumn: 'updated_at' })
    await aegis.scan()
    const { recordScan } = store
    store.recordScan = () => {
      throw new Error('written')
    }
    await aegis.scan()
    store.recordScan = recordScan
    const [table] = await aegis.tables()
    const kept = await store.listObservations(table?.id ?? 0)
    expect(kept.map(({ sentinel }) => sentinel).sort()).toEqual(['freshness', 'schema'])
  })
})
