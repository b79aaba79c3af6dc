import type { TableRef } from './table.ts'

/** `aggregated`: the statement aggregates the source; `derived`: through a subquery, CTE, union or expression. */
export type LineageRelationship = 'direct' | 'derived' | 'aggregated'

/** Where an edge was seen. */
export type LineageOrigin = 'query_log' | 'view_definition' | 'native'

/** Source column -> target column. */
export interface ColumnPair {
  readonly source: string
  readonly target: string
}

/** An edge as one statement shows it. */
export interface LineageEdgeDraft {
  /** Qualified name. */
  readonly source: string
  /** Qualified name. */
  readonly target: string
  readonly sourceRef: TableRef
  readonly targetRef: TableRef
  readonly relationship: LineageRelationship
  /** 0..1, spec section 7. */
  readonly confidence: number
  /** SHA-256 of the normalised statement. */
  readonly queryHash: string
  readonly origin: LineageOrigin
  /** Empty where the parser does not know. */
  readonly columns: readonly ColumnPair[]
  /** Latest time the statement is known to have run or stood. */
  readonly seenAt: Date
}

/** A stored edge: "data of `source` reaches `target`". */
export interface LineageEdge extends Omit<LineageEdgeDraft, 'seenAt'> {
  readonly id: number
  readonly connectionId: number
  readonly firstSeenAt: Date
  readonly lastSeenAt: Date
}

export interface LineageNode {
  readonly name: string
  /** Hops from the table asked about, 1-based. */
  readonly depth: number
  /** 0..1: product of the edge confidences along the best of the shortest paths. */
  readonly confidence: number
  /** Nothing is downstream of it. */
  readonly isTerminal: boolean
}

export interface BlastRadius {
  readonly table: string
  /** Nearest first, then by name. */
  readonly affectedTables: readonly LineageNode[]
  readonly totalCount: number
  readonly maxDepth: number
  /** Some affected table is terminal: people look at what nothing else reads. */
  readonly hasDashboardConsumers: boolean
}

export interface LineageGraphView {
  readonly nodes: readonly { readonly name: string; readonly isTerminal: boolean }[]
  readonly edges: readonly LineageEdge[]
}

/** What the ingest could and could not use. Stated, so that a gap in the graph is never silent. */
export interface LineageCoverage {
  readonly statements: number
  readonly parsed: number
  readonly irrelevant: number
  readonly unparsed: number
  /** References whose table could not be told from others of that name. */
  readonly ambiguous: number
  /** Sources that could not be read at all, with what would mend it. */
  readonly problems: readonly string[]
  /** Why statements were not used. Most frequent first. */
  readonly reasons: readonly { readonly reason: string; readonly count: number; readonly example: string }[]
}
