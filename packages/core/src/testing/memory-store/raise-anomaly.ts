import { AegisError } from '../../errors.ts'
import type { Anomaly, AnomalyDraft, AnomalyType } from '../../model/anomaly.ts'
import type { Incident } from '../../model/incident.ts'
import type { CheckOutcome } from '../../ports/store.ts'
import { compareSeverity } from '../../severity-order.ts'
import { addActivity, addEvent, addTransition } from './journal.ts'
import { keep, type MemoryState, nextId, type StoredIncident } from './memory-data.ts'

/** Where an anomaly was seen. */
export interface Place {
  readonly connectionId: number
  readonly tableId: number | null
  readonly table: string | null
}

export function isClosed(incident: Incident): boolean {
  return incident.status === 'resolved' || incident.status === 'dismissed'
}

/** The one open incident of this connection, table and type. */
export function findOpen(state: MemoryState, place: Place, type: AnomalyType): StoredIncident | undefined {
  for (const stored of state.incidents.values()) {
    const { incident } = stored
    const same = incident.connectionId === place.connectionId && incident.tableId === place.tableId
    if (same && incident.type === type && !isClosed(incident)) return stored
  }
  return undefined
}

/** Stores a changed incident: the version grows by one. */
export function putIncident(draft: MemoryState, stored: StoredIncident, at: Date): Incident {
  const incident = { ...stored.incident, version: stored.incident.version + 1, updatedAt: at }
  if (!isClosed(incident)) {
    const open = findOpen(draft, incident, incident.type)
    if (open !== undefined && open.incident.id !== incident.id) {
      throw new AegisError(
        'STORE_FAILED',
        `Incident ${incident.id} cannot be opened again: incident ${open.incident.id} of the same table and type is open.`,
      )
    }
  }
  const kept = keep({ ...stored, incident })
  draft.incidents.set(incident.id, kept)
  return kept.incident
}

export function noteOn(draft: MemoryState, open: StoredIncident, at: Date, text: string): Incident {
  const notes = [...open.incident.notes, { at, text }]
  const incident = putIncident(draft, { ...open, incident: { ...open.incident, notes } }, at)
  addEvent(draft, at, { type: 'incident.updated', incidentId: incident.id, status: incident.status })
  return incident
}

function subjectOf(place: Place, type: AnomalyType): string {
  return place.table === null ? type : `${type} on ${place.table}`
}

function addAnomaly(
  draft: MemoryState,
  place: Place,
  anomaly: AnomalyDraft,
  id: number,
  incidentId: number,
  snapshotId: number | null,
): Anomaly {
  const { connectionId, tableId, table } = place
  const stored = keep({ ...anomaly, id, connectionId, tableId, table, snapshotId, incidentId })
  draft.anomalies.set(id, stored)
  return stored
}

function open(
  draft: MemoryState,
  place: Place,
  anomaly: AnomalyDraft,
  snapshotId: number | null,
  at: Date,
): CheckOutcome {
  const anomalyId = nextId(draft)
  const id = nextId(draft)
  const { connectionId, tableId, table } = place
  const { type, severity } = anomaly
  const incident = keep<Incident>({
    id,
    connectionId,
    tableId,
    table,
    type,
    status: 'open',
    severity,
    anomalyId,
    anomalyIds: [anomalyId],
    diagnosis: null,
    blastRadius: [],
    remediation: null,
    notes: [],
    resolvedAt: null,
    resolvedBy: null,
    resolutionNote: null,
    dismissReason: null,
    version: 1,
    createdAt: at,
    updatedAt: at,
  })
  const stored = addAnomaly(draft, place, anomaly, anomalyId, id, snapshotId)
  draft.incidents.set(id, { incident, claim: null })
  const reason = `No open incident of ${subjectOf(place, type)}.`
  addTransition(draft, {
    incidentId: id,
    from: null,
    to: 'open',
    actor: 'aegis',
    reason,
    diagnosis: null,
    at,
  })
  const text = `Opened incident ${id}, ${severity} ${subjectOf(place, type)}. ${reason}`
  const activity = { agent: 'orchestrator', connectionId, tableId, incidentId: id, at, text } as const
  addActivity(draft, { ...activity, action: 'incident_opened' })
  addEvent(draft, at, { type: 'anomaly.detected', anomalyId, incidentId: id, table, anomalyType: type })
  addEvent(draft, at, { type: 'incident.created', incidentId: id, severity })
  return { outcome: 'opened', anomaly: stored, incident }
}

function merge(
  draft: MemoryState,
  held: StoredIncident,
  place: Place,
  anomaly: AnomalyDraft,
  snapshotId: number | null,
  at: Date,
): CheckOutcome {
  const before = held.incident
  const anomalyId = nextId(draft)
  const stored = addAnomaly(draft, place, anomaly, anomalyId, before.id, snapshotId)
  const reopened = before.status === 'pending_review'
  const worse = compareSeverity(anomaly.severity, before.severity) > 0
  const incident = putIncident(
    draft,
    {
      incident: {
        ...before,
        status: reopened ? 'investigating' : before.status,
        severity: worse ? anomaly.severity : before.severity,
        anomalyIds: [...before.anomalyIds, anomalyId],
      },
      claim: reopened ? null : held.claim,
    },
    at,
  )
  const because = 'the open incident is about the same table and type'
  if (reopened) {
    addTransition(draft, {
      incidentId: incident.id,
      from: 'pending_review',
      to: 'investigating',
      actor: 'aegis',
      reason: `Anomaly ${anomalyId} was merged after the diagnosis.`,
      diagnosis: null,
      at,
    })
  }
  const facts = [
    `Merged anomaly ${anomalyId} into incident ${incident.id}: ${because}`,
    ...(worse ? [`severity ${before.severity} became ${anomaly.severity}`] : []),
    ...(reopened ? ['the incident is investigated again'] : []),
  ]
  addActivity(draft, {
    agent: 'orchestrator',
    action: 'anomaly_merged',
    connectionId: place.connectionId,
    tableId: place.tableId,
    incidentId: incident.id,
    text: `${facts.join('; ')}.`,
    at,
  })
  const { type: anomalyType } = anomaly
  addEvent(draft, at, {
    type: 'anomaly.detected',
    anomalyId,
    incidentId: incident.id,
    table: place.table,
    anomalyType,
  })
  addEvent(draft, at, { type: 'incident.updated', incidentId: incident.id, status: incident.status })
  return { outcome: 'merged', anomaly: stored, incident }
}

/** Opens an incident with the anomaly, merges it into the open one, or drops it as a repetition. */
export function raiseAnomaly(
  draft: MemoryState,
  place: Place,
  anomaly: AnomalyDraft,
  snapshotId: number | null,
  at: Date,
): CheckOutcome {
  const held = findOpen(draft, place, anomaly.type)
  if (held === undefined) return open(draft, place, anomaly, snapshotId, at)
  const known = held.incident.anomalyIds.some(
    (id) => draft.anomalies.get(id)?.fingerprint === anomaly.fingerprint,
  )
  if (known && compareSeverity(anomaly.severity, held.incident.severity) <= 0) {
    return { outcome: 'repeated', incident: held.incident }
  }
  return merge(draft, held, place, anomaly, snapshotId, at)
}
