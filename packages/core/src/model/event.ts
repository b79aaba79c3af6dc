import type { AnomalyType, Severity } from './anomaly.ts'
import type { IncidentStatus } from './incident.ts'

export interface ScanSummary {
  readonly connection: string
  readonly tablesScanned: number
  readonly anomaliesFound: number
  readonly problems: number
  readonly durationMs: number
}

/** The facts of an event as the durable log keeps them; ids, never whole rows. */
export type EventFacts =
  | {
      readonly type: 'anomaly.detected'
      readonly anomalyId: number
      readonly incidentId: number
      readonly table: string | null
      readonly anomalyType: AnomalyType
    }
  | { readonly type: 'incident.created'; readonly incidentId: number; readonly severity: Severity }
  | { readonly type: 'incident.updated'; readonly incidentId: number; readonly status: IncidentStatus }
  | { readonly type: 'scan.completed'; readonly scan: ScanSummary }
  | {
      readonly type: 'lineage.refreshed'
      readonly connection: string
      readonly edges: number
      readonly unparsed: number
    }

export type EventType = EventFacts['type']

/** One entry of the durable event log. */
export interface StoredEvent {
  /** 1, 2, 3, ... without gaps, in the order of commits. */
  readonly seq: number
  readonly at: Date
  readonly facts: EventFacts
}
