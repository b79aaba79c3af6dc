const MINUTE_MS = 60_000

/** Minutes that people say; above them multiples of the step. */
const SMALL = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 18, 20, 25, 30, 35, 40, 45, 50, 55, 60] as const
const STEPS: readonly (readonly [upTo: number, step: number])[] = [
  [240, 15],
  [480, 30],
  [4320, 60],
  [14_400, 360],
  [Number.POSITIVE_INFINITY, 1440],
]

/** Rounded up to a number that people say, by at most a quarter above 1. */
export function roundUpMinutes(minutes: number): number {
  const small = SMALL.find((item) => item >= minutes)
  if (small !== undefined) return small
  const [, step] = STEPS.find(([upTo]) => minutes <= upTo) ?? [0, 1440]
  return Math.ceil(minutes / step) * step
}

export interface Chosen {
  readonly minutes: number
  readonly quantile: number
  readonly quantileMs: number
  readonly alarms: number
}

/** Longest gaps up to so many times the usual ones are usual, too. */
const OUTLIER = 1.5
/** An SLA this many times the typical gap would tell too late to be of use. */
const IRREGULAR = 6

/** The gap in which a random moment of the history lies with even odds: bursts count little, as they last short. */
function typicalOf(ages: readonly number[]): number {
  const half = ages.reduce((sum, age) => sum + age, 0) / 2
  let sum = 0
  for (const age of ages) {
    sum += age
    if (sum >= half) return age
  }
  return 0
}

/**
 * In milliseconds. `ages`: at least one, shortest first; `unseenAges`: in any order; `openMs`: of the gap that is still open. It
 * is as long as that at least: while it may be a usual one, it is borne.
 */
export function chooseMinutes(
  ages: readonly number[],
  unseenAges: readonly number[],
  openMs: number | null,
): Chosen | { readonly irregular: string } {
  const longest = ages.at(-1) ?? 0
  const share = ages.length >= 100 ? 0.99 : 0.95
  const seen = ages[Math.ceil(share * ages.length) - 1] ?? longest
  const usualOpen = openMs !== null && openMs <= OUTLIER * seen ? openMs : 0
  const most = Math.max(seen, usualOpen)
  const largest = Math.max(longest, usualOpen)
  const isRegular = largest <= OUTLIER * most
  const quantile = isRegular ? 1 : share
  const quantileMs = isRegular ? largest : most
  const typical = typicalOf(ages)
  if (quantileMs > IRREGULAR * typical) {
    const rounded = [quantileMs, typical].map((ms) => Math.round(ms / MINUTE_MS))
    const irregular = `The gaps are too irregular: ${share * 100} % of them are up to ${rounded[0]} min long, and the typical one is ${rounded[1]} min.`
    return { irregular }
  }
  const minutes = roundUpMinutes(((isRegular ? 1.1 : 1.2) * quantileMs) / MINUTE_MS)
  const alarms = [...ages, ...unseenAges].filter((age) => age > minutes * MINUTE_MS).length
  return { minutes, quantile, quantileMs, alarms }
}
