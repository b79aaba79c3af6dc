import { type DevPostgres, type PostgresVersion, requirePostgres, startPostgres } from '@aegis/dev-postgres'
import pg from 'pg'
import { afterAll, beforeAll, describe } from 'vitest'

export interface TestServer {
  readonly server: DevPostgres
  /** A superuser's. */
  readonly url: string
  sql(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>
  /** A name for a schema that no other test uses. */
  freshSchema(): string
}

const VERSIONS: readonly PostgresVersion[] = [18, 15]

/** The suite on a server of its own of each version. */
export function describeOnPostgres(
  title: string,
  suite: (server: () => TestServer, version: PostgresVersion) => void,
  versions: readonly PostgresVersion[] = VERSIONS,
): void {
  for (const version of versions) {
    describe.runIf(requirePostgres(version))(`${title} on PostgreSQL ${version}`, () => {
      let found: TestServer | undefined
      let admin: pg.Pool | undefined
      beforeAll(async () => {
        const server = await startPostgres({ version, settings: { max_connections: '100' } })
        const url = server.connectionString()
        const pool = new pg.Pool({ connectionString: url, max: 2 })
        // The server may be stopped under it by a test.
        pool.on('error', () => undefined)
        admin = pool
        let schemas = 0
        found = {
          server,
          url,
          sql: async (text, values) => (await pool.query(text, values)).rows,
          freshSchema: () => {
            schemas += 1
            return `store_${schemas}`
          },
        }
      })
      afterAll(async () => {
        await admin?.end()
        await found?.server.stop()
      })
      suite(() => {
        if (found === undefined) throw new Error('The server is not started yet.')
        return found
      }, version)
    })
  }
}
