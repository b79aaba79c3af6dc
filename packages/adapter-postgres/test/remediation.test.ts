import { type Column, createAegis, diffShapes, type Remediation, type RemediationAction } from '@aegis/core'
import { memoryStore } from '@aegis/core/testing'
import { expect, test } from 'vitest'
import { postgres } from '../src/index.ts'
import { describeOnPostgres, type TestDatabase } from './database.ts'

interface Case {
  readonly title: string
  /** `{t}` is the table. Run before the first scan. */
  readonly made: readonly string[]
  readonly change: readonly string[]
  /** What a person does where the plan says so. */
  readonly byHand?: readonly string[]
  /** What reads the same before the change and after the plan; absent: every row. */
  readonly same?: string
  readonly risks?: readonly string[]
  /** Use the alternatives in place of the steps. */
  readonly alternatives?: boolean
  /** A part of what PostgreSQL says; the plan is then not carried out. */
  readonly refused?: string
}

const ORDERS = `CREATE TABLE {t} (id bigint NOT NULL, price double precision, note text, qty integer DEFAULT 1 NOT NULL)`
const ROWS = `INSERT INTO {t} VALUES (1, 19.5, 'a', 2), (2, NULL, 'it''s', 1), (3, -0.25, NULL, 7)`
const MADE = [ORDERS, ROWS]

const CASES: readonly Case[] = [
  {
    title: 'a number that became a text',
    made: MADE,
    change: ['ALTER TABLE {t} ALTER price TYPE varchar(255)'],
    risks: ['rewrites_table'],
  },
  {
    title: 'a text that became a number',
    made: [`CREATE TABLE {t} (v varchar(20))`, `INSERT INTO {t} VALUES ('12'), ('7'), (NULL)`],
    change: ['ALTER TABLE {t} ALTER v TYPE integer USING v::integer'],
    risks: ['rewrites_table'],
  },
  {
    title: 'a text that became shorter',
    made: MADE,
    change: ['ALTER TABLE {t} ALTER note TYPE varchar(5)'],
    risks: ['safe'],
  },
  {
    title: 'a text that became longer',
    made: [`CREATE TABLE {t} (v varchar(5))`, `INSERT INTO {t} VALUES ('abc')`],
    change: ['ALTER TABLE {t} ALTER v TYPE text'],
    risks: ['rewrites_table'],
  },
  {
    title: 'an integer that became wider, with a default',
    made: MADE,
    change: ['ALTER TABLE {t} ALTER qty TYPE bigint'],
    risks: ['rewrites_table'],
  },
  {
    title: 'a default that casts to no other type',
    made: [
      `CREATE TABLE {t} (v boolean DEFAULT false, w integer DEFAULT 5)`,
      'INSERT INTO {t} VALUES (true, 1), (DEFAULT, DEFAULT)',
    ],
    change: [
      `ALTER TABLE {t} ALTER v DROP DEFAULT, ALTER v TYPE text USING v::text, ALTER v SET DEFAULT 'false'`,
      `ALTER TABLE {t} ALTER w DROP DEFAULT, ALTER w TYPE text USING w::text, ALTER w SET DEFAULT 'none'`,
    ],
  },
  {
    title: 'a boolean that became an integer',
    made: [`CREATE TABLE {t} (v boolean DEFAULT true)`, 'INSERT INTO {t} VALUES (true), (false), (NULL)'],
    change: ['ALTER TABLE {t} ALTER v DROP DEFAULT, ALTER v TYPE integer USING v::integer'],
    risks: ['loses_data'],
  },
  {
    title: 'an integer that became a boolean',
    made: [`CREATE TABLE {t} (v bigint)`, 'INSERT INTO {t} VALUES (1), (0), (NULL)'],
    change: ['ALTER TABLE {t} ALTER v TYPE boolean USING v <> 0'],
  },
  {
    title: 'an exact number with other digits',
    made: [`CREATE TABLE {t} (v numeric(10,2))`, 'INSERT INTO {t} VALUES (12.34), (NULL)'],
    change: ['ALTER TABLE {t} ALTER v TYPE numeric(12,4)'],
    risks: ['loses_data'],
  },
  {
    title: 'a time that became a text',
    made: [
      `CREATE TABLE {t} (v timestamptz, w date, x timestamp(0))`,
      `INSERT INTO {t} VALUES ('2026-01-02 03:04:05+00', '2026-01-02', '2026-01-02 03:04:05')`,
    ],
    change: ['ALTER TABLE {t} ALTER v TYPE text, ALTER w TYPE text, ALTER x TYPE text'],
  },
  {
    title: 'a date that became a time',
    made: [`CREATE TABLE {t} (v date)`, `INSERT INTO {t} VALUES ('2026-01-02')`],
    change: ['ALTER TABLE {t} ALTER v TYPE timestamp'],
    risks: ['loses_data'],
  },
  {
    title: 'a counting column that became wider',
    made: ['CREATE TABLE {t} (id serial, v text)', `INSERT INTO {t} (v) VALUES ('a'), ('b')`],
    change: ['ALTER TABLE {t} ALTER id TYPE bigint'],
    risks: ['rewrites_table'],
  },
  {
    title: 'a counting column that became a text',
    made: ['CREATE TABLE {t} (id serial, v text)', `INSERT INTO {t} (v) VALUES ('a'), ('b')`],
    change: ['ALTER TABLE {t} ALTER id DROP DEFAULT, ALTER id TYPE text'],
    risks: ['safe', 'rewrites_table'],
  },
  {
    title: 'documents, lists and identifiers',
    made: [
      `CREATE TABLE {t} (j jsonb, a integer[], u uuid, n jsonb)`,
      `INSERT INTO {t} VALUES ('{"a": [1, 2]}', '{1,2,NULL}', '00000000-0000-0000-0000-000000000001', '1.5')`,
    ],
    change: [
      'ALTER TABLE {t} ALTER j TYPE text, ALTER a TYPE text[], ALTER u TYPE text, ALTER n TYPE numeric USING n::numeric',
    ],
  },
  {
    title: 'a list that became a text',
    made: [`CREATE TABLE {t} (a integer[])`, `INSERT INTO {t} VALUES ('{1,2}')`],
    change: ['ALTER TABLE {t} ALTER a TYPE text'],
  },
  {
    title: 'types that people made',
    made: [
      `CREATE TYPE {s}.mood AS ENUM ('good', 'bad')`,
      `CREATE DOMAIN {s}.amount AS integer CHECK (VALUE > 0)`,
      `CREATE TABLE {t} (m {s}.mood DEFAULT 'good', a {s}.amount)`,
      `INSERT INTO {t} VALUES ('bad', 3)`,
    ],
    change: ['ALTER TABLE {t} ALTER m DROP DEFAULT, ALTER m TYPE text, ALTER a TYPE text'],
  },
  {
    title: 'a renamed column',
    made: MADE,
    change: ['ALTER TABLE {t} RENAME price TO "Unit Price"'],
    risks: ['safe'],
  },
  {
    title: 'a renamed column of another type, may be NULL no more',
    made: [ORDERS, `INSERT INTO {t} VALUES (1, 19.5, 'a', 2)`],
    change: [
      'ALTER TABLE {t} RENAME price TO unit_price',
      'ALTER TABLE {t} ALTER unit_price TYPE text, ALTER unit_price SET NOT NULL',
    ],
  },
  {
    title: 'two columns that swapped their names',
    made: MADE,
    change: [
      'ALTER TABLE {t} RENAME price TO z',
      'ALTER TABLE {t} RENAME note TO price',
      'ALTER TABLE {t} RENAME z TO note',
    ],
  },
  {
    title: 'a new column that took the name of a renamed one',
    made: MADE,
    change: ['ALTER TABLE {t} RENAME price TO old_price', 'ALTER TABLE {t} ADD price numeric(10,2)'],
  },
  {
    title: 'a deleted column',
    made: MADE,
    change: ['ALTER TABLE {t} DROP note'],
    same: 'SELECT id, price, qty FROM {t} ORDER BY id',
    risks: ['safe'],
  },
  {
    title: 'a deleted column that had a default and no NULL',
    made: MADE,
    change: ['ALTER TABLE {t} DROP qty'],
    same: 'SELECT id, price, note FROM {t} ORDER BY id',
    risks: ['safe'],
  },
  {
    title: 'a deleted column that had neither',
    made: MADE,
    change: ['ALTER TABLE {t} DROP id'],
    byHand: ['UPDATE {t} SET id = 0'],
    same: 'SELECT price, note, qty FROM {t} ORDER BY qty',
    risks: ['safe', 'unknown', 'safe'],
  },
  {
    title: 'a deleted column that counted',
    made: ['CREATE TABLE {t} (id serial, v text)', `INSERT INTO {t} (v) VALUES ('a'), ('b')`],
    change: ['ALTER TABLE {t} DROP id'],
    risks: ['safe', 'rewrites_table'],
  },
  {
    title: 'a deleted column that was computed, and what it is computed from changed its type',
    made: [
      'CREATE TABLE {t} (a integer, "B c" integer, total integer GENERATED ALWAYS AS (a + "B c") STORED NOT NULL)',
      'INSERT INTO {t} VALUES (1, 2), (3, 4)',
    ],
    change: ['ALTER TABLE {t} DROP total', 'ALTER TABLE {t} ALTER a TYPE text'],
  },
  {
    title: 'a computed column of another type',
    made: [
      'CREATE TABLE {t} (a integer, total integer GENERATED ALWAYS AS (a * 2) STORED)',
      'INSERT INTO {t} VALUES (1), (3)',
    ],
    change: ['ALTER TABLE {t} ALTER total TYPE bigint'],
    risks: ['rewrites_table'],
  },
  {
    title: 'NULL allowed',
    made: MADE,
    change: ['ALTER TABLE {t} ALTER id DROP NOT NULL'],
    risks: ['safe'],
  },
  {
    title: 'NULL forbidden',
    made: [ORDERS, `INSERT INTO {t} VALUES (1, 19.5, 'a', 2)`],
    change: ['ALTER TABLE {t} ALTER price SET NOT NULL'],
    risks: ['safe'],
  },
  {
    title: 'an added column, dropped in place of accepting it',
    made: MADE,
    change: [`ALTER TABLE {t} ADD extra text DEFAULT 'x'`],
    alternatives: true,
    risks: ['loses_data'],
  },
  {
    title: 'a dropped table, made anew and empty',
    made: [
      `CREATE TABLE {t} (id serial, v varchar(10) DEFAULT 'x' NOT NULL, w integer, d integer GENERATED ALWAYS AS (w * 2) STORED)`,
    ],
    change: ['DROP TABLE {t}'],
    alternatives: true,
    same: 'SELECT 1',
  },
  {
    title: 'names that need quotes',
    made: [
      `CREATE TABLE {t} ("größe ""x""" integer DEFAULT 3, "select" text)`,
      `INSERT INTO {t} VALUES (1, 'a')`,
    ],
    change: [
      `ALTER TABLE {t} ALTER "größe ""x""" TYPE text, ALTER "größe ""x""" SET DEFAULT 'many'`,
      'ALTER TABLE {t} DROP "select"',
    ],
    same: `SELECT "größe ""x""" FROM {t}`,
  },
  {
    title: 'a view that reads the column',
    made: [...MADE, 'CREATE VIEW {s}.v AS SELECT id FROM {t}'],
    change: [
      'ALTER TABLE {t} ALTER price TYPE text',
      'CREATE OR REPLACE VIEW {s}.v AS SELECT id, price FROM {t}',
    ],
    refused: 'cannot alter type of a column used by a view or rule',
  },
  {
    title: 'a computed column that is computed from it',
    made: ['CREATE TABLE {t} (a integer)', 'INSERT INTO {t} VALUES (1)'],
    change: [
      'ALTER TABLE {t} ALTER a TYPE bigint',
      'ALTER TABLE {t} ADD b bigint GENERATED ALWAYS AS (a * 2) STORED',
    ],
    refused: 'cannot alter type of a column used by a generated column',
  },
  {
    title: 'a trigger that waits for it',
    made: [
      'CREATE TABLE {t} (a integer)',
      'CREATE FUNCTION {s}.f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$',
    ],
    change: [
      'ALTER TABLE {t} ALTER a TYPE bigint',
      'CREATE TRIGGER g AFTER UPDATE OF a ON {t} FOR EACH ROW EXECUTE FUNCTION {s}.f()',
    ],
    refused: 'cannot alter type of a column used in a trigger definition',
  },
  {
    title: 'a policy that asks for it',
    made: ['CREATE TABLE {t} (a integer)'],
    change: ['ALTER TABLE {t} ALTER a TYPE bigint', 'CREATE POLICY p ON {t} USING (a > 0)'],
    refused: 'cannot alter type of a column used in a policy definition',
  },
  {
    title: 'a value that fits no more',
    made: MADE,
    change: ['ALTER TABLE {t} ALTER price TYPE text', `INSERT INTO {t} VALUES (4, 'free')`],
    refused: 'invalid input syntax',
  },
  {
    title: 'a text that is too long by now, which is not cut',
    made: [`CREATE TABLE {t} (v varchar(5))`],
    change: ['ALTER TABLE {t} ALTER v TYPE text', `INSERT INTO {t} VALUES ('far too long')`],
    refused: 'value too long',
  },
  {
    title: 'a NULL by now',
    made: MADE,
    change: ['ALTER TABLE {t} ALTER id DROP NOT NULL', 'INSERT INTO {t} VALUES (NULL)'],
    refused: 'contains null values',
  },
  {
    title: 'a new column of the primary key',
    made: ['CREATE TABLE {t} (a integer)'],
    change: ['ALTER TABLE {t} ADD k integer PRIMARY KEY'],
    refused: 'is in a primary key',
  },
]

function planned(
  { actions, alternatives = [] }: Remediation,
  useAlternatives: boolean,
): readonly RemediationAction[] {
  return useAlternatives
    ? alternatives
    : actions.filter(({ type, sql }) => sql !== null || type === 'revert_schema' || type === 'rerun_job')
}

const withoutOrder = (columns: readonly Column[]): readonly object[] =>
  columns
    .map(({ name, type, nullable, defaultValue }) => ({ name, type, nullable, defaultValue }))
    .toSorted((a, b) => a.name.localeCompare(b.name))

/** What the check of a precondition says: that it holds, or why it does not. */
async function holds({ sql }: TestDatabase, text: string, checkSql: string): Promise<boolean> {
  try {
    const rows = await sql(checkSql)
    const [value] = Object.values(rows[0] ?? {})
    if (/answers no row/.test(text)) return rows.length === 0
    if (/answers 0/.test(text)) return Number(value) === 0
    if (/answers false/.test(text)) return value === false
    if (/answers its name/.test(text)) return value !== null
    return /without an error|counted/.test(text)
  } catch {
    return false
  }
}

async function checkAll(
  database: TestDatabase,
  actions: readonly RemediationAction[],
): Promise<readonly string[]> {
  const broken: string[] = []
  for (const { text, checkSql } of actions.flatMap(({ preconditions = [] }) => preconditions)) {
    if (checkSql !== null && !(await holds(database, text, checkSql))) broken.push(text)
  }
  return broken
}

function incidentTexts({ alternatives = [] }: Remediation): string {
  return alternatives.map(({ description }) => description).join()
}

describeOnPostgres('the plan for a change', (database) => {
  test.each(CASES.map((item, index) => ({ ...item, schema: `plan_${index}` })))('$title', async (item) => {
    const db = database()
    const { sql, url } = db
    const { schema, byHand = [], refused, risks, alternatives = false } = item
    const table = `${schema}.orders`
    const at = (text: string): string => text.replaceAll('{t}', table).replaceAll('{s}', schema)
    const read = (): Promise<readonly object[]> => sql(at(item.same ?? 'SELECT * FROM {t} ORDER BY 1'))

    await sql(`CREATE SCHEMA ${schema}; GRANT USAGE ON SCHEMA ${schema} TO aegis_reader`)
    for (const text of item.made) await sql(at(text))
    await using aegis = await createAegis({
      store: memoryStore(),
      connections: { shop: postgres({ connectionString: url }) },
    })
    await aegis.monitor('shop', { tables: [table], checkTypes: ['schema'] })
    await aegis.scan()
    const target = { connection: 'shop', table }
    const before = refused === undefined ? await read() : []
    for (const text of item.change) await sql(at(text))
    await aegis.scan()
    const [incident] = await aegis.incidents()
    const [second, first] = await aegis.snapshots(target)
    const accepted = first?.columns ?? []
    const drifted = second?.columns ?? []
    const plan = incident?.remediation
    if (plan == null) throw new Error('there is no plan')
    const steps = planned(plan, alternatives)
    if (risks !== undefined) expect(steps.map(({ risk }) => risk)).toEqual(risks)

    const run = async (): Promise<void> => {
      for (const step of steps) {
        if (step.sql !== null && refused === undefined) expect(await checkAll(db, [step])).toEqual([])
        if (step.sql !== null) await sql(step.sql)
        else for (const text of byHand) await sql(at(text))
      }
    }
    if (refused !== undefined) {
      await expect(run()).rejects.toThrow(refused)
      expect(await checkAll(db, steps)).not.toEqual([])
      return
    }
    for (const view of plan.alternatives ?? []) {
      if (view.type !== 'add_alias_view' && view.type !== 'add_cast') continue
      expect(await checkAll(db, [view])).toEqual([])
      await sql(view.sql ?? '')
      const shown = await sql(
        `SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type FROM pg_attribute a
         WHERE a.attrelid = '${schema}.orders_as_accepted'::regclass ORDER BY a.attnum`,
      )
      const inView = new Set(shown.map(({ name }) => name))
      expect(shown).toEqual(
        accepted.filter(({ name }) => inView.has(name)).map(({ name, type }) => ({ name, type })),
      )
      const lost = accepted.filter(({ name }) => !inView.has(name)).map(({ name }) => name)
      expect(lost.every((name) => incidentTexts(plan).includes(name))).toBe(true)
      await sql(`SELECT * FROM ${schema}.orders_as_accepted`)
      await sql(view.undo?.sql ?? '')
    }
    await run()
    await aegis.scan()
    const [last] = await aegis.snapshots(target)
    const now = (last?.columns ?? []).filter(({ name }) => accepted.some((column) => column.name === name))
    expect(diffShapes(accepted, now, { dialect: 'postgresql' })).toEqual([])
    expect(withoutOrder(now)).toEqual(withoutOrder(accepted))
    const named = new Set(accepted.map(({ name }) => name))
    const rows = (await read()).map((row) =>
      Object.fromEntries(
        Object.entries(row)
          .filter(([name]) => named.has(name) || item.same !== undefined)
          .toSorted(),
      ),
    )
    expect(rows).toEqual(before.map((row) => Object.fromEntries(Object.entries(row).toSorted())))

    const undone = steps.filter((step) => step.sql !== null).toReversed()
    if (undone.some(({ undo }) => undo?.sql == null)) return
    for (const { undo } of undone) await sql(undo?.sql ?? '')
    await aegis.scan()
    const [again] = await aegis.snapshots(target, { limit: 1 })
    expect(diffShapes(drifted, again?.columns ?? [], { dialect: 'postgresql' })).toEqual([])
  })
})
