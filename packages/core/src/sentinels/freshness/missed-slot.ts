import type { ExpectedBy } from '../../model/table.ts'
import type { DueTimes } from './due-times.ts'
import { SLOTS_UNTIL_CRITICAL } from './severity.ts'

const MINUTE_MS = 60_000

/** Times in milliseconds since 1970. */
export interface Missed {
  /** When the first slot that nothing filled was due. */
  readonly dueAt: number
  /** Due times of slots proved to be missed that later looks have to know: the last one, and one that was filled late. */
  readonly known: readonly number[]
  /** Slots after the first whose grace is over too; counted no further than the severity asks. */
  readonly further: number
  /** Since the grace of the first one was over. */
  readonly overdueMs: number
}

/**
 * The first slot that provably nothing filled; null: none.
 *
 * A change counts for a slot when it came after the previous slot's due time and grace, up to its own; later ones fill it
 * late. After a missed slot, changes that are not nearer to the next one fill the missed one alone.
 *
 * `notAfter`: the last change is not later. `now`: up to when that is known. `known`: as of the look before.
 */
export function findMissed(
  due: DueTimes,
  { graceMinutes }: Pick<ExpectedBy, 'graceMinutes'>,
  notAfter: number,
  now: number,
  known: readonly number[],
): Missed | null {
  const grace = graceMinutes * MINUTE_MS
  /** The slot that a change at `notAfter` counts for, and the one before. */
  const filled = due.atOrAfter(notAfter - grace)
  const before = due.before(filled)
  const isLateOnly = known.includes(before) && notAfter - before <= filled - notAfter
  const first = isLateOnly ? filled : due.atOrAfter(filled + 1)
  if (first + grace >= now) return null
  let further = 0
  for (
    let next = due.atOrAfter(first + 1);
    next + grace < now && further < SLOTS_UNTIL_CRITICAL;
    further += 1
  )
    next = due.atOrAfter(next + 1)
  const last = due.before(now - grace)
  return {
    dueAt: first,
    known: isLateOnly ? [before, last] : [last],
    further,
    overdueMs: now - grace - first,
  }
}
