import type { FreshnessMethod } from '@aegis/core'
import * as z from 'zod'

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

export interface Counts {
  readonly oid: string
  /** The table itself and all that hang below it. */
  readonly members: number
  readonly dml: bigint
  readonly mods: bigint
  readonly live: bigint
  readonly analyzes: bigint
  readonly vacuums: bigint
  /** Digest of which tables hang below it; `0` for one alone. */
  readonly parts: string
  /** Digest of the files of the table and its partitions. */
  readonly files: string
  /** The same of those alone that hold rows, or ever did, by counts and estimates; `0` for one alone. */
  readonly held: string
  readonly reset: string
  readonly started: string
}

const groundSchema = z.object({
  method: z.enum(['watermark', 'change_counter', 'commit_timestamp']),
  named: z.string().nullable(),
  mayIncludeNonDataChanges: z.boolean(),
  caveats: z.array(z.string()),
  again: z.boolean(),
  lead: z.number(),
})

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

/** null: of another form. */
export function readCounts(text: string): Counts | null {
  const [oid, members, dml, mods, live, analyzes, vacuums, parts, files, held, reset, started] =
    text.split(' ')
  if (!/^\d+( \d+){6} /.test(text) || oid === undefined || parts === undefined || files === undefined)
    return null
  if (held === undefined || reset === undefined || started === undefined) return null
  const count = (part: string | undefined): bigint => BigInt(part ?? 0)
  return {
    oid,
    members: Number(members),
    dml: count(dml),
    mods: count(mods),
    live: count(live),
    analyzes: count(analyzes),
    vacuums: count(vacuums),
    parts,
    files,
    held,
    reset,
    started,
  }
}

function parse<T>(schema: z.ZodType<T>, text: string): T | null {
  try {
    const parsed = schema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}
