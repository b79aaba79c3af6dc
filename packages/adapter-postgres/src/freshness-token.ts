import type { FreshnessMethod } from '@aegis/core'
import * as z from 'zod'
import type { CounterRow } from './freshness-rows.ts'

/** What the last reading rested on, for as long as the counters stand still. */
export interface Ground {
  readonly method: FreshnessMethod
  /** The watermark column that was asked for. */
  readonly named: string | null
  readonly mayIncludeNonDataChanges: boolean
  readonly caveats: readonly string[]
  /** The rows could not be asked, and may be the next time, though nothing changed. */
  readonly again: boolean
  /** Milliseconds from the look at the counters to the reading's own time. */
  readonly lead: number
}

const count = z.string().regex(/^\d+$/).transform(BigInt)

export type Counts = Pick<
  CounterRow,
  'oid' | 'dml' | 'mods' | 'live' | 'analyzes' | 'vacuums' | 'parts' | 'files' | 'reset' | 'started'
>

const countsSchema: z.ZodType<Counts> = z.object({
  oid: z.string(),
  dml: count,
  mods: count,
  live: count,
  analyzes: count,
  vacuums: count,
  parts: z.string(),
  files: z.string(),
  reset: z.string().nullable(),
  started: z.string(),
})

const groundSchema = z.object({
  method: z.enum(['watermark', 'change_counter', 'commit_timestamp']),
  named: z.string().nullable(),
  mayIncludeNonDataChanges: z.boolean(),
  caveats: z.array(z.string()),
  again: z.boolean(),
  lead: z.number(),
})

/** The counters of one look, as text: equal texts, equal counters. */
export function countsText(row: CounterRow): string {
  const { oid, dml, mods, live, analyzes, vacuums, parts, files, reset, started } = row
  return JSON.stringify({
    oid,
    dml: `${dml}`,
    mods: `${mods}`,
    live: `${live}`,
    analyzes: `${analyzes}`,
    vacuums: `${vacuums}`,
    parts,
    files,
    reset,
    started,
  })
}

/** No JSON of ours has a line end. */
export function tokenOf(counts: string, ground: Ground): string {
  return `${counts}\n${JSON.stringify(ground)}`
}

/** A token in its two parts; null: nothing was kept, or it is of another form. */
export function splitToken(
  token: string | null,
): { readonly counts: string; readonly ground: Ground } | null {
  const [counts, text, ...more] = token?.split('\n') ?? []
  if (counts === undefined || text === undefined || more.length > 0) return null
  const ground = groundOf(text)
  return ground === null ? null : { counts, ground }
}

/** Thousands of tables rest on the same few grounds. */
const known = new Map<string, Ground>()

function groundOf(text: string): Ground | null {
  const found = known.get(text)
  if (found !== undefined) return found
  const ground = parse(groundSchema, text)
  if (known.size >= 1000) known.clear()
  if (ground !== null) known.set(text, ground)
  return ground
}

export function readCounts(text: string): Counts | null {
  return parse(countsSchema, text)
}

function parse<T>(schema: z.ZodType<T>, text: string): T | null {
  try {
    const parsed = schema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}
