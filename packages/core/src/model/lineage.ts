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

/** What a node of the lineage is. Stages and paths are files that data is loaded from or unloaded to. */
export type LineageNodeKind = 'table' | 'stage' | 'path'

/** An edge as one statement shows it. */
export interface LineageEdgeDraft {
  /** Qualified name. */
  readonly source: string
  /** Qualified name. */
  readonly target: string
  readonly sourceRef: TableRef
  readonly targetRef: TableRef
  readonly sourceKind: LineageNodeKind
  readonly targetKind: LineageNodeKind
  readonly relationship: LineageRelationship
  /** 0..1, spec section 7. */
  readonly confidence: number
  /** SHA-256 of the normalised statement. */
  readonly queryHash: string
  readonly origin: LineageOrigin
  /** Empty where the parser does not know. */
  readonly columns: readonly ColumnPair[]
  /**
   * Columns of the source that the statement joins, filters, groups or orders by: they feed no column of the target,
   * but the statement breaks without them. Empty where the parser does not know.
   */
  readonly usedColumns: readonly string[]
  /** Every column of the source that the statement uses is in `columns` or `usedColumns`. */
  readonly columnsComplete: boolean
  /** Runs this sighting stands for; 1 for a view. */
  readonly observations: number
  /** Latest time the statement is known to have run or stood. */
  readonly seenAt: Date
}

/** A stored edge: "data of `source` reaches `target`". */
export interface LineageEdge extends Omit<LineageEdgeDraft, 'seenAt'> {
  readonly id: number
  readonly connectionId: number
  readonly firstSeenAt: Date
  readonly lastSeenAt: Date
  /** When a DROP, RENAME or TRUNCATE ended it; null: it stands. Seen again later, it stands again. */
  readonly closedAt: Date | null
}

export interface LineageNode {
  readonly name: string
  /** Hops from the table asked about, 1-based. */
  readonly depth: number
  /** 0..1: product of the edge confidences along the best of the shortest paths. */
  readonly confidence: number
  /** Nothing is downstream of it. */
  readonly isTerminal: boolean
  /**
   * Only where the walk began at one column: the columns of this table that it reaches, in name order. null: not known
   * that precisely, so the whole table counts as reached.
   */
  readonly columns?: readonly string[] | null | undefined
}

export interface BlastRadius {
  readonly table: string
  /** The one column that was asked about; absent: the whole table. */
  readonly column?: string | undefined
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
  /** Of those parsed: understood in part, so that tables may be missing. */
  readonly partial: number
  /** References whose table could not be told from others of that name. */
  readonly ambiguous: number
  /** Sources that could not be read at all, with what would mend it. */
  readonly problems: readonly string[]
  /** Why statements were not used. Most frequent first. */
  readonly reasons: readonly { readonly reason: string; readonly count: number; readonly example: string }[]
  /** Absent: the warehouse reports no lineage of its own. */
  readonly comparedWithNative?: NativeComparison | undefined
}

/** Parsed edges beside those the warehouse reports itself, over the targets that both know. */
export interface NativeComparison {
  readonly native: number
  readonly parsed: number
  readonly both: number
}
