import type { WarehouseSubject } from '@aegis/conformance'
import { describeWarehouse } from '@aegis/conformance/vitest'
import type { TableRef } from '@aegis/core'
import pg from 'pg'
import { postgres } from '../src/index.ts'
import { describeOnPostgres, PASSWORD, type TestDatabase } from './database.ts'

const ref = (schema: string, name: string): TableRef => ({ catalog: '', schema, name })
const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`
const sqlOf = ({ schema, name }: TableRef): string => `${quote(schema)}.${quote(name)}`

const NEWEST = '2026-02-15T12:00:00.000Z'

const SEED = `
CREATE EXTENSION pg_stat_statements;
CREATE SCHEMA shop; CREATE SCHEMA "Odd ""Names"""; CREATE SCHEMA closed;
GRANT USAGE ON SCHEMA shop, "Odd ""Names""" TO aegis_reader;
CREATE TABLE shop.orders (id bigint PRIMARY KEY, note text, price numeric(10,2) NOT NULL, at timestamptz);
INSERT INTO shop.orders VALUES (1, NULL, 2.5, '${NEWEST}'), (2, NULL, 3, NULL);
CREATE TABLE shop.empty (id int, at timestamptz);
CREATE TABLE shop.future (id int, at timestamptz);
INSERT INTO shop.future VALUES (1, now() + interval '1 day');
CREATE TABLE shop.nothing ();
CREATE VIEW shop.cheap AS SELECT id, price FROM shop.orders WHERE price < 1;
CREATE MATERIALIZED VIEW shop.sums AS SELECT sum(price) AS total FROM shop.orders;
CREATE TABLE "Odd ""Names"""."größe.π" ("Mixed Case" int, "select" text NOT NULL);
CREATE TABLE closed.secret (id int, at timestamptz);
GRANT SELECT ON ALL TABLES IN SCHEMA shop, "Odd ""Names""" TO aegis_reader;
`

let databases = 0

/** A database of its own for each case, on the suite's one server. */
async function create({
  server,
}: TestDatabase): Promise<WarehouseSubject & { readonly end: () => Promise<void> }> {
  databases += 1
  const name = `case_${databases}`
  await server.createDatabase(name)
  const admin = new pg.Client({ connectionString: server.connectionString(name) })
  await admin.connect()
  await admin.query(SEED)
  const flush = async (sql: string): Promise<void> => {
    await admin.query(sql)
    // Counters are flushed late; a session can be told to do it now.
    await admin.query('SELECT pg_stat_force_next_flush()')
  }
  await flush('SELECT 1')
  const account = { host: server.host, database: name, user: 'aegis_reader', password: PASSWORD }
  const nullable = (column: string) => ({ name: column, nullable: true })
  const required = (column: string) => ({ name: column, nullable: false })
  const unknown = (column: string) => ({ name: column, nullable: null })
  let runs = 0
  return {
    warehouse: postgres({ ...account, port: server.port }),
    unreachable: postgres({ ...account, port: 1 }),
    seeded: {
      tables: [
        {
          ref: ref('shop', 'orders'),
          kind: 'table',
          columns: [required('id'), nullable('note'), required('price'), nullable('at')],
        },
        { ref: ref('shop', 'empty'), kind: 'table', columns: [nullable('id'), nullable('at')] },
        { ref: ref('shop', 'future'), kind: 'table', columns: [nullable('id'), nullable('at')] },
        { ref: ref('shop', 'nothing'), kind: 'table', columns: [] },
        { ref: ref('shop', 'cheap'), kind: 'view', columns: [unknown('id'), unknown('price')] },
        { ref: ref('shop', 'sums'), kind: 'materialized_view', columns: [unknown('total')] },
        {
          ref: ref('Odd "Names"', 'größe.π'),
          kind: 'table',
          columns: [nullable('Mixed Case'), required('select')],
        },
      ],
      missing: ref('shop', 'no such table'),
      watermarked: { ref: ref('shop', 'orders'), column: 'at', at: new Date(NEWEST) },
      empty: { ref: ref('shop', 'empty'), column: 'at' },
      future: { ref: ref('shop', 'future'), column: 'at' },
      forbidden: ref('closed', 'secret'),
      view: { ref: ref('shop', 'cheap'), mentions: ['shop.orders'] },
      logged: 'CREATE MATERIALIZED VIEW shop.sums',
    },
    mutate: {
      dropTable: (table) => flush(`DROP TABLE ${sqlOf(table)} CASCADE`),
      recreateTable: (table) =>
        flush(`CREATE TABLE copy (LIKE ${sqlOf(table)} INCLUDING ALL); DROP TABLE ${sqlOf(table)} CASCADE;
          ALTER TABLE copy SET SCHEMA ${quote(table.schema)}; ALTER TABLE ${quote(table.schema)}.copy RENAME TO ${quote(table.name)};
          GRANT SELECT ON ${sqlOf(table)} TO aegis_reader`),
      addColumn: (table, column) => flush(`ALTER TABLE ${sqlOf(table)} ADD COLUMN ${quote(column)} text`),
      insertRow: (table) =>
        flush(
          `INSERT INTO ${sqlOf(table)} (id${table.name === 'orders' ? ', price' : ''}) VALUES (99${table.name === 'orders' ? ', 1' : ''})`,
        ),
      async runStatement() {
        runs += 1
        const target = `run_${databases}_${runs}`
        await flush(`CREATE TABLE shop.${target} AS SELECT id FROM shop.orders`)
        return `CREATE TABLE shop.${target}`
      },
    },
    end: async () => {
      await admin.end()
    },
  }
}

describeOnPostgres('postgres()', (database, version) => {
  const ends = new Map<WarehouseSubject, () => Promise<void>>()
  describeWarehouse({
    name: `postgres() on ${version}`,
    async create() {
      const subject = await create(database())
      ends.set(subject, subject.end)
      return subject
    },
    async destroy(subject) {
      await subject.warehouse.close()
      await subject.unreachable?.close()
      await ends.get(subject)?.()
    },
  })
})
