import type { LineageEdge } from '../model/lineage.ts'

/** Columns of a table; null: which ones is not known, so it may be any. */
export type ColumnReach = ReadonlySet<string> | null

const bySources = new WeakMap<LineageEdge, ReadonlyMap<string, readonly string[]>>()

/** Source columns by target column in lower case; found once for each edge. */
function sourcesByTarget(edge: LineageEdge): ReadonlyMap<string, readonly string[]> {
  const known = bySources.get(edge)
  if (known !== undefined) return known
  const made = new Map<string, string[]>()
  for (const { source, target } of edge.columns) {
    const key = target.toLowerCase()
    const sources = made.get(key)
    if (sources === undefined) made.set(key, [source])
    else sources.push(source)
  }
  bySources.set(edge, made)
  return made
}

/** Columns of the source that feed these columns of the target; undefined: none does. */
function feeding(edge: LineageEdge, reach: ColumnReach): ColumnReach | undefined {
  if (reach === null) return null
  const byTarget = sourcesByTarget(edge)
  const found = new Set<string>()
  for (const column of reach) {
    const sources = byTarget.get(column.toLowerCase())
    if (sources === undefined && !edge.columnsComplete) return null
    for (const source of sources ?? []) found.add(source)
  }
  return found.size === 0 ? undefined : found
}

/** What of `more` is new beside `known`; undefined: nothing. */
function newIn(known: ColumnReach | undefined, more: ColumnReach): ColumnReach | undefined {
  if (known === undefined) return more
  if (known === null) return undefined
  if (more === null) return null
  const fresh = new Set([...more].filter((column) => !known.has(column)))
  return fresh.size === 0 ? undefined : fresh
}

function united(a: ColumnReach | undefined, b: ColumnReach): ColumnReach {
  if (a === undefined) return b
  return a === null || b === null ? null : new Set([...a, ...b])
}

/**
 * The columns upstream that feed one column of a table, by table, up to `depth` hops. A table that is missing feeds it not, as
 * far as the edges know. null: the edges know nothing of this column, such as one that is new.
 */
export function columnOrigins(
  edgesInto: (table: string) => readonly LineageEdge[],
  table: string,
  column: string,
  depth: number,
): ReadonlyMap<string, ColumnReach> | null {
  const isKnown = edgesInto(table).some(
    (edge) => !edge.columnsComplete || sourcesByTarget(edge).has(column.toLowerCase()),
  )
  if (!isKnown) return null
  const reached = new Map<string, ColumnReach>()
  let frontier = new Map<string, ColumnReach>([[table, new Set([column])]])
  for (let level = 1; level <= depth && frontier.size > 0; level += 1) {
    const next = new Map<string, ColumnReach>()
    for (const [target, reach] of frontier) {
      for (const edge of edgesInto(target)) {
        const arrived = feeding(edge, reach)
        if (arrived === undefined || edge.source === table) continue
        const known = reached.get(edge.source)
        // Only what is new is carried on, so that cycles end.
        const fresh = newIn(known, arrived)
        if (fresh === undefined) continue
        reached.set(edge.source, united(known, arrived))
        next.set(edge.source, united(next.get(edge.source), fresh))
      }
    }
    frontier = next
  }
  return reached
}
