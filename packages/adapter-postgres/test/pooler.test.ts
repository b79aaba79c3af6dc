import type { WarehouseAdapter } from '@aegis/core'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { postgres } from '../src/index.ts'
import { describeOnPostgres } from './database.ts'
import { type SwallowingPooler, swallowingPooler } from './swallowing-pooler.ts'

const asked = (name: string) => ({
  ref: { catalog: '', schema: 'shop', name },
  watermarkColumn: 'at',
  previous: null,
})

describeOnPostgres('a pooler that swallows startup parameters', (database) => {
  let pooler: SwallowingPooler
  let warehouse: WarehouseAdapter

  const urlOfPooler = (): string => {
    const url = new URL(database().url)
    url.hostname = '127.0.0.1'
    url.port = `${pooler.port}`
    return url.href
  }

  beforeAll(async () => {
    const { server, sql } = database()
    await sql(`CREATE SCHEMA shop; CREATE TABLE shop.t (id int);
      CREATE FUNCTION shop.write() RETURNS timestamptz LANGUAGE sql AS 'INSERT INTO shop.t VALUES (1) RETURNING now()';
      CREATE VIEW shop.sly AS SELECT shop.write() AS at;
      CREATE VIEW shop.settings AS SELECT timestamptz '2026-01-01Z' + make_interval(secs => CASE WHEN
        current_setting('transaction_read_only') = 'on' AND current_setting('statement_timeout') = '1234ms'
        AND current_setting('lock_timeout') = '567ms' AND current_setting('search_path') = 'pg_catalog'
        AND current_setting('row_security') = 'off' THEN 1 ELSE 0 END) AS at;
      GRANT USAGE ON SCHEMA shop TO aegis_reader; GRANT ALL ON ALL TABLES IN SCHEMA shop TO aegis_reader`)
    pooler = await swallowingPooler(server.host, server.port)
    warehouse = postgres({ connectionString: urlOfPooler(), statementTimeoutMs: 1234, lockTimeoutMs: 567 })
  })
  afterAll(async () => {
    await warehouse.close()
    pooler.close()
  })

  test('the pooler of this test does swallow them', async () => {
    const client = new pg.Client({
      connectionString: urlOfPooler(),
      options: '-c default_transaction_read_only=on',
    })
    await client.connect()
    const { rows } = await client.query('SHOW default_transaction_read_only')
    await client.end()
    expect(rows).toEqual([{ default_transaction_read_only: 'off' }])
  })

  test('a view over a function that writes writes nothing', async () => {
    // Twice: the connection is looked at once, and what was found must hold for its later reads.
    for (let time = 0; time < 2; time += 1) {
      const [reading] = (await warehouse.readFreshness?.([asked('sly')])) ?? []
      expect(reading).toMatchObject({ status: 'ok', value: { precision: 'unknown' } })
    }
    expect(await database().sql('SELECT count(*) AS n FROM shop.t')).toEqual([{ n: '0' }])
  })

  test('limits and search path are in force all the same', async () => {
    const [reading] = (await warehouse.readFreshness?.([asked('settings')])) ?? []
    expect(reading).toMatchObject({ status: 'ok', value: { notAfter: new Date('2026-01-01T00:00:01Z') } })
  })
})

describeOnPostgres('a connection with its settings', (database) => {
  test('is looked at once; then a read is one statement, in no transaction', async () => {
    const { sql, url } = database()
    await sql('CREATE EXTENSION pg_stat_statements')
    const warehouse = postgres({ connectionString: url })
    const read = () => warehouse.describeTables([{ catalog: '', schema: 'pg_catalog', name: 'pg_class' }])
    const statements = async (): Promise<number> => {
      const [row] = await sql(`SELECT coalesce(sum(calls), 0)::int AS n FROM pg_stat_statements s
        JOIN pg_roles r ON r.oid = s.userid WHERE r.rolname = 'aegis_reader'`)
      return Number(row?.n)
    }
    await read()
    const first = await statements()
    await read()
    await read()
    const all = await statements()
    await warehouse.close()
    expect({ first, later: all - first }).toEqual({ first: 2, later: 2 })
  })
})
