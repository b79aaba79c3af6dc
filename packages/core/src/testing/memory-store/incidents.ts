import { AegisError } from '../../errors.ts'
import type { Anomaly } from '../../model/anomaly.ts'
import type { Incident, IncidentTransition } from '../../model/incident.ts'
import type { AnomalyFilter, IncidentChange, IncidentFilter, InvestigationClaim } from '../../ports/store.ts'
import { addActivity, addEvent, addTransition } from './journal.ts'
import { keep, type MemoryState } from './memory-data.ts'
import { newestFirst } from './paging.ts'
import { isClosed, putIncident } from './raise-anomaly.ts'
import { writeState } from './record-scan.ts'

function matches<T>(wanted: T | undefined, value: T): boolean {
  return wanted === undefined || wanted === value
}

export function listIncidents(state: MemoryState, filter: IncidentFilter): readonly Incident[] {
  const incidents = [...state.incidents.values()].map(({ incident }) => incident)
  return newestFirst(
    incidents,
    filter,
    (incident) =>
      matches(filter.connectionId, incident.connectionId) &&
      matches<number | null>(filter.tableId, incident.tableId) &&
      matches(filter.type, incident.type) &&
      matches(filter.severity, incident.severity) &&
      (filter.statuses?.includes(incident.status) ?? true) &&
      (filter.since === undefined || incident.updatedAt >= filter.since),
  )
}

export function listAnomalies(state: MemoryState, filter: AnomalyFilter): readonly Anomaly[] {
  return newestFirst(
    state.anomalies.values(),
    filter,
    (anomaly) =>
      matches(filter.connectionId, anomaly.connectionId) &&
      (filter.tableIds === undefined ||
        (anomaly.tableId !== null && filter.tableIds.includes(anomaly.tableId))) &&
      matches(filter.incidentId, anomaly.incidentId) &&
      matches(filter.type, anomaly.type) &&
      (filter.since === undefined || anomaly.detectedAt >= filter.since),
  )
}

export function listTransitions(state: MemoryState, incidentId: number): readonly IncidentTransition[] {
  return [...state.transitions.values()].filter((line) => line.incidentId === incidentId)
}

/** The incident's fields after the change. Only a closed incident has `resolvedAt` and `resolvedBy`. */
function changed(incident: Incident, change: IncidentChange): Incident {
  const moved = { ...incident, status: change.to }
  const closed = isClosed(moved)
  return {
    ...moved,
    diagnosis: change.diagnosis ?? incident.diagnosis,
    blastRadius: change.diagnosis?.blastRadius ?? incident.blastRadius,
    remediation: change.remediation ?? incident.remediation,
    resolvedAt: closed ? change.at : null,
    resolvedBy: closed ? change.actor : null,
    resolutionNote: change.resolutionNote ?? incident.resolutionNote,
    dismissReason: change.dismissReason ?? incident.dismissReason,
  }
}

function acceptShape(draft: MemoryState, incident: Incident, snapshotId: number): void {
  const stored = incident.tableId === null ? undefined : draft.tables.get(incident.tableId)
  if (stored === undefined || draft.snapshots.get(snapshotId)?.tableId !== incident.tableId) {
    throw new AegisError(
      'STORE_FAILED',
      `Snapshot ${snapshotId} is no shape of the table of incident ${incident.id}.`,
    )
  }
  draft.tables.set(stored.table.id, { ...stored, acceptedId: snapshotId })
}

export function transition(
  draft: MemoryState,
  id: number,
  expectedVersion: number,
  change: IncidentChange,
): Incident | null {
  const before = draft.incidents.get(id)?.incident
  if (before === undefined || before.version !== expectedVersion) return null
  // Every transition ends the claim: whoever works on it next must claim it.
  const { actor, reason, at, diagnosis = null, notBefore } = change
  const claim = notBefore === undefined ? null : { owner: '', until: notBefore.getTime() }
  const incident = putIncident(draft, { incident: changed(before, change), claim }, at)
  addTransition(draft, { incidentId: id, from: before.status, to: change.to, actor, reason, diagnosis, at })
  if (change.acceptSnapshotId !== undefined) acceptShape(draft, incident, change.acceptSnapshotId)
  if (change.sentinelState !== undefined) {
    if (incident.tableId === null) {
      throw new AegisError('STORE_FAILED', `Incident ${id} has no table whose state could be set.`)
    }
    writeState(draft, incident.tableId, change.sentinelState.sentinel, change.sentinelState.value)
  }
  for (const line of change.activity) addActivity(draft, line)
  addEvent(draft, at, { type: 'incident.updated', incidentId: id, status: incident.status })
  return incident
}

export function claimInvestigations(
  draft: MemoryState,
  owner: string,
  limit: number,
  leaseMs: number,
  connectionIds: readonly number[] | undefined,
  at: Date,
): readonly InvestigationClaim[] {
  const until = at.getTime() + leaseMs
  return [...draft.incidents.values()]
    .filter(
      ({ incident, claim }) =>
        connectionIds?.includes(incident.connectionId) !== false &&
        (incident.status === 'open' || incident.status === 'investigating') &&
        (claim === null || claim.until <= at.getTime()),
    )
    .sort((a, b) => a.incident.id - b.incident.id)
    .slice(0, limit)
    .map(({ incident: before }) => {
      const incident = putIncident(
        draft,
        { incident: { ...before, status: 'investigating' }, claim: { owner, until } },
        at,
      )
      addTransition(draft, {
        incidentId: incident.id,
        from: before.status,
        to: 'investigating',
        actor: 'aegis',
        reason: `Claimed by ${owner}.`,
        diagnosis: null,
        at,
      })
      addEvent(draft, at, { type: 'incident.updated', incidentId: incident.id, status: 'investigating' })
      return keep({ incident, expiresAt: new Date(until) })
    })
}
