import type { AnomalyType, Incident } from '@aegis/core'
import type { IncidentRow } from '../mapping/rows.ts'
import type { SqlStep } from '../session.ts'
import { inChunks } from './paging.ts'
import { selectIncidents } from './select-incidents.ts'

/** Where an anomaly was seen. */
export interface Place {
  readonly connectionId: number
  readonly tableId: number | null
  readonly table: string | null
}

export interface OpenIncident {
  readonly incident: Incident
  /** Of the anomalies it holds. */
  readonly fingerprints: ReadonlySet<string>
}

/** The open incidents that a step may meet, as they are in the middle of that step. */
export interface OpenIncidents {
  find(place: Place, type: AnomalyType): OpenIncident | undefined
  put(open: OpenIncident): void
}

function keyOf(place: Pick<Place, 'connectionId' | 'tableId'>, type: AnomalyType): string {
  return `${place.connectionId} ${place.tableId ?? 0} ${type}`
}

async function openRows(
  step: SqlStep,
  at: { readonly tableIds: readonly number[] } | { readonly connectionId: number },
): Promise<readonly IncidentRow[]> {
  const open = selectIncidents(step).where('status', 'not in', ['resolved', 'dismissed'])
  if ('connectionId' in at) {
    return open.where('connection_id', '=', at.connectionId).where('table_id', 'is', null).execute()
  }
  const found: IncidentRow[] = []
  for (const chunk of inChunks(at.tableIds)) {
    found.push(...(await open.where('table_id', 'in', chunk).execute()))
  }
  return found
}

/** Loads the open incidents of some tables, or those of a connection itself. */
export async function loadOpenIncidents(
  step: SqlStep,
  at: { readonly tableIds: readonly number[] } | { readonly connectionId: number },
): Promise<OpenIncidents> {
  const rows = await openRows(step, at)
  const held = new Map<number, { readonly ids: number[]; readonly fingerprints: Set<string> }>()
  for (const chunk of inChunks(rows.map(({ id }) => id))) {
    const anomalies = await step.db
      .selectFrom('anomalies')
      .select(['id', 'incident_id', 'fingerprint'])
      .where('incident_id', 'in', chunk)
      .orderBy('id')
      .execute()
    for (const { id, incident_id, fingerprint } of anomalies) {
      const of = held.get(incident_id) ?? { ids: [], fingerprints: new Set() }
      of.ids.push(id)
      of.fingerprints.add(fingerprint)
      held.set(incident_id, of)
    }
  }
  const byKey = new Map<string, OpenIncident>()
  for (const row of rows) {
    const { ids = [], fingerprints = new Set<string>() } = held.get(row.id) ?? {}
    const incident = step.rows.incident(row, ids)
    byKey.set(keyOf(incident, incident.type), { incident, fingerprints })
  }
  return {
    find: (place, type) => byKey.get(keyOf(place, type)),
    put(open): void {
      byKey.set(keyOf(open.incident, open.incident.type), open)
    },
  }
}
