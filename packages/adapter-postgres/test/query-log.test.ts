import type { QueryLogPage, WarehouseAdapter } from '@aegis/core'
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

  test('a reset of the log starts anew instead of missing what ran', async () => {
    const { sql } = database()
    const before = await read()
    await sql('SELECT "ext dir".pg_stat_statements_reset()')
    await sql('INSERT INTO shop.b SELECT id FROM shop.a WHERE id > 5')
    expect(textsOf(await read(before.cursor)).some((text) => text.includes('INSERT INTO shop.b'))).toBe(true)
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
