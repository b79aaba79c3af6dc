import { AegisError, type Incident, type IncidentChange } from '@aegis/core'
import { writeJson } from '../mapping/column-values.ts'
import { diagnosisDocument, namesDocument, remediationDocument, stateDocument } from '../mapping/documents.ts'
import type { SqlSession, SqlStep } from '../session.ts'
import { createJournal } from './journal.ts'
import { incidentOf } from './select-incidents.ts'

/** The incident after the change. Only a closed one has `resolvedAt` and `resolvedBy`. */
function changed(incident: Incident, change: IncidentChange): Incident {
  const isClosed = change.to === 'resolved' || change.to === 'dismissed'
  return {
    ...incident,
    status: change.to,
    diagnosis: change.diagnosis ?? incident.diagnosis,
    blastRadius: change.diagnosis?.blastRadius ?? incident.blastRadius,
    remediation: change.remediation ?? incident.remediation,
    resolvedAt: isClosed ? change.at : null,
    resolvedBy: isClosed ? change.actor : null,
    resolutionNote: change.resolutionNote ?? incident.resolutionNote,
    dismissReason: change.dismissReason ?? incident.dismissReason,
    version: incident.version + 1,
    updatedAt: change.at,
  }
}

async function update(
  { db, values }: SqlStep,
  incident: Incident,
  notBefore: Date | undefined,
): Promise<void> {
  const { diagnosis, remediation, resolvedAt } = incident
  await db
    .updateTable('incidents')
    .set({
      status: incident.status,
      diagnosis: diagnosis === null ? null : writeJson(diagnosisDocument, diagnosis),
      blast_radius: writeJson(namesDocument, incident.blastRadius),
      remediation: remediation === null ? null : writeJson(remediationDocument, remediation),
      resolved_at: resolvedAt === null ? null : values.time(resolvedAt),
      resolved_by: incident.resolvedBy,
      resolution_note: incident.resolutionNote,
      dismiss_reason: incident.dismissReason,
      version: incident.version,
      updated_at: values.time(incident.updatedAt),
      // Every transition ends the claim: whoever works on it next must claim it.
      claim_owner: null,
      claim_until: notBefore === undefined ? null : values.time(notBefore),
    })
    .where('id', '=', incident.id)
    .execute()
}

async function acceptShape({ db }: SqlStep, incident: Incident, snapshotId: number): Promise<void> {
  const accepted = await db
    .updateTable('monitored_tables')
    .set({ accepted_snapshot_id: snapshotId })
    .where('id', '=', incident.tableId)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('schema_snapshots')
          .select('schema_snapshots.id')
          .where('schema_snapshots.id', '=', snapshotId)
          .whereRef('schema_snapshots.table_id', '=', 'monitored_tables.id'),
      ),
    )
    .returning('id')
    .execute()
  if (accepted.length === 0) {
    throw new AegisError(
      'STORE_FAILED',
      `Snapshot ${snapshotId} is no shape of the table of incident ${incident.id}.`,
    )
  }
}

async function replaceState(
  { db }: SqlStep,
  incident: Incident,
  { sentinel, value }: NonNullable<IncidentChange['sentinelState']>,
): Promise<void> {
  if (incident.tableId === null) {
    throw new AegisError('STORE_FAILED', `Incident ${incident.id} has no table whose state could be set.`)
  }
  await db
    .insertInto('sentinel_states')
    .values({ table_id: incident.tableId, sentinel, version: 1, value: writeJson(stateDocument, value) })
    .onConflict((conflict) =>
      conflict.columns(['table_id', 'sentinel']).doUpdateSet((eb) => ({
        version: eb('sentinel_states.version', '+', 1),
        value: eb.ref('excluded.value'),
      })),
    )
    .execute()
}

export function transition(
  session: SqlSession,
  id: number,
  expectedVersion: number,
  change: IncidentChange,
): Promise<Incident | null> {
  return session.write(async (step) => {
    const before = await incidentOf(step, id)
    if (before === null || before.version !== expectedVersion) return null
    const incident = changed(before, change)
    await update(step, incident, change.notBefore)
    if (change.acceptSnapshotId !== undefined) await acceptShape(step, incident, change.acceptSnapshotId)
    if (change.sentinelState !== undefined) await replaceState(step, incident, change.sentinelState)
    const journal = createJournal(step)
    const { to, actor, reason, at, diagnosis = null } = change
    journal.transition({ incidentId: id, from: before.status, to, actor, reason, diagnosis, at })
    for (const line of change.activity) journal.activity(line)
    journal.event(at, { type: 'incident.updated', incidentId: id, status: to })
    await journal.write()
    return incident
  })
}
