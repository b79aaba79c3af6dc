import { AegisError } from '../errors.ts'
import type { Incident, IncidentStatus } from '../model/incident.ts'

/**
 * Who may go where. Dismiss from any open state; approve only what a person could review. Back to open: a model asked
 * to wait.
 */
const MOVES: Readonly<Record<IncidentStatus, readonly IncidentStatus[]>> = {
  open: ['investigating', 'dismissed'],
  investigating: ['pending_review', 'open', 'dismissed'],
  pending_review: ['investigating', 'resolved', 'dismissed'],
  resolved: [],
  dismissed: [],
}

export function canMove(from: IncidentStatus, to: IncidentStatus): boolean {
  return MOVES[from].includes(to)
}

const ADVICE: Readonly<Record<IncidentStatus, string>> = {
  open: 'It waits for its investigation; approve it afterwards, or dismiss it now.',
  investigating: 'Its investigation is under way; approve it afterwards, or dismiss it now.',
  pending_review: 'It waits for a review: approve or dismiss it.',
  resolved: 'It is closed. The same trouble seen again opens a new incident.',
  dismissed: 'It is closed. The same trouble seen again opens a new incident.',
}

/** Throws `ILLEGAL_STATE` when the move is not allowed. */
export function assertMove(incident: Incident, to: IncidentStatus): void {
  if (canMove(incident.status, to)) return
  throw new AegisError(
    'ILLEGAL_STATE',
    `Incident ${incident.id} is ${incident.status} and cannot become ${to}. ${ADVICE[incident.status]}`,
  )
}
