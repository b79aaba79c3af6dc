import type { TableKind } from '@aegis/core'
import * as z from 'zod'
import type { TextRow } from './client.ts'
import { bool, epochMs, integer, kindOf, unexpected } from './rows.ts'

export interface CounterRow {
  readonly oid: string
  readonly kind: TableKind
  /** The table itself and all that hang below it. */
  readonly members: number
  readonly dml: bigint
  readonly mods: bigint
  readonly live: bigint
  readonly analyzes: bigint
  readonly vacuums: bigint
  /** Rows by the server's estimate; null: there is none. */
  readonly rows: number | null
  /** Digest of which tables hang below it; `0` for one alone. */
  readonly parts: string
  /** Digest of the files of the table and its partitions. */
  readonly files: string
  readonly reset: string | null
  readonly started: string
  /** Why changes are not counted, or not all, so that counters that stand still prove nothing; null: it counts. */
  readonly uncounted: string | null
  readonly now: Date
}

const count = z
  .string()
  .regex(/^-?\d+$/)
  .transform((text) => BigInt(text))

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

const counterSchema = z
  .object({
    oid: z.string(),
    kind: z.string(),
    members: integer,
    has_foreign: bool,
    unsized: bool.nullable(),
    dml: count,
    mods: count,
    live: count,
    analyzes: count,
    vacuums: count,
    rows: integer.nullable(),
    parts: z.string(),
    files: z.string(),
    reset: z.string().nullable(),
    started: z.string(),
    is_replica: bool,
    track_counts: z.string(),
    now_ms: epochMs,
  })
  .transform((row): CounterRow => {
    const { oid, members, dml, mods, live, analyzes, vacuums, parts, files, reset, started } = row
    const kind = kindOf(row.kind)
    const uncounted = whyNotThis(kind, row.has_foreign) ?? whyUncounted(row.is_replica, row.track_counts)
    // Without an estimate the counted rows are one, where rows are counted.
    const rows = kind === 'view' || (uncounted !== null && row.unsized === true) ? null : row.rows
    const now = row.now_ms
    return {
      oid,
      kind,
      members,
      dml,
      mods,
      live,
      analyzes,
      vacuums,
      rows,
      parts,
      files,
      reset,
      started,
      uncounted,
      now,
    }
  })

export function readCounters(row: TextRow): CounterRow {
  const parsed = counterSchema.safeParse(row)
  if (parsed.success) return parsed.data
  throw unexpected(`counters: ${z.prettifyError(parsed.error)}`)
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
