import { readdirSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { sqliteStore } from '../src/index.ts'
import { runChild } from './children/run-child.ts'
import { storePath } from './store-folder.ts'

async function migrated(path: string): Promise<void> {
  const store = sqliteStore({ path })
  await store.migrate()
  await store.close()
}

function alter(path: string, sql: string): void {
  const database = new Database(path)
  database.exec(sql)
  database.close()
}

function filesBeside(path: string): readonly string[] {
  return readdirSync(dirname(path)).filter((file) => !file.endsWith('-wal') && !file.endsWith('-shm'))
}

describe('migrating a SQLite file', () => {
  test('applies each migration once and keeps its checksum', async () => {
    const path = storePath()
    const store = sqliteStore({ path })
    const { applied, version } = await store.migrate()
    expect(applied[0]).toBe('0001-initial')
    expect(version).toBe(applied.at(-1))
    await expect(store.migrate()).resolves.toEqual({ applied: [], version })
    await store.close()
    expect(filesBeside(path)).toEqual([basename(path)])
  })

  test.for([
    {
      what: 'a migration that was changed afterwards',
      sql: `update aegis_migrations set checksum = 'other'`,
      says: 'with other statements',
    },
    {
      what: 'a schema of a newer version',
      sql: `insert into aegis_migrations values ('9999-future', 'x', '2026-01-01T00:00:00.000Z')`,
      says: '9999-future',
    },
    {
      what: 'tables of somebody else',
      sql: 'drop table aegis_migrations; drop table events',
      says: 'a file of its own',
    },
  ])('refuses $what and changes nothing', async ({ sql, says }) => {
    const path = storePath()
    await migrated(path)
    alter(path, sql)
    const before = new Database(path, { readonly: true })
    const schema = before.prepare('select name, sql from sqlite_schema order by name').all()
    const store = sqliteStore({ path })
    const refused = store.migrate()
    await expect(refused).rejects.toMatchObject({ code: 'STORE_INCOMPATIBLE' })
    await expect(refused).rejects.toThrow(says)
    await store.close()
    expect(before.prepare('select name, sql from sqlite_schema order by name').all()).toEqual(schema)
    before.close()
  })

  test('copies a file that holds something before it changes it', async () => {
    const path = storePath()
    alter(path, `create table notes (text text); insert into notes values ('keep me')`)
    await migrated(path)
    const copy = `${basename(path)}.before-0001-initial.bak`
    expect([...filesBeside(path)].sort()).toEqual([basename(path), copy])
    const backup = new Database(`${path}.before-0001-initial.bak`, { readonly: true })
    expect(backup.prepare('select text from notes').pluck().all()).toEqual(['keep me'])
    expect(backup.prepare('select count(*) from sqlite_schema').pluck().get()).toBe(1)
    backup.close()
  })

  test('of five processes that start at once one migrates', async () => {
    const path = storePath()
    const reports = await Promise.all(Array.from({ length: 5 }, () => runChild('migrate', [path])))
    const applied = reports.map((lines) => JSON.parse(lines.at(-1) ?? 'null'))
    expect(applied.filter((names) => names.length > 0)).toEqual([
      expect.arrayContaining(['0001-initial', '0003-secrets']),
    ])
    expect(applied).toHaveLength(5)
  })
})
