import * as z from 'zod'
import type { JsonValue } from '../../model/json.ts'

/** What the sentinel keeps about one table between scans. */
export interface FreshnessState {
  /** The adapter's token of the last reading that was kept. */
  readonly token: string | null
  /** null: there was no reading yet. */
  readonly observedAt: Date | null
  readonly notBefore: Date | null
  readonly notAfter: Date | null
  /** The last judgement was a violation. */
  readonly stale: boolean
  /** The last change was not later when it was last found stale; only a later one ends that. null: not stale. */
  readonly staleAfter: Date | null
  /** Fingerprint of the violation that stands; null: none, or a person closed its incident. Another one is news. */
  readonly raised: string | null
  /** A person closed the incident: silent until `until`, or until a fresh reading when null. */
  readonly silence: { readonly until: Date | null } | null
  /** What the last observation said, in short; null: none yet. */
  readonly said: string | null
}

// Milliseconds since 1970: read for every table in every scan, and numbers are read fastest.
const time = z.number().transform((ms) => new Date(ms))

const stateSchema = z.object({
  token: z.string().nullable(),
  observedAt: time.nullable(),
  notBefore: time.nullable(),
  notAfter: time.nullable(),
  stale: z.boolean(),
  staleAfter: time.nullish().transform((value) => value ?? null),
  raised: z
    .string()
    .nullish()
    .transform((value) => value ?? null),
  silence: z.object({ until: time.nullable() }).nullable(),
  said: z
    .string()
    .nullish()
    .transform((value) => value ?? null),
})

/** A scan reads each state twice: for the question, and for the judgement. */
const parsedStates = new WeakMap<object, FreshnessState>()

/** null: nothing was kept, or it is of a form this version does not know; the next reading starts anew. */
export function parseFreshnessState(value: JsonValue | null): FreshnessState | null {
  if (value === null || typeof value !== 'object') return null
  const known = parsedStates.get(value)
  if (known !== undefined) return known
  const parsed = stateSchema.safeParse(value)
  if (!parsed.success) return null
  parsedStates.set(value, parsed.data)
  return parsed.data
}

export function freshnessStateToJson(state: FreshnessState): JsonValue {
  return {
    token: state.token,
    observedAt: state.observedAt?.getTime() ?? null,
    notBefore: state.notBefore?.getTime() ?? null,
    notAfter: state.notAfter?.getTime() ?? null,
    stale: state.stale,
    staleAfter: state.staleAfter?.getTime() ?? null,
    raised: state.raised,
    silence: state.silence === null ? null : { until: state.silence.until?.getTime() ?? null },
    said: state.said,
  }
}
