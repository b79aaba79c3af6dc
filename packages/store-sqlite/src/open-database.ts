import { existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { AegisError } from '@aegis/core'
import Database from 'better-sqlite3'
import type { SqliteClient } from './client.ts'
import { describeSqliteError, isBusy } from './errors.ts'

/** How the file is called in messages. */
export function nameOf(path: string): string {
  return path === ':memory:' ? 'The in-memory store' : `The store file ${path}`
}

/**
 * Is this version free of the bug that can lose committed transactions in WAL mode when two connections write?
 * Fixed in 3.51.3, and in 3.50.7 and 3.44.6 of the older lines (sqlite.org/wal.html#walresetbug).
 */
export function isSafeForWal(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number)
  if (major !== 3) return major > 3
  if (minor === 44) return patch >= 6
  if (minor === 50) return patch >= 7
  return minor > 51 || (minor === 51 && patch >= 3)
}

function checkVersion(database: SqliteClient, file: string): void {
  const [row] = database.prepare('select sqlite_version() as version').all()
  const version =
    typeof row === 'object' && row !== null && 'version' in row ? String(row.version) : 'unknown'
  if (isSafeForWal(version)) return
  throw new AegisError(
    'STORE_INCOMPATIBLE',
    `${file} is opened with SQLite ${version}, which can lose committed data in WAL mode. Use SQLite 3.51.3 or newer: update better-sqlite3.`,
  )
}

function checkPath(path: string): void {
  if (path === ':memory:') return
  if (path.trim() === '') {
    throw new AegisError('STORE_FAILED', 'The path of the store file is empty. Name a file, or `:memory:`.')
  }
  const folder = dirname(resolve(path))
  if (!existsSync(folder)) {
    throw new AegisError(
      'STORE_FAILED',
      `The folder ${folder} of the store file does not exist. Create it first.`,
    )
  }
  if (existsSync(path) && !statSync(path).isFile()) {
    throw new AegisError('STORE_FAILED', `${path} is not a file. Name a file for the store.`)
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolvePause) => setTimeout(resolvePause, ms))
}

/**
 * Switching to WAL needs the file for itself for a moment. Waits without blocking the event loop: another handle of
 * this process may have to finish first.
 */
async function switchToWal(database: SqliteClient, busyTimeoutMs: number): Promise<unknown> {
  const deadline = Date.now() + busyTimeoutMs
  database.pragma('busy_timeout = 0')
  for (;;) {
    try {
      return database.pragma('journal_mode = wal', { simple: true })
    } catch (error) {
      if (!isBusy(error) || Date.now() >= deadline) throw error
      await pause(10)
    }
  }
}

async function prepare(database: SqliteClient, file: string, busyTimeoutMs: number): Promise<void> {
  checkVersion(database, file)
  const mode = await switchToWal(database, busyTimeoutMs)
  database.pragma(`busy_timeout = ${busyTimeoutMs}`)
  if (mode !== 'wal' && !database.memory) {
    throw new AegisError(
      'STORE_FAILED',
      `${file} cannot use WAL mode (it stays in "${String(mode)}"). Put it on a local disk that can be written.`,
    )
  }
  // FULL: a commit survives a power cut. NORMAL would be faster and could lose the last ones.
  database.pragma('synchronous = full')
  database.pragma('foreign_keys = on')
  database.pragma('trusted_schema = off')
  // Without it the WAL file keeps its largest size for ever.
  database.pragma('journal_size_limit = 67108864')
}

/** Opens the file, creating it if need be, or takes the open database, and sets what the store stands on. */
export async function openDatabase(
  source: string | SqliteClient,
  busyTimeoutMs: number,
): Promise<SqliteClient> {
  if (typeof source !== 'string') {
    if (!source.open) {
      throw new AegisError('STORE_FAILED', 'The database given to the store is closed. Give it an open one.')
    }
    await prepare(source, nameOf(source.name), busyTimeoutMs)
    return source
  }
  checkPath(source)
  let database: SqliteClient | null = null
  try {
    database = new Database(source)
    await prepare(database, nameOf(source), busyTimeoutMs)
    return database
  } catch (error) {
    database?.close()
    throw describeSqliteError(error, nameOf(source))
  }
}
