import assert from 'node:assert/strict'
import type { ConformanceCase } from '../case.ts'
import {
  addressOf,
  assertAbortedBefore,
  assertAbortedDuring,
  flatten,
  must,
  schemasOf,
} from './expectations.ts'
import type { WarehouseSubject } from './warehouse-subject.ts'

function isSystemSchema(schema: string, own: readonly string[]): boolean {
  const name = schema.toLowerCase()
  return name === 'information_schema' || name.startsWith('pg_') || own.includes(schema)
}

export const listCases: readonly ConformanceCase<WarehouseSubject>[] = [
  {
    id: 'W-LIST-01',
    title: 'every table and view is listed exactly once, under its exact name',
    async run(subject): Promise<void> {
      const schemas = schemasOf(subject)
      const listed = await flatten(subject.warehouse.listTables({ schemas }))
      assert.deepEqual(
        listed.map(addressOf).sort(),
        subject.seeded.tables.map(({ ref }) => addressOf(ref)).sort(),
      )
    },
  },
  {
    id: 'W-LIST-02',
    title: 'without a selector every table is listed once, and nothing of the system',
    async run(subject): Promise<void> {
      const listed = await flatten(subject.warehouse.listTables({}))
      const addresses = listed.map(addressOf)
      assert.equal(new Set(addresses).size, addresses.length, 'no table twice')
      for (const { ref } of subject.seeded.tables) {
        assert.ok(addresses.includes(addressOf(ref)), `${addressOf(ref)} must be listed`)
      }
      const own = subject.seeded.systemSchemas ?? []
      assert.deepEqual(
        listed.filter(({ schema }) => isSystemSchema(schema, own)),
        [],
      )
    },
  },
  {
    id: 'W-LIST-03',
    title: 'a selector lists its own schemas and no other',
    skip: (subject) => (schemasOf(subject).length < 2 ? 'only one schema is seeded' : undefined),
    async run(subject): Promise<void> {
      const first = must(schemasOf(subject)[0], 'a schema')
      const listed = await flatten(subject.warehouse.listTables({ schemas: [first] }))
      const expected = subject.seeded.tables.filter(({ ref }) => ref.schema === first)
      assert.deepEqual(listed.map(addressOf).sort(), expected.map(({ ref }) => addressOf(ref)).sort())
      assert.deepEqual(
        await flatten(subject.warehouse.listTables({ schemas: [] })),
        [],
        'no schema, no table',
      )
    },
  },
  {
    id: 'W-LIST-04',
    title: 'what is listed can be described under that very name',
    async run({ warehouse, seeded }): Promise<void> {
      const schemas = [...new Set(seeded.tables.map(({ ref }) => ref.schema))]
      const listed = await flatten(warehouse.listTables({ schemas }))
      assert.ok(listed.length > 0, 'something is listed')
      const readings = await warehouse.describeTables(listed)
      const lost = readings.filter(({ status }) => status === 'missing' || status === 'missing_or_forbidden')
      assert.deepEqual(lost, [])
    },
  },
  {
    id: 'W-LIST-05',
    title: 'a listing that was aborted before it began rejects with `aborted`',
    run: ({ warehouse }) => assertAbortedBefore((signal) => warehouse.listTables({}, { signal })),
  },
  {
    id: 'W-LIST-06',
    title: 'a listing that is aborted under way rejects with `aborted`',
    run: ({ warehouse }) => assertAbortedDuring((signal) => warehouse.listTables({}, { signal })),
  },
]
