import { describe, expect, test } from 'vitest'
import { sqliteTraits } from '../../src/index.ts'
import { columnValues } from '../../src/mapping/column-values.ts'
import { rowReaders } from '../../src/mapping/rows.ts'

const rows = rowReaders(columnValues(sqliteTraits))
const ROW = {
  id: 7,
  table_id: 3,
  table_exists: 1,
  table_kind: 'table',
  columns: '[{"name":"id","type":"bigint","nullable":false,"ordinal":1}]',
  snapshot_hash: 'v1:a',
  object_id: null,
  captured_at: '2026-03-01T12:00:00.000Z',
} as const

describe('a snapshot', () => {
  test('parses its columns once, when they are first looked at', () => {
    const snapshot = rows.snapshot(ROW)
    const { columns } = snapshot
    expect(columns).toEqual([{ name: 'id', type: 'bigint', nullable: false, ordinal: 1 }])
    expect(snapshot.columns).toBe(columns)
  })

  test('can be judged by its hash even if its columns are damaged', () => {
    const snapshot = rows.snapshot({ ...ROW, columns: '[{' })
    expect(snapshot.hash).toBe('v1:a')
    expect(() => snapshot.columns).toThrowError(/schema_snapshots\.columns of row 7/)
  })

  test('looks like a plain value to whoever copies or prints it', () => {
    const { columns } = rows.snapshot(ROW)
    expect({ ...rows.snapshot(ROW) }.columns).toEqual(columns)
    expect(JSON.parse(JSON.stringify(rows.snapshot(ROW))).columns).toEqual(columns)
    expect(structuredClone(rows.snapshot(ROW)).columns).toEqual(columns)
  })
})
