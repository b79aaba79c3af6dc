import type { MemoryState } from './memory-data.ts'
import { removeTable } from './tables.ts'

export function removeConnection(draft: MemoryState, id: number): boolean {
  if (!draft.connections.delete(id)) return false
  draft.uris.delete(id)
  draft.lineage.delete(id)
  for (const [key, edge] of draft.edges) if (edge.connectionId === id) draft.edges.delete(key)
  for (const [tableId, { table }] of draft.tables) if (table.connectionId === id) removeTable(draft, tableId)
  for (const [key, row] of draft.anomalies) if (row.connectionId === id) draft.anomalies.delete(key)
  for (const [key, { incident }] of draft.incidents) {
    if (incident.connectionId !== id) continue
    draft.incidents.delete(key)
    for (const [line, { incidentId }] of draft.transitions)
      if (incidentId === key) draft.transitions.delete(line)
  }
  return true
}
