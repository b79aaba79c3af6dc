import type { CheckResult, SnapshotDraft, TableScanResult } from '@aegis/core'
import { describe, expect, test } from 'vitest'
import { type HeldTable, settleRaces } from '../../src/repositories/settle-races.ts'

const AT = new Date('2026-03-01T12:00:00.000Z')
const SNAPSHOT: SnapshotDraft = {
  exists: true,
  kind: 'table',
  columns: [],
  hash: 'v1:a',
  objectId: null,
  capturedAt: AT,
}

function held(
  tableId: number,
  latestId: number | null,
  versions: Readonly<Record<string, number>> = {},
): HeldTable {
  return {
    tableId,
    connectionId: 1,
    name: `t${tableId}`,
    latestId,
    problem: null,
    stateVersions: new Map(Object.entries(versions)),
  }
}

interface Wanted {
  readonly shape?: number | null
  readonly state?: number
  readonly sentinel?: string
}

function check({ shape, state, sentinel = 'schema' }: Wanted): CheckResult {
  return {
    sentinel,
    anomalyType: 'schema_drift',
    anomaly: null,
    note: null,
    shape: shape === undefined ? null : { expectedLatestId: shape, snapshot: SNAPSHOT },
    state: state === undefined ? null : { expectedVersion: state, value: 'x' },
  }
}

function result(tableId: number, ...checks: readonly Wanted[]): TableScanResult {
  return { tableId, checkedAt: AT, checks: checks.map(check) }
}

const TABLES = new Map([held(1, null), held(2, 20, { schema: 3 })].map((table) => [table.tableId, table]))

describe('settling the races of a batch', () => {
  test.for([
    { what: 'a first shape', results: [result(1, { shape: null })], taken: [[true]] },
    { what: 'a shape judged against the latest', results: [result(2, { shape: 20 })], taken: [[true]] },
    { what: 'a shape judged against an older one', results: [result(2, { shape: 19 })], taken: [[false]] },
    { what: 'a baseline that was taken already', results: [result(2, { shape: null })], taken: [[false]] },
    { what: 'a state from the present version', results: [result(2, { state: 3 })], taken: [[true]] },
    { what: 'a state from an older version', results: [result(2, { state: 2 })], taken: [[false]] },
    {
      what: 'a first state of another sentinel',
      results: [result(2, { state: 0, sentinel: 'x' })],
      taken: [[true]],
    },
    {
      what: 'a good state with an old shape',
      results: [result(2, { shape: 1, state: 3 })],
      taken: [[false]],
    },
    {
      what: 'a good shape with an old state',
      results: [result(2, { shape: 20, state: 1 })],
      taken: [[false]],
    },
    {
      what: 'the same shape twice',
      results: [result(1, { shape: null }, { shape: null })],
      taken: [[true, false]],
    },
    {
      what: 'states one after the other',
      results: [result(2, { state: 3 }), result(2, { state: 4 })],
      taken: [[true], [true]],
    },
    {
      what: 'the same state twice',
      results: [result(2, { state: 3 }), result(2, { state: 3 })],
      taken: [[true], [false]],
    },
    { what: 'a table that is gone', results: [result(9, {}, { shape: null })], taken: [[false, false]] },
    { what: 'a check that brings nothing', results: [result(1, {})], taken: [[true]] },
  ])('$what', ({ results, taken }) => {
    expect(settleRaces(results, TABLES).taken).toEqual(taken)
  })

  test('a superseded check leaves nothing behind', () => {
    const settled = settleRaces([result(2, { shape: 1, state: 3 }, { shape: 20, state: 1 })], TABLES)
    expect(settled).toMatchObject({ states: [], baselines: [] })
    expect(settled.shapes.size).toBe(0)
  })

  test('versions grow by one and the last value counts', () => {
    const { states } = settleRaces([result(2, { state: 3 }, { state: 4 })], TABLES)
    expect(states).toEqual([{ tableId: 2, sentinel: 'schema', version: 5, value: 'x' }])
  })

  test('only a first shape is a baseline', () => {
    const { baselines } = settleRaces([result(1, { shape: null }), result(2, { shape: 20 })], TABLES)
    expect(baselines.map(({ tableId }) => tableId)).toEqual([1])
  })
})
