import { collectEvidence } from '../architect/index.ts'
import type { LineageGraph } from '../lineage/index.ts'
import type { Anomaly, SchemaChange } from '../model/anomaly.ts'
import type { Dialect } from '../model/connection.ts'
import type { Incident } from '../model/incident.ts'
import type { BlastRadius } from '../model/lineage.ts'
import type { DiagnosisContext, NeighbourHistory } from '../ports/architect.ts'
import type { Store, TableScanState } from '../ports/store.ts'
import { diffColumns, tableChange } from '../sentinels/schema/diff-columns.ts'
import { stillStands } from './still-stands.ts'

/** How far back an upstream anomaly may lie and still explain, and how far a table's own history is told. */
const HISTORY_DAYS = 7
const DAY_MS = 86_400_000
/** Causes are looked for as far as the graph is walked; farther than three hops only tables where something happened are told. */
const CAUSE_DEPTH = 10
const TOLD_DEPTH = 3
const HISTORY_LIMIT = 10

/** What one round of investigations knows about a connection, read once. */
export interface ConnectionKnowledge {
  readonly dialect: Dialect
  readonly graph: LineageGraph
  readonly tablesByName: ReadonlyMap<string, TableScanState>
  /** What the lineage may lack, in words. */
  readonly lineageProblems: readonly string[]
}

function acceptedToLatest(state: TableScanState | undefined, dialect: Dialect): readonly SchemaChange[] {
  const { accepted, latest } = state ?? {}
  if (accepted == null || latest == null || accepted.hash === latest.hash) return []
  if (!accepted.exists) return []
  if (!latest.exists) return [tableChange('table_dropped', [])]
  const isKnown = accepted.objectId !== null && latest.objectId !== null
  const sameObject = isKnown ? accepted.objectId === latest.objectId : null
  return diffColumns(accepted.columns, latest.columns, { dialect, sameObject })
}

/** Only for neighbours where something happened: for the others nobody asks. */
function withTheirUpstream(
  neighbours: readonly NeighbourHistory[],
  graph: LineageGraph,
): readonly NeighbourHistory[] {
  return neighbours.map((neighbour) => {
    if (neighbour.anomalies.length === 0) return neighbour
    const { name } = neighbour.node
    const feeds = (other: NeighbourHistory): boolean =>
      other.node.name !== name && graph.getPath(other.node.name, name) !== null
    const fedBy = neighbours
      .filter((other) => other.anomalies.length > 0 && feeds(other))
      .map(({ node }) => node.name)
    return {
      ...neighbour,
      fedBy,
      hasUnseenUpstream: neighbours.some((other) => !other.monitored && feeds(other)),
    }
  })
}

async function upstreamOf(
  store: Store,
  incident: Incident,
  table: string,
  knowledge: ConnectionKnowledge,
  since: Date,
): Promise<readonly NeighbourHistory[]> {
  const { graph, tablesByName } = knowledge
  const nodes = graph.getUpstream(table, { depth: CAUSE_DEPTH })
  const tableIds = nodes.flatMap(({ name }) => tablesByName.get(name)?.table.id ?? [])
  const { connectionId } = incident
  const found =
    tableIds.length === 0 ? [] : await store.listAnomalies({ connectionId, tableIds, since, limit: 1000 })
  const byTable = Map.groupBy(found, ({ tableId }) => tableId)
  const neighbours = nodes.flatMap((node): NeighbourHistory[] => {
    const state = tablesByName.get(node.name)
    const all = state === undefined ? [] : (byTable.get(state.table.id) ?? [])
    const monitored = state !== undefined
    if (node.depth > TOLD_DEPTH && monitored && all.length === 0) return []
    const stands = (anomaly: Anomaly): boolean => state === undefined || stillStands(anomaly, state)
    const path = graph.getPath(node.name, table) ?? [node.name, table]
    const anomalies = all.filter(stands)
    const healed = all.filter((anomaly) => !stands(anomaly))
    return [{ node, path, anomalies, healed, monitored, fedBy: [], hasUnseenUpstream: false }]
  })
  return withTheirUpstream(neighbours, graph)
}

async function earlierAnomalies(store: Store, incident: Incident, since: Date): Promise<readonly Anomaly[]> {
  if (incident.tableId === null) return []
  const { connectionId, tableId, id } = incident
  const found = await store.listAnomalies({ connectionId, tableIds: [tableId], since, limit: 100 })
  return found.filter(({ incidentId }) => incidentId !== id).slice(0, HISTORY_LIMIT)
}

function noBlastRadius(table: string | null): BlastRadius {
  return { table: table ?? '', affectedTables: [], totalCount: 0, maxDepth: 0, hasDashboardConsumers: false }
}

/** Reads everything an architect may use about one incident. */
export async function buildDiagnosisContext(
  store: Store,
  incident: Incident,
  knowledge: ConnectionKnowledge,
  now: Date,
): Promise<DiagnosisContext> {
  const since = new Date(incident.createdAt.getTime() - HISTORY_DAYS * DAY_MS)
  const { table } = incident
  const [newestFirst, upstream, history] = await Promise.all([
    store.listAnomalies({ incidentId: incident.id, limit: 1000 }),
    table === null ? [] : upstreamOf(store, incident, table, knowledge, since),
    earlierAnomalies(store, incident, since),
  ])
  const anomalies = [...newestFirst].reverse()
  const blastRadius = table === null ? noBlastRadius(null) : knowledge.graph.getBlastRadius(table)
  const isDrift = incident.type === 'schema_drift'
  const changes =
    isDrift && table !== null ? acceptedToLatest(knowledge.tablesByName.get(table), knowledge.dialect) : []
  const coverageProblems = table === null ? [] : knowledge.lineageProblems
  const evidence = collectEvidence({ incident, anomalies, upstream, blastRadius, history, coverageProblems })
  return {
    incident,
    anomalies,
    changes,
    dialect: knowledge.dialect,
    tableKind: (table === null ? null : knowledge.tablesByName.get(table)?.latest?.kind) ?? null,
    upstream,
    blastRadius,
    history,
    evidence,
    now,
  }
}
