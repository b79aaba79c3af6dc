import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type {
  Column,
  MonitoredTable,
  Snapshot,
  SnapshotDraft,
  TableDescription,
  TableRef,
} from '../../src/model/table.ts'
import type { TableMemory } from '../../src/ports/sentinel.ts'
import type { Reading } from '../../src/ports/warehouse.ts'
import { schemaSentinel } from '../../src/sentinels/index.ts'
import { hashShape } from '../../src/sentinels/schema/shape-hash.ts'

const NOW = new Date('2026-02-15T14:05:00Z')
const ref: TableRef = { catalog: '', schema: 'analytics', name: 'orders' }
const table: MonitoredTable = {
  id: 1,
  connectionId: 1,
  ref,
  qualifiedName: 'analytics.orders',
  checkTypes: ['schema'],
  freshnessSlaMinutes: null,
  expectedBy: null,
  watermarkColumn: null,
  problem: null,
  createdAt: NOW,
  updatedAt: NOW,
}
const column = (name: string, type: string, ordinal: number): Column => ({
  name,
  type,
  nullable: true,
  ordinal,
})
const A = [column('id', 'bigint', 1), column('price', 'double precision', 2)]
const B = [column('id', 'bigint', 1), column('price', 'character varying', 2)]
const C = [column('id', 'text', 1), column('price', 'character varying', 2)]

function reading(columns: readonly Column[], objectId: string | null = '100'): Reading<TableDescription> {
  return { ref, status: 'ok', value: { ref, kind: 'table', columns, objectId, approxRows: null } }
}

let nextId = 1
const stored = (draft: SnapshotDraft): Snapshot => ({ ...draft, id: nextId++, tableId: 1 })
const shape = (columns: readonly Column[]): Snapshot =>
  stored({ exists: true, kind: 'table', columns, hash: hashShape(columns), objectId: '100', capturedAt: NOW })
const memory = (latest: Snapshot | null, accepted = latest): TableMemory => ({
  table,
  latest,
  accepted,
  state: null,
  dialect: 'postgresql',
})

const sentinel = schemaSentinel()

describe('the schema sentinel', () => {
  test('the first shape is a baseline, never an anomaly', () => {
    const found = sentinel.inspect(memory(null), reading(A), NOW)
    expect(found.anomaly).toBeNull()
    expect(found.snapshot?.hash).toBe(hashShape(A))
  })

  test('an unchanged table leaves nothing to write', () => {
    expect(sentinel.inspect(memory(shape(A)), reading(A), NOW)).toEqual({
      anomaly: null,
      snapshot: null,
      problem: null,
      note: null,
    })
  })

  test('all changes of one scan are one anomaly with the worst severity', () => {
    const after = [...B, column('tax', 'numeric', 3)]
    const { anomaly } = sentinel.inspect(memory(shape(A)), reading(after), NOW)
    expect(anomaly).toMatchObject({ type: 'schema_drift', severity: 'critical' })
    expect(anomaly?.detail).toMatchObject({ changes: [{ kind: 'type_changed' }, { kind: 'column_added' }] })
  })

  test('drift is judged against the latest shape, not the accepted one', () => {
    const { anomaly } = sentinel.inspect(memory(shape(B), shape(A)), reading(C), NOW)
    expect(anomaly?.detail).toMatchObject({ changes: [{ kind: 'type_changed', column: 'id' }] })
  })

  test('a return to the accepted shape raises nothing and is noted', () => {
    const found = sentinel.inspect(memory(shape(B), shape(A)), reading(A), NOW)
    expect(found).toMatchObject({ anomaly: null, note: expect.stringContaining('returned') })
    expect(found.snapshot).not.toBeNull()
  })

  test.each<readonly [string, readonly Column[], readonly Column[], readonly Column[], number | null]>([
    ['one of two changes undone', A, C, B, 1],
    [
      'undone, with an added column left',
      A,
      [...B, column('tax', 'text', 3)],
      [...A, column('tax', 'text', 3)],
      1,
    ],
    [
      'from one wrong type to another',
      A,
      B,
      [column('id', 'bigint', 1), column('price', 'boolean', 2)],
      null,
    ],
    [
      'one undone, another broken',
      A,
      B,
      [column('id', 'text', 1), column('price', 'double precision', 2)],
      null,
    ],
    ['further away', A, B, C, null],
  ])(
    'a step back towards the accepted shape is a note, not an alert: %s',
    (_title, accepted, latest, now, left) => {
      const found = sentinel.inspect(memory(shape(latest), shape(accepted)), reading(now), NOW)
      expect(found.anomaly === null).toBe(left !== null)
      expect(found.note).toEqual(left === null ? null : expect.stringContaining(`${left} difference is left`))
      expect(found.observation?.verdict).toBe('violated')
      expect(found.snapshot).not.toBeNull()
    },
  )

  const accepted = [column('id', 'bigint', 1), { ...column('price', 'numeric', 2), nullable: false }]
  test.each<readonly [string, readonly Column[], readonly Column[], string, readonly string[]]>([
    [
      'a type put back, with a NOT NULL that was never there',
      [column('id', 'text', 1), ...accepted.slice(1)],
      [{ ...column('id', 'bigint', 1), nullable: false }, ...accepted.slice(1)],
      'medium',
      ['nullability_changed id'],
    ],
    [
      'a lost column back, now NOT NULL',
      accepted.slice(1),
      [{ ...column('id', 'bigint', 3), nullable: false }, ...accepted.slice(1)],
      'medium',
      ['nullability_changed id'],
    ],
    [
      // That it may be NULL is less than that it was lost, and nobody was told of it.
      'a lost column back, without its NOT NULL',
      accepted.slice(0, 1),
      [column('id', 'bigint', 1), column('price', 'numeric', 3)],
      'low',
      ['nullability_changed price'],
    ],
    [
      'a lost column back with another type',
      accepted.slice(1),
      [column('id', 'text', 3), ...accepted.slice(1)],
      'critical',
      ['type_changed id'],
    ],
    [
      'a type put back, and the column renamed',
      [column('id', 'text', 1), ...accepted.slice(1)],
      [column('order_id', 'bigint', 1), ...accepted.slice(1)],
      'high',
      ['column_renamed order_id'],
    ],
    [
      'a type put back, another column lost',
      [column('id', 'text', 1), ...accepted.slice(1)],
      [column('id', 'bigint', 1)],
      'critical',
      ['column_deleted price'],
    ],
  ])(
    'what breaks by the same change that mends is told, and only that: %s',
    (_title, latest, now, severity, told) => {
      const found = sentinel.inspect(memory(shape(latest), shape(accepted)), reading(now), NOW)
      expect(found).toMatchObject({ anomaly: { severity }, note: null, observation: { verdict: 'violated' } })
      const detail = found.anomaly?.detail
      expect(
        detail?.type === 'schema_drift' ? detail.changes.map((item) => `${item.kind} ${item.column}`) : null,
      ).toEqual(told)
    },
  )

  test('what changes nothing leaves a drifted table drifted', () => {
    const comment = B.map((item) => ({ ...item, comment: 'new' }))
    const violated = { verdict: 'violated', text: expect.stringContaining('not the accepted') }
    const drifted = memory(shape(B), shape(A))
    expect(sentinel.inspect(drifted, reading(comment), NOW)).toMatchObject({
      anomaly: null,
      observation: violated,
    })
    const unread = { ...table, problem: { check: 'schema', status: 'forbidden', detail: 'GRANT' } } as const
    expect(sentinel.inspect({ ...drifted, table: unread }, reading(B), NOW).observation).toMatchObject(
      violated,
    )
    expect(
      sentinel.inspect({ ...memory(shape(B)), table: unread }, reading(B), NOW).observation,
    ).toMatchObject({
      verdict: 'fine',
    })
  })

  test('a missing table is dropped once, and again only after it was there', () => {
    const first = sentinel.inspect(memory(shape(A)), { ref, status: 'missing' }, NOW)
    expect(first.anomaly?.detail).toMatchObject({ changes: [{ kind: 'table_dropped' }] })
    expect(first.snapshot).toMatchObject({ exists: false, columns: [] })
    const gone = first.snapshot === null ? null : stored(first.snapshot)
    expect(sentinel.inspect(memory(gone, shape(A)), { ref, status: 'missing' }, NOW).anomaly).toBeNull()
    const back = sentinel.inspect(memory(gone, shape(A)), reading(A, '200'), NOW)
    expect(back).toMatchObject({ anomaly: null, note: expect.stringContaining('returned') })
  })

  test('a table that comes back with other columns drifted from the accepted shape', () => {
    const gone = stored({ ...shape(A), exists: false, columns: [], hash: 'v1:absent', objectId: null })
    const { anomaly } = sentinel.inspect(memory(gone, shape(A)), reading(B, '200'), NOW)
    expect(anomaly?.detail).toMatchObject({ changes: [{ kind: 'type_changed', column: 'price' }] })
  })

  test.each(['forbidden', 'missing_or_forbidden', 'unsupported'] as const)(
    '%s is a problem, never drift',
    (status) => {
      const found = sentinel.inspect(memory(shape(A)), { ref, status, detail: 'GRANT ...' }, NOW)
      expect(found).toEqual({
        anomaly: null,
        snapshot: null,
        note: null,
        problem: { check: 'schema', status, detail: 'GRANT ...' },
        observation: { verdict: 'cannot_tell', text: expect.stringContaining('GRANT ...'), lastChange: null },
      })
    },
  )

  test('a table never read and missing has no baseline to drift from', () => {
    expect(sentinel.inspect(memory(null), { ref, status: 'missing' }, NOW)).toMatchObject({
      anomaly: null,
      snapshot: null,
    })
  })

  test('the same columns behind a new object are a low replacement, unless told to ignore it', () => {
    const { anomaly } = sentinel.inspect(memory(shape(A)), reading(A, '200'), NOW)
    expect(anomaly).toMatchObject({ severity: 'low', detail: { changes: [{ kind: 'table_replaced' }] } })
    const quiet = schemaSentinel({ reportReplaced: false }).inspect(memory(shape(A)), reading(A, '200'), NOW)
    expect(quiet).toMatchObject({ anomaly: null, snapshot: { objectId: '200' } })
  })

  test('in a table that was created anew no column was renamed', () => {
    const other = [column('number', 'bigint', 1), column('price', 'double precision', 2)]
    const kinds = (objectId: string): unknown => {
      const detail = sentinel.inspect(memory(shape(A)), reading(other, objectId), NOW).anomaly?.detail
      return detail?.type === 'schema_drift' ? detail.changes.map(({ kind }) => kind) : null
    }
    expect(kinds('100')).toEqual(['column_renamed'])
    expect(kinds('200')).toEqual(['column_deleted', 'column_added'])
  })

  test.each<readonly [string, Partial<Column>]>([
    ['a comment', { comment: 'what it is' }],
    ['a default', { defaultValue: '0' }],
    ['the position', { ordinal: 9 }],
  ])('%s alone is recorded, and no drift', (_title, change) => {
    const now = A.map((item) => (item.name === 'price' ? { ...item, ...change } : item))
    const found = sentinel.inspect(memory(shape(A)), reading(now, null), NOW)
    expect(found).toMatchObject({ anomaly: null, note: null, snapshot: { columns: now } })
    expect(found.observation).toMatchObject({ verdict: 'fine', text: expect.stringContaining('No drift') })
  })

  test('a hash of another release alone is no drift', () => {
    const old: Snapshot = { ...shape(A), hash: 'v0:of-another-release' }
    expect(sentinel.inspect(memory(old), reading(A), NOW)).toMatchObject({
      anomaly: null,
      note: null,
      snapshot: { hash: hashShape(A) },
    })
  })

  test('PostgreSQL numbers columns for good: a rename is certain, and so is a column added anew', () => {
    const renamed = [column('number', 'bigint', 1), column('price', 'double precision', 2)]
    expect(sentinel.inspect(memory(shape(A)), reading(renamed), NOW).anomaly?.detail).toMatchObject({
      changes: [{ kind: 'column_renamed', previousName: 'id', column: 'number', confidence: 1 }],
    })
    const swapped = [column('price', 'bigint', 1), column('id', 'double precision', 2)]
    expect(sentinel.inspect(memory(shape(A)), reading(swapped), NOW).anomaly?.detail).toMatchObject({
      changes: [
        { kind: 'column_renamed', previousName: 'id', column: 'price' },
        { kind: 'column_renamed', previousName: 'price', column: 'id' },
      ],
    })
    const anew = [column('id', 'bigint', 1), column('price', 'double precision', 3)]
    expect(sentinel.inspect(memory(shape(A)), reading(anew), NOW).anomaly?.detail).toMatchObject({
      changes: [
        { kind: 'column_deleted', column: 'price', evidence: [expect.stringContaining('values')] },
        { kind: 'column_added', column: 'price' },
      ],
    })
  })

  test('a widened type is critical by the specification, and medium by verdict', () => {
    const small = [column('n', 'integer', 1)]
    const large = [column('n', 'bigint', 1)]
    const byVerdict = schemaSentinel({ severityPolicy: 'by_verdict' })
    expect(sentinel.inspect(memory(shape(small)), reading(large), NOW).anomaly).toMatchObject({
      severity: 'critical',
      detail: { changes: [{ verdict: 'widening' }] },
    })
    const severities = [large, small].map(
      (now) =>
        byVerdict.inspect(memory(shape(now === large ? small : large)), reading(now), NOW).anomaly?.severity,
    )
    expect(severities).toEqual(['medium', 'critical'])
  })

  test('columns gone and new ask for evidence once, a rename that is certain does not', () => {
    const other = [column('id', 'bigint', 1), column('cost', 'numeric', 3)]
    const before = memory(shape(A))
    expect(sentinel.inspect(before, reading(other, null), NOW).ambiguous).toEqual({
      deleted: ['price'],
      added: ['cost'],
    })
    expect(
      sentinel.inspect({ ...before, renameEvidence: [] }, reading(other, null), NOW).ambiguous,
    ).toBeUndefined()
  })

  test('an unknown object id is no replacement', () => {
    expect(sentinel.inspect(memory(shape(A)), reading(A, null), NOW).anomaly).toBeNull()
  })
})

const anyColumns = fc
  .uniqueArray(
    fc.record({
      name: fc.string({ minLength: 1 }),
      type: fc.constantFrom('text', 'bigint', 'numeric(10,2)'),
      nullable: fc.boolean(),
      defaultValue: fc.constantFrom(undefined, null, '0', 'id'),
      comment: fc.constantFrom(undefined, null, 'text', 'x'),
      made: fc.record(
        { typeId: fc.constantFrom('7', 'text'), madeOf: fc.constantFrom('7', 'text') },
        { requiredKeys: [] },
      ),
    }),
    {
      selector: ({ name }) => name,
      maxLength: 8,
    },
  )
  .map((columns) =>
    columns.map(({ made, ...item }, index): Column => ({ ...item, ...made, ordinal: index + 1 })),
  )

describe('the hash of a shape', () => {
  test('knows no order of the list, and tells any two shapes apart', () => {
    void fc.assert(
      fc.property(anyColumns, anyColumns, (a, b) => {
        expect(hashShape([...a].reverse())).toBe(hashShape(a))
        const key = (columns: readonly Column[]): string =>
          JSON.stringify(
            columns
              .map(({ name, type, nullable, ordinal, defaultValue, comment, typeId, madeOf }) => [
                ...[name, type, nullable, ordinal],
                ...[defaultValue ?? null, comment ?? null, typeId ?? null, madeOf ?? null],
              ])
              .sort((x, y) => (String(x[0]) < String(y[0]) ? -1 : 1)),
          )
        expect(hashShape(a) === hashShape(b)).toBe(key(a) === key(b))
      }),
    )
  })

  test('is written down: the same in every release', () => {
    const columns = [
      { name: 'id', type: 'bigint', nullable: false, ordinal: 1, defaultValue: null, comment: 'key' },
      column('größe', 'numeric(10,2)', 3),
    ]
    expect(hashShape(columns)).toMatchInlineSnapshot(
      `"v1:21d0a4ff488d69679ade9a409e01ba867b956b08392fea01a531b5202b653684"`,
    )
  })
})
