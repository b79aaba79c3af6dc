import type { LineageTable, SessionEdge } from '@aegis/core'

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

function fileKind({ kind }: LineageTable): 'stage' | 'path' | null {
  return kind === 'table' ? null : kind
}

function edgeOf({ source, target, confidence, columns, usedColumns }: SessionEdge): AnswerEdge {
  const [sourceKind, targetKind] = [fileKind(source), fileKind(target)]
  return {
    source: source.key,
    target: target.key,
    confidence,
    columns: columns.map((pair) => [source.key, pair.source, target.key, pair.target]),
    ...(usedColumns.length === 0 ? {} : { used_columns: usedColumns }),
    ...(sourceKind === null ? {} : { source_kind: sourceKind }),
    ...(targetKind === null ? {} : { target_kind: targetKind }),
  }
}

/** The same edge of two statements is one: the surer confidence, all columns. */
function unite(a: AnswerEdge, b: AnswerEdge): AnswerEdge {
  const columns = new Map([...a.columns, ...b.columns].map((column) => [JSON.stringify(column), column]))
  const used = new Set([...(a.used_columns ?? []), ...(b.used_columns ?? [])])
  return {
    ...a,
    confidence: Math.max(a.confidence, b.confidence),
    columns: [...columns.values()],
    ...(used.size === 0 ? {} : { used_columns: [...used] }),
  }
}

/** Edges in the form that scripts rely on, as they come. */
export function answerEdges(edges: readonly SessionEdge[]): readonly AnswerEdge[] {
  return edges.map(edgeOf)
}

/** Edges of several statements, each once. */
export function uniteEdges(edges: readonly AnswerEdge[]): readonly AnswerEdge[] {
  const byEnds = new Map<string, AnswerEdge>()
  for (const edge of edges) {
    const key = JSON.stringify([edge.source, edge.target])
    const before = byEnds.get(key)
    byEnds.set(key, before === undefined ? edge : unite(before, edge))
  }
  return [...byEnds.values()]
}
