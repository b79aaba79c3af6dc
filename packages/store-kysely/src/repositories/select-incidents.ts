import type { Incident } from '@aegis/core'
import type { SelectQueryBuilder } from 'kysely'
import type { IncidentRow } from '../mapping/rows.ts'
import type { AegisDatabase } from '../schema/database.ts'
import type { SqlStep } from '../session.ts'
import { inChunks } from './paging.ts'

/** Incidents with the names of their tables. */
export function selectIncidents({
  db,
}: SqlStep): SelectQueryBuilder<AegisDatabase, 'incidents', IncidentRow> {
  return db
    .selectFrom('incidents')
    .selectAll('incidents')
    .select((eb) =>
      eb
        .selectFrom('monitored_tables')
        .select('fully_qualified_name')
        .whereRef('monitored_tables.id', '=', 'incidents.table_id')
        .as('table_name'),
    )
}

/** Rows to incidents, with one more statement for the anomalies they hold. */
export async function toIncidents(
  { db, rows }: SqlStep,
  found: readonly IncidentRow[],
): Promise<readonly Incident[]> {
  const held = new Map<number, number[]>(found.map(({ id }) => [id, []]))
  for (const chunk of inChunks([...held.keys()])) {
    const anomalies = await db
      .selectFrom('anomalies')
      .select(['id', 'incident_id'])
      .where('incident_id', 'in', chunk)
      .orderBy('id')
      .execute()
    for (const { id, incident_id } of anomalies) held.get(incident_id)?.push(id)
  }
  return found.map((row) => rows.incident(row, held.get(row.id) ?? []))
}

export async function incidentOf(step: SqlStep, id: number): Promise<Incident | null> {
  const row = await selectIncidents(step).where('incidents.id', '=', id).executeTakeFirst()
  if (row === undefined) return null
  const [incident] = await toIncidents(step, [row])
  return incident ?? null
}
