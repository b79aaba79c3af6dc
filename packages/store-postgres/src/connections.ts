import pg from 'pg'
import type { ClientLike, PoolLike } from './client.ts'
import type { CheckedOptions } from './options.ts'

/** Where transactions get their connections. */
export interface Connections {
  take(): Promise<ClientLike>
  /** `isBroken`: it is closed instead of kept. */
  giveBack(client: ClientLike, isBroken: boolean): void
  /** Closing waits for this. */
  whileBusy(work: Promise<void>): void
  /** Safe to call twice. */
  close(): Promise<void>
}

const ignore = (): void => undefined

function clientConfig(options: CheckedOptions): pg.ClientConfig {
  const { connectionString, host, port, database, user, password, ssl } = options
  const parts = { connectionString, host, port, database, user, password, ssl }
  return {
    ...Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)),
    application_name: options.applicationName,
    connectionTimeoutMillis: options.connectTimeoutMs,
    keepAlive: true,
  }
}

/** Where the options lead, without user and password. */
export function addressOf(options: CheckedOptions): {
  readonly address: string
  readonly user: string | null
} {
  if (options.pool !== undefined) return { address: 'the PostgreSQL of the given pool', user: null }
  const { host, port, database, user } = new pg.Client(clientConfig(options))
  return {
    address: `PostgreSQL at ${host}:${port}, database "${database ?? user ?? ''}"`,
    user: user ?? null,
  }
}

function ownPool(options: CheckedOptions): pg.Pool {
  const config = clientConfig(options)
  return new pg.Pool({
    // Set up here, so that the pool holds no secret and limits only the connecting, not the queueing.
    Client: class extends pg.Client {
      constructor() {
        super(config)
      }
    },
    max: options.maxConnections,
    // A library must not keep its user's process alive.
    allowExitOnIdle: true,
  })
}

export function createConnections(options: CheckedOptions): Connections {
  const own = options.pool === undefined ? ownPool(options) : null
  const pool: PoolLike | null = options.pool ?? own
  if (pool === null) throw new Error('there is no pool')
  // A connection that dies while idle is replaced at the next use; unheard, the error would end the process.
  pool.on('error', ignore)
  const busy = new Set<Promise<void>>()
  let closed: Promise<void> | null = null

  return {
    async take(): Promise<ClientLike> {
      const client = await pool.connect()
      client.on('error', ignore)
      return client
    },
    giveBack(client, isBroken): void {
      client.release(isBroken)
      // One that is closed may have a last word.
      if (!isBroken) client.off('error', ignore)
    },
    whileBusy(work): void {
      busy.add(work)
      void work.finally(() => busy.delete(work))
    },
    close(): Promise<void> {
      closed ??= Promise.allSettled(busy).then(async () => {
        await own?.end()
        if (own === null) pool.off('error', ignore)
      })
      return closed
    },
  }
}
