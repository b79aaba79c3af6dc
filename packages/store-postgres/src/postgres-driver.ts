import { AegisError } from '@aegis/core'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type DialectAdapter,
  type Driver,
  type Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryCompiler,
  type QueryResult,
  type TransactionSettings,
} from 'kysely'
import type { ClientLike, StatementConfig, StatementResult } from './client.ts'
import type { Connections } from './connections.ts'
import { answered, isConnectionLost } from './lost-connection.ts'
import { openingStatements, type TransactionLimits } from './opening.ts'
import { settleCommit, type TransactionIdentity } from './settle-commit.ts'
import { encodeParameter, valueParsers } from './wire-values.ts'

export interface PostgresDriverOptions {
  readonly connections: Connections
  /** Holds the tables. */
  readonly schema: string
  readonly limits: TransactionLimits
  /** How the store is called in messages. */
  readonly place: string
}

/** Commands whose count of rows kysely wants to know. */
const COUNTED: readonly string[] = ['INSERT', 'UPDATE', 'DELETE', 'MERGE']

function lastOf(result: StatementResult | readonly StatementResult[]): StatementResult | undefined {
  return 'rows' in result ? result : result.at(-1)
}

function identityIn(result: StatementResult | undefined): TransactionIdentity | null {
  const row = result?.rows[0]
  if (typeof row !== 'object' || row === null || !('xid' in row) || !('started' in row)) return null
  return { xid: String(row.xid), started: String(row.started) }
}

class PostgresConnection implements DatabaseConnection {
  readonly #options: PostgresDriverOptions
  readonly #release: () => Promise<void>
  #client: ClientLike
  #isBroken = false
  #transaction: 'none' | 'reading' | 'writing' = 'none'
  #identity: TransactionIdentity | null = null
  /** The end of a reading transaction, which nobody waits for. */
  #ending: Promise<void> = Promise.resolve()

  constructor(options: PostgresDriverOptions, client: ClientLike) {
    this.#options = options
    this.#client = client
    this.#release = async (): Promise<void> => {
      await this.#ending
      options.connections.giveBack(this.#client, this.#isBroken)
    }
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const isAlone = this.#transaction === 'none'
    if (isAlone) await this.begin({ accessMode: 'read only' })
    try {
      const values = parameters.map(encodeParameter)
      const result = lastOf(await this.#run({ text: sql, values, types: valueParsers }))
      const rows = (result?.rows ?? []) as R[]
      if (result === undefined || !COUNTED.includes(result.command)) return { rows }
      return { rows, numAffectedRows: BigInt(result.rowCount ?? 0) }
    } finally {
      if (isAlone) this.#endReading()
    }
  }

  // biome-ignore lint/correctness/useYield: the store never streams.
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('streaming is not supported')
  }

  /** A connection that died unnoticed while it was idle is replaced once: nothing was done on it yet. */
  async begin(settings: TransactionSettings): Promise<void> {
    const text = openingStatements(this.#options.schema, this.#options.limits, settings)
    await this.#ending
    for (let isRetry = false; ; isRetry = true) {
      try {
        this.#identity = identityIn(lastOf(await this.#run({ text })))
        this.#transaction = settings.accessMode === 'read only' ? 'reading' : 'writing'
        return
      } catch (error) {
        // The first of its statements may have begun a transaction.
        this.#isBroken = true
        if (isRetry || !isConnectionLost(error)) throw error
        await this.#replace()
      }
    }
  }

  async commit(): Promise<void> {
    if (this.#transaction === 'reading') {
      this.#endReading()
      return
    }
    this.#transaction = 'none'
    try {
      const result = lastOf(await this.#run({ text: 'commit' }))
      if (result?.command !== 'ROLLBACK') return
    } catch (error) {
      if (!isConnectionLost(error)) throw error
      await this.#settle(error)
      return
    }
    throw new Error('the transaction had failed, and was rolled back')
  }

  /** Never rejects: the reason for it is what matters. */
  async rollback(): Promise<void> {
    const isOpen = this.#transaction !== 'none'
    this.#transaction = 'none'
    if (!isOpen || this.#isBroken) return
    await this.#run({ text: 'rollback' }).catch(() => {
      this.#isBroken = true
    })
  }

  /** The connection goes back as soon as it is free; `closing` waits for it. */
  release(): void {
    this.#options.connections.whileBusy(this.#release())
  }

  #endReading(): void {
    this.#transaction = 'none'
    if (this.#isBroken) return
    this.#ending = this.#run({ text: 'commit' }).then(
      () => undefined,
      () => {
        this.#isBroken = true
      },
    )
  }

  async #run(config: StatementConfig): Promise<StatementResult | readonly StatementResult[]> {
    try {
      return await answered(this.#client.query(config), this.#options.limits.answerMs)
    } catch (error) {
      if (isConnectionLost(error) || isReadOnly(error)) this.#isBroken = true
      throw error
    }
  }

  async #replace(): Promise<void> {
    const { connections } = this.#options
    const fresh = await connections.take()
    connections.giveBack(this.#client, true)
    this.#client = fresh
    this.#isBroken = false
  }

  async #settle(error: unknown): Promise<void> {
    const { connections, limits, place } = this.#options
    // The server, too, must notice that nobody is there any more.
    const patienceMs = limits.idleMs + 5000
    const fate =
      this.#identity === null
        ? 'unknown'
        : await settleCommit(() => connections.take(), this.#identity, { ...limits, patienceMs })
    if (fate === 'committed') return
    const what = `${place} lost its connection while a step was being committed`
    const outcome =
      fate === 'aborted'
        ? 'Nothing of the step was kept; try again.'
        : 'The step was kept as a whole or not at all; which of the two could not be found out. Look before you try again.'
    throw new AegisError('STORE_FAILED', `${what}. ${outcome}`, { cause: error, retryable: true })
  }
}

/** The server behind this connection takes no writes; after a fail-over another connection may reach one that does. */
function isReadOnly(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === '25006'
}

class PostgresDriver implements Driver {
  readonly #options: PostgresDriverOptions

  constructor(options: PostgresDriverOptions) {
    this.#options = options
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<PostgresConnection> {
    return new PostgresConnection(this.#options, await this.#options.connections.take())
  }

  beginTransaction(connection: PostgresConnection, settings: TransactionSettings): Promise<void> {
    return connection.begin(settings)
  }

  commitTransaction(connection: PostgresConnection): Promise<void> {
    return connection.commit()
  }

  rollbackTransaction(connection: PostgresConnection): Promise<void> {
    return connection.rollback()
  }

  async releaseConnection(connection: PostgresConnection): Promise<void> {
    connection.release()
  }

  destroy(): Promise<void> {
    return this.#options.connections.close()
  }
}

/**
 * Kysely's dialect for PostgreSQL with a driver of our own: each transaction brings its settings, waits for no answer for
 * ever, and finds out what became of a commit whose answer was lost. A statement outside a transaction may only read.
 */
export function postgresDialect(options: PostgresDriverOptions): Dialect {
  return {
    createDriver: (): Driver => new PostgresDriver(options),
    createQueryCompiler: (): QueryCompiler => new PostgresQueryCompiler(),
    createAdapter: (): DialectAdapter => new PostgresAdapter(),
    createIntrospector: (db: Kysely<unknown>): DatabaseIntrospector => new PostgresIntrospector(db),
  }
}
