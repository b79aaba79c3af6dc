import type { FreshnessRequest } from '@aegis/core'
import type { CounterRow } from './freshness-rows.ts'
import { type Counts, type Ground, readCounts, splitToken } from './freshness-token.ts'

/**
 * Sessions hand their counts over at most so late: after 1 s while they go on, after 10 s when they fall idle, after 60 s
 * when others are in their way. A change seen now may be that much older than the last look.
 */
const HANDOVER_MS = 60_000

/**
 * What the counters say about the time from the last look to now.
 *
 * - `first`: there was no look, or it cannot be read.
 * - `unchanged`: no data came.
 * - `changed`: data came.
 * - `maybe`: data came, or it was something else; `why` in words.
 * - `incomparable`: the counts began anew.
 * - `uncounted`: nothing is counted; `why` in words.
 *
 * `since`: not earlier than that; null: the clock went back. `ground`: what the last reading rested on.
 * `token`: of the last reading, where it stays as it is.
 */
export type Counted =
  | { readonly says: 'first' }
  | { readonly says: 'unchanged'; readonly ground: Ground; readonly token: string | null }
  | { readonly says: 'changed'; readonly since: Date | null; readonly ground: Ground }
  | { readonly says: 'maybe'; readonly since: Date | null; readonly why: string; readonly ground: Ground }
  | { readonly says: 'incomparable'; readonly ground: Ground }
  | { readonly says: 'uncounted'; readonly why: string }

const REWRITTEN = 'the table was rewritten: TRUNCATE or a load, but also VACUUM FULL or ALTER look like this'
const ROLLED_BACK = 'an ANALYZE came in between: rows were written, but the writing may have been rolled back'

type Comparison = 'unchanged' | 'changed' | 'incomparable' | typeof REWRITTEN | typeof ROLLED_BACK

/**
 * Whether what moved the file moved data. Rewriting keeps the count of live rows, or ANALYZE estimates it anew; TRUNCATE sets
 * it to 0, and counts nothing. Partitions without rows come and go.
 */
function compareFiles(before: Counts, now: Counts): Comparison {
  if (now.files === before.files || (now.members + before.members > 2 && now.held === before.held))
    return 'unchanged'
  if (now.dml !== before.dml || now.parts !== before.parts) return REWRITTEN
  const isSized = now.vacuums === before.vacuums && now.analyzes === before.analyzes
  if (isSized && now.live < before.live) return 'changed'
  const isFilled = now.live > 0n && (now.members === 1 || now.live === before.live)
  return isFilled ? 'unchanged' : REWRITTEN
}

/**
 * Rolled-back writes raise `dml` but not `mods`; ANALYZE sets `mods` to 0, unless it names columns; TRUNCATE, VACUUM FULL
 * and REFRESH move the file. Tried on PostgreSQL 15 and 18; see the truth table in the tests.
 */
function compare(before: Counts, now: Counts): Comparison {
  if (before.reset !== now.reset || before.started !== now.started) return 'incomparable'
  // Another table of that name: what it holds was written, or it is empty.
  if (before.oid !== now.oid) return now.members === 1 && now.mods > 0n ? 'changed' : REWRITTEN
  const analyzed = now.analyzes > before.analyzes
  const fell = now.dml < before.dml || now.analyzes < before.analyzes || (now.mods < before.mods && !analyzed)
  // A partition that was dropped or detached takes its counts along.
  if (fell) return now.files === before.files ? 'incomparable' : REWRITTEN
  if (now.mods > before.mods) return 'changed'
  // What was counted before the ANALYZE cannot be told from a rollback; what was counted since it can.
  const isCountedSince = now.members === 1 && now.mods > 0n && now.mods < before.mods
  if (analyzed && now.dml > before.dml) return isCountedSince ? 'changed' : ROLLED_BACK
  return compareFiles(before, now)
}

/** When this process last looked at each table, and what it saw: states are written only when something changed. */
export interface Looks {
  /** When the counters of the table were last seen to be these, in milliseconds since 1970; undefined: not by this process. */
  lastOf(oid: string, counts: string): number | undefined
  saw(oid: string, counts: string, at: number): void
}

const MOST_TABLES = 100_000

export function createLooks(): Looks {
  const seen = new Map<string, { readonly counts: string; readonly at: number }>()
  return {
    lastOf(oid, counts): number | undefined {
      const look = seen.get(oid)
      return look?.counts === counts ? look.at : undefined
    },
    saw(oid, counts, at): void {
      if (seen.size >= MOST_TABLES) seen.clear()
      seen.set(oid, { counts, at })
    },
  }
}

/** Compares the counters with those of the last reading kept. */
export function lookAtCounters(row: CounterRow, { previous }: FreshnessRequest, looks: Looks): Counted {
  if (row.uncounted !== null) return { says: 'uncounted', why: row.uncounted }
  const { counts } = row
  const now = row.now.getTime()
  const kept = splitToken(previous?.token ?? null)
  if (previous === null || kept === null) {
    looks.saw(row.oid, counts, now)
    return { says: 'first' }
  }
  const { ground } = kept
  const keptAt = previous.observedAt.getTime() - ground.lead
  // The same counters need no comparing: most tables of most scans.
  if (kept.counts === counts) {
    looks.saw(row.oid, counts, now)
    return { says: 'unchanged', ground, token: previous.token }
  }
  const before = readCounts(kept.counts)
  const lookedAt = before === null ? undefined : looks.lastOf(before.oid, kept.counts)
  looks.saw(row.oid, counts, now)
  const after = readCounts(counts)
  if (before === null || after === null) return { says: 'first' }
  const last = Math.max(keptAt, lookedAt ?? keptAt)
  // The clock went back: when the last look was is not known by it.
  const since = last > now ? null : new Date(last - HANDOVER_MS)
  const found = compare(before, after)
  switch (found) {
    case 'unchanged':
      return { says: 'unchanged', ground, token: null }
    case 'changed':
      return { says: 'changed', since, ground }
    case 'incomparable':
      return { says: 'incomparable', ground }
    default:
      return { says: 'maybe', since, why: found, ground }
  }
}
