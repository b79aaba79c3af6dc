import type { IdentifierPart, InspectedKind, StatementKind, WrittenName } from '@aegis/core/ports'

/*
 * What every engine's tree is turned into: queries, their scopes, and which columns each expression names. Plain data, so
 * that it travels between threads; built once and then only read. Nothing is resolved here.
 */

/** A column as written, outermost part first. What follows the column itself are fields of it. */
export interface ColumnRef {
  readonly parts: readonly IdentifierPart[]
  /** A whole row: `count(o)`, `to_json(t.*)`; `parts` is the qualifier, empty for all sources. */
  readonly row?: boolean
}

/** An expression, as far as lineage goes. */
export interface Value {
  readonly refs: ColumnRef[]
  readonly queries: Subquery[]
}

interface Subquery {
  readonly query: QueryModel
  /** Only whether there are rows matters, as in EXISTS. */
  readonly tests?: boolean
  /** Only this output is taken, 0-based. */
  readonly position?: number
}

interface ValueItem {
  readonly kind: 'value'
  /** null: it has no name that the dialect defines. */
  readonly name: IdentifierPart | null
  readonly value: Value
  /** Several columns, or one: how many cannot be told from the text. */
  readonly uncounted?: true
}

export interface StarItem {
  readonly kind: 'star'
  /** Empty: of all sources. */
  readonly qualifier: readonly IdentifierPart[]
  readonly except: readonly IdentifierPart[]
  readonly rename: readonly (readonly [from: IdentifierPart, to: IdentifierPart])[]
  readonly replace: readonly { readonly name: IdentifierPart; readonly value: Value }[]
}

export type Item = ValueItem | StarItem

/** How a source is joined to those before it, as far as it decides what an unqualified column means. */
export interface JoinModel {
  readonly using: readonly IdentifierPart[]
  readonly natural: boolean
  /** Whose value a column of USING has. */
  readonly keeps: 'left' | 'right' | 'both'
  /** A semi or anti join: its columns are seen by the join's condition alone. */
  readonly semi?: boolean
}

interface SourceBase {
  readonly alias: IdentifierPart | null
  readonly columnAliases: readonly IdentifierPart[]
  readonly join: JoinModel | null
}

export type SourceModel =
  | (SourceBase & { readonly kind: 'table'; readonly name: WrittenName })
  | (SourceBase & { readonly kind: 'query'; readonly query: QueryModel; readonly lateral: boolean })
  /** A table function, UNNEST, a stage: its columns come out of its arguments. */
  | (SourceBase & { readonly kind: 'opaque'; readonly args: Value })

export interface SelectModel {
  readonly kind: 'select'
  readonly items: Item[]
  readonly sources: SourceModel[]
  /** WHERE, ON, HAVING, QUALIFY and the like. */
  readonly used: Value
  /** GROUP BY: may name an output that is no column of a source. */
  readonly grouping: Value
  /** ORDER BY: names an output before a column of that name. */
  readonly ordering: Value
  /** Outputs that either gives by position, from 1. */
  readonly ordinals: number[]
  /** Its output is not what its items say (PIVOT and the like): columns behind it are not known. */
  blurred: boolean
}

export interface CteModel {
  readonly name: IdentifierPart
  readonly columns: readonly IdentifierPart[]
  /** What reading it gives; of a writing CTE what it returns. */
  readonly query: QueryModel
  /** What a writing CTE writes. */
  readonly writes: readonly FlowModel[]
}

export interface QueryModel {
  readonly kind: 'query'
  readonly ctes: CteModel[]
  recursive: boolean
  /** Operands of UNION and the like; one for a plain SELECT. */
  readonly branches: (SelectModel | QueryModel)[]
  byName: boolean
  /** ORDER BY of a set operation: names outputs. */
  readonly ordering: Value
  readonly ordinals: number[]
}

/** Rows of `query` go into `target`. */
export interface FlowModel {
  readonly kind: StatementKind
  /** null: a query on its own. */
  readonly target: WrittenName | null
  /** Target columns in the order of the query's outputs; null: not written. */
  readonly columns: readonly IdentifierPart[] | null
  /** `named`: each output goes to the column of its name; `stored`: by position into the columns the target has. */
  readonly match: 'named' | 'stored'
  readonly query: QueryModel
}

export interface InspectionModel {
  readonly kind: InspectedKind
  /** Every table that it touches, each once. */
  readonly tables: readonly WrittenName[]
  /** Every function that it calls, in lower case, each once. */
  readonly functions: readonly string[]
}

export interface StatementModel {
  /** Empty where an inspection was asked for. */
  readonly flows: readonly FlowModel[]
  /** null: not asked for. */
  readonly inspection: InspectionModel | null
  /** The tree keeps every column that the text names. */
  readonly faithful: boolean
  /** The engine took it without reading it: nothing is known of it. */
  readonly opaque: boolean
}

export function newValue(): Value {
  return { refs: [], queries: [] }
}

export function newSelect(): SelectModel {
  return {
    kind: 'select',
    items: [],
    sources: [],
    used: newValue(),
    grouping: newValue(),
    ordering: newValue(),
    ordinals: [],
    blurred: false,
  }
}

export function newQuery(...branches: (SelectModel | QueryModel)[]): QueryModel {
  return {
    kind: 'query',
    ctes: [],
    recursive: false,
    branches,
    byName: false,
    ordering: newValue(),
    ordinals: [],
  }
}
