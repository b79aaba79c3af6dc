import type { Anomaly, SchemaChange } from '../model/anomaly.ts'
import type { Snapshot } from '../model/table.ts'
import type { TableScanState } from '../ports/store.ts'
import { parseFreshnessState } from '../sentinels/freshness/freshness-state.ts'

function changeStands(change: SchemaChange, latest: Snapshot): boolean {
  const { kind, column, insideColumn, before, after } = change
  if (kind === 'table_dropped') return !latest.exists
  if (!latest.exists || kind === 'table_replaced') return true
  const named = (name: string | undefined): Snapshot['columns'][number] | undefined =>
    latest.columns.find((item) => item.name === name)
  // Of a field inside a column only the column can be looked up.
  if (insideColumn !== undefined) return named(insideColumn) !== undefined
  switch (kind) {
    case 'column_deleted':
      return named(before?.name) === undefined
    case 'column_added':
    case 'column_renamed':
      return named(column ?? undefined) !== undefined
    case 'type_changed':
      return named(column ?? undefined)?.type === after?.type
    case 'nullability_changed':
      return named(column ?? undefined)?.nullable === after?.nullable
  }
}

function isStale(state: TableScanState): boolean {
  const kept = state.states.find(({ sentinel }) => sentinel === 'freshness')
  return parseFreshnessState(kept?.value ?? null)?.stale === true
}

/** Whether what an anomaly found is so still, as the last scan saw the table. What cannot be told is taken to stand. */
export function stillStands({ detail }: Anomaly, state: TableScanState): boolean {
  const { latest } = state
  switch (detail.type) {
    case 'schema_drift':
      return latest === null || detail.changes.some((change) => changeStands(change, latest))
    case 'freshness_violation':
      return isStale(state)
    default:
      return true
  }
}
