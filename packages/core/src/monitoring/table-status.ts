import type { Incident } from '../model/incident.ts'
import type { MonitoredTable, Snapshot, TableHealth } from '../model/table.ts'
import type { Store } from '../ports/store.ts'

export interface TableStatus {
  readonly table: MonitoredTable
  readonly health: TableHealth
  readonly latest: Snapshot | null
  readonly accepted: Snapshot | null
  readonly openIncidents: readonly Incident[]
}

/** critical: an open critical incident. warning: another open incident, or a shape that is not the accepted one. */
function healthOf(
  openIncidents: readonly Pick<Incident, 'severity'>[],
  latest: Pick<Snapshot, 'hash'> | null,
  accepted: Pick<Snapshot, 'hash'> | null,
): TableHealth {
  if (openIncidents.some(({ severity }) => severity === 'critical')) return 'critical'
  return openIncidents.length > 0 || latest?.hash !== accepted?.hash ? 'warning' : 'healthy'
}

export async function readTableStatus(store: Store, table: MonitoredTable): Promise<TableStatus> {
  const [states, openIncidents] = await Promise.all([
    store.loadScanState(table.connectionId),
    store.listIncidents({
      tableId: table.id,
      statuses: ['open', 'investigating', 'pending_review'],
      limit: 1000,
    }),
  ])
  const state = states.find((item) => item.table.id === table.id)
  const latest = state?.latest ?? null
  const accepted = state?.accepted ?? null
  return { table, health: healthOf(openIncidents, latest, accepted), latest, accepted, openIncidents }
}
