import {
  type Anomaly,
  type AnomalyDraft,
  type CheckOutcome,
  compareSeverity,
  type Incident,
} from '@aegis/core'
import type { Updateable } from 'kysely'
import { writeJson } from '../mapping/column-values.ts'
import { detailDocument, notesDocument } from '../mapping/documents.ts'
import type { IncidentsTable } from '../schema/database.ts'
import type { SqlStep } from '../session.ts'
import type { Journal } from './journal.ts'
import type { OpenIncident, OpenIncidents, Place } from './open-incidents.ts'

/** A step that may open incidents and join them. */
export interface RaisingStep extends SqlStep {
  readonly journal: Journal
  readonly open: OpenIncidents
}

export interface Sighting {
  readonly place: Place
  readonly anomaly: AnomalyDraft
  /** The snapshot taken in the same step; null: none was. */
  readonly snapshotId: number | null
  readonly at: Date
}

function subjectOf({ place, anomaly }: Sighting): string {
  return place.table === null ? anomaly.type : `${anomaly.type} on ${place.table}`
}

async function insertAnomaly(
  { db, values }: SqlStep,
  sighting: Sighting,
  incidentId: number,
): Promise<Anomaly> {
  const { place, anomaly, snapshotId } = sighting
  const { id } = await db
    .insertInto('anomalies')
    .values({
      connection_id: place.connectionId,
      table_id: place.tableId,
      fully_qualified_name: place.table,
      incident_id: incidentId,
      snapshot_id: snapshotId,
      type: anomaly.type,
      severity: anomaly.severity,
      detail: writeJson(detailDocument, anomaly.detail),
      fingerprint: anomaly.fingerprint,
      detected_at: values.time(anomaly.detectedAt),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const { connectionId, tableId, table } = place
  return { ...anomaly, id, connectionId, tableId, table, snapshotId, incidentId }
}

async function updateIncident(
  { db, values }: SqlStep,
  incident: Incident,
  changes: Updateable<IncidentsTable>,
): Promise<void> {
  await db
    .updateTable('incidents')
    .set({ ...changes, version: incident.version, updated_at: values.time(incident.updatedAt) })
    .where('id', '=', incident.id)
    .execute()
}

async function insertIncident({ db, values }: SqlStep, { place, anomaly, at }: Sighting): Promise<number> {
  const { id } = await db
    .insertInto('incidents')
    .values({
      connection_id: place.connectionId,
      table_id: place.tableId,
      type: anomaly.type,
      status: 'open',
      severity: anomaly.severity,
      blast_radius: '[]',
      notes: '[]',
      version: 1,
      created_at: values.time(at),
      updated_at: values.time(at),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

async function openIncident(step: RaisingStep, sighting: Sighting): Promise<CheckOutcome> {
  const { place, at } = sighting
  const id = await insertIncident(step, sighting)
  const anomaly = await insertAnomaly(step, sighting, id)
  await step.db.updateTable('incidents').set({ anomaly_id: anomaly.id }).where('id', '=', id).execute()
  const { type, severity } = anomaly
  const incident: Incident = {
    id,
    ...place,
    type,
    status: 'open',
    severity,
    anomalyId: anomaly.id,
    anomalyIds: [anomaly.id],
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
  }
  step.open.put({ incident, fingerprints: new Set([anomaly.fingerprint]) })
  const reason = `No open incident of ${subjectOf(sighting)}.`
  const opening = {
    incidentId: id,
    from: null,
    to: 'open',
    actor: 'aegis',
    reason,
    diagnosis: null,
    at,
  } as const
  step.journal.transition(opening)
  step.journal.activity({
    agent: 'orchestrator',
    action: 'incident_opened',
    connectionId: place.connectionId,
    tableId: place.tableId,
    incidentId: id,
    text: `Opened incident ${id}, ${severity} ${subjectOf(sighting)}. ${reason}`,
    at,
  })
  announceAnomaly(step, anomaly, at)
  step.journal.event(at, { type: 'incident.created', incidentId: id, severity })
  return { outcome: 'opened', anomaly, incident }
}

function announceAnomaly({ journal }: RaisingStep, anomaly: Anomaly, at: Date): void {
  const { id: anomalyId, incidentId, table, type: anomalyType } = anomaly
  journal.event(at, { type: 'anomaly.detected', anomalyId, incidentId, table, anomalyType })
}

function announceUpdate({ journal }: RaisingStep, incident: Incident, at: Date): void {
  journal.event(at, { type: 'incident.updated', incidentId: incident.id, status: incident.status })
}

async function mergeAnomaly(
  step: RaisingStep,
  held: OpenIncident,
  sighting: Sighting,
): Promise<CheckOutcome> {
  const before = held.incident
  const { place, at } = sighting
  const anomaly = await insertAnomaly(step, sighting, before.id)
  const returns = before.status === 'pending_review'
  const isWorse = compareSeverity(anomaly.severity, before.severity) > 0
  const incident: Incident = {
    ...before,
    status: returns ? 'investigating' : before.status,
    severity: isWorse ? anomaly.severity : before.severity,
    anomalyIds: [...before.anomalyIds, anomaly.id],
    version: before.version + 1,
    updatedAt: at,
  }
  const { status, severity } = incident
  await updateIncident(step, incident, {
    status,
    severity,
    ...(returns ? { claim_owner: null, claim_until: null } : {}),
  })
  step.open.put({ incident, fingerprints: new Set([...held.fingerprints, anomaly.fingerprint]) })
  if (returns) {
    step.journal.transition({
      incidentId: incident.id,
      from: before.status,
      to: status,
      actor: 'aegis',
      reason: `Anomaly ${anomaly.id} was merged after the diagnosis.`,
      diagnosis: null,
      at,
    })
  }
  const facts = [
    `Merged anomaly ${anomaly.id} into incident ${incident.id}: the open incident is about the same table and type`,
    ...(isWorse ? [`severity ${before.severity} became ${severity}`] : []),
    ...(returns ? ['the incident is investigated again'] : []),
  ]
  step.journal.activity({
    agent: 'orchestrator',
    action: 'anomaly_merged',
    connectionId: place.connectionId,
    tableId: place.tableId,
    incidentId: incident.id,
    text: `${facts.join('; ')}.`,
    at,
  })
  announceAnomaly(step, anomaly, at)
  announceUpdate(step, incident, at)
  return { outcome: 'merged', anomaly, incident }
}

/** Opens an incident with the anomaly, merges it into the open one, or drops it as a repetition. */
export async function raiseAnomaly(step: RaisingStep, sighting: Sighting): Promise<CheckOutcome> {
  const { place, anomaly } = sighting
  const held = step.open.find(place, anomaly.type)
  if (held === undefined) return openIncident(step, sighting)
  const isKnown = held.fingerprints.has(anomaly.fingerprint)
  if (isKnown && compareSeverity(anomaly.severity, held.incident.severity) <= 0) {
    return { outcome: 'repeated', incident: held.incident }
  }
  return mergeAnomaly(step, held, sighting)
}

/** Notes a fact on an open incident. */
export async function noteOnIncident(
  step: RaisingStep,
  held: OpenIncident,
  text: string,
  at: Date,
): Promise<Incident> {
  const notes = [...held.incident.notes, { at, text }]
  const incident: Incident = { ...held.incident, notes, version: held.incident.version + 1, updatedAt: at }
  await updateIncident(step, incident, { notes: writeJson(notesDocument, notes) })
  step.open.put({ ...held, incident })
  announceUpdate(step, incident, at)
  return incident
}
