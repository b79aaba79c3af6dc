import type { FreshnessReading } from '@aegis/core'
import { beforeAll, expect, test } from 'vitest'
import { postgres } from '../src/index.ts'
import { watched } from './freshness-life.ts'
import { describeInShop, readingOf } from './freshness-suite.ts'

const HOUR_MS = 3_600_000

describeInShop('watermark columns that are found', (shop) => {
  /** A table with these columns whose rows hold `value` in each of them. */
  const table = async (columns: string, value: string, more = ''): Promise<void> => {
    const count = columns.split(',').length
    const values = Array.from({ length: count }, () => value).join(', ')
    await shop().database.sql(
      `DROP TABLE IF EXISTS shop.f CASCADE; CREATE TABLE shop.f (${columns}); INSERT INTO shop.f VALUES (${values}); ${more}`,
    )
  }
  const look = async (previous: FreshnessReading | null = null): Promise<FreshnessReading> =>
    readingOf(await shop().read('f', previous))

  test.each([
    'updated_at',
    '_loaded_at',
    '_fivetran_synced',
    '_airbyte_extracted_at',
    '_airbyte_emitted_at',
    '_sdc_batched_at',
    '_sdc_received_at',
    'modified_at',
    '"updatedAt"',
    '"UPDATED_AT"',
  ])('%s is the time of the newest data', async (column) => {
    await table(`${column} timestamptz`, "'2026-02-15 12:00Z'")
    const reading = await look()
    expect(reading).toMatchObject({
      method: 'watermark',
      precision: 'exact',
      notAfter: new Date('2026-02-15T12:00:00Z'),
    })
    expect(reading.caveats).toEqual([`${column} was found by its name`])
  })

  test.each(['created_at', 'inserted_at', 'ingested_at', 'dbt_updated_at', 'dbt_valid_from'])(
    '%s proves that data came, and not that none did',
    async (column) => {
      await table(`${column} timestamptz`, "'2026-02-15 12:00Z'")
      const reading = await look()
      expect(reading).toMatchObject({
        method: 'watermark',
        precision: 'interval',
        notBefore: new Date('2026-02-15T12:00:00Z'),
      })
      expect(reading.notAfter).toEqual(reading.observedAt)
      // A row that is changed does not move it, and the counters see it all the same.
      await shop().database.sql(`UPDATE shop.f SET ${column} = ${column}`)
      expect(await look(reading)).toMatchObject({ method: 'change_counter', precision: 'interval' })
    },
  )

  test('the best of several answers', async () => {
    await table(
      'created_at timestamptz, updated_at timestamptz, _fivetran_synced timestamptz',
      "'2026-02-15Z'",
    )
    expect((await look()).caveats).toEqual(['_fivetran_synced was found by its name'])
  })

  test('of several the newest is the proof: one that inserts leave empty hides no new rows', async () => {
    await table('updated_at timestamptz, created_at timestamptz', "now() - interval '10 days'")
    await shop().database.sql("INSERT INTO shop.f VALUES (NULL, now() - interval '1 minute')")
    const life = watched(shop().warehouse, 'f')
    expect(await life.look()).toMatchObject({ says: 'fine', method: 'watermark' })
    expect((await look()).caveats).toEqual([
      'created_at was found by its name, and is newer than the newest updated_at',
    ])
    await shop().database.sql("UPDATE shop.f SET created_at = now() - interval '2 hours'")
    expect(await look()).toMatchObject({ precision: 'exact' })
    expect(await watched(shop().warehouse, 'f').look()).toMatchObject({ says: 'violated' })
  })

  test.each([
    ['empty in every row', 'NULL', /tells of new rows only/],
    ['ahead of the clock', "now() + interval '1 day'", /lies ahead of the server's clock/],
  ])('where the better one is %s the other answers for new rows', async (_title, value, caveat) => {
    await table('updated_at timestamptz, created_at timestamptz', "'2026-02-15 12:00Z'")
    await shop().database.sql(`UPDATE shop.f SET updated_at = ${value}`)
    const reading = await look()
    expect(reading).toMatchObject({
      method: 'watermark',
      precision: 'interval',
      notBefore: new Date('2026-02-15T12:00:00Z'),
    })
    expect(reading.caveats.join()).toMatch(caveat)
  })

  test.each([
    ['text', "'2026-02-15'"],
    ['time', "'12:00'"],
    ['bigint', '1'],
  ])('of type %s it is none', async (type, value) => {
    await table(`updated_at ${type}`, value)
    expect(await look()).toMatchObject({ method: 'change_counter', caveats: [] })
  })

  test('without a time zone the counters narrow it', async () => {
    await table('updated_at timestamp', 'now()')
    const first = await look()
    expect(first).toMatchObject({ method: 'watermark', precision: 'interval' })
    await shop().database.sql('INSERT INTO shop.f VALUES (now())')
    const second = await look(first)
    expect(second).toMatchObject({ method: 'watermark', precision: 'interval' })
    expect(Number(second.notAfter) - Number(second.notBefore)).toBeLessThan(HOUR_MS)
  })

  test('the later of the two is told when a write did not set it', async () => {
    await shop().database.sql(`DROP TABLE IF EXISTS shop.f; CREATE TABLE shop.f (updated_at timestamptz, n int);
      INSERT INTO shop.f VALUES ('2026-02-15 12:00Z', 1)`)
    const first = await look()
    await shop().database.sql('UPDATE shop.f SET n = 2')
    const second = await look(first)
    expect(second).toMatchObject({
      method: 'change_counter',
      precision: 'interval',
      mayIncludeNonDataChanges: false,
    })
    expect(second.caveats.join()).toMatch(
      /data changed after the newest updated_at, 2026-02-15T12:00:00.000Z/,
    )
    // It stays the later one while nothing happens, also where VACUUM FULL does.
    await shop().database.sql('VACUUM FULL shop.f')
    expect(await look(second)).toMatchObject({ method: 'change_counter', notAfter: second.notAfter })
    // And where the counters forget it, nobody can tell: the column is known to lag.
    await shop().database.sql('SELECT pg_stat_reset()')
    expect(await look(second)).toMatchObject({ precision: 'unknown' })
    // Named, it is taken at its word.
    expect(readingOf(await shop().read('f', first, 'updated_at'))).toMatchObject({
      method: 'watermark',
      precision: 'exact',
    })
  })

  test('one in the future is no proof, and hides no staleness', async () => {
    await table('updated_at timestamptz', "now() + interval '1 day'")
    const life = watched(shop().warehouse, 'f')
    const first = await life.look()
    expect(first).toMatchObject({ method: 'change_counter', anomaly: false })
    expect(first.text).toMatch(/lies ahead of the server's clock/)
    life.wait(90)
    expect(await life.look()).toMatchObject({ says: 'violated', anomaly: true })
  })

  test('where the role may not read it, or not every row, the counters answer', async () => {
    await table('updated_at timestamptz', "'2026-02-15Z'", 'REVOKE SELECT ON shop.f FROM aegis_reader')
    expect(await look()).toMatchObject({ method: 'change_counter', caveats: [] })
    await table('updated_at timestamptz', "'2026-02-15Z'", 'ALTER TABLE shop.f ENABLE ROW LEVEL SECURITY')
    expect(await look()).toMatchObject({ method: 'change_counter', caveats: [] })
  })

  test('a view has none unless it is named', async () => {
    await shop().database.sql("CREATE VIEW shop.fv AS SELECT timestamptz '2026-02-15Z' AS updated_at")
    expect(await shop().read('fv')).toMatchObject({ status: 'unsupported' })
    expect(await shop().read('fv', null, 'updated_at')).toMatchObject({ status: 'ok' })
  })

  test('a table under lock is asked again, though nothing changed', async () => {
    await table('updated_at timestamptz', "'2026-02-15Z'")
    const quick = postgres({ connectionString: shop().database.url, lockTimeoutMs: 100 })
    const locked = await shop().whileLocked('shop.f', () => shop().read('f', null, null, quick))
    await quick.close()
    expect(readingOf(locked)).toMatchObject({ method: 'change_counter', precision: 'upper_bound' })
    expect(readingOf(locked).caveats.join()).toMatch(/another session holds a lock/)
    expect(await look(readingOf(locked))).toMatchObject({ method: 'watermark', precision: 'exact' })
  })
})

describeInShop('the cost of a watermark', (shop) => {
  beforeAll(() =>
    shop().database.sql(`CREATE TABLE shop.big (id int, updated_at timestamptz);
      INSERT INTO shop.big SELECT n, '2026-02-15 12:00Z' FROM generate_series(1, 4321) n`),
  )

  const reading = async (named: string | null, watermarkScanRows = 1000): Promise<FreshnessReading> => {
    const careful = postgres({ connectionString: shop().database.url, watermarkScanRows })
    try {
      return readingOf(await shop().read('big', null, named, careful))
    } finally {
      await careful.close()
    }
  }

  test('is not paid without consent: a named one is unknown, and says what would help', async () => {
    const { precision, notAfter, caveats } = await reading('updated_at')
    expect({ precision, notAfter }).toEqual({ precision: 'unknown', notAfter: null })
    expect(caveats.join()).toMatch(
      /would read about 4,300 rows.*CREATE INDEX ON shop\.big \(updated_at\);.*raise `watermarkScanRows`/,
    )
  })

  test('is not paid for one that was found: the counters answer, and say what would help', async () => {
    const found = await reading(null)
    expect(found).toMatchObject({ method: 'change_counter', precision: 'upper_bound' })
    expect(found.caveats.join()).toMatch(/CREATE INDEX ON shop\.big/)
  })

  test('is paid with consent, or where a full index begins with the column', async () => {
    expect(await reading('updated_at', 5000)).toMatchObject({ precision: 'exact' })
    expect(await reading(null, 5000)).toMatchObject({ method: 'watermark' })
    const { sql } = shop().database
    await sql('CREATE INDEX big_second ON shop.big (id, updated_at)')
    await sql('CREATE INDEX big_part ON shop.big (updated_at) WHERE id > 5')
    await sql('CREATE INDEX big_hash ON shop.big USING hash (updated_at)')
    expect(await reading('updated_at')).toMatchObject({ precision: 'unknown' })
    await sql('CREATE INDEX big_first ON shop.big (updated_at, id)')
    expect(await reading('updated_at')).toMatchObject({ precision: 'exact' })
    expect(await reading(null)).toMatchObject({ method: 'watermark', precision: 'exact' })
  })

  test('of a partitioned table is that of its parts', async () => {
    const { sql } = shop().database
    await sql(`CREATE TABLE shop.wide (id int, updated_at timestamptz) PARTITION BY RANGE (id);
      CREATE TABLE shop.wide_1 PARTITION OF shop.wide FOR VALUES FROM (0) TO (2000);
      CREATE TABLE shop.wide_2 PARTITION OF shop.wide FOR VALUES FROM (2000) TO (9000);
      INSERT INTO shop.wide SELECT * FROM shop.big`)
    const careful = postgres({ connectionString: shop().database.url, watermarkScanRows: 3000 })
    expect(readingOf(await shop().read('wide', null, null, careful)).method).toBe('change_counter')
    await sql('CREATE INDEX ON shop.wide (updated_at)')
    expect(readingOf(await shop().read('wide', null, null, careful)).method).toBe('watermark')
    await careful.close()
  })
})
