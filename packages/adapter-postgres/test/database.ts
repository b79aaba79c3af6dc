import { type DevPostgres, requirePostgres, startPostgres } from '@aegis/dev-postgres'
import pg from 'pg'
import { afterAll, beforeAll, describe } from 'vitest'

export interface TestDatabase {
  readonly server: DevPostgres
  /** A superuser's connection to the database under test. */
  readonly admin: pg.Client
  /** Of the role that Aegis signs in with: `pg_monitor`, nothing else. */
  readonly url: string
  sql(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>
  /** `sql` on a new connection, after the server was restarted. */
  reconnect(): Promise<void>
}

const ROLE = 'aegis_reader'
export const PASSWORD = 'p@ss w:rd/of#reader'

async function open(version: 18 | 15): Promise<TestDatabase> {
  const server = await startPostgres({ version })
  process.stdout.write(`PostgreSQL ${server.version}\n`)
  await server.createDatabase('shop')
  const admin = new pg.Client({ connectionString: server.connectionString('shop') })
  // The server may be stopped under it by a test.
  admin.on('error', () => undefined)
  await admin.connect()
  await admin.query(`CREATE ROLE ${ROLE} LOGIN PASSWORD '${PASSWORD}'; GRANT pg_monitor TO ${ROLE}`)
  const url = new URL(server.connectionString('shop'))
  url.username = ROLE
  url.password = encodeURIComponent(PASSWORD)
  let current = admin
  const sql = async (text: string, values?: unknown[]): Promise<Record<string, unknown>[]> =>
    (await current.query(text, values)).rows
  const reconnect = async (): Promise<void> => {
    await current.end().catch(() => undefined)
    current = new pg.Client({ connectionString: server.connectionString('shop') })
    current.on('error', () => undefined)
    await current.connect()
  }
  return { server, admin, url: url.href, sql, reconnect }
}

/** The suite on PostgreSQL 18 and 15, each with a server of its own. */
export function describeOnPostgres(
  title: string,
  suite: (database: () => TestDatabase, version: 18 | 15) => void,
): void {
  for (const version of [18, 15] as const) {
    describe.runIf(requirePostgres(version))(`${title} on PostgreSQL ${version}`, () => {
      let database: TestDatabase | undefined
      beforeAll(async () => {
        database = await open(version)
      })
      afterAll(async () => {
        await database?.admin.end().catch(() => undefined)
        await database?.server.stop()
      })
      suite(() => {
        if (database === undefined) throw new Error('The server is not started yet.')
        return database
      }, version)
    })
  }
}

/** A pool as a host application keeps one: it outlives what happens to its connections, also while it closes. */
export function hostPool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(config)
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

export async function collect<T>(pages: AsyncIterable<readonly T[]> | undefined): Promise<readonly T[]> {
  const all: T[] = []
  for await (const page of pages ?? []) all.push(...page)
  return all
}
