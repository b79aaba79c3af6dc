import type { WarehouseAdapter } from '@aegis/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { postgres } from '../src/index.ts'
import { describeOnPostgres, hostPool } from './database.ts'

const REF = { catalog: '', schema: 'pg_catalog', name: 'pg_class' }

describeOnPostgres('a session', (database) => {
  let warehouse: WarehouseAdapter
  beforeAll(async () => {
    warehouse = postgres({ connectionString: database().url })
    await database().sql(
      'CREATE SCHEMA shop; CREATE TABLE shop.t (id int); GRANT USAGE ON SCHEMA shop TO aegis_reader',
    )
  })
  afterAll(() => warehouse.close())

  test('what the URL sets is heard, but opens no door', async () => {
    const url = new URL(database().url)
    url.searchParams.set('options', '-c work_mem=8MB -c default_transaction_read_only=off')
    url.searchParams.set('statement_timeout', '0')
    await database().sql(`CREATE VIEW shop.settings AS SELECT timestamptz '2026-01-01Z' + make_interval(
        secs => CASE WHEN current_setting('transaction_read_only') = 'on' AND current_setting('statement_timeout') = '1234ms'
          AND current_setting('work_mem') = '8MB' AND current_setting('application_name') = 'me' THEN 1 ELSE 0 END) AS at;
      GRANT USAGE ON SCHEMA shop TO aegis_reader; GRANT SELECT ON shop.settings TO aegis_reader`)
    const own = postgres({ connectionString: url.href, statementTimeoutMs: 1234, applicationName: 'me' })
    const asked = {
      ref: { catalog: '', schema: 'shop', name: 'settings' },
      watermarkColumn: 'at',
      previous: null,
    }
    const [reading] = (await own.readFreshness?.([asked])) ?? []
    await own.close()
    expect(reading).toMatchObject({ status: 'ok', value: { notAfter: new Date('2026-01-01T00:00:01Z') } })
  })

  test('sessions are read-only, named and limited', async () => {
    const activity = await (async () => {
      await warehouse.describeTables([REF])
      return database().sql("SELECT application_name FROM pg_stat_activity WHERE usename = 'aegis_reader'")
    })()
    expect(activity).toContainEqual({ application_name: 'aegis' })
    await database().sql(`CREATE FUNCTION shop.write() RETURNS timestamptz LANGUAGE sql AS 'INSERT INTO shop.t VALUES (1) RETURNING now()';
      CREATE VIEW shop.sly AS SELECT shop.write() AS at; GRANT USAGE ON SCHEMA shop TO aegis_reader; GRANT ALL ON ALL TABLES IN SCHEMA shop TO aegis_reader`)
    const sly = { ref: { catalog: '', schema: 'shop', name: 'sly' }, watermarkColumn: 'at', previous: null }
    const [reading] = (await warehouse.readFreshness?.([sly])) ?? []
    expect(reading).toMatchObject({ status: 'ok', value: { precision: 'unknown' } })
    expect(await database().sql('SELECT count(*) AS n FROM shop.t')).toEqual([{ n: '0' }])
  })

  describe('a slow read', () => {
    const slow = { ref: { catalog: '', schema: 'shop', name: 'slow' }, watermarkColumn: 'at', previous: null }
    const running = (): Promise<Record<string, unknown>[]> =>
      database().sql(
        "SELECT pid FROM pg_stat_activity WHERE usename = 'aegis_reader' AND state = 'active' AND query LIKE '%slow%'",
      )
    const untilRunning = async (): Promise<void> => {
      while ((await running()).length === 0) await new Promise((resolve) => setTimeout(resolve, 10))
    }
    beforeAll(() =>
      database().sql(
        'CREATE VIEW shop.slow AS SELECT now() AS at FROM pg_sleep(60); GRANT SELECT ON shop.slow TO aegis_reader',
      ),
    )

    test('is cancelled on the server when aborted', async () => {
      const controller = new AbortController()
      const reading = warehouse.readFreshness?.([slow], { signal: controller.signal })
      await untilRunning()
      controller.abort()
      await expect(reading).rejects.toMatchObject({ code: 'ABORTED', failure: 'aborted' })
      // The server tells of the end a moment before its process shows as idle. Uncancelled, it sleeps a minute.
      await expect.poll(running, { timeout: 10_000 }).toEqual([])
    })

    test('an aborted signal asks nothing', async () => {
      await expect(warehouse.describeTables([REF], { signal: AbortSignal.abort() })).rejects.toMatchObject({
        failure: 'aborted',
      })
    })

    test('ends at its time limit: the table is unknown, not the scan failed', async () => {
      const [reading] = (await warehouse.readFreshness?.([slow], { timeoutMs: 100 })) ?? []
      expect(reading).toMatchObject({ status: 'ok', value: { precision: 'unknown' } })
    })

    test('is a network failure when the server ends the session, and the next read works', async () => {
      const reading = warehouse.readFreshness?.([slow])
      const outcome = expect(reading).rejects.toMatchObject({ failure: 'network', retryable: true })
      await untilRunning()
      await database().sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'aegis_reader' AND state = 'active'",
      )
      await outcome
      expect((await warehouse.describeTables([REF]))[0]?.status).toBe('ok')
    })
  })

  test('an injected pool is used as it is: never closed, its sessions unchanged', async () => {
    const pool = hostPool({ connectionString: database().url, max: 2 })
    const settings =
      "SELECT current_setting('statement_timeout') AS t, current_setting('search_path') AS p, current_setting('transaction_read_only') AS r"
    const before = (await pool.query(settings)).rows
    const injected = postgres({ pool })
    expect((await injected.describeTables([REF]))[0]?.status).toBe('ok')
    await injected.close()
    expect((await pool.query(settings)).rows).toEqual(before)
    await pool.end()
  })
})
