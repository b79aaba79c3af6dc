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
/** A gap that is passed over takes two weeks of history: what is silent every week, or every night, shows twice in them. */
const PASSED_OVER_MS = 14 * DAY_MS
const WEEKEND_MINUTES = 2880
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
    return `The history is too short: it covers ${describeMinutes(span / MINUTE_MS)}, less than ${countWords(least, 'day')}.${least === 1 ? ' Few more updates are kept: scans that are further apart let them cover more.' : ''}`
  }
  if (ages.length < LEAST_UPDATES - 1) {
    const seen = `${countWords(ages.length, 'gap')} between updates`
    return `Only ${seen} could be watched all the time, of at least ${LEAST_UPDATES - 1}; ${unseen} could not.${wide}`
  }
  return null
}

/** Why an SLA of that many minutes would raise alarms again and again, or at once; null: it would not. */
function whyNot(
  { minutes, quantileMs, alarms }: Chosen,
  { updates }: History,
  { ages, unseenAges, openMs }: Gaps,
  silentWeekends: boolean | null,
): string | null {
  const words = `${minutes} min`
  if (silentWeekends === true && minutes < WEEKEND_MINUTES)
    return `Weekends are silent: an SLA of ${words}, which the other gaps speak for, would raise an alarm on each, and one that bears weekends would tell too late on other days.`
  if (openMs !== null && openMs > minutes * MINUTE_MS) {
    const usual = describeMinutes(quantileMs / MINUTE_MS)
    return `Since the last update ${describeMinutes(openMs / MINUTE_MS)} will have passed at the next scan, and the usual gaps are up to ${usual} long: an SLA of ${words} would raise an alarm at once. Ask again when updates come.`
  }
  const span = (updates.at(-1)?.until ?? 0) - (updates[0]?.until ?? 0)
  if (alarms * PASSED_OVER_MS > span) {
    const longest = Math.max(...unseenAges, ages.at(-1) ?? 0) / MINUTE_MS
    return `${countWords(alarms, 'gap')} in ${describeMinutes(span / MINUTE_MS)} would have raised an alarm with the SLA of ${words} that the others speak for, the longest ${describeMinutes(longest)}: that may come again, as silent nights or weekends do. One is passed over in 14 days.`
  }
  return null
}

function reasonFor(
  chosen: Chosen,
  { updates }: History,
  { ages, openMs }: Gaps,
  silentWeekends: boolean | null,
): string {
  const { quantile, quantileMs, alarms } = chosen
  const span = ((updates.at(-1)?.until ?? 0) - (updates[0]?.until ?? 0)) / MINUTE_MS
  const share = quantile === 1 ? 'All' : `${quantile * 100} %`
  const parts = [
    `${share} of ${ages.length} gaps between ${updates.length} updates in ${describeMinutes(span)} were up to ${describeMinutes(quantileMs / MINUTE_MS)} long, as the scans saw it; ${quantile === 1 ? 10 : 20} % were added.`,
    alarms === 0 ? 'It would have raised no alarm.' : `It would have raised ${countWords(alarms, 'alarm')}.`,
  ]
  if (quantileMs === openMs) parts.push('The gap that is still open is counted up to the next scan.')
  if (span < LEAST_DAYS * 1440)
    parts.push('No more is kept of a table that changes so often: other days may be quieter.')
  if (silentWeekends === true && alarms === 0)
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
  const { expectedBy, reason: expectedByReason } = fitExpectedBy(
    history.updates,
    days,
    watch.looks.at(-1) ?? 0,
    timeZone,
    clock,
  )
  const chosen = chooseMinutes(gaps.ages, gaps.unseenAges, gaps.openMs)
  const why = 'irregular' in chosen ? chosen.irregular : whyNot(chosen, history, gaps, silentWeekends)
  if ('irregular' in chosen || why !== null) {
    const evidence = evidenceOf(history, gaps, watch, silentWeekends, null)
    return { minutes: null, reason: why ?? '', expectedBy, expectedByReason, evidence }
  }
  return {
    minutes: chosen.minutes,
    reason: reasonFor(chosen, history, gaps, silentWeekends),
    expectedBy,
    expectedByReason,
    evidence: evidenceOf(history, gaps, watch, silentWeekends, chosen),
  }
}
