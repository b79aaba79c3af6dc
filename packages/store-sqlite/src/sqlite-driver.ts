import {
  type CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type DialectAdapter,
  type Driver,
  type Kysely,
  type QueryCompiler,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type TransactionSettings,
} from 'kysely'
import type { SqliteClient, SqliteStatement } from './client.ts'
import { isBusy } from './errors.ts'

/** Statements kept prepared. The store has about a hundred; texts of uncommon chunk sizes come and go. */
const CACHE_SIZE = 256

/** Least recently used statements are let go first. */
export function statementCache(
  prepare: (sql: string) => SqliteStatement,
  size: number,
): (sql: string) => SqliteStatement {
  const cached = new Map<string, SqliteStatement>()
  return (sql) => {
    const statement = cached.get(sql) ?? prepare(sql)
    cached.delete(sql)
    cached.set(sql, statement)
    const [oldest] = cached.keys()
    if (cached.size > size && oldest !== undefined) cached.delete(oldest)
    return statement
  }
}

interface SqliteConnection extends DatabaseConnection {
  readonly client: SqliteClient
  execute(sql: string): void
}

function connectionOn(client: SqliteClient): SqliteConnection {
  const prepared = statementCache((sql) => client.prepare(sql), CACHE_SIZE)
  const run = <R>(sql: string, parameters: readonly unknown[]): QueryResult<R> => {
    const statement = prepared(sql)
    if (statement.reader) return { rows: statement.all(...parameters) as R[] }
    const { changes, lastInsertRowid } = statement.run(...parameters)
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
  }
  return {
    client,
    execute: (sql) => {
      run(sql, [])
    },
    executeQuery: async <R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> =>
      run<R>(sql, parameters),
    async *streamQuery<R>({ sql, parameters }: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
      yield run<R>(sql, parameters)
    },
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/**
 * Begins a writing transaction as a writer: a transaction that reads first and writes later can fail at the upgrade
 * without any waiting. Waits for other writers without blocking the event loop: the other writer may be another
 * handle of this very process, which could then never finish.
 */
async function beginImmediate({ client, execute }: SqliteConnection, busyTimeoutMs: number): Promise<void> {
  const deadline = Date.now() + busyTimeoutMs
  for (;;) {
    try {
      client.pragma('busy_timeout = 0')
      execute('begin immediate')
      return
    } catch (error) {
      if (!isBusy(error) || Date.now() >= deadline) throw error
    } finally {
      client.pragma(`busy_timeout = ${busyTimeoutMs}`)
    }
    // Uneven, so that two waiters do not meet again and again.
    await pause(1 + Math.random() * 9)
  }
}

/** Where the driver gets its database from, and what it does with it in the end. */
export interface SqliteSource {
  readonly open: () => Promise<SqliteClient>
  readonly close: (client: SqliteClient) => void
  /** Milliseconds to wait for other writers. */
  readonly busyTimeoutMs: number
}

class SqliteDriver implements Driver {
  readonly #source: SqliteSource
  #connection: SqliteConnection | null = null

  constructor(source: SqliteSource) {
    this.#source = source
  }

  async init(): Promise<void> {
    this.#connection = connectionOn(await this.#source.open())
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#own()
  }

  #own(): SqliteConnection {
    if (this.#connection === null) throw new Error('the database is not open')
    return this.#connection
  }

  async beginTransaction(_connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    // A reading transaction never becomes a writer, so it may begin lazily.
    if (settings.accessMode === 'read only') this.#own().execute('begin')
    else await beginImmediate(this.#own(), this.#source.busyTimeoutMs)
  }

  async commitTransaction(): Promise<void> {
    this.#own().execute('commit')
  }

  async rollbackTransaction(): Promise<void> {
    const { client, execute } = this.#own()
    // SQLite has rolled back on its own after errors such as a full disk.
    if (client.inTransaction) execute('rollback')
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {
    if (this.#connection !== null) this.#source.close(this.#connection.client)
  }
}

/** Kysely's dialect for SQLite with a driver of our own: BEGIN IMMEDIATE, prepared statements kept. */
export function sqliteDialect(source: SqliteSource): Dialect {
  return {
    createDriver: (): Driver => new SqliteDriver(source),
    createQueryCompiler: (): QueryCompiler => new SqliteQueryCompiler(),
    createAdapter: (): DialectAdapter => new SqliteAdapter(),
    createIntrospector: (db: Kysely<unknown>): DatabaseIntrospector => new SqliteIntrospector(db),
  }
}
