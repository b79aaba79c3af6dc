import type { FreshnessReading } from '@aegis/core'
import type { Trust } from './freshness-plan.ts'
import { type Facts, readingOf, settleByCounters } from './settle-freshness.ts'
import type { Mark } from './watermark.ts'

type FoundMark = Extract<Mark, { found: true }>

function settleByMark(
  facts: Facts,
  mark: FoundMark,
  method: FreshnessReading['method'],
  caveats: readonly string[],
): FreshnessReading {
  return readingOf(facts, {
    method,
    notBefore: new Date(mark.notBefore),
    notAfter: new Date(mark.notAfter),
    observedAt: mark.now,
    caveats: mark.caveat === null ? caveats : [...caveats, mark.caveat],
  })
}

const iso = (time: number): string => new Date(time).toISOString()

const WRITTEN_ANEW = 'ALTER that writes the rows anew sets their time of commit too'

/** Rows that ALTER wrote anew have the time of ALTER. null: the counters tell that it was none. */
function doubtOf({ counted, request }: Facts, mark: FoundMark): string | null {
  const last = request.previous?.notAfter ?? null
  switch (counted.says) {
    case 'changed':
      return null
    case 'maybe':
      return counted.since === null || mark.notAfter >= counted.since.getTime() ? counted.why : null
    case 'unchanged':
    case 'incomparable': {
      const isKnown = last !== null && mark.notAfter <= last.getTime()
      return isKnown && !counted.ground.mayIncludeNonDataChanges ? null : WRITTEN_ANEW
    }
    default:
      return WRITTEN_ANEW
  }
}

/** A time that every write should set: the newest data, unless the counters show that a later write did not. */
function settleWritten(
  facts: Facts,
  mark: FoundMark,
  name: string,
  method: 'watermark' | 'commit_timestamp',
  caveats: readonly string[],
): FreshnessReading {
  const { counted, request } = facts
  const { previous } = request
  const wasMissed = previous?.notBefore != null && mark.notAfter < previous.notBefore.getTime()
  const behind = [...caveats, `data changed after the newest ${name}, ${iso(mark.notAfter)}`]
  if (counted.says === 'changed' && counted.since !== null) {
    const since = counted.since.getTime()
    if (mark.notAfter < since) return settleByCounters(facts, behind)
    // Both are right, so it was when both are.
    const narrowed = { ...mark, notBefore: Math.max(mark.notBefore, since) }
    return settleByMark(facts, narrowed, method, caveats)
  }
  const rests = counted.says === 'first' || counted.says === 'uncounted' ? null : counted.ground
  if (wasMissed && rests?.mayIncludeNonDataChanges === false) return settleByCounters(facts, behind)
  const reading = settleByMark(facts, mark, method, caveats)
  const doubt = method === 'commit_timestamp' ? doubtOf(facts, mark) : null
  return doubt === null
    ? reading
    : readingOf(facts, { ...reading, mayIncludeNonDataChanges: true, caveats: [...caveats, doubt] })
}

/** A time that only new rows set: data came then, and since then the counters know. */
function settleInserted(facts: Facts, mark: FoundMark, caveats: readonly string[]): FreshnessReading {
  const { counted, request } = facts
  const bounds = {
    method: 'watermark',
    notBefore: new Date(mark.notBefore),
    observedAt: mark.now,
    caveats,
  } as const
  if (counted.says === 'uncounted') return readingOf(facts, { ...bounds, notAfter: null })
  const last = request.previous?.notAfter ?? null
  const isNew = last !== null && mark.notBefore > last.getTime()
  // Counters may come late: a newer row says more than counters that stand still.
  if (counted.says === 'first' || isNew) return readingOf(facts, { ...bounds, notAfter: mark.now })
  return settleByCounters(facts, [])
}

/** What the rows and the counters say together. */
export function settleMark(
  facts: Facts,
  mark: FoundMark,
  name: string,
  trust: Exclude<Trust, 'rows'>,
  caveats: readonly string[],
): FreshnessReading {
  switch (trust) {
    case 'named':
      return settleByMark(facts, mark, 'watermark', caveats)
    case 'written':
      return settleWritten(facts, mark, name, 'watermark', caveats)
    case 'committed':
      return settleWritten(facts, mark, name, 'commit_timestamp', caveats)
    case 'inserted':
      return settleInserted(facts, mark, caveats)
  }
}
