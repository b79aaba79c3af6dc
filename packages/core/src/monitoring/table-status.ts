import type { Dialect } from '../model/connection.ts'
import type { Incident } from '../model/incident.ts'
import type { MonitoredTable, Snapshot, TableHealth, TableProblem } from '../model/table.ts'
import type { Store } from '../ports/store.ts'
import { diffColumns } from '../sentinels/schema/diff-columns.ts'

export interface TableStatus {
  readonly table: MonitoredTable
  readonly health: TableHealth
  readonly latest: Snapshot | null
  readonly accepted: Snapshot | null
  /** Of the table, and of its connection. */
  readonly openIncidents: readonly Incident[]
}

/** Other hashes alone do not make another shape: a type spelled anew, or nullability no longer known, is none. */
function differs(latest: Snapshot | null, accepted: Snapshot | null, dialect: Dialect): boolean {
  if (latest === null || accepted === null || latest.hash === accepted.hash) return false
  if (latest.exists !== accepted.exists || latest.kind !== accepted.kind) return true
  return diffColumns(accepted.columns, latest.columns, { dialect, sameObject: null }).length > 0
}

/**
 * critical: an open critical incident. warning: another open incident, one of its connection too, a shape that is not
 * the accepted one, or a table that could not be read: what cannot be seen is not called healthy.
 */
function healthOf(
  openIncidents: readonly Pick<Incident, 'severity'>[],
  isChanged: boolean,
  problem: TableProblem | null,
): TableHealth {
  if (openIncidents.some(({ severity }) => severity === 'critical')) return 'critical'
  const isUnreadable = problem !== null && problem.status !== 'unsupported'
  return openIncidents.length > 0 || isChanged || isUnreadable ? 'warning' : 'healthy'
}

export async function readTableStatus(store: Store, table: MonitoredTable): Promise<TableStatus> {
  const open = { statuses: ['open', 'investigating', 'pending_review'], limit: 1000 } as const
  const { connectionId } = table
  const [connections, states, ofTable, ofConnection] = await Promise.all([
    store.listConnections(),
    store.loadScanState(connectionId),
    store.listIncidents({ ...open, tableId: table.id }),
    store.listIncidents({ ...open, connectionId, type: 'connection_error' }),
  ])
  const openIncidents = [...ofTable, ...ofConnection]
  const state = states.find((item) => item.table.id === table.id)
  const latest = state?.latest ?? null
  const accepted = state?.accepted ?? null
  const dialect = connections.find(({ id }) => id === connectionId)?.dialect ?? 'ansi'
  return {
    table,
    health: healthOf(openIncidents, differs(latest, accepted, dialect), table.problem),
    latest,
    accepted,
    openIncidents,
  }
}
