import type { ColumnPair, LineageEdgeDraft, LineageOrigin, LineageRelationship } from '../model/lineage.ts'
import type { LineageSource } from '../ports/lineage-parser.ts'
import { strongerRelationship } from './confidence.ts'
import type { LineageTable } from './resolve-name.ts'

/** "Data of `source` reaches `target`", as one statement in one scope says it. */
export interface Flow {
  /** Equal for equal flows of the same text: many runs of a statement are one flow. */
  readonly id: string
  readonly source: LineageTable
  readonly target: LineageTable
  readonly relationship: LineageRelationship
  readonly confidence: number
  readonly columns: readonly ColumnPair[]
  readonly usedColumns: readonly string[]
  readonly columnsComplete: boolean
  readonly queryHash: string
  readonly origin: LineageOrigin
}

/** The text that a flow was read from. */
export interface FlowText {
  readonly queryHash: string
  readonly origin: LineageOrigin
}

export function flowOf(
  id: string,
  source: LineageTable,
  target: LineageTable,
  seen: LineageSource,
  { queryHash, origin }: FlowText,
): Flow {
  return {
    id,
    source,
    target,
    relationship: seen.relationship,
    confidence: seen.confidence,
    columns: seen.columns,
    usedColumns: seen.usedColumns ?? [],
    columnsComplete: seen.columnsComplete ?? false,
    queryHash,
    origin,
  }
}

/** Names of columns as people and engines write them: exact, or alike but for case. */
function isSameColumn(a: string, b: string): boolean {
  return a === b || a.toLowerCase() === b.toLowerCase()
}

/**
 * The flow through a table that only a session saw: `into` fills it, `out` reads it. Never surer than either, and
 * `derived` at least. Columns of the source that stop in between still break the way when they go: they are used.
 */
export function composeFlows(id: string, into: Flow, out: Flow): Flow {
  const columns = into.columns.flatMap(({ source, target }) =>
    out.columns
      .filter((pair) => isSameColumn(pair.source, target))
      .map((pair) => ({ source, target: pair.target })),
  )
  const carried = new Set(columns.map(({ source }) => source))
  const isUsed = (column: string): boolean => out.usedColumns.some((used) => isSameColumn(used, column))
  const used = into.columns
    .filter(({ source, target }) => !carried.has(source) || isUsed(target))
    .map(({ source }) => source)
  return {
    ...out,
    id,
    source: into.source,
    relationship: strongerRelationship(strongerRelationship('derived', into.relationship), out.relationship),
    confidence: into.confidence * out.confidence,
    columns,
    usedColumns: [...new Set([...into.usedColumns, ...used])],
    columnsComplete: into.columnsComplete && out.columnsComplete,
  }
}

export function uniteColumns(a: readonly ColumnPair[], b: readonly ColumnPair[]): readonly ColumnPair[] {
  if (a.length === 0 || a === b) return b
  const byText = new Map([...a, ...b].map((pair) => [JSON.stringify([pair.source, pair.target]), pair]))
  return [...byText.values()]
}

/** Two flows between the same tables as one: the surer confidence, all columns. */
export function uniteFlows(a: Flow, b: Flow): Flow {
  return {
    ...b,
    relationship: strongerRelationship(a.relationship, b.relationship),
    confidence: Math.max(a.confidence, b.confidence),
    columns: uniteColumns(a.columns, b.columns),
    usedColumns: [...new Set([...a.usedColumns, ...b.usedColumns])],
    columnsComplete: a.columnsComplete && b.columnsComplete,
  }
}

export function draftOf(flow: Flow, seenAt: Date, observations: number): LineageEdgeDraft {
  const { source, target, relationship, confidence, columns, usedColumns, columnsComplete } = flow
  return {
    source: source.key,
    target: target.key,
    sourceRef: source.ref,
    targetRef: target.ref,
    sourceKind: source.kind,
    targetKind: target.kind,
    relationship,
    confidence,
    queryHash: flow.queryHash,
    origin: flow.origin,
    columns,
    usedColumns,
    columnsComplete,
    observations,
    seenAt,
  }
}
