import type { FreshnessReading, Reading, TableRef, WarehouseAdapter } from '@aegis/core'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { postgres } from '../src/index.ts'
import { describeOnPostgres } from './database.ts'

const ref = (name: string): TableRef => ({ catalog: '', schema: 'shop', name })

type Verdict = 'unchanged' | 'changed' | 'maybe' | 'unknown'

function verdict(before: FreshnessReading, after: FreshnessReading): Verdict {
  if (after.precision === 'unknown') return 'unknown'
  if (after.notAfter?.getTime() === before.notAfter?.getTime()) return 'unchanged'
  return after.mayIncludeNonDataChanges ? 'maybe' : 'changed'
}

function readingOf(reading: Reading<FreshnessReading> | undefined): FreshnessReading {
  if (reading?.status !== 'ok') throw new Error(`no reading: ${JSON.stringify(reading)}`)
  return reading.value
}

/** Counters are flushed late; a session can be told to do it now. */
const FLUSH = 'SELECT pg_stat_force_next_flush()'

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
    event: 'ANALYZE, then INSERT',
    table: 't',
    run: ['ANALYZE shop.t', 'INSERT INTO shop.t VALUES (1)'],
    expected: 'changed',
  },
  { event: 'VACUUM', table: 't', run: ['VACUUM shop.t'], expected: 'unchanged' },
  { event: 'VACUUM FULL', table: 't', run: ['VACUUM FULL shop.t'], expected: 'maybe' },
  { event: 'TRUNCATE', table: 't', run: ['TRUNCATE shop.t'], expected: 'maybe' },
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
  { event: 'a statistics reset', table: 't', run: ['SELECT pg_stat_reset()'], expected: 'unknown' },
]

describeOnPostgres('freshness', (database) => {
  let warehouse: WarehouseAdapter

  const read = async (
    table: string,
    previous: FreshnessReading | null = null,
    watermarkColumn: string | null = null,
    from: WarehouseAdapter = warehouse,
  ): Promise<Reading<FreshnessReading> | undefined> => {
    await database().sql(FLUSH)
    const [reading] = (await from.readFreshness?.([{ ref: ref(table), watermarkColumn, previous }])) ?? []
    return reading
  }
  const look = async (table: string, previous: FreshnessReading | null = null): Promise<FreshnessReading> =>
    readingOf(await read(table, previous))

  beforeAll(async () => {
    const { sql, url } = database()
    await sql(`CREATE SCHEMA shop; GRANT USAGE ON SCHEMA shop TO aegis_reader;
      CREATE TABLE shop.t (id int); INSERT INTO shop.t SELECT generate_series(1, 10);
      CREATE TABLE shop.again (id int);
      CREATE TABLE shop.parts (id int, day date) PARTITION BY RANGE (day);
      CREATE TABLE shop.parts_2026 PARTITION OF shop.parts FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
      CREATE TABLE shop.parent (id int); CREATE TABLE shop.child () INHERITS (shop.parent);
      CREATE MATERIALIZED VIEW shop.sums AS SELECT count(*) AS n FROM shop.t;
      CREATE VIEW shop.v AS SELECT * FROM shop.t;
      ALTER DEFAULT PRIVILEGES IN SCHEMA shop GRANT SELECT ON TABLES TO aegis_reader`)
    warehouse = postgres({ connectionString: url })
  })
  afterAll(() => warehouse.close())

  describe('by change counters', () => {
    test('the first look knows only that the last change is not later than now', async () => {
      const first = await look('t')
      expect(first).toMatchObject({ method: 'change_counter', precision: 'upper_bound', notBefore: null })
      expect(first.notAfter).toEqual(first.observedAt)
    })

    test.each(TRUTH)('$event: $expected', async ({ table, run, expected }) => {
      const before = await look(table)
      for (const statement of run) await database().sql(statement)
      const after = await look(table, before)
      expect(verdict(before, after)).toBe(expected)
      if (expected === 'changed') {
        // Writers hand their counts over up to a minute late, so the change may be so much older than the last look.
        expect(after.notBefore?.getTime()).toBe(before.observedAt.getTime() - 60_000)
        expect(after.notAfter).toEqual(after.observedAt)
      }
      if (expected === 'unknown') expect(after.caveats.join()).toMatch(/reset/)
    })

    test('ANALYZE moves the counters, not the bounds, and no rollback after it looks like a change', async () => {
      const { sql } = database()
      await sql('INSERT INTO shop.t VALUES (1), (2), (3)')
      const first = await look('t')
      await sql('ANALYZE shop.t')
      const second = await look('t', first)
      expect(second.token).not.toBe(first.token)
      await sql('BEGIN')
      await sql('INSERT INTO shop.t VALUES (9)')
      await sql('ROLLBACK')
      expect(verdict(first, await look('t', { ...second }))).toBe('unchanged')
    })

    test('bounds stay while nothing happens, and a token of another form starts anew', async () => {
      const first = await look('t')
      const second = await look('t', first)
      expect(second).toMatchObject({ token: first.token, notAfter: first.notAfter })
      expect(await look('t', { ...first, token: 'from elsewhere' })).toMatchObject({
        precision: 'upper_bound',
      })
    })

    test('a view has no counters, and says so', async () => {
      expect(await read('v')).toMatchObject({
        status: 'unsupported',
        detail: expect.stringContaining('watermark'),
      })
    })

    test('a missing table is missing', async () => {
      expect(await read('no_such')).toMatchObject({ status: 'missing' })
    })
  })

  /** Holds a lock on a table while `during` runs. */
  const whileLocked = async <T>(table: string, during: () => Promise<T>): Promise<T> => {
    const other = new pg.Client({ connectionString: database().server.connectionString('shop') })
    await other.connect()
    await other.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`)
    try {
      return await during()
    } finally {
      await other.end()
    }
  }

  test('a change that its writer handed over late is not dated too late', async () => {
    const writer = new pg.Client({ connectionString: database().server.connectionString('shop') })
    await writer.connect()
    // A session hands over at once when it has been quiet, and then waits a second.
    for (let round = 0; round < 2; round += 1) await writer.query('INSERT INTO shop.t VALUES (1)')
    const changed = (await writer.query('SELECT clock_timestamp() AS at')).rows[0]?.at
    const first = readingOf(
      (await warehouse.readFreshness?.([{ ref: ref('t'), watermarkColumn: null, previous: null }]))?.[0],
    )
    await writer.query(FLUSH)
    await writer.query('SELECT 1')
    await writer.end()
    const second = await look('t', first)
    expect(second.notBefore === null || second.notBefore <= changed).toBe(true)
  })

  test('a partition under lock holds up no counters', async () => {
    const quick = postgres({ connectionString: database().url, lockTimeoutMs: 100 })
    const reading = await whileLocked('shop.parts_2026', () => read('parts', null, null, quick))
    await quick.close()
    expect(reading).toMatchObject({ status: 'ok', value: { method: 'change_counter' } })
  })

  test('a server that counts no changes is not taken for a table that does not change', async () => {
    const { sql } = database()
    await sql('ALTER ROLE aegis_reader SET track_counts = off')
    const uncounted = postgres({ connectionString: database().url })
    const reading = readingOf(await read('t', await look('t'), null, uncounted))
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

  describe('by a watermark column', () => {
    const mark = async (
      type: string,
      value: string,
      from: WarehouseAdapter = warehouse,
    ): Promise<FreshnessReading> => {
      const { sql } = database()
      await sql('DROP TABLE IF EXISTS shop.marked')
      await sql(`CREATE TABLE shop.marked (at ${type}); INSERT INTO shop.marked VALUES (${value}), (NULL)`)
      return readingOf(await read('marked', null, 'at', from))
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
      const berlin = postgres({ connectionString: database().url, watermarkTimeZone: 'Europe/Berlin' })
      const reading = await mark('timestamp', "'2026-07-15 12:00'", berlin)
      expect(reading.notAfter?.toISOString()).toBe('2026-07-15T10:00:00.000Z')
      expect((await mark('timestamptz', "'2026-07-15 12:00Z'", berlin)).notAfter?.toISOString()).toBe(
        '2026-07-15T12:00:00.000Z',
      )
      await berlin.close()
    })

    test('a date is a day', async () => {
      const utc = postgres({ connectionString: database().url, watermarkTimeZone: 'UTC' })
      const reading = await mark('date', "'2026-02-15'", utc)
      expect(reading.notBefore?.toISOString()).toBe('2026-02-15T00:00:00.000Z')
      expect(reading.notAfter?.toISOString()).toBe('2026-02-16T00:00:00.000Z')
      await utc.close()
    })

    test.each([
      ['NULL in every row', 'timestamptz', 'NULL', /empty, or "at" is NULL/],
      ['the future', 'timestamptz', "now() + interval '1 hour'", /ahead of the server/],
      ['infinity', 'timestamptz', "'infinity'", /infinity/],
    ])('%s is unknown, with its reason', async (_title, type, value, reason) => {
      const reading = await mark(type, value)
      expect(reading).toMatchObject({ precision: 'unknown', notBefore: null, notAfter: null })
      expect(reading.caveats.join()).toMatch(reason)
    })

    test('an empty table is unknown', async () => {
      await database().sql('CREATE TABLE shop.empty (at timestamptz)')
      expect(readingOf(await read('empty', null, 'at')).precision).toBe('unknown')
    })

    test.each([
      ['no such column', 'nope', /no column `nope`/],
      ['a column that is no time', 'id', /is integer, not a time/],
    ])('%s falls back to the counters and says so', async (_title, column, reason) => {
      const reading = readingOf(await read('t', null, column))
      expect(reading.method).toBe('change_counter')
      expect(reading.caveats.join()).toMatch(reason)
    })

    test('of a domain over a time it is read like the time', async () => {
      await database().sql('CREATE DOMAIN shop.moment AS timestamptz')
      expect(await mark('shop.moment', "'2026-02-15 12:00Z'")).toMatchObject({ precision: 'exact' })
    })

    test.each([
      ['before our era', 'timestamp', "'0044-03-15 BC'", Date.parse('-000043-03-15T00:00:00Z')],
      ['far ahead', 'date', "'5874897-12-31'", null],
    ])('%s it is that time, or unknown', async (_title, type, value, notBefore) => {
      const reading = await mark(type, value)
      if (notBefore === null) expect(reading).toMatchObject({ precision: 'unknown' })
      else expect(reading.notBefore?.getTime()).toBe(notBefore - 14 * 3_600_000)
    })

    test('an hour that comes twice is an interval, and says why', async () => {
      const there = postgres({ connectionString: database().url, watermarkTimeZone: 'America/New_York' })
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
      await database().sql('CREATE OR REPLACE VIEW shop.moment_ago AS SELECT clock_timestamp() AS at')
      expect(readingOf(await read('moment_ago', null, 'at')).precision).toBe('exact')
    })

    test('rows hidden by a policy are not taken for rows that are not there', async () => {
      const { sql } = database()
      await sql(`CREATE TABLE shop.tenants (at timestamptz, tenant text);
        INSERT INTO shop.tenants VALUES (now(), 'a'), (now() - interval '9 days', 'aegis_reader');
        ALTER TABLE shop.tenants ENABLE ROW LEVEL SECURITY;
        CREATE POLICY own ON shop.tenants USING (tenant = current_user)`)
      const reading = readingOf(await read('tenants', null, 'at'))
      expect(reading).toMatchObject({ method: 'change_counter', precision: 'upper_bound' })
      expect(reading.caveats.join()).toMatch(/ALTER ROLE aegis_reader BYPASSRLS;/)
      await sql('CREATE VIEW shop.tenants_v WITH (security_invoker) AS SELECT * FROM shop.tenants')
      expect(await read('tenants_v', null, 'at')).toMatchObject({ status: 'forbidden' })
    })

    test('a table under lock is unknown with its reason, the others are read', async () => {
      const { sql, url } = database()
      await sql(`CREATE TABLE shop.held (at timestamptz); CREATE TABLE shop.at_hand (at timestamptz);
        INSERT INTO shop.at_hand VALUES (now() - interval '1 minute')`)
      const quick = postgres({ connectionString: url, lockTimeoutMs: 100 })
      const requests = ['held', 'at_hand'].map((name) => ({
        ref: ref(name),
        watermarkColumn: 'at',
        previous: null,
      }))
      const readings = await whileLocked('shop.held', async () => quick.readFreshness?.(requests))
      await quick.close()
      const [held, atHand] = (readings ?? []).map(readingOf)
      expect(held).toMatchObject({ method: 'watermark', precision: 'unknown' })
      expect(held?.caveats.join()).toMatch(/holds a lock/)
      expect(atHand).toMatchObject({ precision: 'exact' })
    })

    test('of thousands of tables is read within the server\u2019s locks', async () => {
      const { sql } = database()
      await sql(`CREATE SCHEMA many; GRANT USAGE ON SCHEMA many TO aegis_reader`)
      for (let from = 1; from <= 5000; from += 1000) {
        await sql(`DO $$ BEGIN FOR i IN ${from}..${from + 999} LOOP
          EXECUTE format('CREATE TABLE many.t%s (at timestamptz)', i); END LOOP; END $$`)
      }
      await sql('GRANT SELECT ON ALL TABLES IN SCHEMA many TO aegis_reader')
      const requests = Array.from({ length: 5000 }, (_, index) => ({
        ref: { catalog: '', schema: 'many', name: `t${index + 1}` },
        watermarkColumn: 'at',
        previous: null,
      }))
      const readings = (await warehouse.readFreshness?.(requests)) ?? []
      expect(readings).toHaveLength(5000)
      expect(new Set(readings.map((found) => readingOf(found).caveats.join()))).toEqual(
        new Set(['the table is empty, or "at" is NULL in every row']),
      )
    })

    test('a view may have one', async () => {
      await database().sql("CREATE VIEW shop.recent AS SELECT timestamptz '2026-01-01Z' AS at")
      expect(readingOf(await read('recent', null, 'at')).notAfter?.toISOString()).toBe(
        '2026-01-01T00:00:00.000Z',
      )
    })

    test('a lacking right is forbidden, with the GRANT that mends it; the others are read', async () => {
      const { sql } = database()
      await sql(`CREATE SCHEMA closed; CREATE TABLE closed."Secret Plans" (at timestamptz);
        CREATE TABLE shop.open (at timestamptz); INSERT INTO shop.open VALUES (now() - interval '1 minute')`)
      const closed = { catalog: '', schema: 'closed', name: 'Secret Plans' }
      const requests = [closed, ref('open')].map((table) => ({
        ref: table,
        watermarkColumn: 'at',
        previous: null,
      }))
      const readings = await warehouse.readFreshness?.(requests)
      expect(readings?.map(({ status }) => status)).toEqual(['forbidden', 'ok'])
      const detail = readings?.[0]?.status === 'forbidden' ? (readings[0].detail ?? '') : ''
      const grants = detail.match(/GRANT [^;]+;/g) ?? []
      expect(grants).toHaveLength(2)
      for (const grant of grants) await sql(grant)
      expect((await warehouse.readFreshness?.(requests))?.map(({ status }) => status)).toEqual(['ok', 'ok'])
    })

    test('one table that cannot be read spoils no other', async () => {
      const { sql } = database()
      await sql(
        `CREATE VIEW shop.broken AS SELECT now() - (interval '1 s' / (count(*) - count(*))) AS at FROM shop.t`,
      )
      const requests = ['broken', 'open'].map((name) => ({
        ref: ref(name),
        watermarkColumn: 'at',
        previous: null,
      }))
      const readings = await warehouse.readFreshness?.(requests)
      expect(readings?.map((item) => (item.status === 'ok' ? item.value.precision : item.status))).toEqual([
        'unknown',
        'exact',
      ])
    })
  })

  test('answers in the order asked; an empty batch asks nothing', async () => {
    expect(await warehouse.readFreshness?.([])).toEqual([])
    const requests = ['t', 'gone', 'parts'].map((name) => ({
      ref: ref(name),
      watermarkColumn: null,
      previous: null,
    }))
    const readings = await warehouse.readFreshness?.(requests)
    expect(readings?.map((item) => [item.ref.name, item.status])).toEqual([
      ['t', 'ok'],
      ['gone', 'missing'],
      ['parts', 'ok'],
    ])
  })
})
