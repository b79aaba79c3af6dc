import type { LineageEdge, LineageNode, LineageNodeKind } from '../model/lineage.ts'
import type { UpstreamRoute } from '../ports/architect.ts'
import { type ColumnReach, columnOrigins } from './column-origin.ts'

export interface UpstreamTable {
  readonly node: LineageNode
  readonly kind: LineageNodeKind
}

export interface UpstreamWalk {
  readonly table: string
  readonly depth: number
  readonly edgesInto: (table: string) => readonly LineageEdge[]
  /** Columns of the table whose origins are asked for. */
  readonly columns: readonly string[]
  /** Whether what happened upstream of this table can have passed through it. */
  readonly isOpen: (table: string) => boolean
  readonly isView: (table: string) => boolean
}

interface Reached {
  readonly depth: number
  readonly kind: LineageNodeKind
  confidence: number
  /** The table one hop nearer, on the best of the shortest ways. */
  next: string
  endedAt: Date | null
}

export interface UpstreamMap {
  /** Nearest first, then by name. */
  readonly tables: readonly UpstreamTable[]
  /** From it to the table asked about. */
  pathOf(table: string): readonly string[]
  routeOf(table: string): UpstreamRoute
  /** Of these tables those that this one feeds, itself left out. */
  fedFrom(table: string): ReadonlySet<string>
  /** Tables that any of these feeds. */
  fedFromAny(tables: readonly string[]): ReadonlySet<string>
}

function laterOf(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b
  return a > b ? a : b
}

/** Those that stand before those that ended, so that an ended way counts only where there is no other. */
function reach({ table, depth, edgesInto }: UpstreamWalk): ReadonlyMap<string, Reached> {
  const reached = new Map<string, Reached>()
  const pass = (isUsed: (edge: LineageEdge) => boolean): void => {
    const levels = new Map<number, string[]>([[0, [table]]])
    for (const [name, at] of reached) {
      const known = levels.get(at.depth)
      if (known === undefined) levels.set(at.depth, [name])
      else known.push(name)
    }
    for (let level = 1; level <= depth; level += 1) {
      for (const target of levels.get(level - 1) ?? []) {
        const soFar = reached.get(target)
        for (const edge of edgesInto(target)) {
          const { source } = edge
          if (source === table || !isUsed(edge)) continue
          const confidence = (soFar?.confidence ?? 1) * edge.confidence
          const known = reached.get(source)
          if (known === undefined) {
            const endedAt = laterOf(soFar?.endedAt ?? null, edge.closedAt)
            reached.set(source, { depth: level, kind: edge.sourceKind, confidence, next: target, endedAt })
            const here = levels.get(level)
            if (here === undefined) levels.set(level, [source])
            else here.push(source)
          } else if (known.depth === level && known.confidence < confidence && edge.closedAt === null) {
            known.confidence = confidence
            known.next = target
          }
        }
      }
    }
  }
  pass(({ closedAt }) => closedAt === null)
  pass(() => true)
  return reached
}

function pathOf(name: string, table: string, reached: ReadonlyMap<string, Reached>): readonly string[] {
  const path = [name]
  for (let at = name; at !== table; ) {
    at = reached.get(at)?.next ?? table
    path.push(at)
  }
  return path
}

/** Tables that the table asked about can be reached from through open ones only. */
function openTables({ table, edgesInto, isOpen }: UpstreamWalk): ReadonlySet<string> {
  const found = new Set<string>()
  const waiting = [table]
  for (let target = waiting.pop(); target !== undefined; target = waiting.pop()) {
    if (target !== table && !isOpen(target)) continue
    for (const { source } of edgesInto(target)) {
      if (source === table || found.has(source)) continue
      found.add(source)
      waiting.push(source)
    }
  }
  return found
}

function usedBy(edges: readonly LineageEdge[]): readonly string[] | null {
  if (edges.some(({ columnsComplete }) => !columnsComplete)) return null
  const names = edges.flatMap(({ columns, usedColumns }) => [
    ...columns.map(({ source }) => source),
    ...usedColumns,
  ])
  return [...new Set(names)]
}

function forward(
  starts: readonly string[],
  targetsOf: (name: string) => readonly string[],
): ReadonlySet<string> {
  const found = new Set<string>()
  const waiting = [...starts]
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    for (const target of targetsOf(name)) {
      if (found.has(target)) continue
      found.add(target)
      waiting.push(target)
    }
  }
  return found
}

/** Everything upstream of a table, with the ways that lead here. */
export function walkUpstream(walk: UpstreamWalk): UpstreamMap {
  const { table, depth, edgesInto, isView } = walk
  const reached = reach(walk)
  const open = openTables(walk)
  const outOf = new Map<string, LineageEdge[]>()
  for (const target of [table, ...reached.keys()]) {
    for (const edge of edgesInto(target)) {
      const known = outOf.get(edge.source)
      if (known === undefined) outOf.set(edge.source, [edge])
      else known.push(edge)
    }
  }
  const origins = new Map<string, ReadonlyMap<string, ColumnReach>>()
  for (const column of walk.columns) {
    const found = columnOrigins(edgesInto, table, column, depth)
    if (found !== null) origins.set(column, found)
  }
  const feedsOf = (name: string): UpstreamRoute['feeds'] =>
    new Map(
      [...origins].map(([column, found]): [string, readonly string[] | null] => {
        const columns = found.get(name)
        return [column, columns === null ? null : [...(columns ?? [])].sort()]
      }),
    )
  const targetsOf = (name: string): readonly string[] => (outOf.get(name) ?? []).map(({ target }) => target)
  const tables = [...reached]
    .map(([name, { depth: hops, kind, confidence }]): UpstreamTable => {
      return { node: { name, depth: hops, confidence, isTerminal: false }, kind }
    })
    .sort((a, b) => a.node.depth - b.node.depth || (a.node.name < b.node.name ? -1 : 1))
  return {
    tables,
    pathOf: (name) => pathOf(name, table, reached),
    routeOf: (name) => ({
      feeds: feedsOf(name),
      used: usedBy(outOf.get(name) ?? []),
      isBlocked: !open.has(name),
      isImmediate: pathOf(name, table, reached).slice(1).every(isView),
      endedAt: reached.get(name)?.endedAt ?? null,
    }),
    fedFrom: (name) => {
      const found = new Set(forward([name], targetsOf))
      found.delete(name)
      return found
    },
    fedFromAny: (names) => forward(names, targetsOf),
  }
}
