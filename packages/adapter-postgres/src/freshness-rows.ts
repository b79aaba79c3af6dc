import type { TableKind } from '@aegis/core'
import * as z from 'zod'
import type { TextRow } from './client.ts'
import { bool, epochMs, integer, kindOf, unexpected } from './rows.ts'

export interface CounterRow {
  readonly oid: string
  readonly kind: TableKind
  /** The counters as text, `readCounts` takes them apart: equal texts, equal counters. */
  readonly counts: string
  /** Rows by the server's estimate; null: there is none. */
  readonly rows: number | null
  /** Why changes are not counted, or not all, so that counters that stand still prove nothing; null: it counts. */
  readonly uncounted: string | null
  readonly now: Date
}

/** null: the server counts changes. */
export function whyUncounted(isReplica: boolean, trackCounts: string): string | null {
  if (isReplica) return 'the server is a replica, and counts no changes of its own'
  return trackCounts === 'off' ? 'the server counts no changes (track_counts is off)' : null
}

function whyNotThis(kind: TableKind, hasForeign: boolean): string | null {
  if (kind === 'view') return 'a view has no change counters here'
  if (kind === 'foreign') return 'a foreign table has no change counters here'
  return hasForeign
    ? 'a partition or inheriting table is a foreign table, whose changes are counted nowhere here'
    : null
}

/** Seven whole numbers, three digests, when the statistics began, when the server started. */
const COUNTS = /^\d+( \d+){6}( -?\d+){3} (-|[\d.]+) [\d.]+$/

const isWhole = (text: unknown): text is string => typeof text === 'string' && /^-?\d+$/.test(text)

/** Checked by hand, not by a schema: 10,000 tables are read in every scan, and this costs a fraction. */
export function readCounters(row: TextRow): CounterRow {
  const { oid, members, dml, mods, live, analyzes, vacuums, parts, files, held, reset, started, now_ms } = row
  const numbers = `${oid} ${members} ${dml} ${mods} ${live} ${analyzes} ${vacuums}`
  const counts = `${numbers} ${parts} ${files} ${held} ${reset ?? '-'} ${started}`
  if (!COUNTS.test(counts) || typeof oid !== 'string' || !isWhole(now_ms))
    throw unexpected(`counters: ${counts} ${now_ms}`)
  const kind = kindOf(row.kind)
  const uncounted =
    whyNotThis(kind, row.has_foreign === 't') ??
    whyUncounted(row.is_replica === 't', String(row.track_counts))
  // Without an estimate the counted rows are one, where rows are counted.
  const isSized = kind !== 'view' && !(uncounted !== null && row.unsized === 't')
  const rows = isSized && isWhole(row.rows) ? Number(row.rows) : null
  return { oid, kind, counts, rows, uncounted, now: new Date(Number(now_ms)) }
}

/** One column that may be a watermark, or, without a name, a table that has none. */
export interface SignalRow {
  /** 0-based, among the tables asked. */
  readonly index: number
  readonly mayEnter: boolean
  readonly maySelectAll: boolean
  /** Row security hides rows from this role. */
  readonly hasPolicies: boolean
  readonly commitTimes: boolean
  readonly name: string | null
  readonly type: string | null
  readonly maySelect: boolean
  /** An index gives its maximum without reading the table. */
  readonly isIndexed: boolean
}

export const signalRow: z.ZodType<SignalRow> = z
  .object({
    ord: integer,
    may_enter: bool.nullable(),
    may_select_all: bool.nullable(),
    has_policies: bool.nullable(),
    commit_times: z.string(),
    name: z.string().nullable(),
    type: z.string().nullable(),
    may_select: bool.nullable(),
    indexed: bool,
  })
  .transform(
    (row): SignalRow => ({
      index: row.ord - 1,
      mayEnter: row.may_enter === true,
      maySelectAll: row.may_select_all === true,
      hasPolicies: row.has_policies === true,
      commitTimes: row.commit_times === 'on',
      name: row.name,
      type: row.type,
      maySelect: row.may_select === true,
      isIndexed: row.indexed,
    }),
  )

export interface ProbeRow {
  readonly index: number
  /** Milliseconds since 1970, local time as if it were UTC, or a number of rows. null: no rows, only NULLs, or infinity. */
  readonly newest: number | null
  readonly infinite: boolean
  readonly now: Date
}

export const probeRow: z.ZodType<ProbeRow> = z
  .object({ ord: integer, newest: integer.nullable(), infinite: bool.nullable(), now_ms: epochMs })
  .transform(({ ord, newest, infinite, now_ms }) => {
    return { index: ord, newest, infinite: infinite === true, now: now_ms }
  })
