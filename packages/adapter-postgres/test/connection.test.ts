import { createServer } from 'node:net'
import { inspect } from 'node:util'
import type { AdapterError } from '@aegis/core'
import { expect, test } from 'vitest'
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

describeOnPostgres('the connection', (database) => {
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
