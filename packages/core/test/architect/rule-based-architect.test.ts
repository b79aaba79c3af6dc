import { describe, expect, test } from 'vitest'
import { collectEvidence } from '../../src/architect/evidence.ts'
import { NO_EVIDENCE_TEXT, ruleBasedArchitect } from '../../src/architect/index.ts'
import type { Anomaly, SchemaChange } from '../../src/model/anomaly.ts'
import type { Diagnosis } from '../../src/model/diagnosis.ts'
import type { DiagnosisContext, NeighbourHistory } from '../../src/ports/architect.ts'
import { at, drift, incidentOf, stale, typeChange, upstream } from './incident-facts.ts'

function contextOf(
  anomalies: readonly Anomaly[],
  neighbours: readonly NeighbourHistory[],
  downstream: readonly string[] = [],
): DiagnosisContext {
  const incident = incidentOf(anomalies)
  const blastRadius = {
    table: incident.table ?? '',
    affectedTables: downstream.map((name) => ({ name, depth: 1, confidence: 1, isTerminal: true })),
    totalCount: downstream.length,
    maxDepth: downstream.length === 0 ? 0 : 1,
    hasDashboardConsumers: downstream.length > 0,
  }
  const shared = { incident, anomalies, upstream: neighbours, blastRadius, history: [] }
  return {
    ...shared,
    changes: [],
    dialect: 'postgresql',
    tableKind: 'table',
    evidence: collectEvidence({ ...shared, coverageProblems: [] }),
    now: at(0),
  }
}

const diagnose = (...facts: Parameters<typeof contextOf>): Promise<Diagnosis> =>
  ruleBasedArchitect().diagnose(contextOf(...facts))

const here = [drift('analytics.orders', [typeChange('price')])]
const parent = (anomalies: readonly Anomaly[], more: Partial<NeighbourHistory> = {}): NeighbourHistory => ({
  ...upstream(['raw.orders', 'analytics.orders'], anomalies),
  ...more,
})

describe('the rules', () => {
  test('say without evidence exactly that, with confidence 0, and the blast radius all the same', async () => {
    const diagnosis = await diagnose(here, [], [])
    expect(diagnosis).toMatchObject({ rootCause: NO_EVIDENCE_TEXT, rootCauseTable: null, confidence: 0 })
    expect(diagnosis.candidates).toEqual([])
    const unseen = await diagnose(here, [parent([], { monitored: false })], ['mart.a', 'mart.b'])
    expect(unseen).toMatchObject({
      rootCause: 'Automated analysis unavailable. Manual investigation required.',
      confidence: 0,
      blastRadius: ['mart.a', 'mart.b'],
    })
  })

  test('name the cause, the way, and the facts that they rest on', async () => {
    const diagnosis = await diagnose(here, [parent([drift('raw.orders', [typeChange('price')])])])
    expect(diagnosis.rootCauseTable).toBe('raw.orders')
    expect(diagnosis.rootCause).toContain('raw.orders -> analytics.orders')
    expect(diagnosis.confidence).toBeGreaterThan(0.8)
    const cited = diagnosis.evidence.filter(({ id }) => diagnosis.rootCauseEvidence?.includes(id))
    expect(cited.map(({ kind, table }) => `${kind} ${table}`)).toEqual([
      'schema_change analytics.orders',
      'lineage raw.orders',
      'schema_change raw.orders',
    ])
  })

  test('weigh the candidates, the best first, each with a reason', async () => {
    const other = upstream(
      ['b.other', 'analytics.orders'],
      [drift('b.other', [typeChange('price', 'text', 'bytea')])],
    )
    const diagnosis = await diagnose(here, [parent([drift('raw.orders', [typeChange('price')])]), other])
    expect(diagnosis.candidates?.map(({ table }) => table)).toEqual(['raw.orders', 'b.other'])
    expect(diagnosis.candidates?.[0]?.confidence).toBe(diagnosis.confidence)
    // Of two that may be it, neither is as sure as one alone.
    const alone = await diagnose(here, [parent([drift('raw.orders', [typeChange('price')])])])
    expect(diagnosis.confidence).toBeLessThan(alone.confidence)
  })

  test('find that it began at the table itself where all above is watched and nothing explains it', async () => {
    const diagnosis = await diagnose(here, [parent([drift('raw.orders', [typeChange('city')])])], ['mart.a'])
    expect(diagnosis.rootCauseTable).toBe('analytics.orders')
    expect(diagnosis.candidates?.[0]?.table).toBe('analytics.orders')
    expect(diagnosis.rootCauseEvidence?.length).toBeGreaterThan(0)
  })

  test('do not take a place of files for a table that nobody watches', async () => {
    const stage = parent([], { monitored: false, nodeKind: 'stage' })
    expect((await diagnose(here, [stage])).rootCauseTable).toBe('analytics.orders')
  })

  test('find that its own load stopped where every parent had data since', async () => {
    const since = { notBefore: at(30), notAfter: at(30), of: 'rows' as const }
    const late = [stale('analytics.orders', 60)]
    const diagnosis = await diagnose(late, [parent([stale('raw.orders', 60)], { lastChange: since })])
    expect(diagnosis.rootCauseTable).toBe('analytics.orders')
    const before = { notBefore: at(-300), notAfter: at(-300), of: 'rows' as const }
    const known = await diagnose(late, [parent([stale('raw.orders', 60)], { lastChange: before })])
    expect(known.rootCauseTable).toBe('raw.orders')
  })

  test('are less sure of a table above which something is not watched', async () => {
    const cause = [drift('raw.orders', [typeChange('price')])]
    const seen = await diagnose(here, [parent(cause)])
    const unseen = await diagnose(here, [parent(cause, { hasUnseenUpstream: true })])
    expect(unseen.confidence).toBeLessThan(seen.confidence)
    expect(unseen.rootCause).toMatch(/^It began in or upstream of raw.orders/)
  })

  test('never fail: any mixture of kinds has an answer with a confidence from 0 to 1', async () => {
    const kinds: readonly SchemaChange['kind'][] = [
      'column_added',
      'column_deleted',
      'column_renamed',
      'type_changed',
      'nullability_changed',
      'table_dropped',
      'table_replaced',
    ]
    const bare = (kind: SchemaChange['kind']): SchemaChange => ({
      ...typeChange('price'),
      kind,
      column: kind.startsWith('table') ? null : 'price',
      before: null,
      after: null,
    })
    for (const theirs of kinds) {
      for (const anomalies of [...kinds.map((ours) => [drift('t', [bare(ours)])]), [stale('t')], []]) {
        const { confidence } = await diagnose(anomalies, [parent([drift('raw.orders', [bare(theirs)])])])
        expect(confidence).toBeGreaterThanOrEqual(0)
        expect(confidence).toBeLessThanOrEqual(1)
      }
    }
  })
})
