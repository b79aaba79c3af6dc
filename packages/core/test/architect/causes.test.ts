import { describe, expect, test } from 'vitest'
import { type Cause, findCauses } from '../../src/architect/causes.ts'
import type { Anomaly, SchemaChange } from '../../src/model/anomaly.ts'
import type { Incident } from '../../src/model/incident.ts'
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
      missedSlot: null,
      notBefore: null,
      notAfter: at(-300),
      minutesSince: 300,
      minutesOverdue: 240,
      method: 'watermark',
      caveats: [],
    },
  }
}

function upstream(
  path: readonly string[],
  anomalies: readonly Anomaly[],
  confidence = 1,
  fedBy: readonly string[] = [],
): NeighbourHistory {
  const name = path[0] ?? ''
  return {
    node: { name, depth: path.length - 1, confidence, isTerminal: false },
    path,
    anomalies,
    healed: [],
    fedBy,
    hasUnseenUpstream: false,
    monitored: true,
  }
}

function incidentOf(anomalies: readonly Anomaly[]): Incident {
  const [first] = anomalies
  return {
    id: 1,
    connectionId: 1,
    tableId: 1,
    table: first?.table ?? null,
    type: first?.type ?? 'schema_drift',
    status: 'investigating',
    severity: 'critical',
    anomalyId: 1,
    anomalyIds: [1],
    diagnosis: null,
    blastRadius: [],
    remediation: null,
    notes: [],
    resolvedAt: null,
    resolvedBy: null,
    resolutionNote: null,
    dismissReason: null,
    version: 1,
    createdAt: at(0),
    updatedAt: at(0),
  }
}

function causesOf(
  anomalies: readonly Anomaly[],
  neighbours: readonly NeighbourHistory[],
  downstream: readonly string[] = [],
): readonly Cause[] {
  return findCauses({
    incident: incidentOf(anomalies),
    anomalies,
    upstream: neighbours,
    dialect: 'postgresql',
    blastRadius: {
      table: anomalies[0]?.table ?? '',
      affectedTables: downstream.map((name) => ({ name, depth: 1, confidence: 1, isTerminal: true })),
      totalCount: downstream.length,
      maxDepth: 1,
      hasDashboardConsumers: true,
    },
  })
}

const roots = (causes: readonly Cause[]): readonly string[] =>
  causes.filter(({ isLink }) => !isLink).map(({ neighbour }) => neighbour.node.name)

const here = [drift('analytics.orders', [typeChange('price')])]
const staging = (anomalies: readonly Anomaly[]): NeighbourHistory =>
  upstream(['staging.orders', 'analytics.orders'], anomalies, 1, ['raw.orders'])
const raw = (anomalies: readonly Anomaly[]): NeighbourHistory =>
  upstream(['raw.orders', 'staging.orders', 'analytics.orders'], anomalies)

describe('upstream causes', () => {
  test('of a chain that all changed alike, it began farthest upstream', () => {
    const causes = causesOf(here, [
      staging([drift('staging.orders', [typeChange('price')])]),
      raw([drift('raw.orders', [typeChange('price')])]),
    ])
    expect(roots(causes)).toEqual(['raw.orders'])
    expect(causes.map(({ neighbour }) => neighbour.node.name)).toEqual(['raw.orders', 'staging.orders'])
  })

  test('a change of another column explains nothing', () => {
    expect(causesOf(here, [raw([drift('raw.orders', [typeChange('city')])])])).toEqual([])
  })

  test('what was seen a cycle later explains less, and what was seen hours later nothing', () => {
    const seen = (minutes: number): readonly Cause[] =>
      causesOf(here, [raw([drift('raw.orders', [typeChange('price')], minutes)])])
    expect(seen(5)[0]?.score).toBeLessThan(seen(0)[0]?.score ?? 0)
    expect(seen(120)).toEqual([])
  })

  test('another change of the same column explains less than the same change', () => {
    const scoreOf = (from: string, to: string): number =>
      causesOf(here, [staging([drift('staging.orders', [typeChange('price', from, to)])])])[0]?.score ?? 0
    expect(scoreOf('text', 'bytea')).toBeLessThan(scoreOf('double precision', 'text'))
    // Another spelling is no other change.
    expect(scoreOf('float8', 'text')).toBe(scoreOf('double precision', 'text'))
  })

  test('uncertain lineage makes the cause less certain', () => {
    const scoreOf = (confidence: number): number =>
      causesOf(here, [
        upstream(['s.o', 'analytics.orders'], [drift('s.o', [typeChange('price')])], confidence),
      ])[0]?.score ?? 0
    expect(scoreOf(0.6)).toBeLessThan(scoreOf(1))
  })

  test('a stale parent explains a stale child, a stale parent no drift', () => {
    expect(causesOf([stale('analytics.orders')], [staging([stale('staging.orders')])])).toHaveLength(1)
    expect(causesOf(here, [staging([stale('staging.orders')])])).toEqual([])
  })

  test('independent candidates both stay, the surer first', () => {
    const causes = causesOf(here, [
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
    expect(causesOf(here, upstreamDrop)).toEqual([])
    expect(causesOf([drift('analytics.orders', [drop])], upstreamDrop)).toHaveLength(1)
  })

  test('a rename is matched by both of its names, and names that differ by case are two columns', () => {
    const renamed = (to: string, from: string): SchemaChange => ({
      ...typeChange(to),
      kind: 'column_renamed',
      previousName: from,
    })
    const lost: SchemaChange = { ...typeChange('price'), kind: 'column_deleted', after: null }
    expect(
      causesOf([drift('a.o', [lost])], [raw([drift('raw.orders', [renamed('amount', 'price')])])]),
    ).toHaveLength(1)
    expect(causesOf(here, [raw([drift('raw.orders', [typeChange('Price')])])])).toEqual([])
  })

  test.each<readonly [string, SchemaChange['kind'], SchemaChange['kind'], number]>([
    ['a lost column explains a lost column', 'column_deleted', 'column_deleted', 1],
    ['a new column explains no lost one', 'column_added', 'column_deleted', 0],
    ['a changed type explains no NOT NULL', 'type_changed', 'nullability_changed', 0],
    ['a rename explains a lost column', 'column_renamed', 'column_deleted', 1],
  ])('%s', (_title, theirs, ours, count) => {
    const change = (kind: SchemaChange['kind']): SchemaChange => ({ ...typeChange('note'), kind })
    expect(
      causesOf([drift('a.o', [change(ours)])], [raw([drift('raw.orders', [change(theirs)])])]),
    ).toHaveLength(count)
  })

  test('what explains only the lesser part of a change is hardly a cause', () => {
    const added: SchemaChange = {
      ...typeChange('updated_at'),
      kind: 'column_added',
      before: null,
      severity: 'low',
    }
    const lost: SchemaChange = { ...typeChange('price'), kind: 'column_deleted', after: null }
    const [cause] = causesOf([drift('a.o', [lost, added])], [raw([drift('raw.orders', [added])])])
    expect(cause?.score).toBeLessThan(0.5)
  })

  test('of a diamond it began at the top, by whichever way the path was found', () => {
    const change = [typeChange('price')]
    const found = causesOf(here, [
      upstream(['l', 'analytics.orders'], [drift('l', change)], 1, ['root']),
      upstream(['r', 'analytics.orders'], [drift('r', change)], 1, ['root']),
      upstream(['root', 'l', 'analytics.orders'], [drift('root', change)]),
    ])
    expect(roots(found)).toEqual(['root'])
  })

  test('a table that the incident\u2019s table feeds itself explains nothing', () => {
    const change = [drift('y', [typeChange('price')])]
    expect(causesOf(here, [upstream(['y', 'analytics.orders'], change)], ['y'])).toEqual([])
  })

  test('what happened more than a day ago explains less', () => {
    const scoreOf = (minutes: number): number =>
      causesOf(here, [raw([drift('raw.orders', [typeChange('price')], minutes)])])[0]?.score ?? 0
    expect(scoreOf(-2 * 24 * 60)).toBeLessThan(scoreOf(-60))
  })
})
