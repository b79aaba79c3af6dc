import type { FreshnessReading, Reading, TableRef, WarehouseAdapter } from '@aegis/core'
import pg from 'pg'
import { afterAll, beforeAll } from 'vitest'
import { postgres } from '../src/index.ts'
import { describeOnPostgres, type TestDatabase } from './database.ts'

export const ref = (name: string): TableRef => ({ catalog: '', schema: 'shop', name })

/** Counters are flushed late; a session can be told to do it now. */
export const FLUSH = 'SELECT pg_stat_force_next_flush()'

export function readingOf(reading: Reading<FreshnessReading> | undefined): FreshnessReading {
  if (reading?.status !== 'ok') throw new Error(`no reading: ${JSON.stringify(reading)}`)
  return reading.value
}

export interface Shop {
  readonly warehouse: WarehouseAdapter
  readonly database: TestDatabase
  read(
    table: string,
    previous?: FreshnessReading | null,
    watermarkColumn?: string | null,
    from?: WarehouseAdapter,
  ): Promise<Reading<FreshnessReading> | undefined>
  /** By the change counters. */
  look(table: string, previous?: FreshnessReading | null): Promise<FreshnessReading>
  /** Holds a lock on a table while `during` runs. */
  whileLocked<T>(table: string, during: () => Promise<T>): Promise<T>
}

/** A suite on a schema `shop` of its own, whose new tables the role of Aegis may read. */
export function describeInShop(title: string, suite: (shop: () => Shop) => void): void {
  describeOnPostgres(title, (database) => {
    let shop: Shop | undefined

    beforeAll(async () => {
      const { sql, url, server } = database()
      await sql(`CREATE SCHEMA shop; GRANT USAGE ON SCHEMA shop TO aegis_reader;
        ALTER DEFAULT PRIVILEGES IN SCHEMA shop GRANT SELECT ON TABLES TO aegis_reader;
        CREATE TABLE shop.t (id int); INSERT INTO shop.t SELECT generate_series(1, 10);
        CREATE TABLE shop.parts (id int, day date) PARTITION BY RANGE (day);
        CREATE TABLE shop.parts_2026 PARTITION OF shop.parts FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')`)
      const warehouse = postgres({ connectionString: url })
      const read: Shop['read'] = async (table, previous = null, watermarkColumn = null, from = warehouse) => {
        await sql(FLUSH)
        const [reading] = (await from.readFreshness?.([{ ref: ref(table), watermarkColumn, previous }])) ?? []
        return reading
      }
      shop = {
        warehouse,
        database: database(),
        read,
        look: async (table, previous) => readingOf(await read(table, previous)),
        async whileLocked(table, during) {
          const other = new pg.Client({ connectionString: server.connectionString('shop') })
          await other.connect()
          await other.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`)
          try {
            return await during()
          } finally {
            await other.end()
          }
        },
      }
    })
    afterAll(() => shop?.warehouse.close())
    suite(() => {
      if (shop === undefined) throw new Error('The shop is not open yet.')
      return shop
    })
  })
}
