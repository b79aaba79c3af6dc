/** Who decided. */
export type ActivityAgent =
  | 'scanner'
  | 'sentinel'
  | 'orchestrator'
  | 'architect'
  | 'executor'
  | 'lineage'
  | 'person'

/** Tokens that one call used. */
export interface ModelUsage {
  readonly inputTokens: number
  readonly outputTokens: number
}

/**
 * How a call of a model ended. `ok`: an answer that was kept. `invalid_json`, `invalid_answer`: an answer of the wrong form.
 * `unfounded`: it claimed what the evidence does not hold. The others: there was no answer.
 */
export type ModelCallOutcome =
  | 'ok'
  | 'invalid_json'
  | 'invalid_answer'
  | 'unfounded'
  | 'timeout'
  | 'rate_limited'
  | 'unavailable'
  | 'refused'
  | 'truncated'
  | 'credentials'
  | 'invalid_request'
  | 'aborted'
  | 'other'

/** One call of a language model in numbers. */
export interface ModelCall {
  readonly model: string
  /** null: not known. */
  readonly inputTokens: number | null
  /** null: not known. */
  readonly outputTokens: number | null
  /** What the call counts against the day's budget: its tokens, or, where they are not known, the most it can have used. */
  readonly budgetTokens: number
  readonly latencyMs: number
  /** 1 for the first call of a diagnosis. */
  readonly attempt: number
  readonly outcome: ModelCallOutcome
}

/** One decision, one line: what was decided and why. */
export interface ActivityDraft {
  readonly agent: ActivityAgent
  /** A short closed word such as `incident_opened`. */
  readonly action: ActivityAction
  readonly connectionId: number | null
  readonly tableId: number | null
  readonly incidentId: number | null
  readonly text: string
  readonly at: Date
  /** Only for `model_called`. */
  readonly modelCall?: ModelCall | undefined
}

export interface Activity extends ActivityDraft {
  readonly id: number
}

export type ActivityAction =
  | 'baseline_taken'
  | 'incident_opened'
  | 'anomaly_merged'
  | 'returned_to_accepted_shape'
  | 'incident_noted'
  | 'table_unreadable'
  | 'table_readable'
  | 'connection_failed'
  | 'connection_recovered'
  | 'scan_completed'
  | 'lineage_refreshed'
  | 'lineage_degraded'
  | 'investigation_started'
  | 'investigation_deferred'
  | 'model_called'
  | 'diagnosis_made'
  | 'plan_made'
  | 'incident_approved'
  | 'incident_dismissed'
  | 'shape_accepted'
  | 'monitoring_changed'
