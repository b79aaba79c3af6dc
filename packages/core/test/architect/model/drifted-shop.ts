import type { Activity, AegisConfig, Incident } from '../../../src/index.ts'
import { openShop, type Shop } from '../../aegis/shop.ts'

export interface DriftedShop extends Shop {
  /** Investigates, and moves the clock by `ms` meanwhile. */
  investigate(ms?: number): Promise<void>
  incident(): Promise<Incident>
  /** Oldest first. */
  calls(): Promise<readonly Activity[]>
}

/** One open incident: `price` of analytics.orders changed its type. Nothing is investigated yet. */
export async function driftedShop(config: Partial<AegisConfig>): Promise<DriftedShop> {
  const shop = await openShop(config)
  const { aegis, warehouse, clock } = shop
  await aegis.monitor('shop', { tables: ['analytics.orders'] })
  await aegis.scan()
  warehouse.setColumns('analytics.orders', { id: 'bigint not null', price: 'character varying(255)' })
  await aegis.scan({ investigate: false })
  return {
    ...shop,
    async investigate(ms = 0) {
      const done = aegis.investigate()
      await clock.advance(ms)
      await done
    },
    async incident() {
      const [incident] = await aegis.incidents()
      if (incident === undefined) throw new Error('there is no incident')
      return incident
    },
    calls: async () => [...(await aegis.activity({ actions: ['model_called'] }))].reverse(),
  }
}
