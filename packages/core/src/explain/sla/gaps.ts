import type { History } from './updates.ts'

/** Times in milliseconds since 1970. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

export interface Watch {
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
  if (intervalMs === null) return { intervalMs, unwatched: [] }
  return {
    intervalMs,
    unwatched: stretches.filter(({ from, to }) => to - from > USUAL_INTERVALS * intervalMs),
  }
}

export interface Gaps {
  /** The age that the data reached before each next update was seen, in milliseconds, shortest first. */
  readonly ages: readonly number[]
  readonly unseen: number
}

/**
 * What an SLA has to bear: from the latest time that an update can have had to the look that saw the next one. Where nobody
 * looked for a while, updates may have come unseen.
 */
export function gapsOf({ updates, unclear }: History, { unwatched }: Watch): Gaps {
  const ages: number[] = []
  let unseen = 0
  for (const [index, next] of updates.entries()) {
    const before = updates[index - 1]
    if (before === undefined) continue
    const isUnwatched = unwatched.some(({ from, to }) => from < next.seenAt && to > before.seenAt)
    if (isUnwatched || unclear.some((at) => at > before.seenAt && at < next.seenAt)) unseen += 1
    else ages.push(Math.max(next.seenAt, next.until) - before.until)
  }
  return { ages: ages.sort(ascending), unseen }
}
