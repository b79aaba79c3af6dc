import Database from 'better-sqlite3'
import { CompiledQuery, Kysely } from 'kysely'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { SqliteStatement } from '../src/client.ts'
import { sqliteDialect, statementCache } from '../src/sqlite-driver.ts'
import { storePath } from './store-folder.ts'

describe('the statement cache', () => {
  test('prepares each text once and lets the least recently used one go', () => {
    const prepared: string[] = []
    const prepare = (sql: string): SqliteStatement => {
      prepared.push(sql)
      return { reader: false, all: () => [], run: () => ({ changes: 0, lastInsertRowid: 0 }) }
    }
    const cached = statementCache(prepare, 2)
    for (const sql of ['a', 'b', 'a', 'c', 'a', 'b']) cached(sql)
    expect(prepared).toEqual(['a', 'b', 'c', 'b'])
  })
})

describe('the driver', () => {
  interface Tables {
    readonly counter: { readonly n: number }
  }

  async function twoHandles(): Promise<readonly Kysely<Tables>[]> {
    const path = storePath()
    const handles = [1, 2].map(() => {
      const dialect = sqliteDialect({
        open: async () => new Database(path),
        close: (client) => void client.close(),
        busyTimeoutMs: 5000,
      })
      return new Kysely<Tables>({ dialect })
    })
    const [first] = handles
    await first?.executeQuery(CompiledQuery.raw('pragma journal_mode = wal'))
    await first?.executeQuery(CompiledQuery.raw('create table counter (n integer not null)'))
    await first?.executeQuery(CompiledQuery.raw('insert into counter values (0)'))
    onTestFinished(async () => {
      for (const handle of handles) await handle.destroy()
    })
    return handles
  }

  test('lets read-then-write transactions of two handles follow each other', async () => {
    const handles = await twoHandles()
    const increments = Array.from({ length: 40 }, (_, index) =>
      handles[index % 2]?.transaction().execute(async (trx) => {
        const { n } = await trx.selectFrom('counter').select('n').executeTakeFirstOrThrow()
        await trx
          .updateTable('counter')
          .set({ n: n + 1 })
          .execute()
      }),
    )
    await Promise.all(increments)
    const row = await handles[0]?.selectFrom('counter').select('n').executeTakeFirst()
    expect(row?.n).toBe(40)
  })

  test('gives a reading transaction one moment, whatever is written meanwhile', async () => {
    const [reader, writer] = await twoHandles()
    const read = reader
      ?.transaction()
      .setAccessMode('read only')
      .execute(async (trx) => {
        const before = await trx.selectFrom('counter').select('n').executeTakeFirstOrThrow()
        await writer?.updateTable('counter').set({ n: 7 }).execute()
        const after = await trx.selectFrom('counter').select('n').executeTakeFirstOrThrow()
        return [before.n, after.n]
      })
    await expect(read).resolves.toEqual([0, 0])
  })

  test('rolls back what a failing transaction wrote', async () => {
    const [handle] = await twoHandles()
    const failing = handle?.transaction().execute(async (trx) => {
      await trx.updateTable('counter').set({ n: 9 }).execute()
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    const row = await handle?.selectFrom('counter').select('n').executeTakeFirst()
    expect(row?.n).toBe(0)
  })
})
