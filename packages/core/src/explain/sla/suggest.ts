import { describeMinutes } from '../../architect/index.ts'
import type { Observation } from '../../model/observation.ts'
import { countWords } from '../words.ts'
import { type Chosen, chooseMinutes } from './choose-minutes.ts'
import { fitExpectedBy } from './fit-expected-by.ts'
import { type Gaps, gapsOf, median, type Watch, watchOf } from './gaps.ts'
import type { SlaEvidence, SlaSuggestion } from './sla-suggestion.ts'
import { type History, historyOf } from './updates.ts'
import { activeShares, daysSeen, hasSilentWeekends, wallClock } from './week.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

const LEAST_UPDATES = 20
const LEAST_DAYS = 3
/** A table that changes with every scan fills the history of observations in less than three days. */
const MANY_UPDATES = 400

export interface SlaInput {
  /** Of the freshness sentinel, in any order. */
  readonly observations: readonly Observation[]
  /** Times of all scans that were answered, in milliseconds since 1970, in any order. */
  readonly looks: readonly number[]
  readonly timeZone: string
}

type Suggested = Omit<SlaSuggestion, 'table'>

const minutesOf = (ms: number | null | undefined): number | null =>
  ms === null || ms === undefined ? null : ms / MINUTE_MS

const dateOf = (ms: number | undefined): Date | null => (ms === undefined ? null : new Date(ms))

/** Why the history is too short to say anything; null: it is not. */
function tooShort({ updates, unclear }: History, { ages, unseen }: Gaps): string | null {
  const wide =
    unclear.length === 0
      ? ''
      : ` ${countWords(unclear.length, 'look')} could not tell; with a wider SLA they may.`
  if (updates.length < LEAST_UPDATES) {
    return `The history is too short: ${countWords(updates.length, 'update')} of at least ${LEAST_UPDATES}.${wide}`
  }
  const span = (updates.at(-1)?.until ?? 0) - (updates[0]?.until ?? 0)
  const least = updates.length >= MANY_UPDATES ? 1 : LEAST_DAYS
  if (span < least * DAY_MS) {
    return `The history is too short: it covers ${describeMinutes(span / MINUTE_MS)}, less than ${countWords(least, 'day')}.`
  }
  if (ages.length < LEAST_UPDATES - 1) {
    const seen = `${countWords(ages.length, 'gap')} between updates`
    return `Only ${seen} could be watched all the time, of at least ${LEAST_UPDATES - 1}; ${unseen} could not.${wide}`
  }
  return null
}

function reasonFor(
  chosen: Chosen,
  { updates }: History,
  { ages }: Gaps,
  silentWeekends: boolean | null,
): string {
  const { quantile, quantileMs, alarms } = chosen
  const span = ((updates.at(-1)?.until ?? 0) - (updates[0]?.until ?? 0)) / MINUTE_MS
  const share = quantile === 1 ? 'All' : `${quantile * 100} %`
  const parts = [
    `${share} of ${ages.length} gaps between ${updates.length} updates in ${describeMinutes(span)} were up to ${describeMinutes(quantileMs / MINUTE_MS)} long, as the scans saw it; ${quantile === 1 ? 10 : 20} % were added.`,
    alarms === 0 ? 'It would have raised no alarm.' : `It would have raised ${countWords(alarms, 'alarm')}.`,
  ]
  if (span < LEAST_DAYS * 1440)
    parts.push('No more is kept of a table that changes so often: other days may be quieter.')
  if (silentWeekends === true)
    parts.push('Weekends are silent, and the SLA has to bear them: a time due tells sooner.')
  if (silentWeekends === null) parts.push('Too few days were watched to tell weekends from other days.')
  return parts.join(' ')
}

function evidenceOf(
  { updates }: History,
  { ages, unseen }: Gaps,
  { intervalMs }: Watch,
  silentWeekends: boolean | null,
  chosen: Chosen | null,
): SlaEvidence {
  return {
    updates: updates.length,
    from: dateOf(updates[0]?.until),
    to: dateOf(updates.at(-1)?.until),
    gaps: ages.length,
    unseenGaps: unseen,
    medianGapMinutes: minutesOf(median(ages)),
    largestGapMinutes: minutesOf(ages.at(-1)),
    scanIntervalMinutes: minutesOf(intervalMs),
    quantile: chosen?.quantile ?? null,
    quantileMinutes: minutesOf(chosen?.quantileMs),
    alarms: chosen?.alarms ?? null,
    silentWeekends,
  }
}

/** The SLA that the history speaks for, or why it speaks for none. Pure. */
export function suggest({ observations, looks, timeZone }: SlaInput): Suggested {
  const history = historyOf(observations)
  const watch = watchOf(looks)
  const gaps = gapsOf(history, watch)
  const short = tooShort(history, gaps)
  if (short !== null) {
    const evidence = evidenceOf(history, gaps, watch, null, null)
    return { minutes: null, reason: short, expectedBy: null, expectedByReason: short, evidence }
  }
  const clock = wallClock(timeZone)
  const days = daysSeen(history.updates, watch.unwatched, clock)
  const silentWeekends = hasSilentWeekends(activeShares(days))
  const { expectedBy, reason: expectedByReason } = fitExpectedBy(history.updates, days, timeZone, clock)
  const chosen = chooseMinutes(gaps.ages)
  if ('irregular' in chosen) {
    const evidence = evidenceOf(history, gaps, watch, silentWeekends, null)
    return { minutes: null, reason: chosen.irregular, expectedBy, expectedByReason, evidence }
  }
  return {
    minutes: chosen.minutes,
    reason: reasonFor(chosen, history, gaps, silentWeekends),
    expectedBy,
    expectedByReason,
    evidence: evidenceOf(history, gaps, watch, silentWeekends, chosen),
  }
}
