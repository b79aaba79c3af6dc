import type { Observation } from '../../model/observation.ts'

/** One change of data. Times in milliseconds since 1970. */
export interface Update {
  /** It came later than this, and not later than `until`. */
  readonly after: number
  readonly until: number
  /** Time of the first look that saw it. */
  readonly seenAt: number
}

/**
 * The database may tell of a change up to a minute late, so bounds of two changes that follow each other reach so far into each
 * other.
 */
const REPORTED_LATE_MS = 60_000

/** A look that saw a last change and could not tell more of it. */
type Unclear = number

export interface History {
  /** Oldest first. */
  readonly updates: readonly Update[]
  readonly unclear: readonly Unclear[]
}

/** An exact time is a millisecond wide, so that it overlaps with itself and with no neighbour. */
function boundsOf({ lastChange, at }: Observation): Update | null {
  const { notBefore, notAfter } = lastChange ?? { notBefore: null, notAfter: null }
  if (notBefore === null || notAfter === null || notBefore > notAfter) return null
  const until = notAfter.getTime()
  return { after: Math.min(notBefore.getTime(), until - 1), until, seenAt: at.getTime() }
}

/** `next` does not end before `last`. */
function mayBeOne(last: Update, next: Update): boolean {
  const isWithin = next.until === last.until || next.after <= last.after
  const overlap = last.until - next.after
  return overlap > 0 && (isWithin || overlap > REPORTED_LATE_MS)
}

/**
 * The fewest changes that explain what was observed, whatever the order: bounds that overlap may be of one change and are taken
 * for one, unless they overlap by no more than reports are late. So gaps are rather too long than too short.
 */
export function historyOf(observations: readonly Observation[]): History {
  const unclear = observations
    .filter(({ verdict }) => verdict === 'cannot_tell')
    .map(({ at }) => at.getTime())
  const bounds = observations
    .filter(({ verdict }) => verdict !== 'cannot_tell')
    .flatMap((observation) => boundsOf(observation) ?? [])
    .sort((a, b) => a.until - b.until || a.after - b.after || a.seenAt - b.seenAt)
  const updates: Update[] = []
  for (const next of bounds) {
    const last = updates.at(-1)
    if (last === undefined || !mayBeOne(last, next)) updates.push(next)
    else
      updates[updates.length - 1] = {
        after: Math.max(last.after, next.after),
        until: last.until,
        seenAt: Math.min(last.seenAt, next.seenAt),
      }
  }
  return { updates, unclear }
}
