import pg from 'pg'
import { expect, test } from 'vitest'
import { idleTransactions, provedStill, readHiding } from '../src/held-back.ts'
import { checkOptions } from '../src/options.ts'
import { createSessions } from '../src/session.ts'
import { watched } from './freshness-life.ts'
import { describeInShop, FLUSH, readingOf, ref } from './freshness-suite.ts'

describeInShop('a writer that commits and begins again at once', (shop) => {
  /** Its counts stay with it, though what it wrote is there for everybody. */
  const whileHeldBack = async (write: string, during: () => Promise<void>): Promise<void> => {
    const writer = new pg.Client({ connectionString: shop().database.server.connectionString('shop') })
    await writer.connect()
    // Counts that were handed over just now keep the next ones waiting.
    await writer.query('INSERT INTO shop.t VALUES (0)')
    try {
      await writer.query(`BEGIN; ${write}; COMMIT; BEGIN; SELECT 1`)
      await during()
    } finally {
      await writer.end()
    }
  }
  const late = async (column: string): Promise<void> => {
    const { sql } = shop().database
    await sql(`DROP TABLE IF EXISTS shop.late; CREATE TABLE shop.late (id int, ${column} timestamptz);
      INSERT INTO shop.late VALUES (1, now() - interval '3 hours')`)
    await sql(FLUSH)
  }

  test.each([
    ['named', 'moment', 'moment'],
    ['found, set by every write', 'updated_at', null],
    ['found, set by new rows', 'created_at', null],
  ])('raises no alarm where a watermark tells: %s', async (_title, column, watermarkColumn) => {
    await late(column)
    // Wide at first, so that the first look raises nothing.
    const life = watched(shop().warehouse, 'late', { watermarkColumn, freshnessSlaMinutes: 300 })
    await life.look()
    life.wait(310)
    await whileHeldBack('INSERT INTO shop.late VALUES (2, now())', async () => {
      expect(await life.look()).toMatchObject({ says: 'fine', anomaly: false })
    })
  })

  test('is seen, with the time since when, by a role that sees sessions', async () => {
    const sessions = createSessions(checkOptions({ connectionString: shop().database.url }))
    const [before] = await shop().database.sql('SELECT clock_timestamp() AS at')
    const hiding = (olderThanMs: number) =>
      sessions.use('looking', undefined, (session) => readHiding(session, olderThanMs))
    expect(await hiding(0)).toEqual({ since: null, isVisible: true })
    await whileHeldBack('INSERT INTO shop.late VALUES (3, now())', async () => {
      const { since } = await hiding(0)
      expect(Number(since)).toBeGreaterThanOrEqual(Number(before?.at))
      expect(await hiding(3_600_000)).toEqual({ since: null, isVisible: true })
    })
    await sessions.close()
  })

  test('is not seen by another, and the reading says so', async () => {
    const { sql, server } = shop().database
    await sql(`CREATE ROLE narrow LOGIN PASSWORD 'narrow'`)
    const url = new URL(server.connectionString('shop'))
    url.username = 'narrow'
    url.password = 'narrow'
    const client = new pg.Client({ connectionString: url.href })
    await client.connect()
    const { text, values } = idleTransactions(0)
    expect((await client.query(text, [...(values ?? [])])).rows).toEqual([{ since_ms: null, visible: false }])
    await client.end()
  })

  test('leaves a table that has counters alone in doubt, where it began after the last known change', async () => {
    const first = await shop().look('parts')
    const request = { ref: ref('parts'), watermarkColumn: null, previous: first, confirm: true }
    const [again] = (await shop().warehouse.readFreshness?.([request])) ?? []
    const reading = readingOf(again)
    expect(reading).toMatchObject({ method: 'change_counter', precision: 'upper_bound', caveats: [] })
    const counts = reading.token?.split('\n')[0] ?? ''
    const row = {
      oid: '1',
      kind: 'table',
      counts,
      rows: 1,
      uncounted: null,
      now: reading.observedAt,
    } as const
    const ground = {
      method: 'change_counter',
      named: null,
      mayIncludeNonDataChanges: false,
      caveats: [],
      again: false,
      lead: 0,
    } as const
    const facts = { row, request, counted: { says: 'unchanged', ground, token: null } } as const
    const last = Number(reading.notAfter)
    const judged = (sinceMs: number | null, isVisible: boolean, confirm = true) =>
      provedStill(
        reading,
        { ...facts, request: { ...request, confirm } },
        { since: sinceMs === null ? null : new Date(sinceMs), isVisible },
      )
    expect(judged(last + 1, true)).toMatchObject({
      precision: 'unknown',
      notAfter: reading.notAfter,
      token: reading.token,
      caveats: [expect.stringContaining('idle in a transaction')],
    })
    expect(judged(last - 1, true)).toEqual(reading)
    expect(judged(null, true)).toEqual(reading)
    expect(judged(last + 1, true, false)).toEqual(reading)
    expect(judged(null, false)).toMatchObject({
      precision: 'upper_bound',
      caveats: [expect.stringContaining('GRANT pg_monitor')],
    })
  })
})
