import {
  edgeIndexOf,
  hadDataSince,
  type UpstreamMap,
  type UpstreamTable,
  walkUpstream,
} from '../architect/index.ts'
import type { LineageGraph } from '../lineage/index.ts'
import type { Anomaly, FreshnessViolationDetail } from '../model/anomaly.ts'
import type { LineageEdge } from '../model/lineage.ts'
import type { LastDataChange, NeighbourHistory, UpstreamRoute } from '../ports/architect.ts'
import type { TableScanState } from '../ports/store.ts'
import { parseFreshnessState } from '../sentinels/freshness/freshness-state.ts'
import { stillStands } from './still-stands.ts'

/** Causes are looked for as far as the graph is walked; farther than three hops only tables where something happened are told. */
const CAUSE_DEPTH = 10
const TOLD_DEPTH = 3
/** Changed columns whose origins are followed; a table that changed all over is told by names. */
const MOST_COLUMNS = 40
/** The ways between so many of the nearest tables where something happened are followed. */
const MOST_TRACED = 24
/** Who feeds whom is found for this many of the nearest tables where something happened. */
const MOST_RELATED = 100

export interface UpstreamInput {
  readonly graph: LineageGraph
  readonly tablesByName: ReadonlyMap<string, TableScanState>
  readonly table: string
  readonly anomalies: readonly Anomaly[]
  /** All of the connection lately, by table id. */
  readonly anomaliesOf: (tableId: number) => readonly Anomaly[]
  readonly since: Date
}

export interface UpstreamFound {
  /** Nearest first. */
  readonly neighbours: readonly NeighbourHistory[]
  readonly counts: { readonly tables: number; readonly unmonitored: number }
  /** Into the table itself. */
  readonly edges: readonly LineageEdge[]
}

export function lastChangeOf(state: TableScanState | undefined): LastDataChange | null {
  const kept = state?.states.find(({ sentinel }) => sentinel === 'freshness')
  const read = parseFreshnessState(kept?.value ?? null)
  if (read === null || state === undefined) return null
  const { notBefore, notAfter, token } = read
  // A token belongs to counters, which answer where the watermark could not.
  return { notBefore, notAfter, of: state.table.watermarkColumn !== null && token === null ? 'rows' : 'load' }
}

/** Every table that may be told or weighed, in no order; the table itself may be among them. */
export function upstreamNames(graph: LineageGraph, table: string, since: Date): ReadonlySet<string> {
  const index = edgeIndexOf(graph)
  const found = new Set<string>()
  let frontier: readonly string[] = [table]
  for (let level = 1; level <= CAUSE_DEPTH && frontier.length > 0; level += 1) {
    const sources = frontier.flatMap((name) => index.into(name, since).map(({ source }) => source))
    frontier = [...new Set(sources)].filter((name) => !found.has(name))
    for (const name of frontier) found.add(name)
  }
  found.delete(table)
  return found
}

/** Those that stand, and those that are over. */
export function settled(
  all: readonly Anomaly[],
  state: TableScanState | undefined,
): Pick<NeighbourHistory, 'anomalies' | 'healed'> {
  const stands = (anomaly: Anomaly): boolean => state === undefined || stillStands(anomaly, state)
  return { anomalies: all.filter(stands), healed: all.filter((anomaly) => !stands(anomaly)) }
}

function changedColumns(anomalies: readonly Anomaly[]): readonly string[] {
  const names = anomalies.flatMap(({ detail }) =>
    detail.type === 'schema_drift'
      ? detail.changes.flatMap(({ column, previousName, insideColumn }) =>
          [insideColumn ?? column, previousName].flatMap((name) => name ?? []),
        )
      : [],
  )
  return [...new Set(names)].slice(0, MOST_COLUMNS)
}

function latestDelay(anomalies: readonly Anomaly[]): FreshnessViolationDetail | null {
  for (const { detail } of anomalies.toReversed()) if (detail.type === 'freshness_violation') return detail
  return null
}

/** Whether trouble upstream of the table can have come through it; what is not watched may have let anything through. */
function passes(
  state: TableScanState | undefined,
  all: readonly Anomaly[],
  delay: FreshnessViolationDetail | null,
): boolean {
  if (state === undefined) return true
  if (delay !== null) return hadDataSince({ lastChange: lastChangeOf(state) }, delay) !== true
  return !state.table.checkTypes.includes('schema') || all.some(({ type }) => type === 'schema_drift')
}

function isView(state: TableScanState | undefined): boolean {
  return state?.latest?.kind === 'view'
}

/** Every table upstream that may matter, with what happened there, how its data comes here, and who feeds whom. */
export function upstreamOf(input: UpstreamInput): UpstreamFound {
  const { graph, tablesByName, table, anomaliesOf, since } = input
  const index = edgeIndexOf(graph)
  const intoMemory = new Map<string, readonly LineageEdge[]>()
  const edgesInto = (name: string): readonly LineageEdge[] => {
    const known = intoMemory.get(name) ?? index.into(name, since)
    intoMemory.set(name, known)
    return known
  }
  const allOf = (name: string): readonly Anomaly[] => {
    const state = tablesByName.get(name)
    return state === undefined ? [] : anomaliesOf(state.table.id)
  }
  const walkTo = (name: string, anomalies: readonly Anomaly[]): UpstreamMap => {
    const delay = latestDelay(anomalies)
    return walkUpstream({
      table: name,
      depth: CAUSE_DEPTH,
      edgesInto,
      columns: changedColumns(anomalies),
      isOpen: (between) => passes(tablesByName.get(between), allOf(between), delay),
      isView: (between) => isView(tablesByName.get(between)),
    })
  }
  const map = walkTo(table, input.anomalies)
  const isUnseen = ({ node, kind }: UpstreamTable): boolean =>
    kind === 'table' && !tablesByName.has(node.name)
  const unseen = map.tables.filter(isUnseen).map(({ node }) => node.name)
  const belowUnseen = map.fedFromAny(unseen)
  const happened = map.tables.filter(({ node }) => allOf(node.name).length > 0).map(({ node }) => node.name)
  const fedBy = new Map<string, string[]>(happened.map((name) => [name, []]))
  for (const name of happened.slice(0, MOST_RELATED))
    for (const target of map.fedFrom(name)) fedBy.get(target)?.push(name)
  const routesFrom = new Map<string, ReadonlyMap<string, UpstreamRoute>>()
  for (const name of happened.slice(0, MOST_TRACED)) {
    const above = fedBy.get(name) ?? []
    if (above.length === 0) continue
    const found = walkTo(name, allOf(name).toReversed())
    routesFrom.set(name, new Map(above.map((other) => [other, found.routeOf(other)])))
  }
  const neighbours = map.tables.flatMap(({ node, kind }): NeighbourHistory[] => {
    const state = tablesByName.get(node.name)
    const all = allOf(node.name)
    if (node.depth > TOLD_DEPTH && all.length === 0) return []
    return [
      {
        node,
        path: map.pathOf(node.name),
        route: map.routeOf(node.name),
        nodeKind: kind,
        monitored: state !== undefined,
        ...settled(all, state),
        fedBy: fedBy.get(node.name) ?? [],
        routesFrom: routesFrom.get(node.name),
        shapeSince: state?.latest?.capturedAt ?? null,
        hasUnseenUpstream: belowUnseen.has(node.name),
        lastChange: lastChangeOf(state),
      },
    ]
  })
  const counts = { tables: map.tables.length, unmonitored: unseen.length }
  return { neighbours, counts, edges: edgesInto(table) }
}
