import type { Anomaly } from '../model/anomaly.ts'
import type { Evidence, EvidenceKind } from '../model/diagnosis.ts'
import type { Incident } from '../model/incident.ts'
import type { BlastRadius } from '../model/lineage.ts'
import type { NeighbourHistory } from '../ports/architect.ts'
import { describeAnomaly } from './describe-anomaly.ts'

export interface EvidenceInput {
  readonly incident: Incident
  readonly anomalies: readonly Anomaly[]
  readonly upstream: readonly NeighbourHistory[]
  readonly blastRadius: BlastRadius
  readonly history: readonly Anomaly[]
  readonly coverageProblems: readonly string[]
}

type Fact = Omit<Evidence, 'id'>

function fact(kind: EvidenceKind, table: string | null, at: Date | null, text: string): Fact {
  return { kind, table, at, text }
}

function kindOf(anomaly: Anomaly): EvidenceKind {
  if (anomaly.type === 'schema_drift') return 'schema_change'
  return anomaly.type === 'freshness_violation' ? 'freshness' : 'anomaly'
}

function factOf(anomaly: Anomaly): Fact {
  const subject = anomaly.table ?? 'the connection'
  return fact(kindOf(anomaly), anomaly.table, anomaly.detectedAt, `${subject}: ${describeAnomaly(anomaly)}`)
}

function upstreamFacts(neighbour: NeighbourHistory): readonly Fact[] {
  const { node, path, anomalies, healed, monitored } = neighbour
  const hops = node.depth === 1 ? '1 hop' : `${node.depth} hops`
  const known = monitored ? '' : '; it is not monitored, so its changes are not known'
  const route = fact(
    'lineage',
    node.name,
    null,
    `${path.join(' -> ')} (${hops}, confidence ${node.confidence.toFixed(2)}${known})`,
  )
  const over = healed.map((anomaly) => {
    const past = factOf(anomaly)
    return { ...past, text: `over by now: ${past.text}` }
  })
  return [route, ...anomalies.map(factOf), ...over]
}

function blastFact(blast: BlastRadius): Fact {
  const count = blast.totalCount
  const text =
    count === 0
      ? `nothing is known downstream of ${blast.table}`
      : `${count} ${count === 1 ? 'table is' : 'tables are'} downstream of ${blast.table}, up to ${blast.maxDepth} ${blast.maxDepth === 1 ? 'hop' : 'hops'} away`
  return fact('lineage', blast.table, null, text)
}

/** Everything known about an incident as numbered facts, the incident's own first, then upstream by distance. */
export function collectEvidence(input: EvidenceInput): readonly Evidence[] {
  const facts: readonly Fact[] = [
    ...input.anomalies.map(factOf),
    ...input.upstream.flatMap(upstreamFacts),
    ...(input.incident.table === null ? [] : [blastFact(input.blastRadius)]),
    ...input.history.map((anomaly) => {
      const earlier = factOf(anomaly)
      return { ...earlier, text: `earlier: ${earlier.text}` }
    }),
    ...input.coverageProblems.map((text) => fact('coverage', null, null, text)),
  ]
  return facts.map((item, index) => ({ id: `E${index + 1}`, ...item }))
}
