import type { FreshnessReading } from '@aegis/core'
import * as z from 'zod'
import type { Query } from './client.ts'
import { bool, epochMs, parseRows } from './rows.ts'
import type { Session } from './session.ts'
import { type Facts, readingOf } from './settle-freshness.ts'

/**
 * A session hands its counts over after a commit: at once, or up to 10 s later if it handed some over just before. One that
 * begins a transaction meanwhile keeps them until that ends. Up to 60 s are borne in every judgement anyway: of
 * transactions younger than this nothing that is judged can be missing.
 */
export const HIDING_AGE_MS = 50_000

/** Sessions that may sit on counts of changes that everybody can see. */
export interface Hiding {
  /** When the youngest transaction began that is idle and older than asked; null: there is none. */
  readonly since: Date | null
  /** Whether the role sees the sessions of others. */
  readonly isVisible: boolean
}

export function idleTransactions(olderThanMs: number): Query {
  return {
    text: `SELECT floor(extract(epoch FROM max(a.xact_start)) * 1000)::bigint AS since_ms,
  pg_has_role(current_user, 'pg_read_all_stats', 'USAGE') AS visible
FROM pg_stat_activity a
WHERE a.datname = current_database() AND a.pid <> pg_backend_pid() AND a.state LIKE 'idle in transaction%'
  AND a.xact_start <= clock_timestamp() - $1::float8 * interval '1 millisecond'`,
    values: [olderThanMs],
  }
}

const hidingRow = z.object({ since_ms: epochMs.nullable(), visible: bool })

export async function readHiding(session: Session, olderThanMs: number): Promise<Hiding> {
  const [row] = parseRows(hidingRow, await session.run(idleTransactions(olderThanMs)), 'open transactions')
  return { since: row?.since_ms ?? null, isVisible: row?.visible === true }
}

const HELD_BACK =
  'a session sits idle in a transaction, and what it wrote before that one is counted only when it ends: that nothing came is not proved'
const UNSEEN =
  'counts come late without a bound while their writer sits in a transaction, and this role cannot see whether one does (GRANT pg_monitor TO it)'

/** That no counter moved proves nothing while a session that began a transaction after the last known change may hold counts. */
export function provedStill(
  reading: FreshnessReading,
  facts: Facts,
  hiding: Hiding | null,
): FreshnessReading {
  const { notAfter, caveats, method } = reading
  if (hiding === null || facts.request.confirm !== true || facts.counted.says !== 'unchanged') return reading
  if (method !== 'change_counter' || notAfter === null) return reading
  // The bounds stay, to be judged when it has ended.
  if (hiding.since !== null && hiding.since >= notAfter)
    return { ...reading, precision: 'unknown', caveats: [...caveats, HELD_BACK] }
  if (hiding.isVisible || caveats.includes(UNSEEN)) return reading
  return readingOf(facts, { ...reading, caveats: [...caveats, UNSEEN] })
}
