import type { Dialect, LineageRelationship, StatementKind } from '@aegis/core/ports'
import { sqlLineage } from './sql-lineage.ts'

export interface ExtractedEdge {
  /** As the statement wrote it, parts joined by dots, without quotes. */
  readonly source: string
  readonly target: string
  readonly kind: StatementKind
  readonly relationship: LineageRelationship
  /** 0..1. */
  readonly confidence: number
  /** Source column and target column; empty where nothing is certain. */
  readonly columns: readonly (readonly [source: string, target: string])[]
}

export interface ExtractedLineage {
  readonly edges: readonly ExtractedEdge[]
  /** One reason for each statement that was not understood. */
  readonly unparsed: readonly string[]
}

/** The edges of a piece of SQL, for one-off use. Never throws on input. */
export function extractLineage(sql: string, dialect: Dialect): ExtractedLineage {
  const { statements } = sqlLineage().parse(sql, dialect)
  const join = (parts: readonly { readonly text: string }[]): string =>
    parts.map(({ text }) => text).join('.')
  const edges = statements.flatMap((statement) =>
    statement.status !== 'parsed'
      ? []
      : statement.sources.map(({ name, relationship, confidence, columns }) => ({
          source: join(name.parts),
          target: join(statement.target.parts),
          kind: statement.kind,
          relationship,
          confidence,
          columns: columns.map(({ source, target }) => [source, target] as const),
        })),
  )
  const unparsed = statements.flatMap((statement) =>
    statement.status === 'unparsed' ? [statement.reason] : [],
  )
  return { edges, unparsed }
}
