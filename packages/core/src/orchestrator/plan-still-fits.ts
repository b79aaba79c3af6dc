import { hashPlan } from '../executor/index.ts'
import type { Incident } from '../model/incident.ts'
import type { Snapshot } from '../model/table.ts'
import type { Store } from '../ports/store.ts'
import { diffColumns } from '../sentinels/schema/diff-columns.ts'

/**
 * Whether the plan of an incident is the one for its table as last seen. `returned`: the table has its accepted shape again, so there is nothing
 * left to run. `stale`: it changed otherwise since the plan was made. `none`: there is no plan, or one of an older version that does not say.
 */
export type PlanFit = 'fits' | 'returned' | 'stale' | 'none'

/** Positions, comments and defaults do not count here, as they do not count as drift. */
async function hasReturned(store: Store, incident: Incident, latest: Snapshot | null): Promise<boolean> {
  const [states, connections] = await Promise.all([
    store.loadScanState(incident.connectionId),
    store.listConnections(),
  ])
  const accepted = states.find(({ table }) => table.id === incident.tableId)?.accepted ?? null
  if (accepted === null || latest === null || accepted.exists !== latest.exists) return false
  const dialect = connections.find(({ id }) => id === incident.connectionId)?.dialect ?? 'ansi'
  return diffColumns(accepted.columns, latest.columns, { dialect, sameObject: null }).length === 0
}

export async function planFit(store: Store, incident: Incident): Promise<PlanFit> {
  const { id: incidentId, remediation, tableId } = incident
  if (remediation?.planHash === undefined) return 'none'
  const [latest = null] = tableId === null ? [] : await store.listSnapshots(tableId, { limit: 1 })
  if (hashPlan(remediation, { incidentId, shape: latest }) === remediation.planHash) return 'fits'
  return (await hasReturned(store, incident, latest)) ? 'returned' : 'stale'
}
