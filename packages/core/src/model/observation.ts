import type { CheckType } from './table.ts'

/**
 * - `fine`: judged, and nothing was wrong.
 * - `violated`: judged, and something was wrong; whether it raised an anomaly, `text` says.
 * - `cannot_tell`: the reading did not allow a judgement.
 */
export type ObservationVerdict = 'fine' | 'violated' | 'cannot_tell'

/** What a sentinel saw and concluded, kept only where it says something that the one before did not. */
export interface ObservationDraft {
  readonly verdict: ObservationVerdict
  /** The reading, the rule and the numbers, in sentences. */
  readonly text: string
  /** Bounds of the last change of data, where the look was at freshness and at least one was known. */
  readonly lastChange: { readonly notBefore: Date | null; readonly notAfter: Date | null } | null
}

export interface Observation extends ObservationDraft {
  readonly id: number
  readonly tableId: number
  readonly sentinel: CheckType
  /** Time of the scan that looked. The same held for each later scan, until the next observation. */
  readonly at: Date
  /** The anomaly that the same look raised; null: none, or one that its incident held already. */
  readonly anomalyId: number | null
  /** The incident that its anomaly opened, joined or repeated; null: there was none. */
  readonly incidentId: number | null
}
