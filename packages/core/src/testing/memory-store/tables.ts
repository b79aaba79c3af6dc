import type { MonitoredTable, Snapshot, TableRef } from '../../model/table.ts'
import type { MonitoredTableDraft, TableFilter, TableScanState } from '../../ports/store.ts'
import { connectionOf } from './connections.ts'
import { keep, type MemoryState, nextId } from './memory-data.ts'

function isSameRef(a: TableRef, b: TableRef): boolean {
  return a.catalog === b.catalog && a.schema === b.schema && a.name === b.name
}

function isUnchanged(table: MonitoredTable, draft: MonitoredTableDraft): boolean {
  return (
    table.qualifiedName === draft.qualifiedName &&
    table.freshnessSlaMinutes === draft.freshnessSlaMinutes &&
    table.watermarkColumn === draft.watermarkColumn &&
    JSON.stringify(table.expectedBy) === JSON.stringify(draft.expectedBy) &&
    JSON.stringify(table.checkTypes) === JSON.stringify(draft.checkTypes)
  )
}

function saveTable(state: MemoryState, connectionId: number, draft: MonitoredTableDraft, at: Date): number {
  const known = [...state.tables.values()].find(
    ({ table }) => table.connectionId === connectionId && isSameRef(table.ref, draft.ref),
  )
  if (known !== undefined && isUnchanged(known.table, draft)) return known.table.id
  const id = known?.table.id ?? nextId(state)
  const table: MonitoredTable = {
    id,
    connectionId,
    ...draft,
    problem: known?.table.problem ?? null,
    createdAt: known?.table.createdAt ?? at,
    updatedAt: at,
  }
  state.tables.set(
    id,
    keep({ latestId: known?.latestId ?? null, acceptedId: known?.acceptedId ?? null, table }),
  )
  return id
}

export function saveTables(
  state: MemoryState,
  connectionId: number,
  drafts: readonly MonitoredTableDraft[],
  at: Date,
): readonly MonitoredTable[] {
  connectionOf(state, connectionId)
  return drafts
    .map((draft) => saveTable(state, connectionId, draft, at))
    .flatMap((id) => state.tables.get(id)?.table ?? [])
}

export function listTables(state: MemoryState, filter: TableFilter): readonly MonitoredTable[] {
  return [...state.tables.values()]
    .map(({ table }) => table)
    .filter(
      (table) =>
        (filter.connectionId === undefined || table.connectionId === filter.connectionId) &&
        (filter.qualifiedName === undefined || table.qualifiedName === filter.qualifiedName),
    )
    .sort((a, b) => a.id - b.id)
}

/** Deletes the entries that belong to the table. */
function drop<K, V>(map: Map<K, V>, belongs: (value: V) => boolean): void {
  for (const [key, value] of map) if (belongs(value)) map.delete(key)
}

export function removeTable(state: MemoryState, id: number): boolean {
  if (!state.tables.delete(id)) return false
  drop(state.snapshots, ({ tableId }) => tableId === id)
  drop(state.sentinelStates, ({ tableId }) => tableId === id)
  drop(state.observations, ({ tableId }) => tableId === id)
  drop(state.anomalies, ({ tableId }) => tableId === id)
  drop(state.transitions, ({ incidentId }) => state.incidents.get(incidentId)?.incident.tableId === id)
  drop(state.incidents, ({ incident }) => incident.tableId === id)
  return true
}

function snapshotOf(state: MemoryState, id: number | null): Snapshot | null {
  return id === null ? null : (state.snapshots.get(id) ?? null)
}

export function loadScanState(state: MemoryState, connectionId: number): readonly TableScanState[] {
  const states = [...state.sentinelStates.values()]
  return [...state.tables.values()]
    .filter(({ table }) => table.connectionId === connectionId)
    .sort((a, b) => a.table.id - b.table.id)
    .map(({ table, latestId, acceptedId }) => ({
      table,
      latest: snapshotOf(state, latestId),
      accepted: snapshotOf(state, acceptedId),
      states: states.filter(({ tableId }) => tableId === table.id).map(({ state: kept }) => kept),
    }))
}
