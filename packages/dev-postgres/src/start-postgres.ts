import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { chmodSync, chownSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { type Binaries, findBinaries, isReachableByOthers, type PostgresVersion } from './binaries.ts'
import { freePort } from './free-port.ts'
import { type ServerIdentity, serverIdentity } from './identity.ts'
import { startWatchdog } from './watchdog.ts'

export interface StartPostgresOptions {
  /** Major version, default 18. */
  readonly version?: PostgresVersion | undefined
  /** Server settings besides the built-in ones, e.g. `{ track_commit_timestamp: 'on' }`. */
  readonly settings?: Readonly<Record<string, string>> | undefined
  readonly signal?: AbortSignal | undefined
}

/** A running server of one's own, gone with its folder after `stop()` or the end of this process. */
export interface DevPostgres {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  /** As the server says it, e.g. `18.4`. */
  readonly version: string
  /** The server's folder. */
  readonly folder: string
  connectionString(database?: string): string
  createDatabase(name: string): Promise<void>
  /** Ends the server and removes its folder. Safe to call twice. */
  stop(): Promise<void>
}

const HOST = '127.0.0.1'
const USER = 'postgres'
const PASSWORD = 'only-for-this-run'

const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: HOST,
  unix_socket_directories: '',
  shared_preload_libraries: 'pg_stat_statements',
  // The folder is thrown away: nothing has to survive a power cut.
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '40',
}

/** The folder for temporary files; where the server's user cannot enter it, the system's own. */
function temporaryBase(identity: ServerIdentity): string {
  const base = realpathSync(tmpdir())
  return identity.uid === null || isReachableByOthers(base) ? base : '/tmp'
}

function spawnOptions(
  identity: ServerIdentity,
  cwd: string,
): { cwd: string; uid?: number; gid?: number; env: NodeJS.ProcessEnv } {
  const env = { ...process.env, LC_ALL: 'C', LC_MESSAGES: 'C', TZ: 'UTC' }
  const { uid, gid } = identity
  return uid === null || gid === null ? { cwd, env } : { cwd, env, uid, gid }
}

function initialise(binaries: Binaries, identity: ServerIdentity, folder: string): Promise<void> {
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, `${PASSWORD}\n`)
  if (identity.uid !== null && identity.gid !== null) chownSync(passwordFile, identity.uid, identity.gid)
  const args = ['-D', join(folder, 'data'), '-U', USER, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`]
  const quick = ['-E', 'UTF8', '--locale=C', '--no-sync', '--no-instructions']
  return new Promise((resolve, reject) => {
    execFile(
      binaries.initdb,
      [...args, ...quick],
      spawnOptions(identity, folder),
      (error, _stdout, stderr) => {
        rmSync(passwordFile, { force: true })
        if (error === null) resolve()
        else reject(new Error(`initdb failed: ${stderr.trim() || error.message}`))
      },
    )
  })
}

function serve(
  binaries: Binaries,
  identity: ServerIdentity,
  folder: string,
  port: number,
  settings: Readonly<Record<string, string>>,
): ChildProcess {
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  return spawn(binaries.postgres, ['-D', join(folder, 'data'), '-p', String(port), ...flags], {
    ...spawnOptions(identity, folder),
    // Ctrl-C in a terminal reaches the whole group; the server is ended in order instead.
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'ignore', 'pipe'],
  })
}

function untilReady(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = ''
    server.stderr?.on('data', (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-4000)
      if (log.includes('ready to accept connections')) resolve()
    })
    server.on('error', reject)
    server.on('exit', (code) =>
      reject(new Error(`PostgreSQL ended with ${code} before it was ready: ${log.trim()}`)),
    )
  })
}

function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => server.once('exit', () => resolve()))
}

async function end(server: ChildProcess): Promise<void> {
  server.kill('SIGINT')
  const late = setTimeout(() => server.kill('SIGKILL'), 5000)
  await ended(server)
  clearTimeout(late)
}

/** Starts a PostgreSQL of one's own, in a temporary folder, on a free port of 127.0.0.1. Takes about a second. */
export async function startPostgres(options: StartPostgresOptions = {}): Promise<DevPostgres> {
  const { version = 18, settings = {}, signal } = options
  signal?.throwIfAborted()
  const identity = serverIdentity()
  const base = temporaryBase(identity)
  const folder = mkdtempSync(join(base, 'aegis-postgres-'))
  chmodSync(folder, 0o700)
  if (identity.uid !== null && identity.gid !== null) chownSync(folder, identity.uid, identity.gid)
  const watchdog = startWatchdog(folder)
  const remove = (): void => rmSync(folder, { recursive: true, force: true })

  let server: ChildProcess | null = null
  let initialised: Promise<void> = Promise.resolve()
  let stopped: Promise<void> | null = null
  const stop = (): Promise<void> => {
    stopped ??= (async () => {
      signal?.removeEventListener('abort', onAbort)
      // initdb writes until it ends; a folder removed before that would come back.
      await Promise.allSettled([initialised])
      if (server !== null) await end(server)
      remove()
      watchdog?.kill('SIGKILL')
    })()
    return stopped
  }
  const onAbort = (): void => {
    void stop()
  }
  signal?.addEventListener('abort', onAbort)
  try {
    const binaries = findBinaries(version, identity, folder)
    initialised = initialise(binaries, identity, folder)
    const [port] = await Promise.all([freePort(), initialised])
    signal?.throwIfAborted()
    server = serve(binaries, identity, folder, port, { ...SETTINGS, ...settings })
    await untilReady(server)
    // The log is read to its end, or the pipe fills and the server stands still.
    server.stderr?.resume()
    // A process that forgets to stop the server still ends; the watchdog then cleans up.
    server.unref()
    if (server.stderr instanceof Socket) server.stderr.unref()
    return await describe(port, folder, stop)
  } catch (error) {
    await stop()
    signal?.throwIfAborted()
    throw error
  }
}

async function describe(port: number, folder: string, stop: () => Promise<void>): Promise<DevPostgres> {
  const connectionString = (database = 'postgres'): string =>
    `postgres://${USER}:${PASSWORD}@${HOST}:${port}/${encodeURIComponent(database)}`
  const run = async (sql: string): Promise<pg.QueryResult<Record<string, unknown>>> => {
    const client = new pg.Client({ connectionString: connectionString() })
    await client.connect()
    try {
      return await client.query(sql)
    } finally {
      await client.end()
    }
  }
  const { rows } = await run('SHOW server_version')
  return {
    host: HOST,
    port,
    user: USER,
    password: PASSWORD,
    version: String(rows[0]?.server_version),
    folder,
    connectionString,
    async createDatabase(name: string): Promise<void> {
      await run(`CREATE DATABASE ${pg.escapeIdentifier(name)}`)
    },
    stop,
  }
}
