import type { AegisConfig, CheckExplanation, Explanation } from '../../src/index.ts'
import { openShop, type Shop } from '../aegis/shop.ts'

export const MINUTE_MS = 60_000
export const ORDERS = { connection: 'shop', table: 'raw.orders' }

export const ID = { id: 'bigint not null', updated_at: 'timestamp with time zone' }

/** One table, `raw.orders`, scanned when a test says so. */
export interface Watched extends Shop {
  /** Minutes after the beginning. */
  at(minutes: number): Date
  /** Moves the clock to this minute and scans. */
  scanAt(minutes: number): Promise<void>
  explainAt(minutes: number): Promise<Explanation>
  checkAt(minutes: number, sentinel: string): Promise<CheckExplanation>
}

export async function watch(sla: number | null = 60, config: Partial<AegisConfig> = {}): Promise<Watched> {
  const shop = await openShop(config)
  const { aegis, clock, warehouse } = shop
  warehouse.setColumns('raw.orders', { ...ID, price: 'double precision' })
  const start = clock.now().getTime()
  const at = (minutes: number): Date => new Date(start + minutes * MINUTE_MS)
  await aegis.monitor('shop', {
    tables: ['raw.orders'],
    freshnessSlaMinutes: sla,
    watermarkColumn: 'updated_at',
  })
  const explainAt = (minutes: number): Promise<Explanation> => aegis.explain(ORDERS, at(minutes))
  return {
    ...shop,
    at,
    async scanAt(minutes): Promise<void> {
      await clock.advance(at(minutes).getTime() - clock.now().getTime())
      await aegis.scan()
    },
    explainAt,
    async checkAt(minutes, sentinel): Promise<CheckExplanation> {
      const check = (await explainAt(minutes)).checks.find((item) => item.sentinel === sentinel)
      if (check === undefined) throw new Error(`${sentinel} is not explained`)
      return check
    },
  }
}
