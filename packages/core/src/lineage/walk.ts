import type { DirectedGraph } from 'graphology'
import { bfsFromNode } from 'graphology-traversal/bfs.js'
import type { LineageNode } from '../model/lineage.ts'
import { pathConfidence } from './confidence.ts'

export interface EdgeFacts {
  readonly confidence: number
}

export type TableGraph = DirectedGraph<object, EdgeFacts>

export function compareNodes(a: LineageNode, b: LineageNode): number {
  if (a.depth !== b.depth) return a.depth - b.depth
  return a.name < b.name ? -1 : 1
}

/** The tables within `depth` hops of `start`, `start` itself left out; nearest first, then by name. */
export function walk(
  graph: TableGraph,
  start: string,
  mode: 'inbound' | 'outbound',
  depth: number,
  isTerminal: (table: string) => boolean,
): readonly LineageNode[] {
  if (!graph.hasNode(start)) return []
  const nodes: LineageNode[] = []
  const reached = new Map<string, LineageNode>()

  let level = 0
  let best = 0
  /** All tables one hop nearer were visited already; the way here leads through one of them. */
  const consider = (neighbour: string, edge: number): void => {
    if (level === 1) {
      if (neighbour === start) best = Math.max(best, edge)
      return
    }
    const node = reached.get(neighbour)
    if (node !== undefined && node.depth === level - 1)
      best = Math.max(best, pathConfidence(node.confidence, edge))
  }
  const fromSource = (_edge: string, { confidence }: EdgeFacts, source: string): void =>
    consider(source, confidence)
  const fromTarget = (_edge: string, { confidence }: EdgeFacts, _source: string, target: string): void =>
    consider(target, confidence)

  bfsFromNode(
    graph,
    start,
    (name, _facts, hops) => {
      if (hops === 0) return false
      level = hops
      best = 0
      if (mode === 'outbound') graph.forEachInEdge(name, fromSource)
      else graph.forEachOutEdge(name, fromTarget)
      const node = { name, depth: hops, confidence: best, isTerminal: isTerminal(name) }
      reached.set(name, node)
      nodes.push(node)
      return hops === depth
    },
    { mode },
  )
  return nodes.sort(compareNodes)
}
