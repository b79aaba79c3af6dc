import type { TransactionSettings } from 'kysely'

/** How long a transaction may wait, in milliseconds; 0 of a server's limit: for ever. */
export interface TransactionLimits {
  /** A statement on the server. */
  readonly statementMs: number
  /** A statement for a lock. */
  readonly lockMs: number
  /** The server for the next statement. It frees the locks of a process that is gone without a word. */
  readonly idleMs: number
  /** This process for an answer, after which it gives up the connection. */
  readonly answerMs: number
}

/**
 * Begins a transaction with all settings it stands on, in one round trip. They end with it, so that a pooler may hand the next
 * transaction to any session, and nothing depends on what the role or the database has set.
 */
export function openingStatements(
  schema: string,
  { statementMs, lockMs, idleMs }: TransactionLimits,
  { isolationLevel = 'read committed', accessMode }: TransactionSettings,
): string {
  const statements = [
    // Never READ WRITE: a server that was made read-only, say by its full disk, shall stay so.
    `begin isolation level ${isolationLevel}${accessMode === 'read only' ? ' read only' : ''}`,
    `set local search_path = "${schema}", pg_temp`,
    'set local timezone = utc',
    'set local datestyle = iso',
    'set local extra_float_digits = 1',
    `set local statement_timeout = ${statementMs}`,
    `set local lock_timeout = ${lockMs}`,
    `set local idle_in_transaction_session_timeout = ${idleMs}`,
  ]
  return [...statements, ...(accessMode === 'read only' ? [] : [IDENTITY])].join('; ')
}

/** Names the transaction, so that its fate can be asked after when the answer to COMMIT is lost; a commit is to be durable. */
const IDENTITY = `select pg_catalog.pg_current_xact_id()::text as xid,
  extract(epoch from pg_catalog.pg_postmaster_start_time())::text as started,
  case pg_catalog.current_setting('synchronous_commit')
    when 'off' then pg_catalog.set_config('synchronous_commit', 'on', true) end`
