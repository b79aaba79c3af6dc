import type { Anomaly } from '../model/anomaly.ts'
import type { Evidence, EvidenceKind, EvidenceSource } from '../model/diagnosis.ts'
import type { Incident } from '../model/incident.ts'
import type { BlastRadius, LineageEdge } from '../model/lineage.ts'
import type { Observation } from '../model/observation.ts'
import type { NeighbourHistory } from '../ports/architect.ts'
import { describeAnomaly } from './describe-anomaly.ts'

export interface EvidenceInput {
  readonly incident: Incident
  readonly anomalies: readonly Anomaly[]
  readonly upstream: readonly NeighbourHistory[]
  /** Within three hops, nearest first. */
  readonly downstream?: readonly NeighbourHistory[] | undefined
  /** Into the incident's table: those that stand, and those that ended lately. */
  readonly edges?: readonly LineageEdge[] | undefined
  /** What the looks at freshness concluded, of any table told here, newest first. */
  readonly observations?: readonly { readonly table: string; readonly seen: Observation }[] | undefined
  readonly upstreamCounts?: { readonly tables: number; readonly unmonitored: number } | undefined
  readonly blastRadius: BlastRadius
  readonly history: readonly Anomaly[]
  readonly coverageProblems: readonly string[]
}

type Fact = Omit<Evidence, 'id'>

/** Told one by one; what is beyond is counted. */
const MOST_QUIET = 40
const MOST_DOWNSTREAM = 20
const MOST_STATEMENTS = 12

function fact(
  kind: EvidenceKind,
  table: string | null,
  at: Date | null,
  source: EvidenceSource,
  text: string,
): Fact {
  return { kind, table, at, text, source }
}

function kindOf(anomaly: Anomaly): EvidenceKind {
  if (anomaly.type === 'schema_drift') return 'schema_change'
  return anomaly.type === 'freshness_violation' ? 'freshness' : 'anomaly'
}

function factOf(anomaly: Anomaly, lead = ''): Fact {
  const subject = anomaly.table ?? 'the connection'
  const text = `${lead}${subject}: ${describeAnomaly(anomaly)}`
  return fact(kindOf(anomaly), anomaly.table, anomaly.detectedAt, 'scan', text)
}

function routeText({ node, path, monitored, nodeKind = 'table', route }: NeighbourHistory): string {
  const hops = node.depth === 1 ? '1 hop' : `${node.depth} hops`
  const unseen =
    nodeKind === 'table' ? 'it is not monitored, so its changes are not known' : 'it is a place of files'
  const known = monitored ? '' : `; ${unseen}`
  const ended = route?.endedAt == null ? '' : `; a DROP, RENAME or TRUNCATE ended this way`
  return `${path.join(' -> ')} (${hops}, confidence ${node.confidence.toFixed(2)}${known}${ended})`
}

function neighbourFacts(neighbour: NeighbourHistory): readonly Fact[] {
  const { node, anomalies, healed, route } = neighbour
  return [
    fact('lineage', node.name, route?.endedAt ?? null, 'lineage', routeText(neighbour)),
    ...anomalies.map((anomaly) => factOf(anomaly)),
    ...healed.map((anomaly) => factOf(anomaly, 'over by now: ')),
  ]
}

function isQuiet({ anomalies, healed }: NeighbourHistory): boolean {
  return anomalies.length === 0 && healed.length === 0
}

/** All where something happened, and the nearest of the others. */
function told(neighbours: readonly NeighbourHistory[], most: number): readonly NeighbourHistory[] {
  let quiet = 0
  return neighbours.filter((neighbour) => {
    if (!isQuiet(neighbour)) return true
    quiet += 1
    return quiet <= most
  })
}

const SEEN_IN: Readonly<Record<LineageEdge['origin'], string>> = {
  query_log: 'the query log',
  view_definition: 'a view definition',
  native: "the warehouse's own lineage",
}

/** What ended comes first: that is what changed. */
function statementFacts(edges: readonly LineageEdge[]): readonly Fact[] {
  const byTime = (a: LineageEdge, b: LineageEdge): number => b.lastSeenAt.getTime() - a.lastSeenAt.getTime()
  const ended = edges.filter(({ closedAt }) => closedAt !== null)
  const standing = edges.filter(({ closedAt }) => closedAt === null).sort(byTime)
  return [
    ...ended.map(({ source, target, closedAt, origin }) => {
      const text = `${source} -> ${target} ended: a table of them was dropped, renamed or emptied`
      return fact('lineage', target, closedAt, origin, text)
    }),
    ...standing.map(({ source, target, origin, observations, lastSeenAt, queryHash }) => {
      const runs =
        origin === 'view_definition' ? '' : `, ${observations} ${observations === 1 ? 'run' : 'runs'}`
      const text = `${target} is fed from ${source} by statement ${queryHash.slice(0, 12)} of ${SEEN_IN[origin]}${runs}`
      return fact('lineage', target, lastSeenAt, origin, text)
    }),
  ].slice(0, MOST_STATEMENTS)
}

function blastFact(blast: BlastRadius): Fact {
  const count = blast.totalCount
  const text =
    count === 0
      ? `nothing is known downstream of ${blast.table}`
      : `${count} ${count === 1 ? 'table is' : 'tables are'} downstream of ${blast.table}, up to ${blast.maxDepth} ${blast.maxDepth === 1 ? 'hop' : 'hops'} away`
  return fact('lineage', blast.table, null, 'lineage', text)
}

function countFacts({ incident, upstreamCounts }: EvidenceInput): readonly Fact[] {
  if (upstreamCounts === undefined || upstreamCounts.tables === 0) return []
  const { tables, unmonitored } = upstreamCounts
  const text = `${tables} ${tables === 1 ? 'table is' : 'tables are'} upstream of ${incident.table}, ${unmonitored} of them not monitored`
  return [fact('lineage', incident.table, null, 'lineage', text)]
}

function observationFact({ table, seen }: { readonly table: string; readonly seen: Observation }): Fact {
  return fact('freshness', table, seen.at, 'scan', `${table}, look at freshness: ${seen.text}`)
}

/** Everything known about an incident as numbered facts, the incident's own first, then upstream by distance. */
export function collectEvidence(input: EvidenceInput): readonly Evidence[] {
  const { incident, blastRadius, downstream = [], edges = [], observations = [] } = input
  const facts: readonly Fact[] = [
    ...input.anomalies.map((anomaly) => factOf(anomaly)),
    ...told(input.upstream, MOST_QUIET).flatMap(neighbourFacts),
    ...countFacts(input),
    ...(incident.table === null ? [] : [blastFact(blastRadius)]),
    ...told(downstream, MOST_DOWNSTREAM).flatMap(neighbourFacts),
    ...statementFacts(edges),
    ...observations.map(observationFact),
    ...input.history.map((anomaly) => factOf(anomaly, 'earlier: ')),
    ...input.coverageProblems.map((text) => fact('coverage', null, null, 'lineage', text)),
  ]
  return facts.map((item, index) => ({ id: `E${index + 1}`, ...item }))
}

/** Ids of the facts that say this: how neighbours are connected, and what was found there or here. */
export function citing(
  evidence: readonly Evidence[],
  neighbours: readonly NeighbourHistory[],
  anomalies: readonly Anomaly[],
): readonly string[] {
  const texts = new Set<string>(
    anomalies.flatMap((anomaly) => ['', 'over by now: '].map((lead) => factOf(anomaly, lead).text)),
  )
  for (const neighbour of neighbours) texts.add(routeText(neighbour))
  return evidence.filter(({ text }) => texts.has(text)).map(({ id }) => id)
}
