import type { Anomaly } from '../model/anomaly.ts'
import type { Incident } from '../model/incident.ts'
import type { Observation } from '../model/observation.ts'
import type { CheckType, MonitoredTable } from '../model/table.ts'
import type { Sentinel } from '../ports/sentinel.ts'
import type { Store } from '../ports/store.ts'

/** As many as a store is sure to keep: with as many, earlier ones may be gone. */
export const SURELY_KEPT = 500

/** What the store knows about one check of one table at one time. */
export interface CheckFacts {
  readonly sentinel: CheckType
  /** null: there is no sentinel of this name (any more). */
  readonly registered: Sentinel | null
  /** The table's settings turn it on now. */
  readonly isOn: boolean
  /** By then, newest first. */
  readonly observations: readonly Observation[]
  /** Of later ones the first, only when there is none by then; null: no observation at all. */
  readonly firstLater: Observation | null
  /** How many are kept; only when there is none by then. */
  readonly keptLater: number
  /** Raised by the last observation, or, where there is none, the last of its type by then. */
  readonly anomaly: Anomaly | null
  /** The incident of the last observation, or of `anomaly`. */
  readonly incident: Incident | null
  /** Of an observation without an incident, the last one of its kind by then: a person may have closed it. */
  readonly earlier: Incident | null
  /** The review that, since the last observation, made the shape the accepted one; null: none did. */
  readonly acceptance: Acceptance | null
}

interface Acceptance {
  readonly at: Date
  /** null: it is not known any more. */
  readonly incident: Incident | null
}

async function anomalyOf(store: Store, observation: Observation): Promise<Anomaly | null> {
  const { anomalyId, incidentId } = observation
  if (anomalyId === null || incidentId === null) return null
  const [found] = await store.listAnomalies({ incidentId, beforeId: anomalyId + 1, limit: 1 })
  return found?.id === anomalyId ? found : null
}

async function lastAnomaly(
  store: Store,
  { id }: MonitoredTable,
  sentinel: Sentinel | null,
  at: Date,
): Promise<Anomaly | null> {
  if (sentinel === null) return null
  const found = await store.listAnomalies({ tableIds: [id], type: sentinel.anomalyType, limit: 1000 })
  return found.find(({ detectedAt }) => detectedAt <= at) ?? null
}

async function incidentOf(store: Store, id: number | null | undefined): Promise<Incident | null> {
  return id === null || id === undefined ? null : store.getIncident(id)
}

async function acceptanceOf(
  store: Store,
  { id }: MonitoredTable,
  since: Date,
  at: Date,
): Promise<Acceptance | null> {
  const lines = await store.listActivity({ tableId: id, actions: ['shape_accepted'], limit: 1000 })
  const line = lines.find((item) => item.at >= since && item.at <= at)
  return line === undefined ? null : { at: line.at, incident: await incidentOf(store, line.incidentId) }
}

export async function loadCheckFacts(
  store: Store,
  table: MonitoredTable,
  sentinel: CheckType,
  sentinels: readonly Sentinel[],
  at: Date,
): Promise<CheckFacts> {
  const registered = sentinels.find(({ name }) => name === sentinel) ?? null
  const observations = await store.listObservations(table.id, { sentinel, before: at, limit: 1000 })
  const [newest] = observations
  const later = newest === undefined ? await store.listObservations(table.id, { sentinel, limit: 1000 }) : []
  const ofKind = (): Promise<Anomaly | null> => lastAnomaly(store, table, registered, at)
  const anomaly = newest === undefined ? await ofKind() : await anomalyOf(store, newest)
  const incidentId = newest?.incidentId ?? anomaly?.incidentId ?? null
  const isQuiet = newest !== undefined && incidentId === null
  const isShape = newest?.verdict === 'violated' && registered?.anomalyType === 'schema_drift'
  return {
    sentinel,
    registered,
    isOn: table.checkTypes.includes(sentinel),
    observations,
    firstLater: later.at(-1) ?? null,
    keptLater: later.length,
    anomaly,
    incident: await incidentOf(store, incidentId),
    earlier: isQuiet ? await incidentOf(store, (await ofKind())?.incidentId) : null,
    acceptance: isShape ? await acceptanceOf(store, table, newest.at, at) : null,
  }
}
