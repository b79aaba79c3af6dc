import { hashPlan } from '../executor/index.ts'
import type { Incident } from '../model/incident.ts'
import type { Snapshot } from '../model/table.ts'
import type { Store } from '../ports/store.ts'

/**
 * Whether the plan of an incident is the one for its table as last seen. `returned`: the table has its accepted shape again, so there is nothing
 * left to run. `stale`: it changed otherwise since the plan was made. `none`: there is no plan, or one of an older version that does not say.
 */
export type PlanFit = 'fits' | 'returned' | 'stale' | 'none'

async function acceptedOf(store: Store, incident: Incident): Promise<Snapshot | null> {
  const states = await store.loadScanState(incident.connectionId)
  return states.find(({ table }) => table.id === incident.tableId)?.accepted ?? null
}

export async function planFit(store: Store, incident: Incident): Promise<PlanFit> {
  const { id: incidentId, remediation, tableId } = incident
  if (remediation?.planHash === undefined) return 'none'
  const [latest = null] = tableId === null ? [] : await store.listSnapshots(tableId, { limit: 1 })
  if (hashPlan(remediation, { incidentId, shape: latest }) === remediation.planHash) return 'fits'
  const accepted = await acceptedOf(store, incident)
  return accepted !== null && accepted.hash === latest?.hash ? 'returned' : 'stale'
}
