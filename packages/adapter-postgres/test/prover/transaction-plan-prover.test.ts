import { inspect } from 'node:util'
import pg from 'pg'
import { beforeEach, expect, test } from 'vitest'
import { transactionPlanProver } from '../../src/prover/index.ts'
import { describeOnPostgres, PASSWORD } from '../database.ts'
import { planOf } from './plans.ts'

const SHAPES = {
  accepted: ['id bigint!', 'price numeric(10,2)'],
  latest: ['id bigint!', 'price text'],
}
const RETYPE = 'ALTER TABLE shop.orders ALTER COLUMN price TYPE numeric(10,2) USING price::numeric(10,2)'
const plan = planOf({ ...SHAPES, statements: [RETYPE] })

describeOnPostgres('a proof in a transaction', (database, version) => {
  const url = (): string => database().server.connectionString('shop')

  beforeEach(async () => {
    await database().sql('DROP SCHEMA IF EXISTS shop CASCADE')
    await database().sql('CREATE SCHEMA shop')
    await database().sql('CREATE TABLE shop.orders (id bigint NOT NULL, price text)')
    await database().sql(`INSERT INTO shop.orders SELECT n, '1.50' FROM generate_series(1, 100) n`)
  })

  /** Everything that the statements could have left behind. */
  const traces = async (): Promise<unknown> =>
    database().sql(`SELECT
  (SELECT array_agg(to_jsonb(a) ORDER BY attnum) FROM pg_attribute a WHERE attrelid = 'shop.orders'::regclass) AS columns,
  (SELECT to_jsonb(c) - 'relfrozenxid' - 'relminmxid' FROM pg_class c WHERE oid = 'shop.orders'::regclass) AS class,
  (SELECT md5(string_agg(o::text || o.xmin::text, ',' ORDER BY id)) FROM shop.orders o) AS rows,
  (SELECT count(*) FROM pg_locks WHERE relation = 'shop.orders'::regclass AND mode = 'AccessExclusiveLock') AS locks,
  (SELECT count(*) FROM pg_stat_activity WHERE application_name = 'aegis-plan-prover' AND state <> 'idle' AND xact_start IS NOT NULL) AS transactions`)

  test('says where and with what, and leaves nothing behind', async () => {
    const before = await traces()
    const proof = await transactionPlanProver({ connectionString: url() }).prove(plan)
    expect(proof).toMatchObject({ outcome: 'proved', by: 'transaction' })
    expect(proof.text).toMatch(
      new RegExp(
        `^Proved on PostgreSQL ${version}\\.\\d+, database shop, with the rows, keys and triggers that are there, in a transaction that was rolled back\\.$`,
      ),
    )
    expect(await traces()).toEqual(before)
  })

  test('a row that does not fit refuses the plan, its value stays in the table, and nothing is left behind', async () => {
    await database().sql(`INSERT INTO shop.orders VALUES (101, 'secret "value"')`)
    const before = await traces()
    const proof = await transactionPlanProver({ connectionString: url() }).prove(plan)
    expect(proof.outcome).toBe('refused')
    expect(proof.text).toContain(
      'statement 1 of 1: invalid input syntax for type numeric: (a value of the table)',
    )
    expect(inspect(proof)).not.toContain('secret')
    expect(await traces()).toEqual(before)
  })

  test('a later statement that fails takes the earlier ones along', async () => {
    const before = await traces()
    const failing = planOf({
      ...SHAPES,
      statements: [RETYPE, 'ALTER TABLE shop.orders RENAME COLUMN nothing TO something'],
    })
    expect(await transactionPlanProver({ connectionString: url() }).prove(failing)).toMatchObject({
      outcome: 'refused',
      text: expect.stringContaining('statement 2 of 2: column "nothing" does not exist'),
    })
    expect(await traces()).toEqual(before)
  })

  test('a table in use is left alone, and its user does not wait', async () => {
    const user = new pg.Client({ connectionString: url() })
    await user.connect()
    try {
      await user.query('BEGIN; SELECT count(*) FROM shop.orders')
      const proof = await transactionPlanProver({ connectionString: url(), lockTimeoutMs: 100 }).prove(plan)
      expect(proof.outcome).toBe('not_run')
      expect(proof.text).toMatch(
        /nothing was changed: statement 1 of 1: canceling statement due to lock timeout/,
      )
      const waiting = await database().sql(
        `SELECT FROM pg_locks WHERE relation = 'shop.orders'::regclass AND mode = 'AccessExclusiveLock'`,
      )
      expect(waiting).toEqual([])
      await user.query('COMMIT')
    } finally {
      await user.end()
    }
    expect(await transactionPlanProver({ connectionString: url() }).prove(plan)).toMatchObject({
      outcome: 'proved',
    })
  })

  test('a statement that takes too long, a plan that does, and an abort end it on the server', async () => {
    await database().sql(`CREATE FUNCTION shop.slow() RETURNS event_trigger LANGUAGE plpgsql AS
      'BEGIN PERFORM pg_sleep(600); END'`)
    await database().sql(`CREATE EVENT TRIGGER slow ON ddl_command_end EXECUTE FUNCTION shop.slow()`)
    try {
      const before = await traces()
      const connectionString = url()
      expect(
        await transactionPlanProver({ connectionString, statementTimeoutMs: 100 }).prove(plan),
      ).toMatchObject({ outcome: 'not_run', text: expect.stringContaining('due to statement timeout') })
      const patient = { connectionString, statementTimeoutMs: 600_000 }
      expect(await transactionPlanProver({ ...patient, timeoutMs: 1000 }).prove(plan)).toMatchObject({
        outcome: 'not_run',
        text: 'Not tried: it took longer than 1000 ms, and was ended.',
      })
      const stop = new AbortController()
      const running = transactionPlanProver(patient).prove(plan, { signal: stop.signal })
      setTimeout(() => stop.abort(new Error('enough')), 300)
      await expect(running).rejects.toThrow('enough')
      expect(await traces()).toEqual(before)
    } finally {
      await database().sql('DROP EVENT TRIGGER slow')
    }
  })

  test('a table that moved on, or is gone, is not tried', async () => {
    const prover = transactionPlanProver({ connectionString: url() })
    await database().sql('ALTER TABLE shop.orders ADD COLUMN note text')
    expect(await prover.prove(plan)).toMatchObject({
      outcome: 'not_run',
      text: expect.stringContaining('the table is not the recorded one: `note` (text) was added'),
    })
    await database().sql('DROP TABLE shop.orders')
    expect(await prover.prove(plan)).toMatchObject({
      outcome: 'not_run',
      text: expect.stringContaining('the table is not the recorded one: the table was dropped'),
    })
  })

  test('a role that may not alter the table says nothing of the plan', async () => {
    const proof = await transactionPlanProver({ connectionString: database().url }).prove(plan)
    expect(proof.outcome).toBe('not_run')
    expect(proof.text).toMatch(/permission denied|must be owner/)
  })

  test('anything but changes of its columns never reaches the server', async () => {
    const before = await traces()
    for (const statement of ['DROP TABLE shop.orders', 'COMMIT', `${RETYPE}; COMMIT`]) {
      const proof = await transactionPlanProver({ connectionString: url() }).prove(
        planOf({ ...SHAPES, statements: [RETYPE, statement] }),
      )
      expect(proof).toMatchObject({
        outcome: 'not_run',
        text: expect.stringContaining('Not tried: statement 2 of 2: '),
      })
    }
    expect(await traces()).toEqual(before)
  })

  test.each([
    ['password', (to: URL) => Object.assign(to, { password: 'wrong-secret' }), /Check user and password/],
    ['port', (to: URL) => Object.assign(to, { port: '1' }), /Check host and port/],
  ])('a wrong %s says so, and repeats no secret', async (_title, change, advice) => {
    const connectionString = change(new URL(database().url)).href
    const proof = await transactionPlanProver({ connectionString }).prove(plan)
    expect(proof).toMatchObject({ outcome: 'not_run', text: expect.stringMatching(advice) })
    for (const secret of [PASSWORD, encodeURIComponent(PASSWORD), 'wrong-secret']) {
      expect(proof.text).not.toContain(secret)
    }
  })
})

test.each([
  [{ connectionString: 'postgres://me:hunter2@host' }],
  [{ connectionString: 'mysql://me:hunter2@host/db' }],
  [{ connectionString: 'postgres://me:hunter2@host/db', lockTimeoutMs: 0 }],
])('wrong options are refused without a secret', (options) => {
  expect(() => transactionPlanProver(options)).toThrow(
    expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.not.stringContaining('hunter2') }),
  )
})
