import type { FreshnessRequest } from '@aegis/core'
import { expect, test } from 'vitest'
import type { PoolLike } from '../src/client.ts'
import { postgres } from '../src/index.ts'
import { describeOnPostgres, hostPool } from './database.ts'
import { FLUSH, readingOf, ref } from './freshness-suite.ts'

/** Keeps the SELECTs that the server is sent. */
function listened(connectionString: string, said: string[]): PoolLike {
  const pool = hostPool({ connectionString })
  return {
    connect: async () => {
      const client = await pool.connect()
      return {
        query: (config) => {
          if (config.text.startsWith('SELECT')) said.push(config.text)
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

describeOnPostgres('the statements of a reading', (database) => {
  test('are one while nothing changes, and ask only changed tables for more', async () => {
    const { sql, url } = database()
    await sql(`CREATE SCHEMA shop; GRANT USAGE ON SCHEMA shop TO aegis_reader`)
    for (const name of ['one', 'two', 'three'])
      await sql(`CREATE TABLE shop.${name} AS SELECT now() AS updated_at`)
    await sql('GRANT SELECT ON ALL TABLES IN SCHEMA shop TO aegis_reader')
    await sql(FLUSH)
    const said: string[] = []
    const pool = listened(url, said)
    const warehouse = postgres({ pool })
    let requests: readonly FreshnessRequest[] = [
      { ref: ref('one'), watermarkColumn: null, previous: null },
      { ref: ref('two'), watermarkColumn: 'updated_at', previous: null },
      { ref: ref('three'), watermarkColumn: null, previous: null },
    ]
    const read = async (): Promise<readonly string[]> => {
      said.length = 0
      const readings = ((await warehouse.readFreshness?.(requests)) ?? []).map(readingOf)
      requests = requests.map((request, index) => ({ ...request, previous: readings[index] ?? null }))
      return [...said]
    }
    expect(await read()).toHaveLength(3)
    expect(await read()).toHaveLength(1)
    expect(await read()).toHaveLength(1)
    await sql('INSERT INTO shop.three VALUES (now())')
    await sql(FLUSH)
    const after = await read()
    expect(after).toHaveLength(3)
    expect(after[2]).toMatch(/"three"/)
    expect(after[2]).not.toMatch(/"one"|"two"/)
    expect(await read()).toHaveLength(1)
    await pool.end()
  })
})
