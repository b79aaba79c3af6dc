import type { Column } from '@aegis/core'
import * as z from 'zod'

/** A shape, or why it is none. null: the table is not there. */
export type ReadColumns =
  | { readonly ok: true; readonly columns: readonly Column[] | null }
  | { readonly ok: false; readonly problem: string }

/** Other fields are let through: snapshots carry more than a comparison needs. */
const columns = z
  .array(
    z.object({
      name: z.string().min(1),
      type: z.string(),
      nullable: z.boolean().nullish(),
      ordinal: z.int().nullish(),
      default_value: z.string().nullish(),
      comment: z.string().nullish(),
    }),
    'must be a list of columns, or null for a table that is not there',
  )
  .nullable()

function describe({ issues: [issue] }: z.ZodError): string {
  const place = issue?.path.join('.') ?? ''
  return place === '' ? `the columns ${issue?.message}` : `column ${place}: ${issue?.message}`
}

/** Checks a list of columns as the store keeps it: `[{"name","type","nullable","ordinal"}]`. Never throws. */
export function readColumns(json: unknown): ReadColumns {
  const parsed = columns.safeParse(json)
  if (!parsed.success) return { ok: false, problem: describe(parsed.error) }
  if (parsed.data === null) return { ok: true, columns: null }
  const names = parsed.data.map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) return { ok: false, problem: `column ${JSON.stringify(twice)} is there twice` }
  return {
    ok: true,
    columns: parsed.data.map(({ name, type, nullable, ordinal, default_value, comment }, index) => ({
      name,
      type,
      nullable: nullable ?? null,
      ordinal: ordinal ?? index + 1,
      defaultValue: default_value ?? null,
      comment: comment ?? null,
    })),
  }
}
