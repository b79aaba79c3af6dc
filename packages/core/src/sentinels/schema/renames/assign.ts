import { munkres } from 'munkres'
import type { InferredRename } from './rename-case.ts'

/** Two answers this close are as good as none. */
const MARGIN = 0.12
/** Names about as alike: one column may have become two. */
const ALIKE = 0.5
const LIKENESS_MARGIN = 0.2
/** Above this the exact assignment is too slow; the surest pairs then go first. */
const MOST_EXACT = 200

/** A possible rename, with what tells it from others. */
export interface Scored extends InferredRename {
  readonly likeness: number
  readonly isSure: boolean
}

/** Groups of pairs that share a column, directly or through others. */
function groupsOf(pairs: readonly Scored[]): readonly (readonly Scored[])[] {
  const ofBefore = Map.groupBy(pairs, ({ before }) => before)
  const ofAfter = Map.groupBy(pairs, ({ after }) => after)
  const seen = new Set<Scored>()
  return pairs.flatMap((first) => {
    if (seen.has(first)) return []
    seen.add(first)
    const group = [first]
    for (const pair of group) {
      for (const next of [...(ofBefore.get(pair.before) ?? []), ...(ofAfter.get(pair.after) ?? [])]) {
        if (seen.has(next)) continue
        seen.add(next)
        group.push(next)
      }
    }
    return [group]
  })
}

function surestFirst(group: readonly Scored[]): readonly Scored[] {
  const taken = new Set<unknown>()
  return group
    .toSorted((a, b) => b.confidence - a.confidence)
    .filter(({ before, after }) => {
      if (taken.has(before) || taken.has(after)) return false
      taken.add(before)
      taken.add(after)
      return true
    })
}

/** The one-to-one choice whose confidences add up to most. */
function bestTotal(group: readonly Scored[]): readonly Scored[] {
  const rows = [...new Set(group.map(({ before }) => before))]
  const columns = [...new Set(group.map(({ after }) => after))]
  if (rows.length > MOST_EXACT || columns.length > MOST_EXACT) return surestFirst(group)
  const at = new Map(group.map((pair) => [pair.before, new Map<unknown, Scored>()]))
  for (const pair of group) at.get(pair.before)?.set(pair.after, pair)
  const cost = rows.map((row) => columns.map((column) => 1 - (at.get(row)?.get(column)?.confidence ?? 0)))
  return munkres(cost).flatMap(([row, column]) => {
    const before = rows[row]
    const pair = before === undefined ? undefined : at.get(before)?.get(columns[column])
    return pair === undefined ? [] : [pair]
  })
}

function isRival(other: Scored, chosen: Scored): boolean {
  if (chosen.isSure) return other.isSure
  if (other.confidence > chosen.confidence - MARGIN) return true
  return other.likeness >= ALIKE && other.likeness > chosen.likeness - LIKENESS_MARGIN
}

function isClear(chosen: Scored, all: readonly Scored[], taken: ReadonlySet<Scored>): boolean {
  return !all.some(
    (other) =>
      other !== chosen &&
      !taken.has(other) &&
      (other.before === chosen.before || other.after === chosen.after) &&
      isRival(other, chosen),
  )
}

/** One-to-one, the best total; a pair that has another nearly as good beside it is left out. */
export function assign(pairs: readonly Scored[], threshold: number): readonly Scored[] {
  const possible = pairs.filter(({ confidence }) => confidence >= threshold)
  return groupsOf(possible).flatMap((group) => {
    const chosen = bestTotal(group)
    const taken = new Set(chosen)
    return chosen.filter((pair) => isClear(pair, group, taken))
  })
}
