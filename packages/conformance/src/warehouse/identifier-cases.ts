import assert from 'node:assert/strict'
import type { TableRef } from '@aegis/core/ports'
import type { ConformanceCase } from '../case.ts'
import { addressOf } from './expectations.ts'
import type { WarehouseSubject } from './warehouse-subject.ts'

const NOWHERE = { defaultCatalog: null, searchPath: [] }

function refsOf({ seeded }: WarehouseSubject): readonly TableRef[] {
  return [...seeded.tables.map(({ ref }) => ref), seeded.missing]
}

export const identifierCases: readonly ConformanceCase<WarehouseSubject>[] = [
  {
    id: 'W-SPEC-01',
    title: 'declares the port version, a dialect and the methods that are not optional',
    async run({ warehouse }): Promise<void> {
      assert.equal(warehouse.spec, 'warehouse/v1')
      assert.ok(typeof warehouse.dialect === 'string' && warehouse.dialect !== '', 'a dialect')
      for (const method of ['listTables', 'describeTables', 'close'] as const) {
        assert.equal(typeof warehouse[method], 'function', method)
      }
    },
  },
  {
    id: 'W-IDENT-01',
    title: 'a key parses and resolves to the table it was made of',
    async run(subject): Promise<void> {
      const { identifiers } = subject.warehouse
      for (const ref of refsOf(subject)) {
        const key = identifiers.key(ref)
        const parts = identifiers.parse(key)
        assert.ok(parts !== null, `its own key ${key} must parse`)
        assert.deepEqual(identifiers.resolve(parts, NOWHERE), ref, `from the key ${key}`)
      }
    },
  },
  {
    id: 'W-IDENT-02',
    title: 'different tables have different keys',
    async run(subject): Promise<void> {
      const { identifiers } = subject.warehouse
      const refs = new Map(refsOf(subject).map((ref) => [addressOf(ref), ref]))
      const keys = new Set([...refs.values()].map((ref) => identifiers.key(ref)))
      assert.equal(keys.size, refs.size, 'as many keys as tables')
      // The dot that joins two parts, and the dot within one.
      const dotted = { catalog: '', schema: 'a.b', name: 'c' }
      assert.notEqual(identifiers.key(dotted), identifiers.key({ catalog: '', schema: 'a', name: 'b.c' }))
    },
  },
  {
    id: 'W-IDENT-03',
    title: 'a quoted name is one part again, quotes and dots included',
    async run(subject): Promise<void> {
      const { identifiers } = subject.warehouse
      const seeded = refsOf(subject).flatMap(({ schema, name }) => [schema, name])
      for (const name of [...seeded, 'a.b', 'say "hi"', 'tick`tock', 'back\\slash']) {
        const quoted = identifiers.quote(name)
        assert.deepEqual(
          identifiers.parse(`x.${quoted}`)?.slice(1),
          [{ text: name, quoted: true }],
          `${name}, quoted as ${quoted}`,
        )
      }
    },
  },
  {
    id: 'W-IDENT-04',
    title: 'a stored name folds to itself when it is quoted',
    async run(subject): Promise<void> {
      for (const { schema, name } of refsOf(subject)) {
        assert.equal(subject.warehouse.identifiers.fold({ text: name, quoted: true }), name)
        assert.equal(subject.warehouse.identifiers.fold({ text: schema, quoted: true }), schema)
      }
    },
  },
  {
    id: 'W-IDENT-05',
    title: 'a name that cannot be told is null, not a guess',
    async run({ warehouse, seeded }): Promise<void> {
      const { identifiers } = warehouse
      const { schema, name } = seeded.missing
      const part = { text: name, quoted: true }
      assert.equal(identifiers.resolve([part], NOWHERE), null, 'no schema and no search path')
      assert.equal(identifiers.resolve([], NOWHERE), null, 'no part at all')
      assert.equal(identifiers.resolve([part, part, part, part], NOWHERE), null, 'four parts')
      const path = { defaultCatalog: null, searchPath: [schema, `${schema}_2`] }
      assert.equal(identifiers.resolve([part], path)?.schema, schema, 'the first of the search path')
      for (const broken of ['', '.', `${name}.`, identifiers.quote(name).slice(0, -1)]) {
        assert.equal(identifiers.parse(broken), null, `"${broken}" is no name`)
      }
    },
  },
]
