import type { SlaInput } from '../../src/explain/sla/suggest.ts'
import type { Observation } from '../../src/index.ts'

export const MINUTE_MS = 60_000
export const DAY_MS = 1440 * MINUTE_MS

/** A Monday. */
export const START = Date.UTC(2026, 0, 5)

export interface Observed {
  /** Times of the changes, in milliseconds since 1970. */
  readonly changes: readonly number[]
  /** From the start on. */
  readonly days: number
  readonly scanMinutes: number
  /** `exact`: as a watermark tells. `interval`: as counters tell, between two looks. */
  readonly precision: 'exact' | 'interval'
  /** Minutes by which bounds begin before the look before, as counters are told late. Default: 0. */
  readonly reachBackMinutes?: number | undefined
  /** Nobody looked then, in milliseconds since 1970. */
  readonly outage?: readonly [from: number, to: number] | undefined
  readonly timeZone?: string | undefined
}

/** What scans in regular order would have kept. */
export function observed({
  changes,
  days,
  scanMinutes,
  precision,
  reachBackMinutes = 0,
  outage,
  timeZone = 'UTC',
}: Observed): SlaInput {
  const sorted = [...changes].sort((a, b) => a - b)
  const looks: number[] = []
  const observations: Observation[] = []
  let next = 0
  for (let look = START; look <= START + days * DAY_MS; look += scanMinutes * MINUTE_MS) {
    if (outage !== undefined && look > outage[0] && look < outage[1]) continue
    const before = looks.at(-1)
    looks.push(look)
    let newest: number | undefined
    for (; next < sorted.length && (sorted[next] ?? 0) <= look; next += 1) newest = sorted[next]
    if (newest === undefined || before === undefined) continue
    const lastChange =
      precision === 'exact'
        ? { notBefore: new Date(newest), notAfter: new Date(newest) }
        : { notBefore: new Date(before - reachBackMinutes * MINUTE_MS), notAfter: new Date(look) }
    const id = observations.length + 1
    const common = { sentinel: 'freshness', tableId: 1, anomalyId: null, incidentId: null } as const
    observations.push({ ...common, id, at: new Date(look), verdict: 'fine', text: '', lastChange })
  }
  return { observations, looks, timeZone }
}

/** The longest age at which a look found the data: an SLA below it would have raised an alarm. */
export function oldestSeen({ observations, looks }: SlaInput): number {
  let oldest = 0
  let at = 0
  let latest = Number.POSITIVE_INFINITY
  for (const look of looks) {
    for (; at < observations.length && (observations[at]?.at.getTime() ?? 0) <= look; at += 1)
      latest = observations[at]?.lastChange?.notAfter?.getTime() ?? latest
    // After the last change nothing is known of the next one.
    if (at < observations.length) oldest = Math.max(oldest, look - latest)
  }
  return oldest
}

/** Times of the looks at which an SLA of so many minutes would have raised an alarm, one for each time that the data was stale. */
export function alarmsOf(minutes: number, { observations, looks }: SlaInput): readonly number[] {
  const alarms: number[] = []
  let at = 0
  let latest = Number.POSITIVE_INFINITY
  let isStale = false
  for (const look of looks) {
    for (; at < observations.length && (observations[at]?.at.getTime() ?? 0) <= look; at += 1)
      latest = observations[at]?.lastChange?.notAfter?.getTime() ?? latest
    const wasStale = isStale
    isStale = look - latest > minutes * MINUTE_MS
    if (isStale && !wasStale) alarms.push(look)
  }
  return alarms
}

/** Every `minutes`, each up to `jitter` of them early or late. */
export function every(
  minutes: number,
  days: number,
  jitter: (index: number) => number = () => 0,
): readonly number[] {
  const count = Math.floor((days * 1440) / minutes)
  return Array.from({ length: count }, (_, index) => {
    return START + Math.round((index + 0.5 + jitter(index)) * minutes * MINUTE_MS)
  })
}
