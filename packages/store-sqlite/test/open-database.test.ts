import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Store } from '@aegis/core'
import Database from 'better-sqlite3'
import { describe, expect, onTestFinished, test } from 'vitest'
import { sqliteStore } from '../src/index.ts'
import { isSafeForWal } from '../src/open-database.ts'
import { storePath } from './store-folder.ts'

const AT = new Date('2026-03-01T12:00:00.000Z')

function openedFile(path: string, options?: Database.Options): Database.Database {
  const database = new Database(path, options)
  onTestFinished(() => {
    database.close()
  })
  return database
}

async function failure(
  call: Promise<unknown>,
): Promise<{ code: string; message: string; retryable: boolean }> {
  const error: unknown = await call.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  )
  expect(error).toMatchObject({ name: 'AegisError' })
  return error as { code: string; message: string; retryable: boolean }
}

async function onTestEnd(store: Store): Promise<Store> {
  onTestFinished(() => store.close())
  return store
}

describe('the SQLite version', () => {
  test.for([
    ['3.44.5', false],
    ['3.44.6', true],
    ['3.45.1', false],
    ['3.50.6', false],
    ['3.50.7', true],
    ['3.51.2', false],
    ['3.51.3', true],
    ['3.53.4', true],
    ['3.7.0', false],
    ['4.0.0', true],
    ['unknown', false],
  ] as const)('%s is safe for WAL: %s', ([version, isSafe]) => {
    expect(isSafeForWal(version)).toBe(isSafe)
  })

  test('that better-sqlite3 brings is safe', () => {
    const version = openedFile(':memory:').prepare('select sqlite_version()').pluck().get()
    expect(isSafeForWal(String(version))).toBe(true)
  })
})

describe('a store on a database', () => {
  test('sets the pragmas that it stands on', async () => {
    const database = openedFile(storePath())
    const store = await onTestEnd(sqliteStore({ database }))
    await store.migrate()
    const pragma = (name: string): unknown => database.pragma(name, { simple: true })
    expect({
      journalMode: pragma('journal_mode'),
      synchronous: pragma('synchronous'),
      busyTimeout: pragma('busy_timeout'),
      foreignKeys: pragma('foreign_keys'),
      trustedSchema: pragma('trusted_schema'),
      journalSizeLimit: pragma('journal_size_limit'),
    }).toEqual({
      journalMode: 'wal',
      synchronous: 2,
      busyTimeout: 5000,
      foreignKeys: 1,
      trustedSchema: 0,
      journalSizeLimit: 67_108_864,
    })
  })

  test('leaves a given database open and refuses a closed one', async () => {
    const database = openedFile(':memory:')
    const store = sqliteStore({ database })
    await store.migrate()
    await store.close()
    expect(database.open).toBe(true)
    database.close()
    const { code, message } = await failure(sqliteStore({ database }).migrate())
    expect(code).toBe('STORE_FAILED')
    expect(message).toContain('closed')
  })

  test('opens its file at the first use, not before', async () => {
    const path = storePath()
    const store = await onTestEnd(sqliteStore({ path }))
    expect(existsSync(path)).toBe(false)
    await store.migrate()
    expect(existsSync(path)).toBe(true)
  })

  test('makes tables of strict types', async () => {
    const database = openedFile(':memory:')
    await sqliteStore({ database }).migrate()
    const tables = database
      .prepare("select name, strict from pragma_table_list where name not like 'sqlite_%'")
      .all()
    expect(tables.length).toBeGreaterThan(10)
    expect(tables.filter((table) => (table as { strict: number }).strict !== 1)).toEqual([])
  })
})

describe('a file that cannot be used', () => {
  test.for([
    {
      what: 'a folder that is missing',
      path: () => join(dirname(storePath()), 'no', 'aegis.db'),
      says: 'does not exist',
    },
    { what: 'an empty path', path: () => ' ', says: 'is empty' },
    {
      what: 'a folder in its place',
      path: () => {
        const path = storePath()
        mkdirSync(path)
        return path
      },
      says: 'is not a file',
    },
    {
      what: 'a file of another kind',
      path: () => {
        const path = storePath()
        writeFileSync(path, 'this is a letter, and a rather long one '.repeat(100))
        return path
      },
      says: 'is not a SQLite database',
    },
  ])('$what is named, with what to do', async ({ path, says }) => {
    const store = await onTestEnd(sqliteStore({ path: path() }))
    for (const call of [store.migrate(), store.listConnections()]) {
      const { code, message } = await failure(call)
      expect(code).toBe('STORE_FAILED')
      expect(message).toContain(says)
    }
  })

  test('works once the folder is there', async () => {
    const path = join(dirname(storePath()), 'later', 'aegis.db')
    const store = await onTestEnd(sqliteStore({ path }))
    await failure(store.migrate())
    mkdirSync(dirname(path))
    await expect(store.migrate()).resolves.toMatchObject({
      applied: expect.arrayContaining(['0001-initial']),
    })
  })

  test('read-only is said to be so', async () => {
    const path = storePath()
    const first = sqliteStore({ path })
    await first.migrate()
    await first.close()
    const database = openedFile(path, { readonly: true })
    const store = await onTestEnd(sqliteStore({ database }))
    const { code, message } = await failure(
      store.saveConnection({ name: 'x', dialect: 'postgresql', at: AT }),
    )
    expect(code).toBe('STORE_FAILED')
    expect(message).toContain('cannot be written')
    await expect(store.listConnections()).resolves.toEqual([])
  })

  test('full is said to be so; nothing of the step is kept and the store works on', async () => {
    const database = openedFile(storePath())
    const store = await onTestEnd(sqliteStore({ database }))
    await store.migrate()
    const pages = Number(database.pragma('page_count', { simple: true }))
    database.pragma(`max_page_count = ${pages + 2}`)
    const long = 'x'.repeat(100_000)
    const { code, message, retryable } = await failure(
      store.saveConnection({ name: long, dialect: 'postgresql', at: AT }),
    )
    expect({ code, retryable }).toEqual({ code: 'STORE_FAILED', retryable: true })
    expect(message).toContain('no room left')
    database.pragma('max_page_count = 1000000')
    const saved = await store.saveConnection({ name: 'short', dialect: 'postgresql', at: AT })
    await expect(store.listConnections()).resolves.toEqual([saved])
  })

  test('locked for too long is said to be so, and reading goes on meanwhile', async () => {
    const path = storePath()
    const store = await onTestEnd(sqliteStore({ path, busyTimeoutMs: 50 }))
    await store.migrate()
    const other = openedFile(path)
    other.exec('begin immediate')
    const { code, message, retryable } = await failure(
      store.saveConnection({ name: 'x', dialect: 'postgresql', at: AT }),
    )
    expect({ code, retryable }).toEqual({ code: 'STORE_FAILED', retryable: true })
    expect(message).toContain('is locked')
    await expect(store.listConnections()).resolves.toEqual([])
    other.exec('rollback')
    await expect(store.saveConnection({ name: 'x', dialect: 'postgresql', at: AT })).resolves.toMatchObject({
      name: 'x',
    })
  })

  test('waits for a writer of this process without blocking it', async () => {
    const path = storePath()
    const store = await onTestEnd(sqliteStore({ path }))
    await store.migrate()
    const other = openedFile(path)
    other.exec('begin immediate')
    const saved = store.saveConnection({ name: 'x', dialect: 'postgresql', at: AT })
    // Runs only if the event loop is free.
    setImmediate(() => other.exec('commit'))
    await expect(saved).resolves.toMatchObject({ name: 'x' })
  })

  test('without a schema says to migrate', async () => {
    const store = await onTestEnd(sqliteStore({ path: storePath() }))
    const { code, message } = await failure(store.listConnections())
    expect(code).toBe('STORE_INCOMPATIBLE')
    expect(message).toContain('migrate()')
  })
})
