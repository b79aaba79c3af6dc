import type { JsonValue } from './json.ts'
import type { Column, ExpectedBy } from './table.ts'
import type { TypeVerdict } from './type-verdict.ts'

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
  /**
   * The column's present name (the new one of a rename), of a field inside a nested type its path, such as
   * `address.geo[].lat`; null for changes of the whole table.
   */
  readonly column: string | null
  /** The change is inside the column of this name; absent: it is of a whole column or table. */
  readonly insideColumn?: string | undefined
  /** Only for `column_renamed`. */
  readonly previousName?: string | undefined
  readonly before: Column | null
  readonly after: Column | null
  readonly severity: Severity
  /** How the new type holds values of the old one; only for `type_changed`, and for renames. */
  readonly verdict?: TypeVerdict | undefined
  /** 0..1, only for inferred changes (renames). */
  readonly confidence?: number | undefined
  /** Why the change is judged so, in words; empty where the diff itself says it all. */
  readonly evidence: readonly string[]
}

export interface SchemaDriftDetail {
  readonly type: 'schema_drift'
  readonly changes: readonly SchemaChange[]
}

export interface MissedSlot extends ExpectedBy {
  /** When the data was due, without the grace. */
  readonly dueAt: Date
}

export interface FreshnessViolationDetail {
  readonly type: 'freshness_violation'
  /** null: no SLA was broken, a slot of `expectedBy` was missed. */
  readonly slaMinutes: number | null
  /** The first slot that no data filled; null: none, the SLA was broken. Of both, the minutes are told of the SLA. */
  readonly missedSlot: MissedSlot | null
  /** Bounds of the last change of data; null: unknown on that side. */
  readonly notBefore: Date | null
  readonly notAfter: Date
  /** Minutes that have passed at least since the last change. */
  readonly minutesSince: number
  /** Minutes past the end of the SLA, or of the slot with its grace. */
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
