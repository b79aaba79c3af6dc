import type { LineageGraph } from '../lineage/index.ts'
import type { LineageEdge } from '../model/lineage.ts'

/** The edges of a graph by their target. */
export interface EdgeIndex {
  /** Those that stand, and those that a DROP, RENAME or TRUNCATE ended at or after `since`. */
  into(table: string, since: Date): readonly LineageEdge[]
}

interface Sides {
  readonly standing: readonly LineageEdge[]
  readonly ended: readonly LineageEdge[]
}

const indexes = new WeakMap<LineageGraph, EdgeIndex>()

function build(graph: LineageGraph): EdgeIndex {
  const { edges } = graph.getFullGraph()
  const byTarget = new Map<string, LineageEdge[]>()
  for (const edge of edges) {
    if (edge.source === edge.target) continue
    const known = byTarget.get(edge.target)
    if (known === undefined) byTarget.set(edge.target, [edge])
    else known.push(edge)
  }
  const sides = new Map<string, Sides>()
  const sidesOf = (table: string): Sides => {
    const known = sides.get(table)
    if (known !== undefined) return known
    // The graph alone knows which edges are stale.
    const sources = new Set(graph.getUpstream(table, { depth: 1 }).map(({ name }) => name))
    const all = byTarget.get(table) ?? []
    const made = {
      standing: all.filter(({ source, closedAt }) => closedAt === null && sources.has(source)),
      ended: all.filter(({ closedAt }) => closedAt !== null),
    }
    sides.set(table, made)
    return made
  }
  return {
    into(table, since) {
      const { standing, ended } = sidesOf(table)
      return ended.length === 0
        ? standing
        : [...standing, ...ended.filter(({ closedAt }) => closedAt !== null && closedAt >= since)]
    },
  }
}

/** Made once for each graph: a round of investigations asks for the same one again and again. */
export function edgeIndexOf(graph: LineageGraph): EdgeIndex {
  const known = indexes.get(graph) ?? build(graph)
  indexes.set(graph, known)
  return known
}
