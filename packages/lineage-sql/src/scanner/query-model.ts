import type { StatementKind, WrittenName } from '@aegis/core/ports'

/** How a SELECT came to what it reads. `branch`: a parenthesised operand of UNION or the like, no level of its own. */
type ReadVia = 'from' | 'expression' | 'branch'

export type Read =
  | { readonly via: 'from'; readonly table: WrittenName; readonly alias: string | null }
  | { readonly via: ReadVia; readonly query: Query }
  /** A table function, a stage, VALUES: an item of FROM that is no table. */
  | { readonly via: 'from'; readonly opaque: true }

/** One SELECT, or what stands in its place: TABLE x, VALUES, the FROM of an UPDATE. */
export interface Select {
  readonly reads: Read[]
  /** It has GROUP BY, HAVING or an aggregate function of its own. */
  aggregates: boolean
  /** Token range of each select item, when they were noted; `from` inclusive, `to` exclusive. */
  readonly items: { readonly from: number; to: number }[]
}

/** Where a query's rows go. */
export interface Write {
  readonly kind: StatementKind
  readonly targets: readonly WrittenName[]
  /** Column list of the single target, as stored; null: none was written. */
  readonly columns: readonly string[] | null
  /** Only the session that made the target sees it. */
  readonly isTemporary: boolean
}

/** A query expression: SELECTs joined by UNION and the like. A CTE is a query too. */
export interface Query {
  readonly selects: Select[]
  write: Write | null
}

export function newQuery(): Query {
  return { selects: [], write: null }
}

export function addSelect(query: Query): Select {
  const select: Select = { reads: [], aggregates: false, items: [] }
  query.selects.push(select)
  return select
}
