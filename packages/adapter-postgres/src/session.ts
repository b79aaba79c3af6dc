import type { CallOptions } from '@aegis/core'
import pg from 'pg'
import type { ClientLike, PoolLike, Query } from './client.ts'
import { toAdapterError } from './errors.ts'
import type { CheckedOptions } from './options.ts'

/** Rows as the server sent them: text or null, whatever type parsers the process has registered. */
export type TextRow = Readonly<Record<string, unknown>>

export interface Session {
  run(query: Query): Promise<readonly TextRow[]>
}

export interface Sessions {
  /** Runs `work` on one connection: read-only, with time limits, cancelled on abort. `doing` names it in errors. */
  use<T>(doing: string, options: CallOptions | undefined, work: (session: Session) => Promise<T>): Promise<T>
  close(): Promise<void>
}

const AS_TEXT = {
  getTypeParser:
    () =>
    (value: string): unknown =>
      value,
}

function isRow(value: unknown): value is TextRow {
  return typeof value === 'object' && value !== null
}

async function run(client: ClientLike, { text, values }: Query): Promise<readonly TextRow[]> {
  const result = await client.query({
    text,
    types: AS_TEXT,
    ...(values === undefined ? {} : { values: [...values] }),
  })
  return 'rows' in result ? result.rows.filter(isRow) : []
}

/** What a transaction of ours sets; nothing of it outlives the transaction. */
function opening(statementTimeoutMs: number, lockTimeoutMs: number): string {
  return [
    'BEGIN READ ONLY',
    `SET LOCAL statement_timeout = ${statementTimeoutMs}`,
    `SET LOCAL lock_timeout = ${lockTimeoutMs}`,
    'SET LOCAL search_path = pg_catalog',
  ].join('; ')
}

function openPool(options: CheckedOptions): pg.Pool {
  const { connectionString, host, port, database, user, password, ssl } = options
  const given = Object.entries({ connectionString, host, port, database, user, password, ssl })
  const pool = new pg.Pool({
    ...Object.fromEntries(given.filter(([, value]) => value !== undefined)),
    application_name: options.applicationName,
    connectionTimeoutMillis: options.connectTimeoutMs,
    statement_timeout: options.statementTimeoutMs,
    lock_timeout: options.lockTimeoutMs,
    options: '-c default_transaction_read_only=on -c search_path=pg_catalog',
    max: options.maxConnections,
    // A library must not keep its user's process alive.
    allowExitOnIdle: true,
  })
  // A connection that dies while idle is replaced at the next use; unheard, the error would end the process.
  pool.on('error', () => undefined)
  return pool
}

/** Asks the server from another connection to cancel what `pid` runs. false: it could not be asked. */
async function cancel(pool: PoolLike, pid: number): Promise<boolean> {
  try {
    const client = await pool.connect()
    try {
      await run(client, { text: 'SELECT pg_cancel_backend($1::int)', values: [pid] })
      return true
    } finally {
      client.release()
    }
  } catch {
    return false
  }
}

function pidOf(client: ClientLike): number | null {
  return 'processID' in client && typeof client.processID === 'number' ? client.processID : null
}

export function createSessions(options: CheckedOptions): Sessions {
  const isOwned = options.pool === undefined
  const pool: PoolLike = options.pool ?? openPool(options)
  let closed: Promise<void> | null = null

  async function connect(doing: string, signal: AbortSignal | undefined): Promise<ClientLike> {
    try {
      signal?.throwIfAborted()
      return await pool.connect()
    } catch (error) {
      throw toAdapterError(error, doing, signal)
    }
  }

  async function inTransaction<T>(client: ClientLike, timeoutMs: number, work: () => Promise<T>): Promise<T> {
    await client.query({ text: opening(timeoutMs, options.lockTimeoutMs) })
    try {
      const value = await work()
      await client.query({ text: 'COMMIT' })
      return value
    } catch (error) {
      await client.query({ text: 'ROLLBACK' }).catch(() => undefined)
      throw error
    }
  }

  return {
    async use<T>(
      doing: string,
      call: CallOptions | undefined,
      work: (session: Session) => Promise<T>,
    ): Promise<T> {
      const { signal, timeoutMs } = call ?? {}
      const client = await connect(doing, signal)
      let broken = false
      const onError = (): void => {
        broken = true
      }
      client.on('error', onError)
      let cancelling: Promise<void> | null = null
      const onAbort = (): void => {
        const pid = pidOf(client)
        cancelling = (pid === null ? Promise.resolve(false) : cancel(pool, pid)).then((asked) => {
          // Not reachable to cancel: the connection is given up instead.
          if (!asked) broken = true
        })
      }
      signal?.addEventListener('abort', onAbort, { once: true })
      try {
        const session: Session = {
          run(query) {
            signal?.throwIfAborted()
            return run(client, query)
          },
        }
        // The settings of a connection of ours are set at its start; one statement is then one round trip.
        const isPlain = isOwned && timeoutMs === undefined
        if (isPlain) return await work(session)
        return await inTransaction(client, timeoutMs ?? options.statementTimeoutMs, () => work(session))
      } catch (error) {
        const failure = toAdapterError(error, doing, signal)
        // The session may be over although its socket does not know yet.
        if (failure.failure === 'network') broken = true
        throw failure
      } finally {
        signal?.removeEventListener('abort', onAbort)
        // A cancel still on its way would hit the next user of this connection.
        await cancelling
        client.off('error', onError)
        client.release(broken)
      }
    },
    close(): Promise<void> {
      closed ??= isOwned ? pool.end() : Promise.resolve()
      return closed
    },
  }
}
