import type { History } from './updates.ts'

/** Times in milliseconds since 1970. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

export interface Watch {
  /** Times of all looks, oldest first. */
  readonly looks: readonly number[]
  /** Median time between two looks; null: fewer than two. */
  readonly intervalMs: number | null
  /** Without a look for longer than usual. */
  readonly unwatched: readonly Stretch[]
}

/** A scan may take longer, or one may be left out, without anything being wrong. */
const USUAL_INTERVALS = 3

export function median(sorted: readonly number[]): number | null {
  const upper = sorted[Math.floor(sorted.length / 2)]
  const lower = sorted[Math.ceil(sorted.length / 2) - 1]
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2
}

export const ascending = (a: number, b: number): number => a - b

/** How closely the table was watched, from the times of all looks. */
export function watchOf(looks: readonly number[]): Watch {
  const sorted = [...looks].sort(ascending)
  const stretches = sorted.slice(1).map((to, index): Stretch => ({ from: sorted[index] ?? to, to }))
  const lengths = stretches.map(({ from, to }) => to - from).filter((length) => length > 0)
  const intervalMs = median(lengths.sort(ascending))
  if (intervalMs === null) return { looks: sorted, intervalMs, unwatched: [] }
  return {
    looks: sorted,
    intervalMs,
    unwatched: stretches.filter(({ from, to }) => to - from > USUAL_INTERVALS * intervalMs),
  }
}

export interface Gaps {
  /** The age that the data reached before each next update was seen, in milliseconds, shortest first. */
  readonly ages: readonly number[]
  readonly unseen: number
  /** Of gaps in which for a while no scan looked: the age that the last look in them found, in milliseconds. */
  readonly unseenAges: readonly number[]
  /** Of the gap that is still open: the age that the data will have at the next look. null: the last look could not tell. */
  readonly openMs: number | null
}

function openGap({ updates, unclear }: History, { looks, intervalMs }: Watch): number | null {
  const last = updates.at(-1)
  const look = looks.at(-1)
  if (last === undefined || look === undefined || look < last.seenAt) return null
  if (unclear.some((at) => at > last.seenAt)) return null
  return look + (intervalMs ?? 0) - last.until
}

/**
 * What an SLA has to bear: from the latest time that an update can have had to the look that saw the next one. Where nobody
 * looked for a while, updates may have come unseen.
 */
export function gapsOf(history: History, watch: Watch): Gaps {
  const { updates, unclear } = history
  const { looks, unwatched } = watch
  const ages: number[] = []
  const unseenAges: number[] = []
  let unseen = 0
  for (const [index, next] of updates.entries()) {
    const before = updates[index - 1]
    if (before === undefined) continue
    const isUnwatched = unwatched.some(({ from, to }) => from < next.seenAt && to > before.seenAt)
    const isUnclear = unclear.some((at) => at > before.seenAt && at < next.seenAt)
    if (isUnwatched || isUnclear) unseen += 1
    if (isUnwatched && !isUnclear) {
      const look = looks.findLast((at) => at < next.seenAt) ?? before.seenAt
      unseenAges.push(look - before.until)
    }
    if (!isUnwatched && !isUnclear) ages.push(Math.max(next.seenAt, next.until) - before.until)
  }
  return { ages: ages.sort(ascending), unseen, unseenAges, openMs: openGap(history, watch) }
}
