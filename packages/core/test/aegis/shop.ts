import { type Aegis, type AegisConfig, createAegis } from '../../src/index.ts'
import type { LineageParser } from '../../src/ports/lineage-parser.ts'
import type { Store } from '../../src/ports/store.ts'
import {
  type FakeWarehouse,
  fakeWarehouse,
  type ManualClock,
  manualClock,
  memoryStore,
} from '../../src/testing/index.ts'

export interface Shop {
  readonly aegis: Aegis
  readonly warehouse: FakeWarehouse
  readonly clock: ManualClock
  readonly store: Store
}

/** Reads `target <- source, source`: enough of a language for lineage in these tests. */
const arrows: LineageParser = {
  spec: 'lineage-parser/v1',
  normalize: (sql) => sql,
  parse(sql) {
    const [target, sources] = sql.split(' <- ')
    if (target === undefined || sources === undefined) return { statements: [] }
    const nameOf = (text: string) => ({
      parts: text
        .trim()
        .split('.')
        .map((part) => ({ text: part, quoted: false })),
    })
    return {
      statements: [
        {
          status: 'parsed',
          index: 0,
          kind: 'insert',
          target: nameOf(target),
          sources: sources.split(',').map((source) => {
            return { name: nameOf(source), relationship: 'direct', confidence: 1, columns: [] }
          }),
          partial: false,
        },
      ],
    }
  },
}

const START = new Date('2026-02-15T12:00:00Z')
const HOUR_MS = 3_600_000

/** raw.orders -> staging.orders -> analytics.orders -> analytics.daily_revenue, analytics.customer_ltv. */
export async function openShop(config: Partial<AegisConfig> = {}): Promise<Shop> {
  const clock = manualClock(START)
  const columns = { id: 'bigint not null', price: 'double precision' }
  const warehouse = fakeWarehouse({
    clock,
    tables: {
      'raw.orders': { columns, watermark: START },
      'staging.orders': { columns, watermark: START },
      'analytics.orders': { columns, watermark: START },
      'analytics.daily_revenue': { columns: { day: 'date', total: 'double precision' }, watermark: START },
      'analytics.customer_ltv': {
        columns: { customer: 'bigint', ltv: 'double precision' },
        watermark: START,
      },
    },
  })
  for (const statement of [
    'staging.orders <- raw.orders',
    'analytics.orders <- staging.orders',
    'analytics.daily_revenue <- analytics.orders',
    'analytics.customer_ltv <- analytics.orders',
  ]) {
    warehouse.logStatement(statement, new Date(START.getTime() - HOUR_MS))
  }
  const store = config.store ?? memoryStore({ now: () => clock.now() })
  const aegis = await createAegis({
    connections: { shop: warehouse },
    lineageParser: arrows,
    clock,
    ...config,
    store,
  })
  return { aegis, warehouse, clock, store }
}

export const SCHEMAS = ['raw', 'staging', 'analytics'] as const
