import type { DirectedGraph } from 'graphology'
import { bfsFromNode } from 'graphology-traversal/bfs.js'
import type { LineageNode } from '../model/lineage.ts'
import { pathConfidence } from './confidence.ts'

export interface EdgeFacts {
  readonly confidence: number
}

export type TableGraph = DirectedGraph<object, EdgeFacts>

function compareNodes(a: LineageNode, b: LineageNode): number {
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
  const reached = new Map<string, LineageNode>()
  const before = (name: string, level: number): number => {
    if (level === 1) return name === start ? 1 : 0
    const node = reached.get(name)
    return node !== undefined && node.depth === level - 1 ? node.confidence : 0
  }
  const bestOf = (name: string, level: number): number => {
    let best = 0
    const consider = (neighbour: string, { confidence }: EdgeFacts): void => {
      best = Math.max(best, pathConfidence(before(neighbour, level), confidence))
    }
    // All tables one hop nearer were visited already; the way here leads through one of them.
    if (mode === 'outbound') {
      graph.forEachInEdge(name, (_edge, facts, source) => consider(source, facts))
    } else {
      graph.forEachOutEdge(name, (_edge, facts, _source, target) => consider(target, facts))
    }
    return best
  }
  bfsFromNode(
    graph,
    start,
    (name, _facts, level) => {
      if (level > 0) {
        reached.set(name, {
          name,
          depth: level,
          confidence: bestOf(name, level),
          isTerminal: isTerminal(name),
        })
      }
      return level === depth
    },
    { mode },
  )
  return [...reached.values()].sort(compareNodes)
}
