import type { JsonValue } from './json.ts'
import type { Column } from './table.ts'

export type Severity = 'critical' | 'high' | 'medium' | 'low'

/** The three built-in types; a custom sentinel may add its own word. */
export type AnomalyType = 'schema_drift' | 'freshness_violation' | 'connection_error' | (string & {})

export type SchemaChangeKind =
  | 'column_added'
  | 'column_deleted'
  | 'column_renamed'
  | 'type_changed'
  | 'nullability_changed'
  | 'table_dropped'
  | 'table_replaced'

export interface SchemaChange {
  readonly kind: SchemaChangeKind
  /** The column's present name (the new one of a rename); null for changes of the whole table. */
  readonly column: string | null
  /** Only for `column_renamed`. */
  readonly previousName?: string | undefined
  readonly before: Column | null
  readonly after: Column | null
  readonly severity: Severity
  /** 0..1, only for inferred changes (renames). */
  readonly confidence?: number | undefined
  /** Why the change is judged so, in words; empty where the diff itself says it all. */
  readonly evidence: readonly string[]
}

export interface SchemaDriftDetail {
  readonly type: 'schema_drift'
  readonly changes: readonly SchemaChange[]
}

export interface FreshnessViolationDetail {
  readonly type: 'freshness_violation'
  readonly slaMinutes: number
  /** Bounds of the last change of data; null: unknown on that side. */
  readonly notBefore: Date | null
  readonly notAfter: Date
  /** Minutes that have passed at least since the last change. */
  readonly minutesSince: number
  /** `minutesSince - slaMinutes`. */
  readonly minutesOverdue: number
  /** How the adapter knows, e.g. `watermark`. */
  readonly method: string
  readonly caveats: readonly string[]
}

export interface ConnectionErrorDetail {
  readonly type: 'connection_error'
  readonly failedCycles: number
  readonly message: string
  readonly code: string
}

/** What a custom sentinel found. */
export interface CustomDetail {
  readonly type: 'custom'
  readonly summary: string
  readonly data: JsonValue
}

export type AnomalyDetail =
  | SchemaDriftDetail
  | FreshnessViolationDetail
  | ConnectionErrorDetail
  | CustomDetail

export interface AnomalyDraft {
  readonly type: AnomalyType
  readonly severity: Severity
  readonly detail: AnomalyDetail
  /**
   * Equal for two sightings of the same trouble. An open incident that already holds an anomaly with this
   * fingerprint takes no second one.
   */
  readonly fingerprint: string
  readonly detectedAt: Date
}

export interface Anomaly extends AnomalyDraft {
  readonly id: number
  readonly connectionId: number
  /** null for `connection_error`. */
  readonly tableId: number | null
  /** The table's qualified name when it was detected; null for `connection_error`. */
  readonly table: string | null
  /** The snapshot taken in the same step; null when the anomaly is not about a shape. */
  readonly snapshotId: number | null
  /** The incident that holds it. */
  readonly incidentId: number
}
