import { alertsOnce } from './alerts.ts'
import { deliveredToAll, duplicateDeliveries } from './deliveries.ts'
import { eventsComplete, eventsGapless } from './event-log.ts'
import type { History } from './history.ts'
import { incidentsHoldTogether, investigationsMoveOn, oneOpenIncident, trailsLegal } from './incidents.ts'
import { scansKept } from './scans.ts'
import { shapesFollow } from './shapes-follow.ts'

/** One thing that must not be. */
interface Violation {
  readonly invariant: InvariantName
  readonly text: string
}

export type Invariant = (history: History) => readonly string[]

/** What must hold of every history, whatever was killed and when. */
export const INVARIANTS = {
  /** Every change that the script made is known to the store, and no scan that was said to have ended is gone. */
  'scans kept': scansKept,
  /** Every change of a shape, and every stale spell, was raised as exactly one anomaly, or joined what was open. */
  'alerts once': alertsOnce,
  /** Each snapshot follows on the one before it, and each anomaly says from which to which. */
  'shapes follow': shapesFollow,
  /** At no point of the event log two open incidents of one connection, table and type. */
  'one open incident': oneOpenIncident,
  /** An incident, its anomalies and its severity fit together. */
  'incidents hold together': incidentsHoldTogether,
  /** The audit trail of each incident is a legal path that ends at its status. */
  'trails legal': trailsLegal,
  /** Nothing stays under investigation longer than its lease and 30 seconds. */
  'investigations move on': investigationsMoveOn,
  /** `seq` counts 1, 2, 3, ... to the head. */
  'events gapless': eventsGapless,
  /** Every step of every incident, and every anomaly, has its event. */
  'events complete': eventsComplete,
  /** Each consumer that resumes from what it handled last handled every event, in order within a life, and none that is not in the log. */
  'delivered to all': deliveredToAll,
  /** The database says of itself that it is whole. */
  'database whole': ({ integrityProblems }: History) => integrityProblems,
  /** No process died of itself, and no error came that nobody provoked. */
  'nothing unexpected': ({ unexpected }: History) => unexpected,
} satisfies Readonly<Record<string, Invariant>>

export type InvariantName = keyof typeof INVARIANTS

export interface Verdict {
  readonly violations: readonly Violation[]
  readonly lostScans: number
  readonly duplicateOpenIncidents: number
  readonly lostEvents: number
  readonly duplicateDeliveries: number
  readonly integrity: 'ok' | 'damaged'
}

function isInvariant(name: string): name is InvariantName {
  return Object.hasOwn(INVARIANTS, name)
}

/** Looks at a whole history. Pure. */
export function audit(history: History): Verdict {
  const violations = Object.entries(INVARIANTS).flatMap(([name, look]) =>
    isInvariant(name) ? look(history).map((text): Violation => ({ invariant: name, text })) : [],
  )
  const count = (...names: readonly InvariantName[]): number =>
    violations.filter(({ invariant }) => names.includes(invariant)).length
  return {
    violations,
    lostScans: count('scans kept', 'alerts once'),
    duplicateOpenIncidents: count('one open incident'),
    lostEvents: count('events gapless', 'events complete', 'delivered to all'),
    duplicateDeliveries: duplicateDeliveries(history),
    integrity: count('database whole') === 0 ? 'ok' : 'damaged',
  }
}
