import type { QueryLogPage, WarehouseAdapter } from '@aegis/core'
import { startPostgres } from '@aegis/dev-postgres'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { postgres } from '../src/index.ts'
import { describeOnPostgres } from './database.ts'

describeOnPostgres('the query log', (database) => {
  let warehouse: WarehouseAdapter
  const read = async (
    cursor: string | null = null,
    from: WarehouseAdapter = warehouse,
  ): Promise<QueryLogPage> => {
    const window = { since: null, until: new Date(), cursor }
    for await (const page of from.readQueryLog?.(window) ?? []) return page
    throw new Error('no page')
  }
  const textsOf = (page: QueryLogPage): readonly string[] => page.entries.map(({ text }) => text ?? '')

  beforeAll(async () => {
    const { sql, url } = database()
    await sql('CREATE SCHEMA shop; CREATE TABLE shop.a (id int); CREATE TABLE shop.b (id int)')
    warehouse = postgres({ connectionString: url })
  })
  afterAll(() => warehouse.close())

  test('without the extension says which statement enables it', async () => {
    await expect(read()).rejects.toMatchObject({
      failure: 'not_found',
      message: expect.stringMatching(/in database shop\. Run: CREATE EXTENSION pg_stat_statements;$/),
    })
  })

  test('holds what moved data, in any schema the extension lives in, and none of our own reads', async () => {
    const { sql } = database()
    await sql('CREATE SCHEMA "ext dir"; CREATE EXTENSION pg_stat_statements SCHEMA "ext dir"')
    const closed = await read().catch((error: unknown) => error)
    expect(closed).toMatchObject({
      failure: 'forbidden',
      message: expect.stringContaining('GRANT USAGE ON SCHEMA "ext dir" TO'),
    })
    await sql('GRANT USAGE ON SCHEMA "ext dir" TO aegis_reader')
    await sql('INSERT INTO shop.b SELECT id FROM shop.a WHERE id > 3')
    await sql('/* a comment */ INSERT INTO shop.a VALUES (1)')
    await sql('SELECT count(*) FROM shop.a')
    await sql('CREATE TABLE shop.c AS SELECT * FROM shop.b')
    await warehouse.describeTables([{ catalog: '', schema: 'shop', name: 'a' }])
    const texts = textsOf(await read())
    expect(texts.some((text) => /INSERT INTO shop\.b SELECT id FROM shop\.a/.test(text))).toBe(true)
    expect(texts.some((text) => /CREATE TABLE shop\.c AS/.test(text))).toBe(true)
    expect(texts.filter((text) => /^\s*SELECT|^\s*BEGIN/i.test(text))).toEqual([])
  })

  test('invents no time: entries lie between the last look and now', async () => {
    const { entries } = await read()
    expect(entries.length).toBeGreaterThan(0)
    for (const { notBefore, notAfter, executions } of entries) {
      expect(notAfter).toBeInstanceOf(Date)
      expect(notBefore).toBeInstanceOf(Date)
      expect(executions).toBeGreaterThan(0n)
    }
  })

  test('the cursor leaves out what did not run again, and bounds what did', async () => {
    const { sql } = database()
    const first = await read()
    expect((await read(first.cursor)).entries).toEqual([])
    await sql('INSERT INTO shop.b SELECT id FROM shop.a WHERE id > 4')
    const again = await read(first.cursor)
    expect(again.entries).toHaveLength(1)
    expect(again.entries[0]).toMatchObject({ executions: 1n, notBefore: first.completeThrough })
  })

  test('what is new since the last look ran since then; what was only hidden until now may be older', async () => {
    const { sql, server } = database()
    await sql(`CREATE ROLE granted LOGIN PASSWORD 'x'; GRANT USAGE ON SCHEMA "ext dir" TO granted`)
    const account = { host: server.host, port: server.port, database: 'shop', user: 'granted', password: 'x' }
    const granted = postgres(account)
    const blind = await read(null, granted)
    await sql('GRANT pg_read_all_stats TO granted')
    const seeing = await read(blind.cursor, granted)
    const older = seeing.entries.find(({ text }) => text?.includes('CREATE TABLE shop.c AS'))
    expect(older?.notBefore?.getTime()).toBeLessThan(blind.completeThrough?.getTime() ?? 0)
    await sql('CREATE TABLE shop.fresh AS SELECT id FROM shop.a')
    const next = await read(seeing.cursor, granted)
    await granted.close()
    const fresh = next.entries.find(({ text }) => text?.includes('shop.fresh'))
    expect(fresh?.notBefore?.getTime()).toBeGreaterThanOrEqual(seeing.completeThrough?.getTime() ?? Infinity)
    expect(next.entries).toHaveLength(1)
  })

  test.each([
    ['SELECT id INTO shop.picked FROM shop.a', /INTO shop\.picked/],
    ['-- a note\n/* and another */ (WITH w AS (SELECT 1 AS id) SELECT id FROM w)', null],
    [
      '-- a note\n  /* and another */\n  MERGE INTO shop.b USING shop.a ON a.id = b.id WHEN NOT MATCHED THEN INSERT VALUES (a.id)',
      /MERGE INTO/,
    ],
    ['ALTER TABLE shop.b ADD COLUMN IF NOT EXISTS n int', /ALTER TABLE shop\.b/],
    ['DROP TABLE IF EXISTS shop.picked', /DROP TABLE/],
    ["SELECT 'insert into' AS words", null],
  ])('of %j', async (statement, expected) => {
    const before = await read()
    await database().sql(statement)
    const texts = textsOf(await read(before.cursor))
    if (expected !== null) expect(texts.join()).toMatch(expected)
    else expect(texts.filter((text) => !/\bWITH\b/.test(text))).toEqual([])
  })

  test('objects of an older extension are named, with the statement that renews them', async () => {
    const { server } = database()
    await server.createDatabase('upgraded')
    const admin = new pg.Client({ connectionString: server.connectionString('upgraded') })
    await admin.connect()
    await admin.query("CREATE EXTENSION pg_stat_statements VERSION '1.8'")
    const url = new URL(database().url)
    url.pathname = '/upgraded'
    const upgraded = postgres({ connectionString: url.href })
    const renew = 'ALTER EXTENSION pg_stat_statements UPDATE;'
    await expect(read(null, upgraded)).rejects.toMatchObject({ message: expect.stringContaining(renew) })
    await admin.query(renew)
    await admin.end()
    expect(Array.isArray((await read(null, upgraded)).entries)).toBe(true)
    await upgraded.close()
  })

  test('a library that is not loaded is named, with the setting and the restart', async () => {
    const { server } = database()
    const bare = await startPostgres({
      version: server.version.startsWith('18') ? 18 : 15,
      settings: { shared_preload_libraries: 'auto_explain' },
    })
    const unloaded = postgres({ connectionString: bare.connectionString() })
    const error = await read(null, unloaded).catch((thrown: unknown) => thrown)
    const report = await unloaded.testConnection?.()
    await unloaded.close()
    await bare.stop()
    expect(error).toMatchObject({
      failure: 'not_found',
      message: expect.stringMatching(
        /shared_preload_libraries = 'auto_explain', 'pg_stat_statements'; \(then restart the server\) CREATE EXTENSION/,
      ),
    })
    expect(report?.ok).toBe(true)
  })

  test('a reset of the log starts anew instead of missing what ran', async () => {
    const { sql } = database()
    const before = await read()
    await sql('SELECT "ext dir".pg_stat_statements_reset()')
    await sql('INSERT INTO shop.b SELECT id FROM shop.a WHERE id > 5')
    const after = await read(before.cursor)
    expect(textsOf(after).some((text) => text.includes('INSERT INTO shop.b'))).toBe(true)
    expect(after.gaps.join()).toMatch(/reset since the last look/)
  })

  test('a cursor of another form reads everything', async () => {
    expect((await read('not ours')).entries.length).toBeGreaterThan(0)
  })

  test('statements hidden from a limited role are counted, with the GRANT that shows them', async () => {
    const { sql, server } = database()
    await sql(`CREATE ROLE limited LOGIN PASSWORD 'x'; GRANT USAGE ON SCHEMA "ext dir" TO limited`)
    const limited = postgres({
      host: server.host,
      port: server.port,
      database: 'shop',
      user: 'limited',
      password: 'x',
    })
    const page = await read(null, limited)
    await limited.close()
    expect(page.entries.length).toBeGreaterThan(0)
    for (const { text, textState } of page.entries) {
      expect({ text, textState }).toEqual({ text: null, textState: 'no_privilege' })
    }
    expect(page.gaps.join()).toMatch(
      /\d+ statements of other roles are hidden.*GRANT pg_read_all_stats TO limited;/,
    )
  })

  test('roles can be left out', async () => {
    const without = postgres({ connectionString: database().url, excludeRoles: ['postgres'] })
    expect((await read(null, without)).entries).toEqual([])
    await without.close()
  })

  test('statements of other databases are not ours', async () => {
    const { server } = database()
    const other = new pg.Client({ connectionString: server.connectionString() })
    await other.connect()
    await other.query('CREATE TABLE elsewhere AS SELECT 1 AS id')
    await other.end()
    expect(textsOf(await read()).some((text) => text.includes('elsewhere'))).toBe(false)
  })
})
