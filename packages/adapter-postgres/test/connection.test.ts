import { createServer } from 'node:net'
import { inspect } from 'node:util'
import type { AdapterError, WarehouseAdapter } from '@aegis/core'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type PostgresOptions, postgres } from '../src/index.ts'
import { describeOnPostgres, PASSWORD } from './database.ts'
import { selfSignedServer } from './self-signed.ts'

const REF = { catalog: '', schema: 'pg_catalog', name: 'pg_class' }

async function failureOf(options: PostgresOptions): Promise<AdapterError> {
  const warehouse = postgres({ connectTimeoutMs: 3000, ...options })
  try {
    await warehouse.describeTables([REF])
    throw new Error('it answered')
  } catch (error) {
    return error as AdapterError
  } finally {
    await warehouse.close()
  }
}

describe('options', () => {
  test.each<readonly [string, PostgresOptions, RegExp]>([
    ['a URL of another kind', { connectionString: 'mysql://root:hunter2@db/x' }, /not a URL like postgres:/],
    ['a URL that is none', { connectionString: 'postgres://u:hunter2@h:port/x' }, /percent-encoded/],
    [
      'a URL with parts beside it',
      { connectionString: 'postgres://u:hunter2@h/x', host: 'other', user: 'me' },
      /host, user beside connectionString/,
    ],
    ['a port out of range', { host: 'db', port: 99_999, password: 'hunter2' }, /port/],
    ['an unknown time zone', { watermarkTimeZone: 'Mars/Olympus', password: 'hunter2' }, /watermarkTimeZone/],
  ])('%s is refused by name, without its secret', (_title, options, reason) => {
    let thrown: unknown
    try {
      postgres(options)
    } catch (error) {
      thrown = error
    }
    expect(thrown).toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringMatching(reason) })
    expect(inspect(thrown, { depth: 9, showHidden: true })).not.toContain('hunter2')
  })
})

describeOnPostgres('the connection', (database) => {
  let warehouse: WarehouseAdapter
  beforeAll(async () => {
    warehouse = postgres({ connectionString: database().url })
    await database().sql('CREATE SCHEMA shop; CREATE TABLE shop.t (id int)')
  })
  afterAll(() => warehouse.close())

  const withUrl = (change: (url: URL) => void): PostgresOptions => {
    const url = new URL(database().url)
    change(url)
    return { connectionString: url.href }
  }

  test.each<readonly [string, (url: URL) => void, string, RegExp]>([
    [
      'a wrong host',
      (url) => {
        url.hostname = 'no-such-host.invalid'
      },
      'network',
      /Check host and port/,
    ],
    [
      'a wrong port',
      (url) => {
        url.port = '1'
      },
      'network',
      /Check host and port/,
    ],
    [
      'a wrong password',
      (url) => {
        url.password = 'not-the-password'
      },
      'credentials',
      /Check user and password/,
    ],
    [
      'an unknown user',
      (url) => {
        url.username = 'nobody_here'
      },
      'credentials',
      /Check user and password/,
    ],
    [
      'an unknown database',
      (url) => {
        url.pathname = '/nowhere'
      },
      'not_found',
      /name of the database/,
    ],
    [
      'TLS that the server refuses',
      (url) => {
        url.searchParams.set('sslmode', 'verify-full')
      },
      'tls',
      /`ssl`/,
    ],
  ])('%s', async (_title, change, failure, advice) => {
    const error = await failureOf(withUrl(change))
    expect(error).toMatchObject({ code: 'ADAPTER_FAILED', failure, message: expect.stringMatching(advice) })
    const everything = inspect(error, { depth: 9, showHidden: true })
    for (const secret of [PASSWORD, encodeURIComponent(PASSWORD), 'not-the-password']) {
      expect(everything).not.toContain(secret)
    }
  })

  test('a server that does not speak is a network failure after the time given', async () => {
    const silent = createServer(() => undefined)
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const address = silent.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const error = await failureOf({
      host: '127.0.0.1',
      port,
      user: 'a',
      password: 'b',
      connectTimeoutMs: 200,
    })
    silent.close()
    expect(error).toMatchObject({ failure: 'network', retryable: true })
  })

  test('a password function is asked', async () => {
    const { server } = database()
    const options = { host: server.host, port: server.port, database: 'shop', user: 'aegis_reader' }
    const asked = postgres({ ...options, password: async () => PASSWORD })
    expect((await asked.describeTables([REF]))[0]?.status).toBe('ok')
    await asked.close()
  })

  test('a password beside the URL wins over that of the URL', async () => {
    const url = new URL(database().url)
    url.password = ''
    for (const password of [PASSWORD, async () => PASSWORD]) {
      const given = postgres({ connectionString: url.href, password })
      expect((await given.describeTables([REF]))[0]?.status).toBe('ok')
      await given.close()
    }
  })

  test.each<readonly [string, () => Promise<string>]>([
    ['throws', () => Promise.reject(new Error('the vault at https://u:hunter2@vault says no'))],
    ['gives nothing', async () => ''],
  ])(
    'a password function that %s is a matter of credentials, and its words stay with it',
    async (_title, password) => {
      const { server } = database()
      const error = await failureOf({
        host: server.host,
        port: server.port,
        database: 'shop',
        user: 'aegis_reader',
        password,
      })
      expect(error).toMatchObject({ failure: 'credentials', message: expect.stringContaining('password') })
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('hunter2')
    },
  )

  test('a certificate that nobody vouches for is a matter of TLS', async () => {
    const { port, server } = await selfSignedServer()
    const error = await failureOf({ host: '127.0.0.1', port, user: 'a', password: 'hunter2', ssl: true })
    server.close()
    expect(error).toMatchObject({ failure: 'tls', driverCode: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('hunter2')
  })

  test('what the URL sets is heard, but opens no door', async () => {
    const url = new URL(database().url)
    url.searchParams.set('options', '-c work_mem=8MB -c default_transaction_read_only=off')
    url.searchParams.set('statement_timeout', '0')
    await database().sql(`CREATE VIEW shop.settings AS SELECT timestamptz '2026-01-01Z' + make_interval(
        secs => CASE WHEN current_setting('transaction_read_only') = 'on' AND current_setting('statement_timeout') = '1234ms'
          AND current_setting('work_mem') = '8MB' AND current_setting('application_name') = 'me' THEN 1 ELSE 0 END) AS at;
      GRANT USAGE ON SCHEMA shop TO aegis_reader; GRANT SELECT ON shop.settings TO aegis_reader`)
    const own = postgres({ connectionString: url.href, statementTimeoutMs: 1234, applicationName: 'me' })
    const asked = {
      ref: { catalog: '', schema: 'shop', name: 'settings' },
      watermarkColumn: 'at',
      previous: null,
    }
    const [reading] = (await own.readFreshness?.([asked])) ?? []
    await own.close()
    expect(reading).toMatchObject({ status: 'ok', value: { notAfter: new Date('2026-01-01T00:00:01Z') } })
  })

  test('sessions are read-only, named and limited', async () => {
    const activity = await (async () => {
      await warehouse.describeTables([REF])
      return database().sql("SELECT application_name FROM pg_stat_activity WHERE usename = 'aegis_reader'")
    })()
    expect(activity).toContainEqual({ application_name: 'aegis' })
    await database().sql(`CREATE FUNCTION shop.write() RETURNS timestamptz LANGUAGE sql AS 'INSERT INTO shop.t VALUES (1) RETURNING now()';
      CREATE VIEW shop.sly AS SELECT shop.write() AS at; GRANT USAGE ON SCHEMA shop TO aegis_reader; GRANT ALL ON ALL TABLES IN SCHEMA shop TO aegis_reader`)
    const sly = { ref: { catalog: '', schema: 'shop', name: 'sly' }, watermarkColumn: 'at', previous: null }
    const [reading] = (await warehouse.readFreshness?.([sly])) ?? []
    expect(reading).toMatchObject({ status: 'ok', value: { precision: 'unknown' } })
    expect(await database().sql('SELECT count(*) AS n FROM shop.t')).toEqual([{ n: '0' }])
  })

  describe('a slow read', () => {
    const slow = { ref: { catalog: '', schema: 'shop', name: 'slow' }, watermarkColumn: 'at', previous: null }
    const running = (): Promise<Record<string, unknown>[]> =>
      database().sql(
        "SELECT pid FROM pg_stat_activity WHERE usename = 'aegis_reader' AND state = 'active' AND query LIKE '%slow%'",
      )
    const untilRunning = async (): Promise<void> => {
      while ((await running()).length === 0) await new Promise((resolve) => setTimeout(resolve, 10))
    }
    beforeAll(() =>
      database().sql(
        'CREATE VIEW shop.slow AS SELECT now() AS at FROM pg_sleep(60); GRANT SELECT ON shop.slow TO aegis_reader',
      ),
    )

    test('is cancelled on the server when aborted', async () => {
      const controller = new AbortController()
      const reading = warehouse.readFreshness?.([slow], { signal: controller.signal })
      await untilRunning()
      controller.abort()
      await expect(reading).rejects.toMatchObject({ code: 'ABORTED', failure: 'aborted' })
      expect(await running()).toEqual([])
    })

    test('an aborted signal asks nothing', async () => {
      await expect(warehouse.describeTables([REF], { signal: AbortSignal.abort() })).rejects.toMatchObject({
        failure: 'aborted',
      })
    })

    test('ends at its time limit: the table is unknown, not the scan failed', async () => {
      const [reading] = (await warehouse.readFreshness?.([slow], { timeoutMs: 100 })) ?? []
      expect(reading).toMatchObject({ status: 'ok', value: { precision: 'unknown' } })
    })

    test('is a network failure when the server ends the session, and the next read works', async () => {
      const reading = warehouse.readFreshness?.([slow])
      const outcome = expect(reading).rejects.toMatchObject({ failure: 'network', retryable: true })
      await untilRunning()
      await database().sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'aegis_reader' AND state = 'active'",
      )
      await outcome
      expect((await warehouse.describeTables([REF]))[0]?.status).toBe('ok')
    })
  })

  test('an injected pool is used as it is: never closed, its sessions unchanged', async () => {
    const pool = new pg.Pool({ connectionString: database().url, max: 2 })
    const settings =
      "SELECT current_setting('statement_timeout') AS t, current_setting('search_path') AS p, current_setting('transaction_read_only') AS r"
    const before = (await pool.query(settings)).rows
    const injected = postgres({ pool })
    expect((await injected.describeTables([REF]))[0]?.status).toBe('ok')
    await injected.close()
    expect((await pool.query(settings)).rows).toEqual(before)
    await pool.end()
  })

  describe('the staged test', () => {
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
      expect((await newcomer.testConnection?.())?.stages.every(({ status }) => status === 'passed')).toBe(
        true,
      )
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

  test('a server that went away is a network failure, and closing twice is fine', async () => {
    const last = postgres({ connectionString: database().url })
    await last.describeTables([REF])
    await database().server.stop()
    await expect(last.describeTables([REF])).rejects.toMatchObject({ failure: 'network' })
    const report = await last.testConnection?.()
    expect(report?.stages[0]).toMatchObject({ stage: 'network', status: 'failed' })
    await last.close()
    await last.close()
  })
})
