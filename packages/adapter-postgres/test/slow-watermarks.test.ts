import type { WarehouseAdapter } from '@aegis/core'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PoolLike } from '../src/client.ts'
import { postgres } from '../src/index.ts'
import { describeOnPostgres, hostPool } from './database.ts'

const BUDGET_MS = 2000
const SLOW = Array.from({ length: 5 }, (_, index) => `slow_${index}`)

/** Keeps what is said to the server, in the order said. */
function listened(pool: pg.Pool, said: string[]): PoolLike {
  return {
    connect: async () => {
      const client = await pool.connect()
      return {
        query: (config) => {
          said.push(config.text)
          return client.query(config)
        },
        release: (destroy) => client.release(destroy),
        on: (event, listener) => client.on(event, listener),
        off: (event, listener) => client.off(event, listener),
      }
    },
    end: () => pool.end(),
  }
}

const requestsFor = (names: readonly string[]) =>
  names.map((name) => ({
    ref: { catalog: '', schema: 'shop', name },
    watermarkColumn: 'at',
    previous: null,
  }))

describeOnPostgres('watermarks that are slow', (database) => {
  let pool: pg.Pool
  let warehouse: WarehouseAdapter
  const said: string[] = []

  beforeAll(async () => {
    const views = SLOW.map((name) => `CREATE VIEW shop.${name} AS SELECT now() AS at FROM pg_sleep(60);`)
    await database().sql(`CREATE SCHEMA shop; ${views.join('\n')}
      CREATE TABLE shop.quick (at timestamptz); INSERT INTO shop.quick VALUES ('2026-01-01Z');
      CREATE VIEW shop.broken AS SELECT now() - (interval '1 s' / (count(*) - count(*))) AS at FROM shop.quick;
      GRANT USAGE ON SCHEMA shop TO aegis_reader; GRANT SELECT ON ALL TABLES IN SCHEMA shop TO aegis_reader`)
    pool = hostPool({ connectionString: database().url })
    warehouse = postgres({ pool: listened(pool, said), statementTimeoutMs: BUDGET_MS })
  })
  afterAll(() => pool.end())

  const precisionsAndCaveats = async (
    names: readonly string[],
  ): Promise<ReadonlyMap<string, readonly [precision: string, caveats: string]>> => {
    said.length = 0
    const readings = (await warehouse.readFreshness?.(requestsFor(names))) ?? []
    return new Map(
      readings.map((reading) => {
        if (reading.status !== 'ok') throw new Error(`no reading: ${JSON.stringify(reading)}`)
        return [reading.ref.name, [reading.value.precision, reading.value.caveats.join()]]
      }),
    )
  }

  /** Milliseconds that statements about slow views alone were given. */
  const givenToSlowOnes = (): number => {
    let limit = 0
    let sum = 0
    for (const text of said) {
      limit = Number(/SET LOCAL statement_timeout = (\d+)/.exec(text)?.[1] ?? limit)
      if (text.includes('"slow_') && !text.includes('UNION ALL')) sum += limit
    }
    return sum
  }

  test('that spoil a statement share one more time limit, the quick table behind them is read, and they say so', async () => {
    const found = await precisionsAndCaveats([...SLOW, 'quick', 'broken'])
    expect(found.get('quick')).toEqual(['exact', ''])
    expect(found.get('broken')?.[1]).toMatch(/refused with 22012/)
    for (const name of SLOW) {
      expect(found.get(name)).toEqual(['unknown', expect.stringMatching(/2000 ms in all/)])
    }
    expect(givenToSlowOnes()).toBeGreaterThan(0)
    expect(givenToSlowOnes()).toBeLessThanOrEqual(BUDGET_MS)
  })

  test('one alone has its whole time limit once, and took too long', async () => {
    const found = await precisionsAndCaveats(['slow_0'])
    expect(found.get('slow_0')).toEqual(['unknown', expect.stringMatching(/took too long/)])
    expect(givenToSlowOnes()).toBe(BUDGET_MS)
  })
})
