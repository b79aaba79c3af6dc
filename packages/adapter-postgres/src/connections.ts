import pg from 'pg'
import { type ClientLike, type PoolLike, run } from './client.ts'
import { PASSWORD_FUNCTION_FAILED } from './errors.ts'
import type { CheckedOptions } from './options.ts'
import { startupOptions } from './session-settings.ts'

/** Where sessions get their connections. */
export interface Connections {
  /** Opened here: its sessions ask for our settings at their start. */
  readonly isOwned: boolean
  connect(): Promise<ClientLike>
  /** One more, for cancelling: it must come even while all others are busy. */
  connectAside(): Promise<ClientLike>
  /** The server's process behind a connection; null: not known. Of an owned connection only. */
  pidOf(client: ClientLike): number | null
  close(): Promise<void>
}

function passwordFailure(): Error {
  return Object.assign(new Error('the password function gave no password'), {
    code: PASSWORD_FUNCTION_FAILED,
  })
}

/**
 * `pg` lets every part of the URL win over what is passed beside it, and knows only one `options`. What the URL has of
 * ours is therefore taken out of it and put before our own.
 */
function adaptUrl(
  connectionString: string,
  password: CheckedOptions['password'],
): { readonly url: string; readonly options: string } {
  const url = new URL(connectionString)
  const options = url.searchParams.get('options') ?? ''
  const ours = ['options', 'statement_timeout', 'lock_timeout'].filter((name) => url.searchParams.has(name))
  if (ours.length === 0 && typeof password !== 'string') return { url: connectionString, options }
  for (const name of ours) url.searchParams.delete(name)
  if (typeof password === 'string') url.password = encodeURIComponent(password)
  return { url: url.href, options }
}

function clientConfig(options: CheckedOptions): pg.ClientConfig {
  const { connectionString, host, port, database, user, password, ssl } = options
  const { url, options: given } =
    connectionString === undefined
      ? { url: undefined, options: process.env.PGOPTIONS ?? '' }
      : adaptUrl(connectionString, password)
  const parts = { connectionString: url, host, port, database, user, password, ssl }
  return {
    ...Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)),
    application_name: options.applicationName,
    connectionTimeoutMillis: options.connectTimeoutMs,
    keepAlive: true,
    options: `${given} ${startupOptions(options)}`.trim(),
  }
}

/** A client that is set up here, so that the pool holds no secret and limits only the connecting, not the queueing. */
function clientClass(options: CheckedOptions): new () => pg.Client {
  const config = clientConfig(options)
  const { password } = options
  return class extends pg.Client {
    constructor() {
      super(config)
      if (typeof password !== 'function') return
      const ask = async (): Promise<string> => {
        try {
          const given = await password()
          if (typeof given === 'string' && given !== '') return given
        } catch {
          // Below.
        }
        // `pg` leaves the connection open when it cannot get a password.
        this.connection.stream.destroy()
        throw passwordFailure()
      }
      // Also where there is a URL: `pg` would take its empty password.
      Object.defineProperty(this, 'password', { value: ask, writable: true, configurable: true })
    }
  }
}

function owned(options: CheckedOptions): Connections {
  const OurClient = clientClass(options)
  const pool = new pg.Pool({
    Client: OurClient,
    max: options.maxConnections,
    // A library must not keep its user's process alive.
    allowExitOnIdle: true,
  })
  // A connection that dies while idle is replaced at the next use; unheard, the error would end the process.
  pool.on('error', () => undefined)
  // The pool stops listening to a connection it closes; the server may still have a last word.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return {
    isOwned: true,
    connect: () => pool.connect(),
    async connectAside(): Promise<ClientLike> {
      const client = new OurClient()
      client.on('error', () => undefined)
      await client.connect()
      return Object.assign(client, { release: () => void client.end().catch(() => undefined) })
    },
    pidOf: (client) =>
      'processID' in client && typeof client.processID === 'number' ? client.processID : null,
    close: () => pool.end(),
  }
}

function injected(pool: PoolLike): Connections {
  return {
    isOwned: false,
    connect: () => pool.connect(),
    connectAside: () => pool.connect(),
    // The transaction asks the server: the driver's number is another one behind a pooler.
    pidOf: () => null,
    close: () => Promise.resolve(),
  }
}

export function createConnections(options: CheckedOptions): Connections {
  return options.pool === undefined ? owned(options) : injected(options.pool)
}

/** Asks the server from another connection to cancel what a process runs. */
export async function cancelBackend(client: ClientLike, pid: number): Promise<void> {
  await run(client, { text: 'SELECT pg_catalog.pg_cancel_backend($1::int)', values: [pid] })
}
