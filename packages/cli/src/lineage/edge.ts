import type { LineageSource, WrittenName } from '@aegis/core/ports'
import type { SessionNames } from './names.ts'

/** Source table, source column, target table, target column. */
export type ColumnEdge = readonly [string, string, string, string]

export interface AnswerEdge {
  readonly source: string
  readonly target: string
  /** 0..1. */
  readonly confidence: number
  /** Empty where nothing is certain. */
  readonly columns: readonly ColumnEdge[]
  /** Columns of the source that are joined, filtered, grouped or ordered by. Absent: none known. */
  readonly used_columns?: readonly string[]
  /** Absent: a table. */
  readonly source_kind?: 'stage' | 'path'
  /** Absent: a table. */
  readonly target_kind?: 'stage' | 'path'
}

export function edgeOf(source: LineageSource, target: WrittenName, names: SessionNames): AnswerEdge {
  const from = names.of(source.name)
  const to = names.of(target)
  const { usedColumns = [] } = source
  const kindOf = ({ kind }: WrittenName): 'stage' | 'path' | null =>
    kind === 'stage' || kind === 'path' ? kind : null
  const [sourceKind, targetKind] = [kindOf(source.name), kindOf(target)]
  return {
    source: from,
    target: to,
    confidence: source.confidence,
    columns: source.columns.map((pair) => [from, pair.source, to, pair.target]),
    ...(usedColumns.length === 0 ? {} : { used_columns: usedColumns }),
    ...(sourceKind === null ? {} : { source_kind: sourceKind }),
    ...(targetKind === null ? {} : { target_kind: targetKind }),
  }
}

/** The same edge of two statements is one: the surer confidence, all columns. */
export function unite(a: AnswerEdge, b: AnswerEdge): AnswerEdge {
  const columns = new Map([...a.columns, ...b.columns].map((column) => [JSON.stringify(column), column]))
  const used = new Set([...(a.used_columns ?? []), ...(b.used_columns ?? [])])
  return {
    ...a,
    confidence: Math.max(a.confidence, b.confidence),
    columns: [...columns.values()],
    ...(used.size === 0 ? {} : { used_columns: [...used] }),
  }
}
