import type { FreshnessReading, FreshnessRequest } from '@aegis/core'
import * as z from 'zod'
import type { CounterRow } from './rows.ts'

const tokenSchema = z.object({
  oid: z.string(),
  dml: z.string().regex(/^\d+$/).transform(BigInt),
  mods: z.string().regex(/^\d+$/).transform(BigInt),
  analyzes: z.string().regex(/^\d+$/).transform(BigInt),
  files: z.string(),
  reset: z.string().nullable(),
  started: z.string(),
})

type Token = z.infer<typeof tokenSchema>

function encode(row: CounterRow): string {
  const { oid, dml, mods, analyzes, files, reset, started } = row
  return JSON.stringify({
    oid,
    dml: `${dml}`,
    mods: `${mods}`,
    analyzes: `${analyzes}`,
    files,
    reset,
    started,
  })
}

function decode(token: string | null): Token | null {
  if (token === null) return null
  try {
    const parsed = tokenSchema.safeParse(JSON.parse(token))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

type Comparison = 'unchanged' | 'changed' | 'maybe_rolled_back' | 'maybe_rewritten' | 'incomparable'

/**
 * Sessions hand their counts over at most so late: after 1 s while they go on, after 10 s when they fall idle, after 60 s
 * when others are in their way. A change seen now may be that much older than the last look.
 */
const HANDOVER_MS = 60_000

/**
 * Rolled-back writes raise `dml` but not `mods`; ANALYZE sets `mods` to 0; TRUNCATE, VACUUM FULL and REFRESH move the
 * file. Tried on PostgreSQL 15 and 18; see the truth table in the tests.
 */
function compare(before: Token, now: CounterRow): Comparison {
  if (before.reset !== now.reset || before.started !== now.started) return 'incomparable'
  if (before.oid !== now.oid) return 'maybe_rewritten'
  const isMoved = now.files !== before.files
  const analyzed = now.analyzes > before.analyzes
  const fell = now.dml < before.dml || now.analyzes < before.analyzes || (now.mods < before.mods && !analyzed)
  // A partition that was dropped or detached takes its counts along.
  if (fell) return isMoved ? 'maybe_rewritten' : 'incomparable'
  if (now.mods > before.mods) return 'changed'
  // What was counted before the ANALYZE cannot be told from a rollback; what was counted since it can.
  const isCountedSince = now.members === 1 && now.mods > 0n
  if (analyzed && now.dml > before.dml) return isCountedSince ? 'changed' : 'maybe_rolled_back'
  return isMoved ? 'maybe_rewritten' : 'unchanged'
}

const REWRITTEN = 'the table was rewritten: TRUNCATE or a load, but also VACUUM FULL or ALTER look like this'
const ROLLED_BACK = 'an ANALYZE came in between: rows were written, but the writing may have been rolled back'
const INCOMPARABLE =
  'the statistics were reset or the server restarted, so changes since the last look are not known'

/** What the change counters say: bounds of the last change, from the last reading kept to now. */
export function readByCounters(
  row: CounterRow,
  request: FreshnessRequest,
  caveats: readonly string[] = [],
): FreshnessReading {
  if (row.uncounted !== null) {
    return {
      method: 'none',
      precision: 'unknown',
      notBefore: null,
      notAfter: null,
      observedAt: row.now,
      mayIncludeNonDataChanges: false,
      token: null,
      caveats: [...caveats, `${row.uncounted}; only a watermark column can tell`],
    }
  }
  const token = encode(row)
  const base = {
    method: 'change_counter',
    observedAt: row.now,
    notAfter: row.now,
    mayIncludeNonDataChanges: false,
    token,
    caveats,
  } as const
  const { previous } = request
  // The same counters need no reading: most tables of most scans.
  const before = previous === null || previous.token === token ? null : decode(previous.token)
  const isUnchanged = previous?.token === token || (before !== null && compare(before, row) === 'unchanged')
  if (previous !== null && isUnchanged) {
    const { notBefore } = previous
    const precision = notBefore === null ? 'upper_bound' : 'interval'
    return { ...base, precision, notBefore, notAfter: previous.notAfter ?? row.now }
  }
  // The last change is not later than the first look: that much is true from the start.
  if (previous === null || before === null) return { ...base, precision: 'upper_bound', notBefore: null }
  const earliest = new Date(previous.observedAt.getTime() - HANDOVER_MS)
  const moved = { ...base, precision: 'interval', notBefore: earliest } as const
  switch (compare(before, row)) {
    case 'incomparable': {
      const { notBefore } = previous
      return { ...base, precision: 'unknown', notBefore, caveats: [...caveats, INCOMPARABLE] }
    }
    case 'maybe_rewritten':
      return { ...moved, mayIncludeNonDataChanges: true, caveats: [...caveats, REWRITTEN] }
    case 'maybe_rolled_back':
      return { ...moved, mayIncludeNonDataChanges: true, caveats: [...caveats, ROLLED_BACK] }
    default:
      return moved
  }
}
