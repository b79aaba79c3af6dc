import { AdapterError, type Column, type TableDescription, type TableKind, type TableRef } from '@aegis/core'
import * as z from 'zod'
import type { TextRow } from './client.ts'
import { type MadeTypes, madeOf, madeTypes } from './made-types.ts'

const KINDS: Readonly<Record<string, TableKind>> = {
  r: 'table',
  p: 'partitioned',
  v: 'view',
  m: 'materialized_view',
  f: 'foreign',
}

export function kindOf(relkind: unknown): TableKind {
  return KINDS[String(relkind)] ?? 'other'
}

/** Checks rows that are few. Throws failure `contract`: the statement and its reader have parted. */
export function parseRows<T>(schema: z.ZodType<T>, rows: readonly TextRow[], what: string): readonly T[] {
  const parsed = z.array(schema).safeParse(rows)
  if (parsed.success) return parsed.data
  throw unexpected(`${what}: ${z.prettifyError(parsed.error)}`)
}

export function unexpected(what: string): AdapterError {
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
export const epochMs: z.ZodType<Date> = integer.transform((ms) => new Date(ms))

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

/** null: no column of the table has a type that people made. */
function readMadeTypes(json: unknown): MadeTypes | null {
  if (typeof json !== 'string') return null
  const parsed = madeTypes.safeParse(JSON.parse(json))
  if (parsed.success) return parsed.data
  throw unexpected('types that people made')
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
  const typeIds = textsByOrdinal(row.type_ids)
  const made = readMadeTypes(row.made_types)
  const columns = columnNames.map((name, index): Column => {
    const type = types[index]
    const ordinal = ordinals[index]
    if (type === undefined || ordinal === undefined)
      throw unexpected(`the columns of ${ref.schema}.${ref.name}`)
    const typeId = typeIds?.get(String(ordinal))
    const parts = typeId === undefined || made === null ? undefined : madeOf(type, typeId, made)
    return {
      name,
      type,
      nullable: nullableAt(row.nullable, index, kind),
      ordinal,
      defaultValue: defaults?.get(String(ordinal)) ?? null,
      comment: comments?.get(String(ordinal)) ?? null,
      ...(typeId === undefined ? {} : { typeId }),
      ...(parts === undefined ? {} : { madeOf: parts }),
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
