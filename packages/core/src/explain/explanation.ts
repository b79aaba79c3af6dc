import type { ObservationVerdict } from '../model/observation.ts'
import type { CheckType, MonitoredTable } from '../model/table.ts'

/** `never_looked`: no scan had judged the table by then. */
export type ExplainedVerdict = ObservationVerdict | 'never_looked'

/** What one sentinel held about the table at that time, and why. */
export interface CheckExplanation {
  readonly sentinel: CheckType
  readonly verdict: ExplainedVerdict
  /** Since when it had been this verdict, as far back as observations are kept; null: nothing was concluded by then. */
  readonly since: Date | null
  /** Why, in sentences: the reading, the rule, the numbers, what was raised and what became of it. */
  readonly text: string
  /** The anomaly that this conclusion raised; null: none, or one that its incident held already. */
  readonly anomalyId: number | null
  /** The incident that holds it; null: none. */
  readonly incidentId: number | null
  /** When the last scan that asked the warehouse completed by then; of a check that no longer looks, when it last concluded. null: none had. */
  readonly lastLookedAt: Date | null
}

/** Why there was, or was not, an anomaly of a table at a time. */
export interface Explanation {
  readonly table: MonitoredTable
  readonly at: Date
  readonly checks: readonly CheckExplanation[]
  /** All of it for people, in lines: scans around that time, settings, shapes, checks. */
  readonly text: string
}
