import type { AnomalyType, Severity } from './anomaly.ts'
import type { Diagnosis } from './diagnosis.ts'
import type { Remediation } from './remediation.ts'

export type IncidentStatus = 'open' | 'investigating' | 'pending_review' | 'resolved' | 'dismissed'

export interface Incident {
  readonly id: number
  readonly connectionId: number
  /** null for `connection_error`. */
  readonly tableId: number | null
  /** Qualified name; null for `connection_error`. */
  readonly table: string | null
  readonly type: AnomalyType
  readonly status: IncidentStatus
  readonly severity: Severity
  /** The anomaly that opened it. */
  readonly anomalyId: number
  /** All anomalies it holds, the first one and those merged later, oldest first. */
  readonly anomalyIds: readonly number[]
  /** The newest diagnosis; earlier ones stay in the audit trail. */
  readonly diagnosis: Diagnosis | null
  readonly blastRadius: readonly string[]
  readonly remediation: Remediation | null
  /** Facts noted while it was open, e.g. that the table returned to its accepted shape. */
  readonly notes: readonly IncidentNote[]
  readonly resolvedAt: Date | null
  readonly resolvedBy: string | null
  /** What the person wrote on approval; null otherwise. */
  readonly resolutionNote: string | null
  readonly dismissReason: string | null
  /** Grows by one with each change; what compare-and-set compares. */
  readonly version: number
  readonly createdAt: Date
  readonly updatedAt: Date
}

export interface IncidentNote {
  readonly at: Date
  readonly text: string
}

/** One line of the audit trail: who moved an incident, from where to where, and why. */
export interface IncidentTransition {
  readonly id: number
  readonly incidentId: number
  readonly from: IncidentStatus | null
  readonly to: IncidentStatus
  /** A person, or `aegis`. */
  readonly actor: string
  readonly reason: string
  /** The diagnosis that came with this step; null when none did. */
  readonly diagnosis: Diagnosis | null
  readonly at: Date
}
