import type { IdentifierPart, StatementKind, WrittenName } from '@aegis/core/ports'
import { appended } from './appended.ts'

/** How a SELECT came to what it reads. `branch`: a parenthesised operand of UNION or the like, no level of its own. */
type ReadVia = 'from' | 'expression' | 'branch'

export interface TableRead {
  readonly via: 'from'
  readonly table: WrittenName
  /** What its columns are qualified by. */
  readonly alias: IdentifierPart | null
  readonly query: null
}

export interface QueryRead {
  readonly via: ReadVia
  readonly table: null
  readonly alias: null
  readonly query: Query
}

/** A table function, a stage, VALUES: an item of FROM that is no table. */
interface OpaqueRead {
  readonly via: 'from'
  readonly table: null
  readonly alias: null
  readonly query: null
}

/** One thing that a SELECT reads. All have the same fields, so that looking at many of them stays cheap. */
export type Read = TableRead | QueryRead | OpaqueRead

export const OPAQUE: Read = { via: 'from', table: null, alias: null, query: null }

/** One SELECT, or what stands in its place: TABLE x, VALUES, the FROM of an UPDATE. */
export interface Select {
  reads: Read[]
  /** It has GROUP BY, HAVING or an aggregate function of its own. */
  aggregates: boolean
  /** Token range of each select item, when they were noted; `from` inclusive, `to` exclusive. */
  items: { readonly from: number; to: number }[]
}

/** Where a query's rows go. */
export interface Write {
  readonly kind: StatementKind
  readonly targets: readonly WrittenName[]
  /** Column list of the single target, as stored; null: none was written. */
  readonly columns: readonly string[] | null
  /** INSERT BY NAME: the query's own names are those of the target's columns. */
  readonly byName?: boolean
  /** Tables whose rows it begins with, besides what the query reads. */
  readonly alsoFrom?: readonly WrittenName[]
  /** Only the session that made the target sees it. */
  readonly isTemporary: boolean
  /** INSERT OVERWRITE of the whole target. */
  readonly replaces?: boolean
  /** IF NOT EXISTS. */
  readonly unlessExists?: boolean
  /** ON COMMIT DROP. */
  readonly dropsAtCommit?: boolean
}

/** A query expression: SELECTs joined by UNION and the like. A CTE is a query too. */
export interface Query {
  selects: Select[]
  write: Write | null
  /** For `collectSources`: the query from which this one was last reached, and in which ways. */
  reachedFrom: Query | null
  ways: number
}

export function newQuery(): Query {
  return { selects: [], write: null, reachedFrom: null, ways: 0 }
}

export function newSelect(): Select {
  return { reads: [], aggregates: false, items: [] }
}

export function addSelect(query: Query): Select {
  const select = newSelect()
  query.selects = appended(query.selects, select)
  return select
}

function addRead(select: Select, read: Read): void {
  select.reads = appended(select.reads, read)
}

export function addTableRead(select: Select, table: WrittenName, alias: IdentifierPart | null): void {
  addRead(select, { via: 'from', table, alias, query: null })
}

export function addOpaqueRead(select: Select): void {
  addRead(select, OPAQUE)
}

export function addQueryRead(select: Select, via: ReadVia, query: Query): void {
  addRead(select, { via, table: null, alias: null, query })
}
