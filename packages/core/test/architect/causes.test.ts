import { describe, expect, test } from 'vitest'
import { type Cause, findCauses } from '../../src/architect/causes.ts'
import type { Anomaly, SchemaChange } from '../../src/model/anomaly.ts'
import type { NeighbourHistory, UpstreamRoute } from '../../src/ports/architect.ts'
import { drift, incidentOf, stale, typeChange, upstream } from './incident-facts.ts'

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

describe('what the lineage of columns says', () => {
  function route(feeds: Readonly<Record<string, readonly string[] | null>>): UpstreamRoute {
    const known = new Map(Object.entries(feeds))
    return { feeds: known, used: null, isBlocked: false, isImmediate: false, endedAt: null }
  }
  const scoreOf = (column: string, way: UpstreamRoute): number =>
    causesOf(here, [{ ...raw([drift('raw.orders', [typeChange(column)])]), route: way }])[0]?.score ?? 0

  test('a column of another name that feeds it explains it, one of its own name that does not explains nothing', () => {
    expect(scoreOf('amt', route({ price: ['amt'] }))).toBeGreaterThan(0.9)
    expect(scoreOf('price', route({ price: ['amt'] }))).toBe(0)
    expect(scoreOf('price', route({ price: [] }))).toBe(0)
  })

  test('where it does not know, names decide', () => {
    expect(scoreOf('price', route({ price: null }))).toBeGreaterThan(0.8)
    expect(scoreOf('price', route({}))).toBeGreaterThan(0.8)
    expect(scoreOf('amt', route({ price: null }))).toBe(0)
  })

  test('a way that ended, that is blocked, or that a view is late by speaks against it', () => {
    const free = route({ price: ['price'] })
    expect(scoreOf('price', { ...free, isBlocked: true })).toBeLessThan(0.6 * scoreOf('price', free))
    expect(scoreOf('price', { ...free, endedAt: new Date(0) })).toBeLessThan(scoreOf('price', free))
    const hourBefore = (isImmediate: boolean): number =>
      causesOf(here, [
        { ...raw([drift('raw.orders', [typeChange('price')], -60)]), route: { ...free, isImmediate } },
      ])[0]?.score ?? 0
    expect(hourBefore(true)).toBeLessThan(hourBefore(false))
  })

  test('columns that moved by one place are one change', () => {
    const column = (name: string, type = 'text') => ({ name, type, nullable: true, ordinal: 1 })
    const renamed = (from: string, to: string): SchemaChange => ({
      ...typeChange(to),
      kind: 'column_renamed',
      previousName: from,
      before: column(from),
      after: column(to),
    })
    const lost = (name: string): SchemaChange => ({
      ...typeChange(name),
      kind: 'column_deleted',
      before: column(name),
      after: null,
    })
    const moved = [lost('c'), renamed('a', 'b'), renamed('b', 'c')]
    const [cause] = causesOf(
      [drift('analytics.orders', moved)],
      [staging([drift('staging.orders', [lost('a')])])],
    )
    expect(cause?.score).toBeGreaterThan(0.7)
  })
})

describe('causes of causes', () => {
  const lost: SchemaChange = { ...typeChange('price'), kind: 'column_deleted', after: null }

  test('a load broke by a change that came from farther up', () => {
    const causes = causesOf(
      [stale('analytics.orders', 60)],
      [
        staging([drift('staging.orders', [lost], 30)]),
        // Data still passes staging, so that as the cause of a delay alone it would count for little.
        { ...raw([drift('raw.orders', [lost])]), route: blockedWay },
      ],
    )
    expect(roots(causes)).toEqual(['raw.orders'])
    expect(causes[0]?.by).toBe('staging.orders')
  })

  test('of two that feed each other it began at the farther one', () => {
    const both = [
      upstream(['a', 'b', 'analytics.orders'], [drift('a', [typeChange('price')])], 1, ['b']),
      upstream(['b', 'analytics.orders'], [drift('b', [typeChange('price')])], 1, ['a']),
    ]
    expect(roots(causesOf(here, both))).toEqual(['a'])
    expect(causesOf(here, both)).toHaveLength(2)
  })
})

const blockedWay: UpstreamRoute = {
  feeds: new Map(),
  used: null,
  isBlocked: true,
  isImmediate: false,
  endedAt: null,
}
