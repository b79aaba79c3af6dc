import { expect, test } from 'vitest'
import { postgres } from '../src/index.ts'
import { describeInShop, readingOf, ref } from './freshness-suite.ts'

describeInShop('freshness of many tables at once', (shop) => {
  test('rows hidden by a policy are not taken for rows that are not there', async () => {
    const { sql } = shop().database
    await sql(`CREATE TABLE shop.tenants (at timestamptz, tenant text);
      INSERT INTO shop.tenants VALUES (now(), 'a'), (now() - interval '9 days', 'aegis_reader');
      ALTER TABLE shop.tenants ENABLE ROW LEVEL SECURITY;
      CREATE POLICY own ON shop.tenants USING (tenant = current_user)`)
    const reading = readingOf(await shop().read('tenants', null, 'at'))
    expect(reading).toMatchObject({ method: 'change_counter', precision: 'upper_bound' })
    expect(reading.caveats.join()).toMatch(/ALTER ROLE aegis_reader BYPASSRLS;/)
    await sql('CREATE VIEW shop.tenants_v WITH (security_invoker) AS SELECT * FROM shop.tenants')
    expect(await shop().read('tenants_v', null, 'at')).toMatchObject({ status: 'forbidden' })
  })

  test('a table under lock is unknown with its reason, the others are read', async () => {
    const { sql, url } = shop().database
    await sql(`CREATE TABLE shop.held (at timestamptz); CREATE TABLE shop.at_hand (at timestamptz);
      INSERT INTO shop.at_hand VALUES (now() - interval '1 minute')`)
    const quick = postgres({ connectionString: url, lockTimeoutMs: 100 })
    const requests = ['held', 'at_hand'].map((name) => ({
      ref: ref(name),
      watermarkColumn: 'at',
      previous: null,
    }))
    const readings = await shop().whileLocked('shop.held', async () => quick.readFreshness?.(requests))
    await quick.close()
    const [held, atHand] = (readings ?? []).map(readingOf)
    expect(held).toMatchObject({ method: 'watermark', precision: 'unknown' })
    expect(held?.caveats.join()).toMatch(/holds a lock/)
    expect(atHand).toMatchObject({ precision: 'exact' })
  })

  test('of thousands of tables is read within the server\u2019s locks', async () => {
    const { sql } = shop().database
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
    const readings = (await shop().warehouse.readFreshness?.(requests)) ?? []
    expect(readings).toHaveLength(5000)
    expect(new Set(readings.map((found) => readingOf(found).caveats.join()))).toEqual(
      new Set(['the table is empty, or at is NULL in every row']),
    )
  })

  test('a view may have one', async () => {
    await shop().database.sql("CREATE VIEW shop.recent AS SELECT timestamptz '2026-01-01Z' AS at")
    expect(readingOf(await shop().read('recent', null, 'at')).notAfter?.toISOString()).toBe(
      '2026-01-01T00:00:00.000Z',
    )
  })

  test('a lacking right is forbidden, with the GRANT that mends it; the others are read', async () => {
    const { sql } = shop().database
    await sql(`CREATE SCHEMA closed; CREATE TABLE closed."Secret Plans" (at timestamptz);
      CREATE TABLE shop.open (at timestamptz); INSERT INTO shop.open VALUES (now() - interval '1 minute')`)
    const closed = { catalog: '', schema: 'closed', name: 'Secret Plans' }
    const requests = [closed, ref('open')].map((table) => ({
      ref: table,
      watermarkColumn: 'at',
      previous: null,
    }))
    const readings = await shop().warehouse.readFreshness?.(requests)
    expect(readings?.map(({ status }) => status)).toEqual(['forbidden', 'ok'])
    const detail = readings?.[0]?.status === 'forbidden' ? (readings[0].detail ?? '') : ''
    const grants = detail.match(/GRANT [^;]+;/g) ?? []
    expect(grants).toHaveLength(2)
    for (const grant of grants) await sql(grant)
    expect((await shop().warehouse.readFreshness?.(requests))?.map(({ status }) => status)).toEqual([
      'ok',
      'ok',
    ])
  })

  test('one table that cannot be read spoils no other', async () => {
    const { sql } = shop().database
    await sql(
      `CREATE VIEW shop.broken AS SELECT now() - (interval '1 s' / (count(*) - count(*))) AS at FROM shop.t`,
    )
    const requests = ['broken', 'open'].map((name) => ({
      ref: ref(name),
      watermarkColumn: 'at',
      previous: null,
    }))
    const readings = await shop().warehouse.readFreshness?.(requests)
    expect(readings?.map((item) => (item.status === 'ok' ? item.value.precision : item.status))).toEqual([
      'unknown',
      'exact',
    ])
  })

  test('answers in the order asked; an empty batch asks nothing', async () => {
    expect(await shop().warehouse.readFreshness?.([])).toEqual([])
    const requests = ['t', 'gone', 'parts'].map((name) => ({
      ref: ref(name),
      watermarkColumn: null,
      previous: null,
    }))
    const readings = await shop().warehouse.readFreshness?.(requests)
    expect(readings?.map((item) => [item.ref.name, item.status])).toEqual([
      ['t', 'ok'],
      ['gone', 'missing'],
      ['parts', 'ok'],
    ])
  })
})
