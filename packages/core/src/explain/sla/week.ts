import type { Stretch } from './gaps.ts'
import type { Update } from './updates.ts'

const DAY_MS = 86_400_000

/** A moment on the wall: days since 1970 and minutes of the day, in one time zone. */
export interface WallTime {
  readonly day: number
  readonly minute: number
}

export function wallClock(timeZone: string): (time: number) => WallTime {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  })
  return (time) => {
    const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]))
    const of = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0
    return {
      day: Date.UTC(of('year'), of('month') - 1, of('day')) / DAY_MS,
      minute: of('hour') * 60 + of('minute'),
    }
  }
}

/** 0: Sunday. */
function weekdayOf(day: number): number {
  return new Date(day * DAY_MS).getUTCDay()
}

/** What came on one whole day that was watched. */
export interface DaySeen {
  readonly day: number
  readonly weekday: number
  /** Minutes of the day at which updates had come, earliest first. */
  readonly minutes: readonly number[]
}

/** Every whole day between the first and the last update on which scans looked all the time. */
export function daysSeen(
  updates: readonly Update[],
  unwatched: readonly Stretch[],
  clock: (time: number) => WallTime,
): readonly DaySeen[] {
  const times = updates.map(({ until }) => clock(until))
  const first = times[0]
  const last = times.at(-1)
  if (first === undefined || last === undefined) return []
  const byDay = Map.groupBy(times, ({ day }) => day)
  const stretches = unwatched.map(({ from, to }) => [clock(from).day, clock(to).day] as const)
  const days: DaySeen[] = []
  for (let day = first.day + 1; day < last.day; day += 1) {
    if (stretches.some(([from, to]) => from <= day && day <= to)) continue
    const minutes = (byDay.get(day) ?? []).map(({ minute }) => minute).sort((a, b) => a - b)
    days.push({ day, weekday: weekdayOf(day), minutes })
  }
  return days
}

/** Share of the days with an update, by weekday, Sunday first; null: fewer than two such days. */
export function activeShares(days: readonly DaySeen[]): readonly (number | null)[] {
  return [0, 1, 2, 3, 4, 5, 6].map((weekday) => {
    const those = days.filter((day) => day.weekday === weekday)
    return those.length < 2 ? null : those.filter(({ minutes }) => minutes.length > 0).length / those.length
  })
}

/** null: too few days to tell. */
export function hasSilentWeekends(shares: readonly (number | null)[]): boolean | null {
  const known = shares.filter((share) => share !== null)
  if (known.length < 7) return null
  const [sunday = 0, ...rest] = known
  const saturday = rest.pop() ?? 0
  return sunday <= 0.05 && saturday <= 0.05 && rest.every((share) => share >= 0.5)
}
