import assert from 'node:assert/strict'
import type { ConformanceCase } from '../case.ts'
import {
  addressOf,
  assertAbortedBefore,
  assertAbortedDuring,
  assertAnswersInOrder,
  assertMissing,
  assertOk,
  describeOne,
  must,
} from './expectations.ts'
import {
  baseTables,
  lacksHook,
  lacksSeed,
  type SeededTable,
  type WarehouseSubject,
} from './warehouse-subject.ts'

function firstTwo(subject: WarehouseSubject): readonly [SeededTable, SeededTable] {
  const [first, second] = baseTables(subject)
  const what = 'the subject must seed at least two base tables'
  return [must(first, what), must(second, what)]
}

function isStrange({ warehouse }: WarehouseSubject, { ref }: SeededTable): boolean {
  return warehouse.identifiers.sql(ref).includes(warehouse.identifiers.quote(ref.name))
}

export const describeCases: readonly ConformanceCase<WarehouseSubject>[] = [
  {
    id: 'W-DESCRIBE-01',
    title: 'columns come in order, under their exact names, with the kind of the table',
    async run({ warehouse, seeded }): Promise<void> {
      const readings = await warehouse.describeTables(seeded.tables.map(({ ref }) => ref))
      const found = readings.map((reading) => {
        const { ref, kind, columns } = assertOk(reading)
        return { ref, kind, columns: columns.map(({ name }) => name) }
      })
      const made = seeded.tables.map(({ ref, kind, columns }) => ({
        ref,
        kind,
        columns: columns.map(({ name }) => name),
      }))
      assert.deepEqual(found, made)
    },
  },
  {
    id: 'W-DESCRIBE-02',
    title: 'a batch has one answer for each table, in order, also for missing ones and for one asked twice',
    async run(subject): Promise<void> {
      const [first, second] = firstTwo(subject)
      const { missing } = subject.seeded
      const asked = [second.ref, missing, first.ref, second.ref, missing]
      const readings = await subject.warehouse.describeTables(asked)
      assertAnswersInOrder(readings, asked)
      const statuses = readings.map(({ status }) => status === 'ok')
      assert.deepEqual(statuses, [true, false, true, true, false])
      const values = [readings[0], readings[2], readings[3]].map(assertOk)
      assert.deepEqual(
        values.map(({ ref }) => addressOf(ref)),
        [second, first, second].map(({ ref }) => addressOf(ref)),
        'each value belongs to its answer',
      )
    },
  },
  {
    id: 'W-DESCRIBE-03',
    title: 'a table that is not there is an answer, not an exception and not an empty table',
    async run({ warehouse, seeded }): Promise<void> {
      assertMissing(await describeOne(warehouse, seeded.missing), 'A table that is not there')
      const nowhere = { ...seeded.missing, schema: `${seeded.missing.schema}_not_there` }
      assertMissing(await describeOne(warehouse, nowhere), 'A table in a schema that is not there')
    },
  },
  {
    id: 'W-DESCRIBE-04',
    title: 'an empty batch has no answers',
    async run({ warehouse }): Promise<void> {
      assert.deepEqual(await warehouse.describeTables([]), [])
    },
  },
  {
    id: 'W-DESCRIBE-05',
    title: 'ordinals are whole numbers from 1 on, ascending',
    async run({ warehouse, seeded }): Promise<void> {
      for (const reading of await warehouse.describeTables(seeded.tables.map(({ ref }) => ref))) {
        let previous = 0
        for (const { name, ordinal } of assertOk(reading).columns) {
          assert.ok(Number.isInteger(ordinal), `the ordinal of ${name} is ${ordinal}`)
          assert.ok(ordinal > previous, `the ordinal of ${name} is ${ordinal}, after ${previous}`)
          previous = ordinal
        }
      }
    },
  },
  {
    id: 'W-DESCRIBE-06',
    title: 'a column says whether it takes NULL, and has a type',
    async run({ warehouse, seeded }): Promise<void> {
      const readings = await warehouse.describeTables(seeded.tables.map(({ ref }) => ref))
      for (const [index, { columns }] of seeded.tables.entries()) {
        const found = assertOk(readings[index]).columns
        assert.deepEqual(
          found.map(({ nullable }) => nullable),
          columns.map(({ nullable }) => nullable),
          `nullable of ${addressOf(must(seeded.tables[index], 'a table').ref)}`,
        )
        for (const { name, type } of found) {
          assert.ok(typeof type === 'string' && type !== '', `the column ${name} has a type`)
        }
      }
    },
  },
  {
    id: 'W-DESCRIBE-07',
    title: 'a table without columns is there',
    skip: ({ seeded }) =>
      seeded.tables.some(({ columns }) => columns.length === 0)
        ? undefined
        : 'no table without columns is seeded',
    async run({ warehouse, seeded }): Promise<void> {
      const bare = must(
        seeded.tables.find(({ columns }) => columns.length === 0),
        'a table without columns',
      )
      assert.deepEqual(assertOk(await describeOne(warehouse, bare.ref)).columns, [])
    },
  },
  {
    id: 'W-DESCRIBE-08',
    title: 'names that need quotes are read as they are, one by one and together',
    skip: (subject) =>
      subject.seeded.tables.some((table) => isStrange(subject, table))
        ? undefined
        : 'no seeded name needs quotes',
    async run(subject): Promise<void> {
      const strange = subject.seeded.tables.filter((table) => isStrange(subject, table))
      const together = await subject.warehouse.describeTables(strange.map(({ ref }) => ref))
      for (const [index, { ref, columns }] of strange.entries()) {
        for (const reading of [together[index], await describeOne(subject.warehouse, ref)]) {
          const value = assertOk(reading)
          assert.deepEqual(value.ref, ref)
          assert.deepEqual(
            value.columns.map(({ name }) => name),
            columns.map(({ name }) => name),
          )
        }
      }
    },
  },
  {
    id: 'W-DESCRIBE-09',
    title: 'a table that may not be read is not reported as dropped',
    skip: lacksSeed('forbidden'),
    async run({ warehouse, seeded }): Promise<void> {
      const { status } = must(
        await describeOne(warehouse, must(seeded.forbidden, 'a forbidden table')),
        'an answer',
      )
      // A catalog may be open to all: then its shape is known.
      assert.notEqual(status, 'missing')
    },
  },
  {
    id: 'W-DESCRIBE-10',
    title: 'a read that was aborted before it began rejects with `aborted`',
    run: ({ warehouse, seeded }) =>
      assertAbortedBefore((signal) => warehouse.describeTables([seeded.missing], { signal })),
  },
  {
    id: 'W-DESCRIBE-11',
    title: 'a read that is aborted under way rejects with `aborted`',
    run: ({ warehouse, seeded }) =>
      assertAbortedDuring((signal) => warehouse.describeTables([seeded.missing], { signal })),
  },
  {
    id: 'W-DESCRIBE-12',
    title: 'a table dropped between two reads is missing in the second, its neighbour is untouched',
    skip: lacksHook('dropTable'),
    async run(subject): Promise<void> {
      const [first, second] = firstTwo(subject)
      const asked = [first.ref, second.ref]
      const before = await subject.warehouse.describeTables(asked)
      await subject.mutate?.dropTable?.(first.ref)
      const after = await subject.warehouse.describeTables(asked)
      assertAnswersInOrder(after, asked)
      assertMissing(after[0], 'The dropped table')
      assert.deepEqual(assertOk(after[1]), assertOk(before[1]))
    },
  },
  {
    id: 'W-DESCRIBE-13',
    title: 'a column added between two reads is seen by the second, after the others',
    skip: lacksHook('addColumn'),
    async run(subject): Promise<void> {
      const [{ ref }] = firstTwo(subject)
      const before = assertOk(await describeOne(subject.warehouse, ref)).columns
      await subject.mutate?.addColumn?.(ref, 'aegis_added')
      const after = assertOk(await describeOne(subject.warehouse, ref)).columns
      assert.deepEqual(after.slice(0, -1), before, 'what was there stays as it was')
      assert.equal(after.at(-1)?.name, 'aegis_added')
      assert.notEqual(after.at(-1)?.nullable, false)
    },
  },
  {
    id: 'W-DESCRIBE-14',
    title: 'the identity of an object stays while it lives and changes when it is created anew',
    skip: lacksHook('recreateTable'),
    async run(subject): Promise<void> {
      const [{ ref }] = firstTwo(subject)
      const identity = async (): Promise<string | null> =>
        assertOk(await describeOne(subject.warehouse, ref)).objectId
      const first = await identity()
      assert.equal(await identity(), first, 'nothing happened in between')
      await subject.mutate?.recreateTable?.(ref)
      const second = await identity()
      // null is honest: this warehouse has no identities.
      if (first === null) assert.equal(second, null)
      else assert.notEqual(second, first)
    },
  },
]
