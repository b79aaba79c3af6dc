import type { Column, PlanDependent, PlanToProve } from '@aegis/core'
import { diffShapes } from '@aegis/core'
import { afterAll, expect, test } from 'vitest'
import { postgres } from '../../src/index.ts'
import { planProverOn } from '../../src/prover/pglite-plan-prover.ts'
import { shadowThread } from '../../src/prover/pglite-thread.ts'
import { transactionPlanProver } from '../../src/prover/transaction-plan-prover.ts'
import { collect, describeOnPostgres } from '../database.ts'
import { ORDERS } from './plans.ts'

interface Scenario {
  /** Makes what the table was. */
  readonly before: string
  readonly drift: string
  readonly plan: readonly string[]
  /** What comes of the plan on the real table. */
  readonly truth: 'proved' | 'refused'
  /** Where the shadow cannot tell, or the rows are the reason. Default: the truth. */
  readonly onShadow?: 'proved' | 'refused' | 'not_run'
  readonly inTransaction?: 'proved' | 'refused' | 'not_run'
}

const RETYPE = 'ALTER TABLE shop.orders ALTER COLUMN price TYPE numeric(10,2) USING price::numeric(10,2)'
const PRICED = 'CREATE TABLE shop.orders (id bigint PRIMARY KEY, price numeric(10,2), note text)'
const TO_TEXT = 'ALTER TABLE shop.orders ALTER COLUMN price TYPE text'

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  'a type comes back': { before: PRICED, drift: TO_TEXT, plan: [RETYPE], truth: 'proved' },
  'a value does not fit': {
    before: PRICED,
    drift: `${TO_TEXT}; INSERT INTO shop.orders VALUES (1, 'sechs "Euro"')`,
    plan: [RETYPE],
    truth: 'refused',
    onShadow: 'proved',
  },
  'a cast is missing': {
    before: PRICED,
    drift: TO_TEXT,
    plan: ['ALTER TABLE shop.orders ALTER COLUMN price TYPE numeric(10,2)'],
    truth: 'refused',
  },
  'a default comes and goes in one statement': {
    before: "CREATE TABLE shop.orders (id integer, state varchar(9) DEFAULT 'new')",
    drift:
      'ALTER TABLE shop.orders ALTER COLUMN state DROP DEFAULT, ALTER COLUMN state TYPE int USING 0, ALTER COLUMN state SET DEFAULT 0',
    plan: [
      "ALTER TABLE shop.orders ALTER COLUMN state DROP DEFAULT, ALTER COLUMN state TYPE character varying(9), ALTER COLUMN state SET DEFAULT 'new'::character varying",
    ],
    truth: 'proved',
  },
  'a view stands in the way': {
    before: PRICED,
    drift: `${TO_TEXT}; CREATE VIEW shop.prices AS SELECT id, price FROM shop.orders`,
    plan: [RETYPE],
    truth: 'refused',
  },
  'a view joins tables that nobody watches': {
    before: `${PRICED}; CREATE SCHEMA IF NOT EXISTS crm; CREATE TABLE crm.customers (id bigint, since timestamptz, score real, vip boolean);
      CREATE VIEW shop.totals AS SELECT c.id, sum(o.price * c.score::numeric) AS total, max(date_trunc('day', c.since)) AS last
        FROM shop.orders o JOIN crm.customers c ON c.id = o.id AND c.vip WHERE c.since > now() - interval '1 day' GROUP BY c.id;
      CREATE VIEW shop.top AS SELECT * FROM shop.totals WHERE total > 5`,
    drift: 'ALTER TABLE shop.orders RENAME COLUMN note TO remark',
    plan: ['ALTER TABLE shop.orders RENAME COLUMN remark TO note'],
    truth: 'proved',
  },
  'such a view stands in the way': {
    before: `${PRICED}; CREATE SCHEMA IF NOT EXISTS crm; CREATE TABLE crm.customers (id bigint, name varchar(40))`,
    drift: `${TO_TEXT}; CREATE MATERIALIZED VIEW shop.named AS SELECT c.name, o.price FROM shop.orders o LEFT JOIN crm.customers c USING (id)`,
    plan: [RETYPE],
    truth: 'refused',
  },
  'a view calls a function that nobody recorded': {
    before: `${PRICED}; CREATE FUNCTION shop.odd(text) RETURNS text LANGUAGE sql AS 'SELECT $1'`,
    drift: `${TO_TEXT}; CREATE VIEW shop.odds AS SELECT shop.odd(price) AS odd FROM shop.orders`,
    plan: [RETYPE],
    truth: 'refused',
    onShadow: 'not_run',
  },
  'a renamed column with a view over it': {
    before: `${PRICED}; CREATE VIEW shop.prices AS SELECT price FROM shop.orders`,
    drift: 'ALTER TABLE shop.orders RENAME COLUMN price TO unit_price',
    plan: ['ALTER TABLE shop.orders RENAME COLUMN unit_price TO price'],
    truth: 'proved',
  },
  'names are swapped': {
    before: PRICED,
    drift:
      'ALTER TABLE shop.orders RENAME COLUMN price TO x; ALTER TABLE shop.orders RENAME COLUMN note TO price; ALTER TABLE shop.orders RENAME COLUMN x TO note',
    plan: [
      'ALTER TABLE shop.orders RENAME COLUMN note TO y',
      'ALTER TABLE shop.orders RENAME COLUMN price TO note',
      'ALTER TABLE shop.orders RENAME COLUMN y TO price',
    ],
    truth: 'proved',
  },
  'a column comes back': {
    before: PRICED,
    drift: 'ALTER TABLE shop.orders DROP COLUMN note',
    plan: ['ALTER TABLE shop.orders ADD COLUMN note text'],
    truth: 'proved',
  },
  'a column comes back NOT NULL into rows': {
    before: 'CREATE TABLE shop.orders (id bigint, code text NOT NULL)',
    drift: 'ALTER TABLE shop.orders DROP COLUMN code; INSERT INTO shop.orders VALUES (1)',
    plan: [
      'ALTER TABLE shop.orders ADD COLUMN code text',
      'ALTER TABLE shop.orders ALTER COLUMN code SET NOT NULL',
    ],
    truth: 'refused',
    onShadow: 'proved',
  },
  'NOT NULL comes off a key': {
    before: 'CREATE TABLE shop.orders (id bigint)',
    drift: 'ALTER TABLE shop.orders ADD PRIMARY KEY (id)',
    plan: ['ALTER TABLE shop.orders ALTER COLUMN id DROP NOT NULL'],
    truth: 'refused',
    // Keys are not recorded, and the proof says so.
    onShadow: 'proved',
  },
  'a generated column reads the one that changed': {
    before: 'CREATE TABLE shop.orders (price numeric, net numeric GENERATED ALWAYS AS (price * 0.8) STORED)',
    drift: `ALTER TABLE shop.orders DROP COLUMN net; ALTER TABLE shop.orders ALTER COLUMN price TYPE int;
      ALTER TABLE shop.orders ADD COLUMN net numeric GENERATED ALWAYS AS (price * 0.8) STORED`,
    plan: ['ALTER TABLE shop.orders ALTER COLUMN price TYPE numeric'],
    truth: 'refused',
  },
  'a serial column beside enums, arrays and a domain': {
    before: `CREATE TYPE shop.mood AS ENUM ('sad', 'ok'); CREATE DOMAIN shop.cents AS integer CHECK (VALUE >= 0);
      CREATE TABLE shop.orders (id bigserial, mood shop.mood DEFAULT 'ok', moods shop.mood[], due shop.cents, tags text[], at timestamp(3) with time zone);
      CREATE VIEW shop.sad AS SELECT id, due FROM shop.orders WHERE mood = 'sad'`,
    drift: 'ALTER TABLE shop.orders ALTER COLUMN at TYPE date',
    plan: ['ALTER TABLE shop.orders ALTER COLUMN at TYPE timestamp(3) with time zone'],
    truth: 'proved',
  },
  'integers go back into a domain': {
    before:
      'CREATE DOMAIN shop.cents AS integer CHECK (VALUE >= 0); CREATE TABLE shop.orders (due shop.cents)',
    drift: 'ALTER TABLE shop.orders ALTER COLUMN due TYPE integer',
    plan: ['ALTER TABLE shop.orders ALTER COLUMN due TYPE shop.cents USING due::shop.cents'],
    truth: 'proved',
    onShadow: 'not_run',
  },
  'the key of partitions changes': {
    before: 'CREATE TABLE shop.orders (day date, price numeric) PARTITION BY RANGE (day)',
    drift:
      'DROP TABLE shop.orders; CREATE TABLE shop.orders (day timestamp, price numeric) PARTITION BY RANGE (day)',
    plan: ['ALTER TABLE shop.orders ALTER COLUMN day TYPE date'],
    truth: 'refused',
    onShadow: 'not_run',
  },
}

const thread = shadowThread({ idleMs: 60_000 })
const shadow = planProverOn(thread)
afterAll(() => thread.stop())

describeOnPostgres('plans and what comes of them', (database) => {
  const readShape = async (): Promise<{ columns: readonly Column[]; kind: PlanToProve['kind'] }> => {
    const warehouse = postgres({ connectionString: database().server.connectionString('shop') })
    const [reading] = await warehouse.describeTables([ORDERS])
    await warehouse.close()
    if (reading?.status !== 'ok') throw new Error('there is no table')
    return reading.value
  }
  const readDependents = async (): Promise<readonly PlanDependent[]> => {
    const warehouse = postgres({ connectionString: database().server.connectionString('shop') })
    const views = await collect(warehouse.readViewDefinitions?.({ schemas: ['shop'] }))
    await warehouse.close()
    return views.map(({ ref, sql, kind }) => ({
      ref,
      sql,
      kind: kind === 'materialized_view' ? 'materialized_view' : 'view',
    }))
  }

  test.each(Object.entries(SCENARIOS))('%s', async (_title, scenario) => {
    const { sql } = database()
    await sql('DROP SCHEMA IF EXISTS shop, crm CASCADE')
    await sql('CREATE SCHEMA shop')
    await sql(scenario.before)
    const accepted = await readShape()
    const early = await readDependents()
    await sql(scenario.drift)
    const latest = await readShape()
    const late = await readDependents()
    const plan = (dependents: readonly PlanDependent[]): PlanToProve => ({
      dialect: 'postgresql',
      table: ORDERS,
      kind: latest.kind,
      accepted: accepted.columns,
      latest: latest.columns,
      dependents,
      statements: scenario.plan,
    })

    const proof = await shadow.prove(plan(late))
    expect(proof, proof.text).toMatchObject({ outcome: scenario.onShadow ?? scenario.truth })
    // Definitions that were read before the drift, and views that came since.
    const known = new Set(early.map(({ ref }) => ref.name))
    const mixed = [...early, ...late.filter(({ ref }) => !known.has(ref.name))]
    const older = await shadow.prove(plan(mixed))
    expect(older, older.text).toMatchObject({ outcome: scenario.onShadow ?? scenario.truth })

    const owner = transactionPlanProver({ connectionString: database().server.connectionString('shop') })
    const tried = await owner.prove(plan(late))
    expect(tried, tried.text).toMatchObject({ outcome: scenario.inTransaction ?? scenario.truth })
    expect(tried.text).not.toContain('Euro')
    expect(await readShape()).toEqual(latest)

    let truth: 'proved' | 'refused' = 'proved'
    for (const statement of scenario.plan) {
      await sql(statement).catch(() => {
        truth = 'refused'
      })
    }
    const { columns } = await readShape()
    if (diffShapes(accepted.columns, columns, { dialect: 'postgresql' }).length > 0) truth = 'refused'
    expect(truth).toBe(scenario.truth)
  })
})
