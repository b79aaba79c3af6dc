import { describe, expect, test } from 'vitest'
import { findCauses } from '../../src/architect/causes.ts'
import type { Anomaly, SchemaChange } from '../../src/model/anomaly.ts'
import type { NeighbourHistory } from '../../src/ports/architect.ts'

const START = Date.parse('2026-02-15T14:00:00Z')
const at = (minutes: number): Date => new Date(START + minutes * 60_000)

function typeChange(column: string, from = 'double precision', to = 'text'): SchemaChange {
  const base = { name: column, nullable: true, ordinal: 1 }
  return {
    kind: 'type_changed',
    column,
    before: { ...base, type: from },
    after: { ...base, type: to },
    severity: 'critical',
    evidence: [],
  }
}

let nextId = 1
function drift(table: string, changes: readonly SchemaChange[], minutes = 0): Anomaly {
  return {
    id: nextId++,
    connectionId: 1,
    tableId: 1,
    table,
    type: 'schema_drift',
    severity: 'critical',
    detail: { type: 'schema_drift', changes },
    fingerprint: String(nextId),
    detectedAt: at(minutes),
    snapshotId: null,
    incidentId: 1,
  }
}

function stale(table: string, minutes = 0): Anomaly {
  return {
    ...drift(table, [], minutes),
    type: 'freshness_violation',
    detail: {
      type: 'freshness_violation',
      slaMinutes: 60,
      notBefore: null,
      notAfter: at(-300),
      minutesSince: 300,
      minutesOverdue: 240,
      method: 'watermark',
      caveats: [],
    },
  }
}

function upstream(path: readonly string[], anomalies: readonly Anomaly[], confidence = 1): NeighbourHistory {
  const name = path[0] ?? ''
  return {
    node: { name, depth: path.length - 1, confidence, isTerminal: false },
    path,
    anomalies,
    healed: [],
    monitored: true,
  }
}

const here = [drift('analytics.orders', [typeChange('price')])]
const staging = (anomalies: readonly Anomaly[]): NeighbourHistory =>
  upstream(['staging.orders', 'analytics.orders'], anomalies)
const raw = (anomalies: readonly Anomaly[]): NeighbourHistory =>
  upstream(['raw.orders', 'staging.orders', 'analytics.orders'], anomalies)

describe('upstream causes', () => {
  test('of a chain that all changed alike, it began farthest upstream', () => {
    const causes = findCauses(here, [
      staging([drift('staging.orders', [typeChange('price')])]),
      raw([drift('raw.orders', [typeChange('price')])]),
    ])
    expect(causes.map(({ neighbour }) => neighbour.node.name)).toEqual(['raw.orders'])
    expect(causes[0]?.confidence).toBe(0.95)
  })

  test('a change of another column explains nothing', () => {
    expect(findCauses(here, [raw([drift('raw.orders', [typeChange('city')])])])).toEqual([])
  })

  test('what was seen later explains nothing', () => {
    expect(findCauses(here, [raw([drift('raw.orders', [typeChange('price')], 5)])])).toEqual([])
  })

  test('another change of the same column explains less than the same change', () => {
    const [cause] = findCauses(here, [
      staging([drift('staging.orders', [typeChange('price', 'text', 'bytea')])]),
    ])
    expect(cause?.confidence).toBe(0.8)
  })

  test('uncertain lineage makes the cause less certain', () => {
    const [cause] = findCauses(here, [
      upstream(['s.o', 'analytics.orders'], [drift('s.o', [typeChange('price')])], 0.6),
    ])
    expect(cause?.confidence).toBeCloseTo(0.57)
  })

  test('a stale parent explains a stale child, a stale parent no drift', () => {
    expect(findCauses([stale('analytics.orders')], [staging([stale('staging.orders')])])).toHaveLength(1)
    expect(findCauses(here, [staging([stale('staging.orders')])])).toEqual([])
  })

  test('independent candidates both stay, the surer first', () => {
    const causes = findCauses(here, [
      upstream(['a.x', 'analytics.orders'], [drift('a.x', [typeChange('price', 'text', 'bytea')])]),
      upstream(['b.y', 'analytics.orders'], [drift('b.y', [typeChange('price')])]),
    ])
    expect(causes.map(({ neighbour }) => neighbour.node.name)).toEqual(['b.y', 'a.x'])
  })

  test('a dropped upstream explains a dropped table, and no other change', () => {
    const drop: SchemaChange = {
      ...typeChange('x'),
      kind: 'table_dropped',
      column: null,
      before: null,
      after: null,
    }
    const upstreamDrop = [staging([drift('staging.orders', [drop])])]
    expect(findCauses(here, upstreamDrop)).toEqual([])
    expect(findCauses([drift('analytics.orders', [drop])], upstreamDrop)).toHaveLength(1)
  })

  test('names are matched whatever their case, a rename by both of its names', () => {
    const renamed: SchemaChange = { ...typeChange('AMOUNT'), kind: 'column_renamed', previousName: 'PRICE' }
    expect(findCauses(here, [raw([drift('raw.orders', [renamed])])])).toHaveLength(1)
  })
})
