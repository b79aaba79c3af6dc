import { describe, expect, test } from 'vitest'
import { netChanges } from '../../src/architect/net-changes.ts'
import type { SchemaChange } from '../../src/model/anomaly.ts'

const column = (name: string, type = 'text', nullable = true) => ({ name, type, nullable, ordinal: 1 })
const common = { severity: 'high' as const, evidence: [] }
const lost = (name: string, type?: string): SchemaChange => {
  return { kind: 'column_deleted', column: name, before: column(name, type), after: null, ...common }
}
const added = (name: string, type?: string): SchemaChange => {
  return { kind: 'column_added', column: name, before: null, after: column(name, type), ...common }
}
const renamed = (from: string, to: string, was = 'text', is = was): SchemaChange => {
  const sides = { before: column(from, was), after: column(to, is) }
  return { kind: 'column_renamed', column: to, previousName: from, ...sides, ...common }
}
const retyped = (name: string, was: string, is: string): SchemaChange => {
  return { kind: 'type_changed', column: name, before: column(name, was), after: column(name, is), ...common }
}

const told = (changes: readonly SchemaChange[]): readonly string[] =>
  netChanges(changes).map(({ kind, column: name, before, after }) =>
    kind === 'type_changed' ? `${kind} ${name} ${before?.type} ${after?.type}` : `${kind} ${name}`,
  )

describe('what changes come to by name', () => {
  test('columns that moved up behind one that is gone are the loss of that one', () => {
    const moved = [
      lost('d', 'date'),
      renamed('a', 'b', 'int', 'text'),
      retyped('b', 'int', 'text'),
      renamed('b', 'c'),
      renamed('c', 'd', 'text', 'date'),
      retyped('d', 'text', 'date'),
    ]
    expect(told(moved)).toEqual(['column_deleted a'])
  })

  test('columns that moved down before a new one are the new one', () => {
    expect(told([renamed('a', 'x'), renamed('b', 'a'), added('b')])).toEqual(['column_added x'])
  })

  test('a column that came back with another type changed its type', () => {
    expect(told([lost('a', 'int'), renamed('b', 'a', 'text')])).toEqual([
      'column_deleted b',
      'type_changed a int text',
    ])
  })

  test('two that swapped their names changed nothing but their types', () => {
    expect(told([renamed('a', 'b', 'int'), renamed('b', 'a', 'text')])).toEqual([
      'type_changed a int text',
      'type_changed b text int',
    ])
  })

  test('a plain rename, and what is beside it, stays as it is', () => {
    const plain = [renamed('a', 'b'), retyped('b', 'int', 'text'), lost('x'), retyped('y', 'int', 'text')]
    expect(netChanges(plain)).toEqual(plain)
    const inside: SchemaChange = { ...lost('v.zip'), insideColumn: 'v' }
    expect(told([renamed('p', 'q'), lost('k'), renamed('l', 'k'), inside])).toEqual([
      'column_renamed q',
      'column_deleted l',
      'column_deleted v.zip',
    ])
  })
})
