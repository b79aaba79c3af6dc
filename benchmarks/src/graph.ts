import { buildLineageGraph, type LineageGraph } from '@aegis/core'
import { DirectedGraph } from 'graphology'
import { bfsFromNode } from 'graphology-traversal'
import { percentile, sideBySide } from './measure.ts'
import type { Bench, Report } from './report.ts'
import { seeded, type WarehouseGraph, warehouseGraph } from './warehouse-graph.ts'

const TABLES = 50_000
const EDGES = 80_000
const SEED = 20_260_301
const SAMPLES = 2_000
const ROUNDS = 5
const DEPTH = 10

function plainGraph({ edges }: WarehouseGraph): DirectedGraph {
  const graph = new DirectedGraph()
  for (const { source, target, confidence } of edges) {
    graph.mergeNode(source)
    graph.mergeNode(target)
    graph.addEdge(source, target, { confidence })
  }
  return graph
}

/** The same walk without confidences, terminals or order: names and depths only. */
function plainDownstream(graph: DirectedGraph, table: string): readonly { name: string; depth: number }[] {
  const found: { name: string; depth: number }[] = []
  bfsFromNode(
    graph,
    table,
    (name, _attributes, depth) => {
      if (depth > 0) found.push({ name, depth })
      return depth === DEPTH
    },
    { mode: 'outbound' },
  )
  return found
}

/** Breadth first from the source until the target is met. */
function plainPath(graph: DirectedGraph, source: string, target: string): readonly string[] | null {
  const cameFrom = new Map<string, string | null>([[source, null]])
  const queue = [source]
  for (let next = 0; next < queue.length && !cameFrom.has(target); next += 1) {
    const name = queue[next] ?? source
    graph.forEachOutNeighbor(name, (neighbour) => {
      if (cameFrom.has(neighbour)) return
      cameFrom.set(neighbour, name)
      queue.push(neighbour)
    })
  }
  if (!cameFrom.has(target)) return null
  const path: string[] = []
  for (let name: string | null = target; name !== null; name = cameFrom.get(name) ?? null) path.unshift(name)
  return path
}

/** The figures mean nothing unless both ways give the same answers. */
function checkAgreement(graph: LineageGraph, plain: DirectedGraph, table: string, target: string): void {
  const ours = graph.getBlastRadius(table).affectedTables.map(({ name, depth }) => `${name} ${depth}`)
  const other = plainDownstream(plain, table).map(({ name, depth }) => `${name} ${depth}`)
  const oursPath = graph.getPath(table, target)
  const otherPath = plainPath(plain, table, target)
  const agrees = ours.toSorted().join() === other.toSorted().join() && oursPath?.length === otherPath?.length
  if (!agrees) throw new Error(`The two walks disagree about ${table} and ${target}.`)
}

function measureBlastRadius(
  report: Report,
  graph: LineageGraph,
  plain: DirectedGraph,
  tables: readonly string[],
): void {
  const { ours, other } = sideBySide({
    inputs: tables,
    rounds: ROUNDS,
    ours: (table) => graph.getBlastRadius(table),
    other: (table) => plainDownstream(plain, table),
  })
  const otherName = 'graphology-traversal bfsFromNode'
  const figure = (name: string, share: number, goal?: string): void =>
    report.add({
      bench: 'graph',
      case: name,
      unit: 'ms',
      ours: percentile(ours, share),
      other: percentile(other, share),
      otherName,
      goal,
    })
  figure('blast_radius_p50', 0.5)
  figure('blast_radius_p95', 0.95, '<= 2 ms')
}

function measureColumn(
  report: Report,
  graph: LineageGraph,
  plain: DirectedGraph,
  tables: readonly string[],
): void {
  const { ours, other } = sideBySide({
    inputs: tables,
    rounds: ROUNDS,
    ours: (table) => graph.getBlastRadius(table, { column: 'amount' }),
    other: (table) => plainDownstream(plain, table),
  })
  report.add({
    bench: 'graph',
    case: 'blast_radius_of_column_p95',
    unit: 'ms',
    ours: percentile(ours, 0.95),
    other: percentile(other, 0.95),
    otherName: 'graphology-traversal bfsFromNode, no columns',
    goal: '<= 2 ms',
  })
}

/** The table with the widest blast radius of a sample: what a p95 does not show. */
function measureWidest(
  report: Report,
  graph: LineageGraph,
  plain: DirectedGraph,
  tables: readonly string[],
): void {
  const sizes = tables.map((table) => ({ table, size: graph.getBlastRadius(table).totalCount }))
  const widest = sizes.reduce((a, b) => (b.size > a.size ? b : a), { table: '', size: -1 })
  const { ours, other } = sideBySide({
    inputs: [widest.table],
    rounds: 20,
    ours: (table) => graph.getBlastRadius(table),
    other: (table) => plainDownstream(plain, table),
  })
  report.add({
    bench: 'graph',
    case: `blast_radius_of_${widest.size}`,
    unit: 'ms',
    ours: percentile(ours, 0.5),
    other: percentile(other, 0.5),
    otherName: 'graphology-traversal bfsFromNode',
  })
}

interface Ends {
  readonly source: string
  readonly target: string
}

function measurePath(
  report: Report,
  graph: LineageGraph,
  plain: DirectedGraph,
  name: string,
  pairs: readonly Ends[],
): void {
  const { ours, other } = sideBySide({
    inputs: pairs,
    rounds: ROUNDS,
    ours: ({ source, target }) => graph.getPath(source, target),
    other: ({ source, target }) => plainPath(plain, source, target),
  })
  report.add({
    bench: 'graph',
    case: name,
    unit: 'ms',
    ours: percentile(ours, 0.95),
    other: percentile(other, 0.95),
    otherName: 'graphology forEachOutNeighbor, one direction',
    goal: '<= 2 ms',
  })
}

export const bench: Bench = async (report) => {
  report.note(`graph: ${TABLES} tables, ${EDGES} edges, seed ${SEED}`)
  const data = warehouseGraph(TABLES, EDGES, SEED)
  const load = sideBySide({
    inputs: [data],
    rounds: ROUNDS,
    ours: ({ edges, now }) => buildLineageGraph(edges, { now }),
    other: plainGraph,
  })
  report.add({
    bench: 'graph',
    case: 'load',
    unit: 'ms',
    ours: percentile(load.ours, 0.5),
    other: percentile(load.other, 0.5),
    otherName: 'graphology mergeNode and addEdge',
  })

  const graph = buildLineageGraph(data.edges, { now: data.now })
  const plain = plainGraph(data)
  const random = seeded(SEED + 1)
  const pick = (from: readonly string[]): string => from[Math.floor(random() * from.length)] ?? ''
  // Tables that nothing reads have no blast radius and would only flatter the figures.
  const sources = plain.nodes().filter((name) => plain.outDegree(name) > 0)
  const tables = Array.from({ length: SAMPLES }, () => pick(sources))
  const reports = data.tables.filter((name) => name.startsWith('reports.') && plain.hasNode(name))
  const connected = tables.map((source) => ({
    source,
    target: pick(plainDownstream(plain, source).map(({ name }) => name)),
  }))
  const unconnected = tables
    .map((source) => ({ source, target: pick(reports) }))
    .filter(({ source, target }) => plainPath(plain, source, target) === null)
  for (const { source, target } of connected.slice(0, 200)) checkAgreement(graph, plain, source, target)
  for (const { source, target } of unconnected.slice(0, 200)) checkAgreement(graph, plain, source, target)

  measureBlastRadius(report, graph, plain, tables)
  measureColumn(report, graph, plain, tables)
  measureWidest(report, graph, plain, sources)

  measurePath(report, graph, plain, 'shortest_path_p95', connected)
  measurePath(report, graph, plain, 'no_path_p95', unconnected)
}
