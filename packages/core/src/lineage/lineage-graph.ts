import { DirectedGraph } from 'graphology'
import { bidirectional } from 'graphology-shortest-path/unweighted.js'
import { AegisError } from '../errors.ts'
import type { BlastRadius, LineageEdge, LineageGraphView, LineageNode } from '../model/lineage.ts'
import { walkColumn } from './column-walk.ts'
import { DEFAULT_STALE_AFTER_DAYS, isStale } from './staleness.ts'
import { type EdgeFacts, type TableGraph, walk } from './walk.ts'

export interface WalkOptions {
  /** Hops, 1..10, default 3. */
  readonly depth?: number | undefined
  /** 0..1, default 0: edges below it are not followed. */
  readonly minConfidence?: number | undefined
}

export interface BlastRadiusOptions extends Pick<WalkOptions, 'minConfidence'> {
  /** Only what this column of the table reaches. Its name as the warehouse stores it; failing that, but for case. */
  readonly column?: string | undefined
}

/**
 * The lineage of one connection at one moment. Tables go by their qualified names. Cycles are fine: a table is never
 * its own neighbour. Stale and closed edges
 * count nowhere but in `getFullGraph`. An unknown table has no neighbours.
 *
 * Methods throw an `AegisError` of code `CONFIG_INVALID` for a depth or confidence out of range.
 */
export interface LineageGraph {
  /** What feeds into the table, nearest first, then by name. */
  getUpstream(table: string, options?: WalkOptions): readonly LineageNode[]
  /** What the table feeds, nearest first, then by name. */
  getDownstream(table: string, options?: WalkOptions): readonly LineageNode[]
  /**
   * Everything downstream up to ten hops. Of one column: the tables and columns that it reaches. A table whose statement
   * joins, filters or groups by the column is reached as a whole, and so is one of whose statement not every column is
   * known (`columns` null); a table whose statement is known not to use the column is not reached.
   */
  getBlastRadius(table: string, options?: BlastRadiusOptions): BlastRadius
  /** A shortest way along the data, both ends included; of a table to itself the table alone. null: there is none. */
  getPath(source: string, target: string): readonly string[] | null
  /** All tables and all edges, stale and closed ones too. */
  getFullGraph(): LineageGraphView
}

export interface LineageGraphOptions {
  readonly now: Date
  /** Days, default 30. */
  readonly staleAfterDays?: number | undefined
}

const DEFAULT_DEPTH = 3
const BLAST_RADIUS_DEPTH = 10
const MOST_FILTERED_GRAPHS = 8

function checkDepth(depth: number): void {
  if (Number.isInteger(depth) && depth >= 1 && depth <= BLAST_RADIUS_DEPTH) return
  throw new AegisError(
    'CONFIG_INVALID',
    `depth is ${depth}; give a whole number from 1 to ${BLAST_RADIUS_DEPTH}.`,
  )
}

function checkConfidence(minConfidence: number): void {
  if (minConfidence >= 0 && minConfidence <= 1) return
  throw new AegisError('CONFIG_INVALID', `minConfidence is ${minConfidence}; give a number from 0 to 1.`)
}

function addEdge(graph: TableGraph, source: string, target: string, confidence: number): void {
  graph.mergeNode(source)
  graph.mergeNode(target)
  if (source === target) return
  graph.updateEdge(source, target, (known: Partial<EdgeFacts>) => ({
    confidence: Math.max(known.confidence ?? 0, confidence),
  }))
}

/** Keeps at most `MOST_FILTERED_GRAPHS` graphs: thresholds come from people and may be any number. */
function filteredGraphs(all: TableGraph): (minConfidence: number) => TableGraph {
  const kept = new Map<number, TableGraph>()
  return (minConfidence) => {
    if (minConfidence === 0) return all
    const known = kept.get(minConfidence)
    if (known !== undefined) return known
    const graph: TableGraph = new DirectedGraph<object, EdgeFacts>()
    all.forEachEdge((_edge, { confidence }, source, target) => {
      if (confidence >= minConfidence) addEdge(graph, source, target, confidence)
    })
    const oldest = kept.size >= MOST_FILTERED_GRAPHS ? kept.keys().next().value : undefined
    if (oldest !== undefined) kept.delete(oldest)
    kept.set(minConfidence, graph)
    return graph
  }
}

export function buildLineageGraph(edges: readonly LineageEdge[], options: LineageGraphOptions): LineageGraph {
  const { now, staleAfterDays = DEFAULT_STALE_AFTER_DAYS } = options
  const fresh: TableGraph = new DirectedGraph<object, EdgeFacts>()
  const isFresh = ({ lastSeenAt, closedAt }: LineageEdge): boolean =>
    closedAt === null && !isStale(lastSeenAt, now, staleAfterDays)
  for (const edge of edges) {
    if (isFresh(edge)) addEdge(fresh, edge.source, edge.target, edge.confidence)
  }
  let bySource: ReadonlyMap<string, readonly LineageEdge[]> | null = null
  /** Only the column form needs it, and few ask for that. */
  const edgesFrom = (table: string): readonly LineageEdge[] => {
    bySource ??= Map.groupBy(
      edges.filter((edge) => edge.source !== edge.target && isFresh(edge)),
      ({ source }) => source,
    )
    return bySource.get(table) ?? []
  }
  const filtered = filteredGraphs(fresh)
  const isTerminal = (table: string): boolean => !fresh.hasNode(table) || fresh.outDegree(table) === 0

  function neighbours(
    table: string,
    mode: 'inbound' | 'outbound',
    options: WalkOptions,
  ): readonly LineageNode[] {
    const { depth = DEFAULT_DEPTH, minConfidence = 0 } = options
    checkDepth(depth)
    checkConfidence(minConfidence)
    return walk(filtered(minConfidence), table, mode, depth, isTerminal)
  }

  return {
    getUpstream: (table, walkOptions = {}) => neighbours(table, 'inbound', walkOptions),
    getDownstream: (table, walkOptions = {}) => neighbours(table, 'outbound', walkOptions),
    getBlastRadius(table, walkOptions = {}) {
      const { column, minConfidence = 0 } = walkOptions
      const depth = BLAST_RADIUS_DEPTH
      checkConfidence(minConfidence)
      const affectedTables =
        column === undefined
          ? neighbours(table, 'outbound', { depth, minConfidence })
          : walkColumn({ edgesFrom, table, column, depth, minConfidence, isTerminal })
      return {
        table,
        ...(column === undefined ? {} : { column }),
        affectedTables,
        totalCount: affectedTables.length,
        maxDepth: affectedTables.at(-1)?.depth ?? 0,
        hasDashboardConsumers: affectedTables.some((node) => node.isTerminal),
      }
    },
    getPath(source, target) {
      if (!fresh.hasNode(source) || !fresh.hasNode(target)) return null
      return bidirectional(fresh, source, target)
    },
    getFullGraph() {
      const names = new Set(edges.flatMap(({ source, target }) => [source, target]))
      const nodes = [...names].sort().map((name) => ({ name, isTerminal: isTerminal(name) }))
      return { nodes, edges }
    },
  }
}
