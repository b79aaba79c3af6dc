import type { Anomaly, LineageGraph } from '@aegis/core'
import type { Finding } from './demo-report.ts'

export interface ColumnReach {
  /** The changed columns, under the names that statements know them by. */
  readonly columns: readonly string[]
  /** Columns by affected table, in name order; null: the table as a whole. Tables that are not reached are absent. */
  readonly tables: ReadonlyMap<string, readonly string[] | null>
}

/** Columns that were there before and changed. A new column reaches nothing yet. */
function changedColumns(anomalies: readonly Anomaly[]): readonly string[] {
  const names = anomalies.flatMap(({ detail }) =>
    detail.type === 'schema_drift' ? detail.changes.flatMap(({ before }) => before?.name ?? []) : [],
  )
  return [...new Set(names)]
}

/** What the changed columns of a finding reach; null: it is not about columns. */
export function columnReach(
  { incident: { table }, anomalies }: Pick<Finding, 'incident' | 'anomalies'>,
  graph: LineageGraph,
): ColumnReach | null {
  const columns = changedColumns(anomalies)
  if (table === null || columns.length === 0) return null
  const tables = new Map<string, readonly string[] | null>()
  for (const column of columns) {
    for (const node of graph.getBlastRadius(table, { column }).affectedTables) {
      const known = tables.get(node.name) ?? []
      const reached = node.columns ?? null
      const isWhole = reached === null || tables.get(node.name) === null
      tables.set(node.name, isWhole ? null : [...new Set([...known, ...reached])].sort())
    }
  }
  return { columns, tables }
}
