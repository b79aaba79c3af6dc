import type { FreshnessReading, FreshnessRequest } from '@aegis/core'
import type { Counted } from './change-counters.ts'
import type { CounterRow } from './freshness-rows.ts'
import { type Ground, tokenOf } from './freshness-token.ts'

type Previous = FreshnessRequest['previous']
type Unchanged = Extract<Counted, { says: 'unchanged' }>

const INCOMPARABLE =
  'the statistics were reset or the server restarted, so changes since the last look are not known'
const WENT_BACK = "the server's clock went back"

/** What is known of one table before its bounds are put together. */
export interface Facts {
  readonly row: CounterRow
  readonly request: FreshnessRequest
  readonly counted: Counted
  /** The rows could not be asked this time. */
  readonly isToAskAgain?: boolean
}

interface Bounds {
  readonly method: FreshnessReading['method']
  readonly notBefore: Date | null
  readonly notAfter: Date | null
  readonly observedAt: Date
  readonly caveats: readonly string[]
  readonly mayIncludeNonDataChanges?: boolean
}

export function unknown(
  method: FreshnessReading['method'],
  observedAt: Date,
  caveats: readonly string[],
): FreshnessReading {
  return {
    method,
    precision: 'unknown',
    notBefore: null,
    notAfter: null,
    observedAt,
    mayIncludeNonDataChanges: false,
    token: null,
    caveats,
  }
}

function precisionOf({ notBefore, notAfter }: Bounds): FreshnessReading['precision'] {
  if (notAfter === null) return notBefore === null ? 'unknown' : 'lower_bound'
  if (notBefore === null) return 'upper_bound'
  return notBefore.getTime() === notAfter.getTime() ? 'exact' : 'interval'
}

/** The reading, with a token where the counters can later say that it still holds. */
export function readingOf(
  { row, request, counted, isToAskAgain = false }: Facts,
  bounds: Bounds,
): FreshnessReading {
  const { method, observedAt, caveats, mayIncludeNonDataChanges = false } = bounds
  const ground: Ground = {
    method,
    named: request.watermarkColumn,
    mayIncludeNonDataChanges,
    caveats,
    again: isToAskAgain,
    lead: observedAt.getTime() - row.now.getTime(),
  }
  const token = counted.says === 'uncounted' ? null : tokenOf(row.counts, ground)
  return { ...bounds, mayIncludeNonDataChanges, precision: precisionOf(bounds), token }
}

/** The bounds of before, as far as they do not lie ahead of a clock that went back. */
function boundsOfBefore(
  previous: Previous,
  now: Date,
): Pick<Bounds, 'notBefore' | 'notAfter'> & { isAhead: boolean } {
  const notBefore = previous?.notBefore ?? null
  const notAfter = previous?.notAfter ?? now
  const isAhead = (notBefore !== null && notBefore > now) || notAfter > now
  return {
    notBefore: notBefore !== null && notBefore > now ? null : notBefore,
    notAfter: isAhead ? now : notAfter,
    isAhead,
  }
}

/** What the last reading rested on still holds: the counters stand still. */
export function repeatReading({ row, request, counted }: Facts & { counted: Unchanged }): FreshnessReading {
  const { ground } = counted
  const { notBefore, notAfter, isAhead } = boundsOfBefore(request.previous, row.now)
  const { method, mayIncludeNonDataChanges } = ground
  const kept = ground.caveats.filter((caveat) => caveat !== WENT_BACK)
  const caveats = isAhead ? [...kept, WENT_BACK] : kept
  const bounds = { method, notBefore, notAfter, observedAt: row.now, mayIncludeNonDataChanges, caveats }
  const token = counted.token ?? tokenOf(row.counts, { ...ground, lead: 0 })
  return { ...bounds, precision: precisionOf(bounds), token }
}

/** What the change counters alone say: bounds of the last change, from the last look to now. */
export function settleByCounters(facts: Facts, caveats: readonly string[]): FreshnessReading {
  const { row, request, counted } = facts
  const base = { method: 'change_counter', observedAt: row.now, notAfter: row.now } as const
  const wentBack = 'since' in counted && counted.since === null ? [WENT_BACK] : []
  switch (counted.says) {
    case 'uncounted':
      return unknown('none', row.now, [...caveats, `${counted.why}; only a watermark column can tell`])
    // The last change is not later than the first look: that much is true from the start.
    case 'first':
      return readingOf(facts, { ...base, notBefore: null, caveats })
    case 'unchanged': {
      const { mayIncludeNonDataChanges } = counted.ground
      const { notBefore, notAfter } = boundsOfBefore(request.previous, row.now)
      return readingOf(facts, { ...base, notBefore, notAfter, mayIncludeNonDataChanges, caveats })
    }
    case 'changed':
      return readingOf(facts, { ...base, notBefore: counted.since, caveats: [...caveats, ...wentBack] })
    case 'maybe':
      return readingOf(facts, {
        ...base,
        notBefore: counted.since,
        mayIncludeNonDataChanges: true,
        caveats: [...caveats, counted.why, ...wentBack],
      })
    case 'incomparable': {
      const { notBefore } = boundsOfBefore(request.previous, row.now)
      const reading = readingOf(facts, { ...base, notBefore, caveats: [...caveats, INCOMPARABLE] })
      return { ...reading, precision: 'unknown' }
    }
  }
}

/**
 * Compares the number of rows with that of the last reading: the last resort. Another number proves that data came; the same
 * number proves nothing, for an update leaves it as it is.
 */
export function settleRowCount(
  { request }: Facts,
  rows: number,
  now: Date,
  caveats: readonly string[],
): FreshnessReading {
  const token = `rows ${rows}`
  const { previous } = request
  const base = {
    method: 'row_count',
    observedAt: now,
    caveats,
    token,
    mayIncludeNonDataChanges: false,
  } as const
  const isKnown = previous?.token?.startsWith('rows ') === true && previous.observedAt <= now
  if (isKnown && previous.token !== token)
    return { ...base, notBefore: previous.observedAt, notAfter: now, precision: 'interval' }
  const { notBefore } = boundsOfBefore(isKnown ? previous : null, now)
  return { ...base, notBefore, notAfter: null, precision: notBefore === null ? 'unknown' : 'lower_bound' }
}
