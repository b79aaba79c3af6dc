import type { FreshnessReading, WarehouseAdapter } from '@aegis/core'
import { expect, test } from 'vitest'
import { postgres } from '../src/index.ts'
import { describeInShop, readingOf } from './freshness-suite.ts'

describeInShop('freshness by a watermark column', (shop) => {
  const mark = async (
    type: string,
    value: string,
    from: WarehouseAdapter = shop().warehouse,
  ): Promise<FreshnessReading> => {
    const { sql } = shop().database
    await sql('DROP TABLE IF EXISTS shop.marked')
    await sql(`CREATE TABLE shop.marked (at ${type}); INSERT INTO shop.marked VALUES (${value}), (NULL)`)
    return readingOf(await shop().read('marked', null, 'at', from))
  }

  test('with a time zone it is exact, to the millisecond', async () => {
    const reading = await mark('timestamptz', "'2026-02-15 14:05:06.789+02'")
    expect(reading).toMatchObject({ method: 'watermark', precision: 'exact', caveats: [] })
    expect(reading.notAfter?.toISOString()).toBe('2026-02-15T12:05:06.789Z')
    expect(reading.notBefore).toEqual(reading.notAfter)
  })

  test('without a zone it is an interval over every zone', async () => {
    const reading = await mark('timestamp', "'2026-02-15 12:00'")
    expect(reading.precision).toBe('interval')
    expect(reading.notBefore?.toISOString()).toBe('2026-02-14T22:00:00.000Z')
    expect(reading.notAfter?.toISOString()).toBe('2026-02-16T00:00:00.000Z')
    expect(reading.caveats.join()).toMatch(/watermarkTimeZone/)
  })

  test('with the zone told it is exact', async () => {
    const berlin = postgres({ connectionString: shop().database.url, watermarkTimeZone: 'Europe/Berlin' })
    const reading = await mark('timestamp', "'2026-07-15 12:00'", berlin)
    expect(reading.notAfter?.toISOString()).toBe('2026-07-15T10:00:00.000Z')
    expect((await mark('timestamptz', "'2026-07-15 12:00Z'", berlin)).notAfter?.toISOString()).toBe(
      '2026-07-15T12:00:00.000Z',
    )
    await berlin.close()
  })

  test('a date is a day', async () => {
    const utc = postgres({ connectionString: shop().database.url, watermarkTimeZone: 'UTC' })
    const reading = await mark('date', "'2026-02-15'", utc)
    expect(reading.notBefore?.toISOString()).toBe('2026-02-15T00:00:00.000Z')
    expect(reading.notAfter?.toISOString()).toBe('2026-02-16T00:00:00.000Z')
    await utc.close()
  })

  test('NULL in every row is unknown, with its reason', async () => {
    const reading = await mark('timestamptz', 'NULL')
    expect(reading).toMatchObject({ precision: 'unknown', notBefore: null, notAfter: null })
    expect(reading.caveats.join()).toMatch(/empty, or at is NULL/)
  })

  test.each([
    ['the future', 'timestamptz', "now() + interval '1 hour'", /ahead of the server.*counters are used/],
    ['infinity', 'timestamptz', "'infinity'", /infinity.*counters are used/],
    ['no calendar of ours', 'date', "'5874897-12-31'", /calendar.*counters are used/],
  ])('%s is no time of data: the counters answer, and say so', async (_title, type, value, reason) => {
    const reading = await mark(type, value)
    expect(reading).toMatchObject({ method: 'change_counter', precision: 'upper_bound', notBefore: null })
    expect(reading.caveats.join()).toMatch(reason)
    // It stays so when the clock has come there: nothing was written meanwhile.
    const later = readingOf(await shop().read('marked', reading, 'at'))
    expect(later).toMatchObject({
      method: 'change_counter',
      notAfter: reading.notAfter,
      caveats: reading.caveats,
    })
  })

  test('the future of a view is unknown: nothing else can tell', async () => {
    await shop().database.sql("CREATE VIEW shop.ahead AS SELECT now() + interval '1 day' AS at")
    expect(readingOf(await shop().read('ahead', null, 'at'))).toMatchObject({
      method: 'watermark',
      precision: 'unknown',
    })
  })

  test('is not read again while the counters stand still, and is when they move', async () => {
    const { sql } = shop().database
    const first = await mark('timestamptz', "'2026-02-15 12:00Z'")
    await sql('VACUUM FULL shop.marked')
    const second = readingOf(await shop().read('marked', first, 'at'))
    expect(second).toMatchObject({ method: 'watermark', precision: 'exact', notAfter: first.notAfter })
    await sql("INSERT INTO shop.marked VALUES ('2026-02-16 12:00Z')")
    const third = readingOf(await shop().read('marked', second, 'at'))
    expect(third.notAfter?.toISOString()).toBe('2026-02-16T12:00:00.000Z')
  })

  test('an empty table is unknown', async () => {
    await shop().database.sql('CREATE TABLE shop.empty (at timestamptz)')
    expect(readingOf(await shop().read('empty', null, 'at')).precision).toBe('unknown')
  })

  test.each([
    ['no such column', 'nope', /no column `nope`/],
    ['a column that is no time', 'id', /is integer, not a time/],
  ])('%s falls back to the counters and says so', async (_title, column, reason) => {
    const reading = readingOf(await shop().read('t', null, column))
    expect(reading.method).toBe('change_counter')
    expect(reading.caveats.join()).toMatch(reason)
  })

  test('of a domain over a time it is read like the time', async () => {
    await shop().database.sql('CREATE DOMAIN shop.moment AS timestamptz')
    expect(await mark('shop.moment', "'2026-02-15 12:00Z'")).toMatchObject({ precision: 'exact' })
  })

  test('before our era it is that time', async () => {
    const reading = await mark('timestamp', "'0044-03-15 BC'")
    expect(reading.notBefore?.getTime()).toBe(Date.parse('-000043-03-15T00:00:00Z') - 14 * 3_600_000)
  })

  test('an hour that comes twice is an interval, and says why', async () => {
    const there = postgres({ connectionString: shop().database.url, watermarkTimeZone: 'America/New_York' })
    const reading = await mark('timestamp', "'2025-11-02 01:30'", there)
    await there.close()
    expect(reading).toMatchObject({
      precision: 'interval',
      notBefore: new Date('2025-11-02T05:30:00Z'),
      notAfter: new Date('2025-11-02T06:30:00Z'),
    })
    expect(reading.caveats.join()).toMatch(/clocks of America\/New_York/)
  })

  test('of data written this moment is not taken for the future', async () => {
    await shop().database.sql('CREATE OR REPLACE VIEW shop.moment_ago AS SELECT clock_timestamp() AS at')
    expect(readingOf(await shop().read('moment_ago', null, 'at')).precision).toBe('exact')
  })
})
