import type { WarehouseAdapter } from '@aegis/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type PostgresOptions, postgres } from '../src/index.ts'
import { describeOnPostgres } from './database.ts'

describeOnPostgres('the staged test', (database) => {
  let warehouse: WarehouseAdapter
  beforeAll(async () => {
    warehouse = postgres({ connectionString: database().url })
    await database().sql(`CREATE SCHEMA shop; CREATE TABLE shop.t (id int);
      GRANT USAGE ON SCHEMA shop TO aegis_reader; GRANT SELECT ON shop.t TO aegis_reader`)
  })
  afterAll(() => warehouse.close())

  const withUrl = (change: (url: URL) => void): PostgresOptions => {
    const url = new URL(database().url)
    change(url)
    return { connectionString: url.href }
  }

  test('names every stage, and the statement that would enable the query log', async () => {
    const report = await warehouse.testConnection?.()
    expect(report?.ok).toBe(true)
    expect(report?.server).toMatch(/^PostgreSQL 1[58]\./)
    expect(report?.stages.map(({ stage, status }) => [stage, status])).toEqual([
      ['network', 'passed'],
      ['sign_in', 'passed'],
      ['catalog', 'passed'],
      ['freshness', 'passed'],
      ['query_log', 'degraded'],
      ['view_definitions', 'passed'],
    ])
    const log = report?.stages.find(({ stage }) => stage === 'query_log')
    expect(log?.fix).toBe('CREATE EXTENSION pg_stat_statements;')
  })

  test('its grants mend what they say', async () => {
    const { sql } = database()
    await sql('CREATE EXTENSION pg_stat_statements')
    await sql("CREATE ROLE newcomer LOGIN PASSWORD 'x'; CREATE TABLE shop.private (id int)")
    const { server } = database()
    const newcomer = postgres({
      host: server.host,
      port: server.port,
      database: 'shop',
      user: 'newcomer',
      password: 'x',
    })
    const fixes = (await newcomer.testConnection?.())?.stages.flatMap(({ fix }) => fix ?? []) ?? []
    expect(fixes).toHaveLength(2)
    for (const fix of fixes) await sql(fix)
    expect((await newcomer.testConnection?.())?.stages.every(({ status }) => status === 'passed')).toBe(true)
    await newcomer.close()
  })

  test.each<readonly [string, (url: URL) => void, string, string]>([
    [
      'a wrong port',
      (url) => {
        url.port = '1'
      },
      'network',
      'sign_in',
    ],
    [
      'a wrong password',
      (url) => {
        url.password = 'wrong'
      },
      'sign_in',
      'catalog',
    ],
    [
      'an unknown database',
      (url) => {
        url.pathname = '/nowhere'
      },
      'sign_in',
      'catalog',
    ],
  ])('%s fails at its stage and runs no later one', async (_title, change, failing, next) => {
    const wrong = postgres(withUrl(change))
    const report = await wrong.testConnection?.()
    await wrong.close()
    expect(report?.ok).toBe(false)
    const statusOf = (name: string): string | undefined =>
      report?.stages.find(({ stage }) => stage === name)?.status
    expect(statusOf(failing)).toBe('failed')
    expect(statusOf(next)).toBe('not_run')
    expect(report?.stages.find(({ stage }) => stage === failing)?.fix).toMatch(/Check/)
  })
})
