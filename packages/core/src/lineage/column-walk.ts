import type { LineageEdge, LineageNode } from '../model/lineage.ts'
import { pathConfidence } from './confidence.ts'
import { compareNodes } from './walk.ts'

/** Columns of a table that were reached; null: not known that precisely, so all of it. */
type Reach = ReadonlySet<string> | null

interface Reached {
  readonly depth: number
  confidence: number
  columns: Set<string> | null
}

/** The members of `names` that one of `columns` names: exactly, or where none does, but for case. */
function matching<T>(items: readonly T[], nameOf: (item: T) => string, column: string): readonly T[] {
  const exact = items.filter((item) => nameOf(item) === column)
  if (exact.length > 0) return exact
  const folded = column.toLowerCase()
  return items.filter((item) => nameOf(item).toLowerCase() === folded)
}

/**
 * What arrives over one edge; undefined: nothing. A column that the statement joins, filters or groups by decides
 * about every row, so it reaches the whole target; so does one of which the edge does not know what becomes of it.
 */
function across({ columns, usedColumns, columnsComplete }: LineageEdge, reach: Reach): Reach | undefined {
  if (reach === null) return null
  const arrived = new Set<string>()
  for (const column of reach) {
    if (matching(usedColumns, (name) => name, column).length > 0) return null
    const pairs = matching(columns, ({ source }) => source, column)
    if (pairs.length === 0 && !columnsComplete) return null
    for (const { target } of pairs) arrived.add(target)
  }
  return arrived.size === 0 ? undefined : arrived
}

/** What of `more` is new to `known`, which then holds it; undefined: nothing. */
function absorb(known: Reached, more: Reach): Reach | undefined {
  if (known.columns === null) return undefined
  if (more === null) {
    known.columns = null
    return null
  }
  const fresh = new Set([...more].filter((column) => known.columns?.has(column) === false))
  for (const column of fresh) known.columns.add(column)
  return fresh.size === 0 ? undefined : fresh
}

function united(a: Reach | undefined, b: Reach): Reach {
  if (a === undefined) return b
  return a === null || b === null ? null : new Set([...a, ...b])
}

export interface ColumnWalk {
  readonly edgesFrom: (table: string) => readonly LineageEdge[]
  readonly table: string
  readonly column: string
  readonly depth: number
  /** Edges below it are not followed. */
  readonly minConfidence: number
  readonly isTerminal: (table: string) => boolean
}

/** The tables that one column reaches within `depth` hops, with their columns; nearest first, then by name. */
export function walkColumn(walk: ColumnWalk): readonly LineageNode[] {
  const { edgesFrom, table: start, column, depth, minConfidence, isTerminal } = walk
  const reached = new Map<string, Reached>([[start, { depth: 0, confidence: 1, columns: new Set([column]) }]])
  // Only what is new is carried on, so that cycles end.
  let frontier = new Map<string, Reach>([[start, new Set([column])]])
  for (let level = 1; level <= depth && frontier.size > 0; level += 1) {
    const next = new Map<string, Reach>()
    for (const [table, reach] of frontier) {
      const soFar = reached.get(table)?.confidence ?? 0
      for (const edge of edgesFrom(table)) {
        if (edge.confidence < minConfidence) continue
        const arrived = across(edge, reach)
        if (arrived === undefined) continue
        const known = reached.get(edge.target) ?? { depth: level, confidence: 0, columns: new Set<string>() }
        reached.set(edge.target, known)
        if (known.depth === level)
          known.confidence = Math.max(known.confidence, pathConfidence(soFar, edge.confidence))
        const fresh = absorb(known, arrived)
        if (fresh !== undefined) next.set(edge.target, united(next.get(edge.target), fresh))
      }
    }
    frontier = next
  }
  reached.delete(start)
  return [...reached]
    .map(([name, { depth: hops, confidence, columns }]) => ({
      name,
      depth: hops,
      confidence,
      isTerminal: isTerminal(name),
      columns: columns === null ? null : [...columns].sort(),
    }))
    .sort(compareNodes)
}
