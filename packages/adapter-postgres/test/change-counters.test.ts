import type { FreshnessReading } from '@aegis/core'
import pg from 'pg'
import { beforeAll, expect, test } from 'vitest'
import { postgres } from '../src/index.ts'
import { describeInShop, FLUSH, readingOf, ref } from './freshness-suite.ts'

type Verdict = 'unchanged' | 'changed' | 'maybe' | 'unknown'

function verdict(before: FreshnessReading, after: FreshnessReading): Verdict {
  if (after.precision === 'unknown') return 'unknown'
  if (after.notAfter?.getTime() === before.notAfter?.getTime()) return 'unchanged'
  return after.mayIncludeNonDataChanges ? 'maybe' : 'changed'
}

/** What happens to the table, and what the counters may say of it. */
const TRUTH: readonly {
  readonly event: string
  readonly table: string
  readonly run: readonly string[]
  readonly expected: Verdict
}[] = [
  { event: 'nothing', table: 't', run: [], expected: 'unchanged' },
  { event: 'INSERT', table: 't', run: ['INSERT INTO shop.t VALUES (1)'], expected: 'changed' },
  { event: 'UPDATE', table: 't', run: ['UPDATE shop.t SET id = id + 1'], expected: 'changed' },
  {
    event: 'UPDATE of no row',
    table: 't',
    run: ['UPDATE shop.t SET id = 1 WHERE false'],
    expected: 'unchanged',
  },
  {
    event: 'DELETE',
    table: 't',
    run: ['DELETE FROM shop.t WHERE ctid = (SELECT min(ctid) FROM shop.t)'],
    expected: 'changed',
  },
  {
    event: 'a rolled-back INSERT',
    table: 't',
    run: ['BEGIN', 'INSERT INTO shop.t VALUES (9)', 'ROLLBACK'],
    expected: 'unchanged',
  },
  { event: 'SELECT', table: 't', run: ['SELECT count(*) FROM shop.t'], expected: 'unchanged' },
  { event: 'ANALYZE', table: 't', run: ['ANALYZE shop.t'], expected: 'unchanged' },
  {
    event: 'INSERT, then ANALYZE',
    table: 't',
    run: ['INSERT INTO shop.t VALUES (1)', FLUSH, 'ANALYZE shop.t'],
    expected: 'maybe',
  },
  {
    event: 'a rolled-back INSERT, then ANALYZE',
    table: 't',
    run: ['BEGIN', 'INSERT INTO shop.t VALUES (9)', 'ROLLBACK', FLUSH, 'ANALYZE shop.t'],
    expected: 'maybe',
  },
  {
    event: 'a rolled-back INSERT, then ANALYZE of a column, with changes that were counted before',
    table: 'counted',
    run: ['BEGIN', 'INSERT INTO shop.counted VALUES (9)', 'ROLLBACK', FLUSH, 'ANALYZE shop.counted (id)'],
    expected: 'maybe',
  },
  {
    event: 'fewer INSERTs after an ANALYZE than before it',
    table: 'counted',
    run: ['ANALYZE shop.counted', 'INSERT INTO shop.counted VALUES (1)'],
    expected: 'changed',
  },
  {
    event: 'ANALYZE, then INSERT',
    table: 't',
    run: ['ANALYZE shop.t', 'INSERT INTO shop.t VALUES (1)'],
    expected: 'changed',
  },
  { event: 'VACUUM', table: 't', run: ['VACUUM shop.t'], expected: 'unchanged' },
  { event: 'VACUUM FULL', table: 't', run: ['VACUUM FULL shop.t'], expected: 'unchanged' },
  {
    event: 'VACUUM (FULL, ANALYZE)',
    table: 't',
    run: ['VACUUM (FULL, ANALYZE) shop.t'],
    expected: 'unchanged',
  },
  {
    event: 'TRUNCATE, then ANALYZE',
    table: 'cleared',
    run: ['TRUNCATE shop.cleared', 'ANALYZE shop.cleared'],
    expected: 'maybe',
  },
  {
    event: 'CLUSTER',
    table: 'clustered',
    run: ['CLUSTER shop.clustered USING clustered_id'],
    expected: 'unchanged',
  },
  {
    event: 'ALTER that rewrites',
    table: 'clustered',
    run: [
      'ALTER TABLE shop.clustered ALTER COLUMN id TYPE bigint',
      'ALTER TABLE shop.clustered ADD COLUMN n float DEFAULT random()',
    ],
    expected: 'unchanged',
  },
  {
    event: 'VACUUM FULL where no rows are known',
    table: 'again',
    run: ['VACUUM FULL shop.again'],
    expected: 'maybe',
  },
  { event: 'TRUNCATE', table: 't', run: ['TRUNCATE shop.t'], expected: 'changed' },
  {
    event: 'a rolled-back TRUNCATE',
    table: 'clustered',
    run: ['BEGIN', 'TRUNCATE shop.clustered', 'ROLLBACK'],
    expected: 'unchanged',
  },
  {
    event: 'TRUNCATE and reload',
    table: 't',
    run: ['TRUNCATE shop.t', 'INSERT INTO shop.t VALUES (1)'],
    expected: 'changed',
  },
  { event: 'GRANT', table: 't', run: ['GRANT SELECT ON shop.t TO PUBLIC'], expected: 'unchanged' },
  {
    event: 'ADD COLUMN',
    table: 't',
    run: ['ALTER TABLE shop.t ADD COLUMN IF NOT EXISTS extra int'],
    expected: 'unchanged',
  },
  {
    event: 'a write to a partition',
    table: 'parts',
    run: ["INSERT INTO shop.parts VALUES (1, '2026-05-05')"],
    expected: 'changed',
  },
  {
    event: 'a partition that goes',
    table: 'parts',
    run: ['CREATE TABLE shop.parts_2027 PARTITION OF shop.parts DEFAULT', 'DROP TABLE shop.parts_2027'],
    expected: 'unchanged',
  },
  {
    event: 'a partition that comes',
    table: 'parts',
    run: ['CREATE TABLE shop.parts_rest PARTITION OF shop.parts DEFAULT'],
    expected: 'unchanged',
  },
  {
    event: 'a filled partition that comes, analysed',
    table: 'parts',
    run: [
      "CREATE TABLE shop.parts_2030 AS SELECT 1 AS id, date '2030-01-01' AS day",
      FLUSH,
      'ANALYZE shop.parts_2030',
      "ALTER TABLE shop.parts ATTACH PARTITION shop.parts_2030 FOR VALUES FROM ('2030-01-01') TO ('2031-01-01')",
    ],
    expected: 'maybe',
  },
  {
    event: 'one that comes as another of the same counts goes',
    table: 'parts',
    run: [
      'ALTER TABLE shop.parts DETACH PARTITION shop.parts_2030',
      "CREATE TABLE shop.parts_2031 AS SELECT 1 AS id, date '2031-01-01' AS day",
      FLUSH,
      'ANALYZE shop.parts_2031',
      "ALTER TABLE shop.parts ATTACH PARTITION shop.parts_2031 FOR VALUES FROM ('2031-01-01') TO ('2032-01-01')",
    ],
    expected: 'maybe',
  },
  {
    event: 'a write to an inheriting table',
    table: 'parent',
    run: ['INSERT INTO shop.child VALUES (1)'],
    expected: 'changed',
  },
  {
    event: 'REFRESH MATERIALIZED VIEW',
    table: 'sums',
    run: ['REFRESH MATERIALIZED VIEW shop.sums'],
    expected: 'changed',
  },
  {
    event: 'drop and create',
    table: 'again',
    run: ['DROP TABLE shop.again', 'CREATE TABLE shop.again (id int)'],
    expected: 'maybe',
  },
  {
    event: 'TRUNCATE of a partition',
    table: 'parts',
    run: ['TRUNCATE shop.parts_2026'],
    expected: 'changed',
  },
  {
    event: 'drop and create, with rows',
    table: 'again',
    run: ['DROP TABLE shop.again', 'CREATE TABLE shop.again AS SELECT 1 AS id'],
    expected: 'changed',
  },
  { event: 'a statistics reset', table: 't', run: ['SELECT pg_stat_reset()'], expected: 'unknown' },
]

describeInShop('freshness by change counters', (shop) => {
  beforeAll(() =>
    shop().database.sql(`CREATE TABLE shop.again (id int);
      CREATE TABLE shop.counted AS SELECT generate_series(1, 10) AS id; CREATE TABLE shop.cleared AS SELECT 1 AS id;
      CREATE TABLE shop.clustered AS SELECT generate_series(1, 10) AS id; CREATE INDEX clustered_id ON shop.clustered (id);
      CREATE TABLE shop.parent (id int); CREATE TABLE shop.child () INHERITS (shop.parent);
      CREATE MATERIALIZED VIEW shop.sums AS SELECT count(*) AS n FROM shop.t;
      CREATE VIEW shop.v AS SELECT * FROM shop.t`),
  )

  test('the first look knows only that the last change is not later than now', async () => {
    const first = await shop().look('t')
    expect(first).toMatchObject({ method: 'change_counter', precision: 'upper_bound', notBefore: null })
    expect(first.notAfter).toEqual(first.observedAt)
  })

  test.each(TRUTH)('$event: $expected', async ({ table, run, expected }) => {
    const before = await shop().look(table)
    for (const statement of run) await shop().database.sql(statement)
    const after = await shop().look(table, before)
    expect(verdict(before, after)).toBe(expected)
    if (expected === 'changed') {
      // Writers hand their counts over up to a minute late, so the change may be so much older than the last look.
      expect(after.notBefore?.getTime()).toBe(before.observedAt.getTime() - 60_000)
      expect(after.notAfter).toEqual(after.observedAt)
    }
    if (expected === 'unknown') expect(after.caveats.join()).toMatch(/reset/)
  })

  test('ANALYZE moves the counters, not the bounds, and no rollback after it looks like a change', async () => {
    const { sql } = shop().database
    await sql('INSERT INTO shop.t VALUES (1), (2), (3)')
    const first = await shop().look('t')
    await sql('ANALYZE shop.t')
    const second = await shop().look('t', first)
    expect(second.token).not.toBe(first.token)
    await sql('BEGIN')
    await sql('INSERT INTO shop.t VALUES (9)')
    await sql('ROLLBACK')
    expect(verdict(first, await shop().look('t', { ...second }))).toBe('unchanged')
  })

  test('bounds stay while nothing happens, and a token of another form starts anew', async () => {
    const first = await shop().look('t')
    const second = await shop().look('t', first)
    expect(second).toMatchObject({ token: first.token, notAfter: first.notAfter })
    expect(await shop().look('t', { ...first, token: 'from elsewhere\n{}' })).toMatchObject({
      precision: 'upper_bound',
    })
  })

  test('a view has no counters, and says so', async () => {
    expect(await shop().read('v')).toMatchObject({
      status: 'unsupported',
      detail: expect.stringContaining('watermark'),
    })
  })

  test('a missing table is missing', async () => {
    expect(await shop().read('no_such')).toMatchObject({ status: 'missing' })
  })

  test('a change that its writer handed over late is not dated too late', async () => {
    const writer = new pg.Client({ connectionString: shop().database.server.connectionString('shop') })
    await writer.connect()
    // A session hands over at once when it has been quiet, and then waits a second.
    for (let round = 0; round < 2; round += 1) await writer.query('INSERT INTO shop.t VALUES (1)')
    const changed = (await writer.query('SELECT clock_timestamp() AS at')).rows[0]?.at
    const first = readingOf(
      (
        await shop().warehouse.readFreshness?.([{ ref: ref('t'), watermarkColumn: null, previous: null }])
      )?.[0],
    )
    await writer.query(FLUSH)
    await writer.query('SELECT 1')
    await writer.end()
    const second = await shop().look('t', first)
    expect(second.notBefore === null || second.notBefore <= changed).toBe(true)
  })

  test('a partition under lock holds up no counters', async () => {
    const quick = postgres({ connectionString: shop().database.url, lockTimeoutMs: 100 })
    const reading = await shop().whileLocked('shop.parts_2026', () => shop().read('parts', null, null, quick))
    await quick.close()
    expect(reading).toMatchObject({ status: 'ok', value: { method: 'change_counter' } })
  })

  test('a server that counts no changes is not taken for a table that does not change', async () => {
    const { sql } = shop().database
    await sql('ALTER ROLE aegis_reader SET track_counts = off; CREATE TABLE shop.unsized (id int)')
    const uncounted = postgres({ connectionString: shop().database.url })
    const reading = readingOf(await shop().read('unsized', await shop().look('unsized'), null, uncounted))
    const stage = (await uncounted.testConnection?.())?.stages.find((found) => found.stage === 'freshness')
    await uncounted.close()
    await sql('ALTER ROLE aegis_reader RESET track_counts')
    expect(reading).toMatchObject({
      method: 'none',
      precision: 'unknown',
      notBefore: null,
      notAfter: null,
      token: null,
    })
    expect(reading.caveats.join()).toMatch(/track_counts is off/)
    expect(stage).toMatchObject({ status: 'degraded', fix: expect.stringContaining('track_counts = on') })
  })
})
