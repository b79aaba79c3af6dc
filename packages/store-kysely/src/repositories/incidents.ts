import type { Anomaly, AnomalyFilter, Incident, IncidentFilter, IncidentTransition } from '@aegis/core'
import type { SqlSession } from '../session.ts'
import { pageLimit } from './paging.ts'
import { incidentOf, selectIncidents, toIncidents } from './select-incidents.ts'

export function getIncident(session: SqlSession, id: number): Promise<Incident | null> {
  return session.snapshot((step) => incidentOf(step, id))
}

export function listIncidents(session: SqlSession, filter: IncidentFilter): Promise<readonly Incident[]> {
  return session.snapshot(async (step) => {
    const { connectionId, tableId, type, severity, statuses, since, beforeId } = filter
    if (statuses?.length === 0) return []
    let query = selectIncidents(step).orderBy('incidents.id', 'desc').limit(pageLimit(filter))
    if (beforeId !== undefined) query = query.where('incidents.id', '<', beforeId)
    if (connectionId !== undefined) query = query.where('incidents.connection_id', '=', connectionId)
    if (tableId !== undefined) query = query.where('incidents.table_id', '=', tableId)
    if (type !== undefined) query = query.where('incidents.type', '=', type)
    if (severity !== undefined) query = query.where('incidents.severity', '=', severity)
    if (statuses !== undefined) query = query.where('incidents.status', 'in', statuses)
    if (since !== undefined) query = query.where('incidents.updated_at', '>=', step.values.time(since))
    return toIncidents(step, await query.execute())
  })
}

export function listAnomalies(session: SqlSession, filter: AnomalyFilter): Promise<readonly Anomaly[]> {
  return session.query(async ({ db, values, rows }) => {
    const { connectionId, tableIds, incidentId, type, since, beforeId } = filter
    if (tableIds?.length === 0) return []
    let query = db.selectFrom('anomalies').selectAll().orderBy('id', 'desc').limit(pageLimit(filter))
    if (beforeId !== undefined) query = query.where('id', '<', beforeId)
    if (connectionId !== undefined) query = query.where('connection_id', '=', connectionId)
    if (tableIds !== undefined) query = query.where('table_id', 'in', tableIds)
    if (incidentId !== undefined) query = query.where('incident_id', '=', incidentId)
    if (type !== undefined) query = query.where('type', '=', type)
    if (since !== undefined) query = query.where('detected_at', '>=', values.time(since))
    return (await query.execute()).map(rows.anomaly)
  })
}

export function listTransitions(
  session: SqlSession,
  incidentId: number,
): Promise<readonly IncidentTransition[]> {
  return session.query(async ({ db, rows }) => {
    const found = await db
      .selectFrom('incident_transitions')
      .selectAll()
      .where('incident_id', '=', incidentId)
      .orderBy('id')
      .execute()
    return found.map(rows.transition)
  })
}
