import { describe, expect, test } from 'vitest'
import { collectEvidence, type EvidenceInput } from '../../src/architect/evidence.ts'
import type { LineageEdge } from '../../src/model/lineage.ts'
import { at, drift, incidentOf, stale, typeChange, upstream } from './incident-facts.ts'

const ref = (name: string) => ({ catalog: '', schema: 'public', name })

function edge(source: string, more: Partial<LineageEdge> = {}): LineageEdge {
  return {
    id: 1,
    connectionId: 1,
    source,
    target: 'analytics.orders',
    sourceRef: ref(source),
    targetRef: ref('orders'),
    sourceKind: 'table',
    targetKind: 'table',
    relationship: 'direct',
    confidence: 1,
    queryHash: '0123456789abcdef',
    origin: 'query_log',
    columns: [],
    usedColumns: [],
    columnsComplete: true,
    observations: 3,
    firstSeenAt: at(-600),
    lastSeenAt: at(-10),
    closedAt: null,
    ...more,
  }
}

const anomalies = [drift('analytics.orders', [typeChange('price')])]

function evidenceOf(more: Partial<EvidenceInput>) {
  const incident = incidentOf(anomalies)
  const blastRadius = {
    table: 'analytics.orders',
    affectedTables: [],
    totalCount: 0,
    maxDepth: 0,
    hasDashboardConsumers: false,
  }
  return collectEvidence({
    incident,
    anomalies,
    upstream: [],
    blastRadius,
    history: [],
    coverageProblems: [],
    ...more,
  })
}

describe('evidence', () => {
  test('has ids in order, a source each, and a time where there is one', () => {
    const evidence = evidenceOf({
      upstream: [
        upstream(['raw.orders', 'analytics.orders'], [drift('raw.orders', [typeChange('price')], -5)]),
      ],
      edges: [edge('raw.orders')],
      coverageProblems: ['2 statements were not understood'],
    })
    expect(evidence.map(({ id }) => id)).toEqual(evidence.map((_item, index) => `E${index + 1}`))
    expect(evidence.every(({ source }) => source !== undefined)).toBe(true)
    expect(
      evidence.find(({ table, kind }) => table === 'raw.orders' && kind === 'schema_change')?.at,
    ).toEqual(at(-5))
  })

  test('tells the statements that feed the table, those that a DROP ended first', () => {
    const texts = evidenceOf({
      edges: [
        edge('raw.orders'),
        edge('raw.prices', { closedAt: at(-3), origin: 'query_log' }),
        edge('stage.v', { origin: 'view_definition', observations: 1 }),
      ],
    }).filter(({ text }) => text.includes('statement') || text.includes('ended'))
    expect(texts.map(({ text, source, at: time }) => [text, source, time])).toEqual([
      [
        'raw.prices -> analytics.orders ended: a table of them was dropped, renamed or emptied',
        'query_log',
        at(-3),
      ],
      [
        'analytics.orders is fed from raw.orders by statement 0123456789ab of the query log, 3 runs',
        'query_log',
        at(-10),
      ],
      [
        'analytics.orders is fed from stage.v by statement 0123456789ab of a view definition',
        'view_definition',
        at(-10),
      ],
    ])
  })

  test('tells what is downstream and what the looks at freshness concluded', () => {
    const texts = evidenceOf({
      downstream: [upstream(['analytics.orders', 'mart.daily'], [stale('mart.daily')])],
      observations: [
        {
          table: 'analytics.orders',
          seen: {
            id: 1,
            tableId: 1,
            sentinel: 'freshness',
            verdict: 'fine',
            text: 'Last change at 13:00.',
            lastChange: null,
            at: at(-60),
            anomalyId: null,
            incidentId: null,
          },
        },
      ],
    }).map(({ text }) => text)
    expect(texts).toContain('analytics.orders -> mart.daily (1 hop, confidence 1.00)')
    expect(texts.some((text) => text.startsWith('mart.daily: no new data'))).toBe(true)
    expect(texts).toContain('analytics.orders, look at freshness: Last change at 13:00.')
  })

  test('is bounded: of many quiet tables the nearest are told, and all are counted', () => {
    const quiet = Array.from({ length: 500 }, (_item, index) =>
      upstream([`q${index}`, 'analytics.orders'], []),
    )
    const loud = upstream(['loud', 'analytics.orders'], [drift('loud', [typeChange('x')])])
    const evidence = evidenceOf({
      upstream: [...quiet, loud],
      upstreamCounts: { tables: 501, unmonitored: 7 },
    })
    expect(evidence.length).toBeLessThan(60)
    expect(evidence.some(({ table }) => table === 'loud')).toBe(true)
    expect(evidence.map(({ text }) => text)).toContain(
      '501 tables are upstream of analytics.orders, 7 of them not monitored',
    )
  })
})
