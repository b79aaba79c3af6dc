import type { FreshnessReading, WarehouseAdapter } from '@aegis/core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { postgres } from '../src/index.ts'
import { describeOnPostgres, PASSWORD } from './database.ts'
import { watched } from './freshness-life.ts'
import { FLUSH, readingOf, ref } from './freshness-suite.ts'
import { type Restartable, restartable } from './restart.ts'

describeOnPostgres('freshness where there is nothing better', (database) => {
  const open: WarehouseAdapter[] = []
  let server: Restartable | undefined

  const warehouse = (
    more: { readonly commitTimestamps?: boolean; readonly watermarkScanRows?: number } = {},
  ) => {
    const adapter = postgres({ connectionString: database().url, ...more })
    open.push(adapter)
    return adapter
  }
  const look = async (
    from: WarehouseAdapter,
    name: string,
    previous: FreshnessReading | null = null,
  ): Promise<FreshnessReading> => {
    await database().sql(FLUSH)
    const [reading] =
      (await from.readFreshness?.([{ ref: ref(name), watermarkColumn: null, previous }])) ?? []
    return readingOf(reading)
  }

  beforeAll(async () => {
    const { sql } = database()
    await sql(`CREATE SCHEMA shop; GRANT USAGE ON SCHEMA shop TO aegis_reader;
      ALTER DEFAULT PRIVILEGES IN SCHEMA shop GRANT SELECT ON TABLES TO aegis_reader;
      CREATE TABLE shop.t (id int)`)
    server = await restartable(database())
    await sql('ALTER SYSTEM SET track_commit_timestamp = on')
    await server.restart()
    await database().reconnect()
    await sql('INSERT INTO shop.t SELECT generate_series(1, 10)')
    await sql('ANALYZE shop.t')
  })
  afterEach(async () => {
    await database().sql('ALTER ROLE aegis_reader RESET track_counts')
    for (const adapter of open.splice(0)) await adapter.close()
  })
  afterAll(() => server?.stop())

  test('commit times are read with consent only, and within the limit', async () => {
    expect(await look(warehouse(), 't')).toMatchObject({ method: 'change_counter' })
    expect(await look(warehouse({ commitTimestamps: true, watermarkScanRows: 5 }), 't')).toMatchObject({
      method: 'change_counter',
    })
    const reading = await look(warehouse({ commitTimestamps: true }), 't')
    expect(reading).toMatchObject({
      method: 'commit_timestamp',
      precision: 'exact',
      // Not before the counters have seen a change: it may have been ALTER.
      mayIncludeNonDataChanges: true,
      caveats: [expect.stringContaining('ALTER')],
    })
    const [row] = await database().sql('SELECT max(pg_xact_commit_timestamp(xmin)) AS at FROM shop.t')
    expect(reading.notAfter).toEqual(row?.at)
  })

  test('commit times do not move with VACUUM FULL, nor with a rolled-back INSERT', async () => {
    const { sql } = database()
    const first = await look(warehouse({ commitTimestamps: true }), 't')
    for (const statement of [
      'VACUUM FULL shop.t',
      'ANALYZE shop.t',
      'BEGIN',
      'INSERT INTO shop.t VALUES (1)',
      'ROLLBACK',
      'ANALYZE shop.t',
    ])
      await sql(statement)
    expect(await look(warehouse({ commitTimestamps: true }), 't', first)).toMatchObject({
      method: 'commit_timestamp',
      notAfter: first.notAfter,
    })
    expect(await look(warehouse({ commitTimestamps: true }), 't')).toMatchObject({ notAfter: first.notAfter })
  })

  test('the time of an ALTER that writes rows anew is not taken for fresh data', async () => {
    const { sql } = database()
    await sql('CREATE TABLE shop.altered AS SELECT 1 AS id; ALTER TABLE shop.altered ALTER id TYPE bigint')
    const life = watched(warehouse({ commitTimestamps: true }), 'altered')
    expect(await life.look()).toMatchObject({ says: 'cannot_tell', method: 'commit_timestamp' })
    await sql('INSERT INTO shop.altered VALUES (2)')
    await sql(FLUSH)
    expect(await life.look()).toMatchObject({ says: 'fine', method: 'commit_timestamp' })
  })

  test('rows are counted where nothing is counted, and it is labelled', async () => {
    const { sql } = database()
    await sql(
      'ALTER ROLE aegis_reader SET track_counts = off; CREATE TABLE shop.c AS SELECT 1 AS id; ANALYZE shop.c',
    )
    const from = warehouse()
    const first = await look(from, 'c')
    expect(first).toMatchObject({ method: 'row_count', precision: 'unknown', notAfter: null })
    expect(first.caveats.join()).toMatch(/track_counts is off.*rows were counted.*do not show/)
    expect(await look(from, 'c', first)).toMatchObject({ method: 'row_count', notAfter: null })
    await sql('INSERT INTO shop.c VALUES (2)')
    expect(await look(from, 'c', first)).toMatchObject({
      method: 'row_count',
      precision: 'interval',
      notBefore: first.observedAt,
    })
  })

  test('equal numbers of rows raise no alarm, and another number is new data', async () => {
    const { sql } = database()
    await sql('ALTER ROLE aegis_reader SET track_counts = off')
    const life = watched(warehouse(), 't')
    await life.look()
    life.wait(90)
    await sql('UPDATE shop.t SET id = id + 1')
    const found = await life.look()
    expect(found).toMatchObject({ says: 'cannot_tell', anomaly: false, method: 'row_count' })
    expect(found.text).toMatch(/by row counts.*do not show/)
    await sql('INSERT INTO shop.t VALUES (99)')
    await life.look()
    life.wait(90)
    expect(await life.look()).toMatchObject({ says: 'cannot_tell', anomaly: false, method: 'row_count' })
  })

  test('no more rows are counted than allowed, nor where no estimate is', async () => {
    const { sql } = database()
    await sql('ALTER ROLE aegis_reader SET track_counts = off; CREATE TABLE shop.unsized (id int)')
    expect(await look(warehouse({ watermarkScanRows: 5 }), 't')).toMatchObject({
      method: 'none',
      precision: 'unknown',
    })
    expect(await look(warehouse(), 'unsized')).toMatchObject({ method: 'none', precision: 'unknown' })
  })

  test('a column that is found is better than counting rows', async () => {
    const { sql } = database()
    await sql(`ALTER ROLE aegis_reader SET track_counts = off;
      CREATE TABLE shop.u AS SELECT timestamptz '2026-02-15Z' AS updated_at; ANALYZE shop.u;
      CREATE TABLE shop.i AS SELECT timestamptz '2026-02-15Z' AS created_at; ANALYZE shop.i`)
    expect(await look(warehouse(), 'u')).toMatchObject({
      method: 'watermark',
      precision: 'exact',
      token: null,
    })
    expect(await look(warehouse(), 'i')).toMatchObject({
      method: 'watermark',
      precision: 'lower_bound',
      notAfter: null,
    })
  })

  test('a foreign table is counted once the server has an estimate of it', async () => {
    const { sql, server: at } = database()
    await sql(`CREATE EXTENSION postgres_fdw; CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw
        OPTIONS (host '${at.host}', port '${at.port}', dbname 'shop');
      CREATE USER MAPPING FOR PUBLIC SERVER far OPTIONS (user 'aegis_reader', password '${PASSWORD}');
      CREATE FOREIGN TABLE shop.far (id int) SERVER far OPTIONS (schema_name 'shop', table_name 't')`)
    const ask = async () =>
      (await warehouse().readFreshness?.([{ ref: ref('far'), watermarkColumn: null, previous: null }]))?.[0]
    expect(await ask()).toMatchObject({
      status: 'unsupported',
      detail: expect.stringContaining('foreign table'),
    })
    await sql('ANALYZE shop.far')
    expect(readingOf(await ask())).toMatchObject({ method: 'row_count', precision: 'unknown' })
  })
})
