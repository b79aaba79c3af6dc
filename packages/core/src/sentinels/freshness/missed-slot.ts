import type { ExpectedBy } from '../../model/table.ts'
import type { DueTimes } from './due-times.ts'
import { SLOTS_UNTIL_CRITICAL } from './severity.ts'

const MINUTE_MS = 60_000

/** Times in milliseconds since 1970. */
export interface Missed {
  /** When the first slot that nothing filled was due. */
  readonly dueAt: number
  /** Slots after the first whose grace is over too; counted no further than the severity asks. */
  readonly further: number
  /** Since the grace of the first one was over. */
  readonly overdueMs: number
}

/**
 * The first slot that provably nothing filled; null: none.
 *
 * A change counts for one slot: up to a slot's due time and grace for the first it is in time for, unless it is no nearer to
 * that than to the slot before, which it then fills late, or once more. So a load that is always late is late each time,
 * and one that stopped is missed at the next slot, whatever came after the last one in time.
 *
 * `notAfter`: the last change is not later. `now`: up to when that is known.
 */
export function findMissed(
  due: DueTimes,
  { graceMinutes }: Pick<ExpectedBy, 'graceMinutes'>,
  notAfter: number,
  now: number,
): Missed | null {
  const grace = graceMinutes * MINUTE_MS
  /** The first slot that a change at `notAfter` is in time for, and the one before. */
  const next = due.atOrAfter(notAfter - grace)
  const before = due.before(next)
  const isOfBefore = notAfter - before <= next - notAfter
  const first = isOfBefore ? next : due.atOrAfter(next + 1)
  if (first + grace >= now) return null
  let further = 0
  for (
    let later = due.atOrAfter(first + 1);
    later + grace < now && further < SLOTS_UNTIL_CRITICAL;
    further += 1
  )
    later = due.atOrAfter(later + 1)
  return { dueAt: first, further, overdueMs: now - grace - first }
}
