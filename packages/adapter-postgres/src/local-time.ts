/** Milliseconds since 1970, both inclusive. */
export interface Instants {
  readonly notBefore: number
  readonly notAfter: number
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Zones run from UTC-12 to UTC+14: local time lies at most so far from UTC. */
const EASTERNMOST_MS = 14 * HOUR_MS
const WESTERNMOST_MS = 12 * HOUR_MS

/** What `Date` can hold. */
const LIMIT_MS = 8.64e15

type Offset = (instant: number) => number

function offsetOf(zone: string): Offset {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  return (instant) => {
    const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, value]))
    const part = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type))
    const year = parts.get('era') === 'BC' ? 1 - part('year') : part('year')
    const local = new Date(0)
    local.setUTCFullYear(year, part('month') - 1, part('day'))
    local.setUTCHours(part('hour'), part('minute'), part('second'))
    const second = Math.floor(instant / 1000) * 1000
    return local.getTime() - second
  }
}

/** When it was `local` (read as if UTC) in a zone: twice where clocks go back; between the two where they skip it. */
function inZone(local: number, zone: string): Instants {
  const offset = offsetOf(zone)
  const candidates = [-DAY_MS, 0, DAY_MS].map((shift) => local - offset(local + shift))
  const real = candidates.filter((instant) => instant + offset(instant) === local)
  const instants = real.length > 0 ? real : candidates
  return { notBefore: Math.min(...instants), notAfter: Math.max(...instants) }
}

/**
 * The instants that a local time may mean, `local` read as if it were UTC. Without a zone: in any zone there is. null: out
 * of the calendar's range.
 */
export function instantsOf(local: number, zone: string | null): Instants | null {
  if (!(Math.abs(local) < LIMIT_MS - 2 * DAY_MS)) return null
  if (zone !== null) return inZone(local, zone)
  return { notBefore: local - EASTERNMOST_MS, notAfter: local + WESTERNMOST_MS }
}

/** The instants of a whole day, from its first to the first of the next. */
export function instantsOfDay(day: number, zone: string | null): Instants | null {
  const start = instantsOf(day, zone)
  const end = instantsOf(day + DAY_MS, zone)
  return start === null || end === null ? null : { notBefore: start.notBefore, notAfter: end.notAfter }
}
