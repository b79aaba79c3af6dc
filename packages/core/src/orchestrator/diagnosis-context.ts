import { collectEvidence } from '../architect/index.ts'
import type { LineageGraph } from '../lineage/index.ts'
import type { Anomaly, SchemaChange } from '../model/anomaly.ts'
import type { Dialect } from '../model/connection.ts'
import type { Incident } from '../model/incident.ts'
import type { BlastRadius } from '../model/lineage.ts'
import type { Observation } from '../model/observation.ts'
import type { DiagnosisContext, NeighbourHistory } from '../ports/architect.ts'
import type { Store, TableScanState } from '../ports/store.ts'
import { diffColumns, tableChange } from '../sentinels/schema/diff-columns.ts'
import { lastChangeOf, settled, type UpstreamFound, upstreamNames, upstreamOf } from './upstream-of.ts'

/** How far back an upstream anomaly may lie and still explain, and how far a table's own history is told. */
const HISTORY_DAYS = 7
const DAY_MS = 86_400_000
const DOWNSTREAM_DEPTH = 3
const HISTORY_LIMIT = 10
/** Looks at freshness that are told of each of so many tables upstream. */
const MOST_LOOKED_AT = 4
const LOOKS_TOLD = 3

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

/** A query that names more tables than this is slower than one for the whole connection. */
const MOST_NAMED = 300
const PAGE = 1000
/** Beyond so many only the newest are looked at. */
const MOST_PAGES = 5

async function anomaliesByTable(
  store: Store,
  connectionId: number,
  tableIds: readonly number[],
  since: Date,
): Promise<ReadonlyMap<number | null, readonly Anomaly[]>> {
  const which = tableIds.length > MOST_NAMED ? {} : { tableIds }
  const found: Anomaly[] = []
  for (let page = 0; page < (tableIds.length === 0 ? 0 : MOST_PAGES); page += 1) {
    const beforeId = found.at(-1)?.id
    const more = await store.listAnomalies({ connectionId, ...which, since, limit: PAGE, beforeId })
    found.push(...more)
    if (more.length < PAGE) break
  }
  return Map.groupBy(found, ({ tableId }) => tableId)
}

interface Around {
  readonly upstream: UpstreamFound
  readonly downstream: readonly NeighbourHistory[]
}

const NOTHING_AROUND: Around = {
  upstream: { neighbours: [], counts: { tables: 0, unmonitored: 0 }, edges: [] },
  downstream: [],
}

async function around(
  store: Store,
  incident: Incident,
  table: string,
  anomalies: readonly Anomaly[],
  knowledge: ConnectionKnowledge,
  since: Date,
): Promise<Around> {
  const { graph, tablesByName } = knowledge
  const below = graph.getDownstream(table, { depth: DOWNSTREAM_DEPTH })
  const above = upstreamNames(graph, table, since)
  const tableIds = [...above, ...below.map(({ name }) => name)].flatMap(
    (name) => tablesByName.get(name)?.table.id ?? [],
  )
  const byTable = await anomaliesByTable(store, incident.connectionId, tableIds, since)
  const anomaliesOf = (tableId: number): readonly Anomaly[] => byTable.get(tableId) ?? []
  const upstream = upstreamOf({ graph, tablesByName, table, anomalies, anomaliesOf, since })
  const downstream = below.map((node): NeighbourHistory => {
    const state = tablesByName.get(node.name)
    return {
      node,
      path: graph.getPath(table, node.name) ?? [table, node.name],
      ...settled(state === undefined ? [] : anomaliesOf(state.table.id), state),
      monitored: state !== undefined,
      fedBy: [],
      hasUnseenUpstream: false,
      lastChange: lastChangeOf(state),
    }
  })
  return { upstream, downstream }
}

/** The look-backs of the incident's table and of the nearest stale ones upstream. */
async function looksAtFreshness(
  store: Store,
  incident: Incident,
  { upstream }: Around,
  tablesByName: ConnectionKnowledge['tablesByName'],
): Promise<readonly { readonly table: string; readonly seen: Observation }[]> {
  const { table } = incident
  if (table === null || incident.type !== 'freshness_violation') return []
  const stale = upstream.neighbours.filter(({ anomalies }) =>
    anomalies.some(({ type }) => type === 'freshness_violation'),
  )
  const names = [table, ...stale.slice(0, MOST_LOOKED_AT).map(({ node }) => node.name)]
  const seen = await Promise.all(
    names.map(async (name) => {
      const id = tablesByName.get(name)?.table.id
      if (id === undefined) return []
      const found = await store.listObservations(id, { sentinel: 'freshness', limit: LOOKS_TOLD })
      return found.map((item) => ({ table: name, seen: item }))
    }),
  )
  return seen.flat()
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
  const [newestFirst, history] = await Promise.all([
    store.listAnomalies({ incidentId: incident.id, limit: 1000 }),
    earlierAnomalies(store, incident, since),
  ])
  const anomalies = [...newestFirst].reverse()
  const found =
    table === null ? NOTHING_AROUND : await around(store, incident, table, anomalies, knowledge, since)
  const { neighbours: upstream, counts: upstreamCounts, edges } = found.upstream
  const { downstream } = found
  const blastRadius = table === null ? noBlastRadius(null) : knowledge.graph.getBlastRadius(table)
  const isDrift = incident.type === 'schema_drift'
  const changes =
    isDrift && table !== null ? acceptedToLatest(knowledge.tablesByName.get(table), knowledge.dialect) : []
  const evidence = collectEvidence({
    incident,
    anomalies,
    upstream,
    downstream,
    edges,
    upstreamCounts,
    blastRadius,
    history,
    observations: await looksAtFreshness(store, incident, found, knowledge.tablesByName),
    coverageProblems: table === null ? [] : knowledge.lineageProblems,
  })
  return {
    incident,
    anomalies,
    changes,
    dialect: knowledge.dialect,
    tableKind: (table === null ? null : knowledge.tablesByName.get(table)?.latest?.kind) ?? null,
    upstream,
    upstreamCounts,
    downstream,
    blastRadius,
    history,
    evidence,
    now,
  }
}
