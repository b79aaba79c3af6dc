import type { Column } from '@aegis/core'
import * as z from 'zod'

/** A shape, or why it is none. null: the table is not there. */
export type ReadColumns =
  | { readonly ok: true; readonly columns: readonly Column[] | null }
  | { readonly ok: false; readonly problem: string }

function must(be: string): { error: (issue: { readonly input?: unknown }) => string } {
  return { error: ({ input }) => (input === undefined ? 'is missing' : `must be ${be}`) }
}

/** As a snapshot has it, or as `information_schema` does. */
const nullable = z
  .union(
    [z.boolean(), z.stringFormat('yes_no', /^(yes|no)$/i).transform((word) => word.toLowerCase() === 'yes')],
    'must be true, false, "YES" or "NO"',
  )
  .nullish()

/** Other fields are let through: snapshots carry more than a comparison needs. */
const column = z.object(
  {
    name: z.string(must('a string')).min(1, 'must not be empty'),
    type: z.string(must('a string')),
    nullable,
    ordinal: z.int('must be a whole number').nullish(),
    default_value: z.string('must be a string').nullish(),
    defaultValue: z.string('must be a string').nullish(),
    comment: z.string('must be a string').nullish(),
  },
  'must be a JSON object',
)
const columns = z.array(column, 'must be a list of columns, or null for a table that is not there').nullable()

/** A snapshot holds its columns in a field. */
function listIn(json: unknown): unknown {
  return typeof json === 'object' && json !== null && 'columns' in json ? json.columns : json
}

function describe({ issues: [issue] }: z.ZodError): string {
  const place = issue?.path.join('.') ?? ''
  const message = issue?.message ?? 'is not understood'
  return place === '' ? `the columns ${message}` : `column ${place} ${message}`
}

/**
 * Checks a list of columns as the store keeps it, `[{"name","type","nullable","ordinal"}]`, or an object that has one as its
 * `columns`. Never throws.
 */
export function readColumns(json: unknown): ReadColumns {
  const parsed = columns.safeParse(listIn(json))
  if (!parsed.success) return { ok: false, problem: describe(parsed.error) }
  if (parsed.data === null) return { ok: true, columns: null }
  const names = parsed.data.map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) return { ok: false, problem: `column ${JSON.stringify(twice)} is there twice` }
  return {
    ok: true,
    columns: parsed.data.map((given, index) => ({
      name: given.name,
      type: given.type,
      nullable: given.nullable ?? null,
      ordinal: given.ordinal ?? index + 1,
      defaultValue: given.default_value ?? given.defaultValue ?? null,
      comment: given.comment ?? null,
    })),
  }
}
