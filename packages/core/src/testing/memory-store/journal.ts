import type { ActivityDraft } from '../../model/activity.ts'
import type { EventFacts } from '../../model/event.ts'
import type { IncidentTransition } from '../../model/incident.ts'
import { keep, type MemoryState, nextId } from './memory-data.ts'

export function addEvent(draft: MemoryState, at: Date, facts: EventFacts): void {
  draft.lastSeq += 1
  draft.events.push(keep({ seq: draft.lastSeq, at, facts }))
}

export function addActivity(draft: MemoryState, line: ActivityDraft): void {
  const id = nextId(draft)
  draft.activity.set(id, keep({ ...line, id }))
}

export function addTransition(draft: MemoryState, line: Omit<IncidentTransition, 'id'>): void {
  const id = nextId(draft)
  draft.transitions.set(id, keep({ ...line, id }))
}
