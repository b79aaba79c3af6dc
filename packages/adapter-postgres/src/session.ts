import { AdapterError, type CallOptions } from '@aegis/core'
import { type ClientLike, type Query, run, type TextRow } from './client.ts'
import { createConnections } from './connections.ts'
import { toAdapterError } from './errors.ts'
import { type Interruption, takeConnection, watchOver } from './interruption.ts'
import type { CheckedOptions } from './options.ts'
import { isAsAsked, openingStatements, settingsInForce } from './session-settings.ts'

export interface Session {
  run(query: Query): Promise<readonly TextRow[]>
}

export interface Sessions {
  /** Milliseconds that a statement may take where the call names no time. */
  readonly statementTimeoutMs: number
  /** Runs `work` on one connection: read-only, with time limits, cancelled on abort. `doing` names it in errors. */
  use<T>(doing: string, options: CallOptions | undefined, work: (session: Session) => Promise<T>): Promise<T>
  close(): Promise<void>
}

function pidIn([row]: readonly TextRow[]): number | null {
  const pid = Number(row?.pid)
  return Number.isSafeInteger(pid) ? pid : null
}

export function createSessions(options: CheckedOptions): Sessions {
  const connections = createConnections(options)
  const { isOwned } = connections
  /** Of each connection that was looked at: whether it has our settings. */
  const looked = new WeakMap<ClientLike, boolean>()
  let closed: Promise<void> | null = null

  async function connect(doing: string, signal: AbortSignal | undefined): Promise<ClientLike> {
    if (closed !== null) {
      const message = `PostgreSQL: ${doing} failed: this adapter was closed. Create a new one with postgres().`
      throw new AdapterError(message, { adapter: 'postgresql', failure: 'other' })
    }
    try {
      signal?.throwIfAborted()
      return await takeConnection(connections.connect(), signal)
    } catch (error) {
      throw toAdapterError(error, doing, signal)
    }
  }

  /** One statement more, once per connection: a pooler may have swallowed the settings, read-only among them. */
  async function hasOurSettings(client: ClientLike, watch: Interruption): Promise<boolean> {
    if (!isOwned) return false
    const known = looked.get(client)
    if (known !== undefined) return known
    const asking = run(client, settingsInForce(options))
    const found = isAsAsked(options, await watch.guard(asking, options.statementTimeoutMs))
    looked.set(client, found)
    return found
  }

  /** For sessions without our settings, and for a time limit of its own: settings that end with the transaction. */
  async function inTransaction<T>(
    client: ClientLike,
    watch: Interruption,
    timeoutMs: number,
    work: () => Promise<T>,
  ): Promise<T> {
    const opening = run(client, { text: openingStatements(timeoutMs, options.lockTimeoutMs) })
    watch.setPid(pidIn(await watch.guard(opening, timeoutMs)))
    try {
      const value = await work()
      await watch.guard(run(client, { text: 'COMMIT' }), timeoutMs)
      return value
    } catch (error) {
      if (!watch.isBroken)
        await watch.guard(run(client, { text: 'ROLLBACK' }), timeoutMs).catch(() => undefined)
      throw error
    }
  }

  return {
    statementTimeoutMs: options.statementTimeoutMs,
    async use<T>(
      doing: string,
      call: CallOptions | undefined,
      work: (session: Session) => Promise<T>,
    ): Promise<T> {
      const { signal } = call ?? {}
      const timeoutMs = call?.timeoutMs ?? options.statementTimeoutMs
      const client = await connect(doing, signal)
      const watch = watchOver(connections, doing, signal)
      let isDead = false
      const onError = (): void => {
        isDead = true
      }
      client.on('error', onError)
      const session: Session = {
        async run(query) {
          signal?.throwIfAborted()
          return watch.guard(run(client, query), timeoutMs)
        },
      }
      try {
        // With our settings in force from the start of the connection, one statement is one round trip.
        if (call?.timeoutMs === undefined && (await hasOurSettings(client, watch))) {
          signal?.throwIfAborted()
          // Not before: behind a pooler the driver's number may be that of somebody else's process.
          watch.setPid(connections.pidOf(client))
          return await work(session)
        }
        return await inTransaction(client, watch, timeoutMs, () => work(session))
      } catch (error) {
        const failure = toAdapterError(error, doing, signal)
        // The end of a session is told before its connection closes; nobody must get it in between.
        if (failure.failure === 'network') isDead = true
        throw failure
      } finally {
        await watch.finish()
        client.off('error', onError)
        // After a cancel a connection of ours is not worth the doubt; a caller's has been through a ROLLBACK.
        client.release(isDead || watch.isBroken || (isOwned && watch.wasCancelled))
      }
    },
    close(): Promise<void> {
      closed ??= connections.close()
      return closed
    },
  }
}
