import { type DevPostgres, startPostgres } from '@aegis/dev-postgres'
import pg from 'pg'

export const SCHEMA = 'wide'
const ROLE = 'reader'
const PASSWORD = 'only-for-this-run'
const TABLES_PER_STATEMENT = 500

/** Column types in turn, so that lengths, precision and NOT NULL occur. */
const TYPES = [
  'bigint NOT NULL',
  'text',
  'numeric(12,2)',
  'timestamp with time zone',
  'character varying(80)',
] as const

export interface WideWarehouse {
  readonly server: DevPostgres
  readonly version: string
  /** Signed in as the role that reads. */
  connectionString(): string
  /** Statements that the reading role has sent so far, by the server's own count. */
  statementsSent(): Promise<number>
  stop(): Promise<void>
}

function createTables(from: number, count: number, columns: number): string {
  const list = Array.from(
    { length: columns },
    (_, index) => `column_${index} ${TYPES[index % TYPES.length]}`,
  ).join(', ')
  return Array.from(
    { length: count },
    (_, index) => `CREATE TABLE ${SCHEMA}.table_${from + index} (${list})`,
  ).join('; ')
}

/** A real PostgreSQL with that many tables, analysed as a server in use would be. */
export async function wideWarehouse(
  tables: number,
  columns: number,
  note: (text: string) => void,
): Promise<WideWarehouse> {
  // Creating many tables in one statement holds a lock on each.
  const server = await startPostgres({
    settings: { max_locks_per_transaction: '2048', shared_buffers: '512MB' },
  })
  const admin = new pg.Client({ connectionString: server.connectionString() })
  await admin.connect()
  await admin.query(`CREATE EXTENSION pg_stat_statements; CREATE SCHEMA ${SCHEMA};
    CREATE ROLE ${ROLE} LOGIN PASSWORD '${PASSWORD}'; GRANT pg_monitor TO ${ROLE}`)
  for (let from = 0; from < tables; from += TABLES_PER_STATEMENT) {
    await admin.query(createTables(from, Math.min(TABLES_PER_STATEMENT, tables - from), columns))
  }
  await admin.query('VACUUM ANALYZE')
  note(`PostgreSQL ${server.version}: ${tables} tables of ${columns} columns`)
  return {
    server,
    version: server.version,
    connectionString() {
      const url = new URL(server.connectionString())
      url.username = ROLE
      url.password = PASSWORD
      return url.href
    },
    async statementsSent() {
      const { rows } = await admin.query(
        `SELECT coalesce(sum(calls), 0)::int AS n FROM pg_stat_statements WHERE userid = '${ROLE}'::regrole`,
      )
      return Number(rows[0]?.n)
    },
    async stop() {
      await admin.end()
      await server.stop()
    },
  }
}
