import type { ActivityDraft, EventFacts, IncidentTransition } from '@aegis/core'
import type { Insertable } from 'kysely'
import { writeJson } from '../mapping/column-values.ts'
import { diagnosisDocument, factsDocument, modelCallDocument } from '../mapping/documents.ts'
import type { ActivityTable, IncidentTransitionsTable } from '../schema/database.ts'
import type { SqlStep } from '../session.ts'
import { inChunks } from './paging.ts'

/** Collects what a step has to tell and writes it in few statements at the end of the step. */
export interface Journal {
  activity(line: ActivityDraft): void
  event(at: Date, facts: EventFacts): void
  transition(line: Omit<IncidentTransition, 'id'>): void
  write(): Promise<void>
}

async function appendEvents(
  { db, values }: SqlStep,
  events: readonly { readonly at: Date; readonly facts: EventFacts }[],
): Promise<void> {
  if (events.length === 0) return
  const { last_seq } = await db
    .updateTable('event_counter')
    .set((eb) => ({ last_seq: eb('last_seq', '+', events.length) }))
    .where('id', '=', 1)
    .returning('last_seq')
    .executeTakeFirstOrThrow()
  const before = last_seq - events.length
  const rows = events.map(({ at, facts }, index) => ({
    seq: before + index + 1,
    type: facts.type,
    facts: writeJson(factsDocument, facts),
    at: values.time(at),
  }))
  for (const chunk of inChunks(rows)) await db.insertInto('events').values(chunk).execute()
}

export function createJournal(step: SqlStep): Journal {
  const { db, values } = step
  const lines: Insertable<ActivityTable>[] = []
  const transitions: Insertable<IncidentTransitionsTable>[] = []
  const events: { readonly at: Date; readonly facts: EventFacts }[] = []

  return {
    activity(line): void {
      lines.push({
        agent: line.agent,
        action: line.action,
        connection_id: line.connectionId,
        table_id: line.tableId,
        incident_id: line.incidentId,
        text: line.text,
        model_call: line.modelCall === undefined ? null : writeJson(modelCallDocument, line.modelCall),
        at: values.time(line.at),
      })
    },
    event(at, facts): void {
      events.push({ at, facts })
    },
    transition(line): void {
      transitions.push({
        incident_id: line.incidentId,
        from_status: line.from,
        to_status: line.to,
        actor: line.actor,
        reason: line.reason,
        diagnosis: line.diagnosis === null ? null : writeJson(diagnosisDocument, line.diagnosis),
        at: values.time(line.at),
      })
    },
    async write(): Promise<void> {
      for (const chunk of inChunks(transitions)) {
        await db.insertInto('incident_transitions').values(chunk).execute()
      }
      for (const chunk of inChunks(lines)) await db.insertInto('activity').values(chunk).execute()
      await appendEvents(step, events)
    },
  }
}
