/** Who decided. */
export type ActivityAgent =
  | 'scanner'
  | 'sentinel'
  | 'orchestrator'
  | 'architect'
  | 'executor'
  | 'lineage'
  | 'person'

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
  | 'diagnosis_made'
  | 'plan_made'
  | 'incident_approved'
  | 'incident_dismissed'
  | 'shape_accepted'
  | 'monitoring_changed'
