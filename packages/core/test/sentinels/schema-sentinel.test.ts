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
      'a lost column back, still without its NOT NULL',
      [{ ...column('id', 'bigint', 1), nullable: false }],
      [],
      [column('id', 'bigint', 7)],
      1,
    ],
    [
      'undone, with an added column left',
      A,
      [...B, column('tax', 'text', 3)],
      [...A, column('tax', 'text', 3)],
      1,
    ],
    ['from one wrong type to another', A, B, [column('id', 'bigint', 1), column('price', 'text', 2)], null],
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
      expect(found.snapshot).not.toBeNull()
    },
  )

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
    }),
    {
      selector: ({ name }) => name,
      maxLength: 8,
    },
  )
  .map((columns) => columns.map((item, index): Column => ({ ...item, ordinal: index + 1 })))

describe('for any history of shapes', () => {
  test('a changed shape is one anomaly or one note, an unchanged one is silence', () => {
    void fc.assert(
      fc.property(fc.array(anyColumns, { minLength: 2, maxLength: 6 }), (history) => {
        let latest: Snapshot | null = null
        let accepted: Snapshot | null = null
        for (const columns of history.flatMap((item) => [item, item])) {
          const found = sentinel.inspect(memory(latest, accepted), reading(columns), NOW)
          const moved = latest !== null && latest.hash !== hashShape(columns)
          const returned = moved && accepted?.hash === hashShape(columns)
          // A move is alerted or noted, never both, never neither.
          expect([found.anomaly, found.note].filter((item) => item !== null)).toHaveLength(moved ? 1 : 0)
          if (returned) expect(found.note).toMatch(/returned/)
          if (found.snapshot !== null) latest = stored(found.snapshot)
          accepted ??= latest
        }
      }),
    )
  })

  test('the hash knows no order of columns, and tells any two shapes apart', () => {
    void fc.assert(
      fc.property(anyColumns, anyColumns, (a, b) => {
        expect(hashShape([...a].reverse())).toBe(hashShape(a))
        const key = (columns: readonly Column[]): string =>
          JSON.stringify(
            columns
              .map(({ name, type, nullable }) => [name, type, nullable])
              .sort((x, y) => (String(x[0]) < String(y[0]) ? -1 : 1)),
          )
        expect(hashShape(a) === hashShape(b)).toBe(key(a) === key(b))
      }),
    )
  })
})
