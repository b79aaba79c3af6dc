import { AdapterError, type Column, type TableDescription, type TableKind, type TableRef } from '@aegis/core'
import * as z from 'zod'
import type { TextRow } from './client.ts'

const KINDS: Readonly<Record<string, TableKind>> = {
  r: 'table',
  p: 'partitioned',
  v: 'view',
  m: 'materialized_view',
  f: 'foreign',
}

function kindOf(relkind: unknown): TableKind {
  return KINDS[String(relkind)] ?? 'other'
}

/** Checks rows that are few. Throws failure `contract`: the statement and its reader have parted. */
export function parseRows<T>(schema: z.ZodType<T>, rows: readonly TextRow[], what: string): readonly T[] {
  const parsed = z.array(schema).safeParse(rows)
  if (parsed.success) return parsed.data
  throw unexpected(`${what}: ${z.prettifyError(parsed.error)}`)
}

function unexpected(what: string): AdapterError {
  return new AdapterError(`PostgreSQL answered in an unexpected form: ${what}`, {
    adapter: 'postgresql',
    failure: 'contract',
  })
}

export const integer: z.ZodType<number> = z
  .string()
  .regex(/^-?\d+$/)
  .transform(Number)
export const bool: z.ZodType<boolean> = z.enum(['t', 'f']).transform((text) => text === 't')
const epochMs: z.ZodType<Date> = integer.transform((ms) => new Date(ms))

export const tableRow: z.ZodType<TableRef> = z
  .object({ schema: z.string(), name: z.string() })
  .transform(({ schema, name }) => ({ catalog: '', schema, name }))

export interface SchemaCheck {
  readonly missing: readonly string[]
  readonly existing: readonly string[]
  readonly database: string
}

const names = z
  .string()
  .nullable()
  .transform((text): unknown => (text === null ? [] : JSON.parse(text)))
  .pipe(z.array(z.string()))

export const schemaCheckRow: z.ZodType<SchemaCheck> = z.object({
  missing: names,
  existing: names,
  database: z.string(),
})

const byOrdinal = z.record(z.string(), z.string())

function texts(json: unknown): readonly string[] {
  const value: unknown = typeof json === 'string' ? JSON.parse(json) : []
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value
  throw unexpected('a list of texts')
}

function numbers(json: unknown): readonly number[] {
  const value: unknown = typeof json === 'string' ? JSON.parse(json) : []
  if (Array.isArray(value) && value.every((item) => typeof item === 'number')) return value
  throw unexpected('a list of numbers')
}

/** Texts by the number of their column; null: there are none. */
function textsByOrdinal(json: unknown): ReadonlyMap<string, string> | null {
  if (typeof json !== 'string') return null
  const parsed = byOrdinal.safeParse(JSON.parse(json))
  if (parsed.success) return new Map(Object.entries(parsed.data))
  throw unexpected('texts by column')
}

/** A view's columns carry no NOT NULL even where they never are null: not known. */
function nullableAt(flags: unknown, index: number, kind: TableKind): boolean | null {
  if (kind === 'view' || kind === 'materialized_view') return null
  return typeof flags === 'string' ? flags[index] === 'y' : null
}

/**
 * One table. Checked by hand, not by a schema: 10,000 tables with 200,000 columns are decoded in every scan, and this
 * costs a tenth.
 */
export function readDescription(row: TextRow, ref: TableRef): TableDescription {
  const kind = kindOf(row.kind)
  const columnNames = texts(row.names)
  const types = texts(row.types)
  const ordinals = numbers(row.ordinals)
  const defaults = textsByOrdinal(row.defaults)
  const comments = textsByOrdinal(row.comments)
  const columns = columnNames.map((name, index): Column => {
    const type = types[index]
    const ordinal = ordinals[index]
    if (type === undefined || ordinal === undefined)
      throw unexpected(`the columns of ${ref.schema}.${ref.name}`)
    return {
      name,
      type,
      nullable: nullableAt(row.nullable, index, kind),
      ordinal,
      defaultValue: defaults?.get(String(ordinal)) ?? null,
      comment: comments?.get(String(ordinal)) ?? null,
    }
  })
  const estimate = Number(row.rows)
  return {
    ref,
    kind,
    columns,
    objectId: typeof row.oid === 'string' ? row.oid : null,
    // -1: never analysed.
    approxRows: Number.isFinite(estimate) && estimate >= 0 ? BigInt(Math.round(estimate)) : null,
  }
}

/**
 * Rows by the position of their table in the request, 1-based in SQL. Throws failure `contract` for a row that belongs to
 * no table asked for, or to one that has a row: passed over, it would make a table look dropped.
 */
export function byPosition(rows: readonly TextRow[], asked: number): ReadonlyMap<number, TextRow> {
  const found = new Map<number, TextRow>()
  for (const row of rows) {
    const { ord } = row
    const index = typeof ord === 'string' && /^\d+$/.test(ord) ? Number(ord) - 1 : -1
    if (index < 0 || index >= asked) {
      throw unexpected(
        `a row for none of the ${asked} tables asked for. A pool must not be set to \`binary\`.`,
      )
    }
    if (found.has(index)) throw unexpected(`two rows for table ${index + 1} of ${asked}.`)
    found.set(index, row)
  }
  return found
}

export interface CounterRow {
  readonly oid: string
  readonly kind: TableKind
  /** The table itself and all that hang below it. */
  readonly members: number
  readonly dml: bigint
  readonly mods: bigint
  readonly analyzes: bigint
  /** Digest of the files of the table and its partitions. */
  readonly files: string
  readonly reset: string | null
  readonly started: string
  readonly mayEnter: boolean
  readonly hasColumn: boolean
  readonly columnType: string | null
  readonly maySelect: boolean
  /** Why changes are not counted, or not all, so that counters that stand still prove nothing; null: it counts. */
  readonly uncounted: string | null
  /** Row security hides rows from this role. */
  readonly hasPolicies: boolean
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

const FOREIGN_PART =
  'a partition or inheriting table is a foreign table, whose changes are counted nowhere here'

const counterSchema = z
  .object({
    oid: z.string(),
    kind: z.string(),
    members: integer,
    has_foreign: bool,
    dml: count,
    mods: count,
    analyzes: count,
    files: z.string(),
    reset: z.string().nullable(),
    started: z.string(),
    may_enter: bool,
    has_column: bool,
    column_type: z.string().nullable(),
    may_select: bool.nullable(),
    has_policies: bool.nullable(),
    is_replica: bool,
    track_counts: z.string(),
    now_ms: epochMs,
  })
  .transform(
    (row): CounterRow => ({
      oid: row.oid,
      kind: kindOf(row.kind),
      members: row.members,
      dml: row.dml,
      mods: row.mods,
      analyzes: row.analyzes,
      files: row.files,
      reset: row.reset,
      started: row.started,
      mayEnter: row.may_enter,
      hasColumn: row.has_column,
      columnType: row.column_type,
      maySelect: row.may_select === true,
      hasPolicies: row.has_policies === true,
      uncounted: whyUncounted(row.is_replica, row.track_counts) ?? (row.has_foreign ? FOREIGN_PART : null),
      now: row.now_ms,
    }),
  )

export function readCounters(row: TextRow): CounterRow {
  const parsed = counterSchema.safeParse(row)
  if (parsed.success) return parsed.data
  throw unexpected(`counters: ${z.prettifyError(parsed.error)}`)
}

export interface WatermarkRow {
  readonly index: number
  /** Milliseconds since 1970, local time as if it were UTC. null: no rows, only NULLs, or infinity. */
  readonly newest: number | null
  readonly infinite: boolean
  readonly now: Date
}

export const watermarkRow: z.ZodType<WatermarkRow> = z
  .object({ ord: integer, newest: integer.nullable(), infinite: bool.nullable(), now_ms: epochMs })
  .transform(({ ord, newest, infinite, now_ms }) => {
    return { index: ord, newest, infinite: infinite === true, now: now_ms }
  })
