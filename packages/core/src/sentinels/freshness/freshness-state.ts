import * as z from 'zod'
import type { JsonValue } from '../../model/json.ts'

/** What the sentinel keeps about one table between scans. */
export interface FreshnessState {
  /** The adapter's token of the last reading that was kept. */
  readonly token: string | null
  readonly observedAt: Date
  readonly notBefore: Date | null
  readonly notAfter: Date | null
  /** The last judgement was a violation. */
  readonly stale: boolean
  /** A person closed the incident: silent until `until`, or until a fresh reading when null. */
  readonly silence: { readonly until: Date | null } | null
}

// Milliseconds since 1970: read for every table in every scan, and numbers are read fastest.
const time = z.number().transform((ms) => new Date(ms))

const stateSchema = z.object({
  token: z.string().nullable(),
  observedAt: time,
  notBefore: time.nullable(),
  notAfter: time.nullable(),
  stale: z.boolean(),
  silence: z.object({ until: time.nullable() }).nullable(),
})

/** null: nothing was kept, or it is of a form this version does not know; the next reading starts anew. */
export function parseFreshnessState(value: JsonValue | null): FreshnessState | null {
  if (value === null) return null
  const parsed = stateSchema.safeParse(value)
  return parsed.success ? parsed.data : null
}

export function freshnessStateToJson(state: FreshnessState): JsonValue {
  return {
    token: state.token,
    observedAt: state.observedAt.getTime(),
    notBefore: state.notBefore?.getTime() ?? null,
    notAfter: state.notAfter?.getTime() ?? null,
    stale: state.stale,
    silence: state.silence === null ? null : { until: state.silence.until?.getTime() ?? null },
  }
}
