import { type DueTimes, dueTimes } from '../../sentinels/freshness/due-times.ts'
import { ascending, median } from './gaps.ts'
import type { SuggestedExpectedBy } from './sla-suggestion.ts'
import type { Update } from './updates.ts'
import { activeShares, type DaySeen, type WallTime } from './week.ts'

const MINUTE_MS = 60_000
const LEAST_DAYS = 14
/** Above it, updates come all day long, and a time of the day says little. */
const MOST_A_DAY = 4
/** Minutes between early and late days that are still one time. */
const WIDEST = 90
/** Shares of the Mondays, say, that make Mondays days without and days with updates; a holiday makes neither. */
const SELDOM = 0.25
const MOSTLY = 0.75
const LEAST_FIT = 0.95

export type Fitted =
  | { readonly expectedBy: SuggestedExpectedBy; readonly reason: string }
  | { readonly expectedBy: null; readonly reason: string }

const none = (reason: string): Fitted => ({ expectedBy: null, reason })

/** The weekdays with updates as a cron field; null: some have them now and then, or all of them seldom, as with updates every five days. */
function weekdayField(shares: readonly (number | null)[]): string | null {
  if (shares.some((share) => share === null || (share > SELDOM && share < MOSTLY))) return null
  const on = shares.flatMap((share, weekday) => (share !== null && share >= MOSTLY ? [weekday] : []))
  if (on.length === 0) return null
  if (on.length === 7) return '*'
  const isRun = on.length > 2 && (on.at(-1) ?? 0) - (on[0] ?? 0) === on.length - 1
  return isRun ? `${on[0]}-${on.at(-1)}` : on.join(',')
}

/** Of the slots of the days that were watched, how many were filled in time; by the rule that the sentinel judges by. */
function filledSlots(
  due: DueTimes,
  graceMs: number,
  updates: readonly Update[],
  clock: (time: number) => WallTime,
  days: readonly DaySeen[],
): { readonly slots: number; readonly filled: number } {
  const watched = new Set(days.map(({ day }) => day))
  const times = updates.map(({ until }) => until)
  const end = times.at(-1) ?? 0
  let slots = 0
  let filled = 0
  for (let slot = due.atOrAfter(times[0] ?? end); slot + graceMs <= end; slot = due.atOrAfter(slot + 1)) {
    if (!watched.has(clock(slot).day)) continue
    const previous = due.before(slot)
    slots += 1
    if (times.some((time) => time > previous + graceMs && time <= slot + graceMs)) filled += 1
  }
  return { slots, filled }
}

/** The time by which updates had come on 19 of 20 days at least, where they come at a regular time and did up to the last look. */
export function fitExpectedBy(
  updates: readonly Update[],
  days: readonly DaySeen[],
  lastLook: number,
  timeZone: string,
  clock: (time: number) => WallTime,
): Fitted {
  if (days.length < LEAST_DAYS)
    return none(`Times due need ${LEAST_DAYS} whole days; ${days.length} were watched.`)
  const weekdays = weekdayField(activeShares(days))
  if (weekdays === null) return none('Updates come on the same weekday only now and then.')
  const active = days.filter(({ minutes }) => minutes.length > 0)
  if (active.length === 0) return none('No whole day had an update.')
  const perDay = median(active.map(({ minutes }) => minutes.length).sort(ascending)) ?? 0
  if (perDay > MOST_A_DAY) return none('Updates come all day long; an SLA says more than a time of the day.')
  const first = active.flatMap(({ minutes }) => minutes[0] ?? []).sort(ascending)
  const early = first[Math.floor(0.025 * first.length)] ?? 0
  const late = first[Math.ceil(0.975 * first.length) - 1] ?? 0
  if (late - early > WIDEST) return none(`Updates come at no regular time: ${late - early} min apart.`)
  const dueMinute = Math.ceil((median(first) ?? 0) / 15) * 15
  if (dueMinute >= 1440) return none('Updates come around midnight, now on one day, now on the other.')
  const graceMinutes = Math.max(15, Math.ceil((late - dueMinute + 10) / 5) * 5)
  const cron = `${dueMinute % 60} ${Math.floor(dueMinute / 60)} * * ${weekdays}`
  const due = dueTimes({ cron, timeZone })
  const graceMs = graceMinutes * MINUTE_MS
  const { slots, filled } = filledSlots(due, graceMs, updates, clock, days)
  if (slots === 0 || filled / slots < LEAST_FIT)
    return none(`${cron} would fit ${filled} of ${slots} days only.`)
  const next = due.atOrAfter(due.atOrAfter((updates.at(-1)?.until ?? 0) - graceMs) + 1)
  if (next + graceMs < lastLook)
    return none(`${cron} would raise an alarm at once: nothing came since. Ask again when updates come.`)
  return {
    expectedBy: { cron, timeZone, graceMinutes, fit: filled / slots, slots },
    reason: `Updates had come in time on ${filled} of ${slots} days.`,
  }
}
