import type { JsonValue } from './json.ts'

/** A table's address, each part exactly as the warehouse stores it (unquoted, unfolded). */
export interface TableRef {
  /** Database, project or Unity catalog; '' where the warehouse has none. */
  readonly catalog: string
  readonly schema: string
  readonly name: string
}

export type TableKind =
  | 'table'
  | 'view'
  | 'materialized_view'
  | 'partitioned'
  | 'foreign'
  | 'external'
  | 'dynamic'
  | 'other'

export interface Column {
  readonly name: string
  /** The warehouse's own spelling, e.g. `character varying(255)`. */
  readonly type: string
  /** null: the warehouse does not say. */
  readonly nullable: boolean | null
  /** Position in the table, 1-based; gaps are allowed. */
  readonly ordinal: number
  /** The expression that fills it when none is given; null: none. Absent: the adapter does not read it. */
  readonly defaultValue?: string | null | undefined
  /** null: none. Absent: the adapter does not read it. */
  readonly comment?: string | null | undefined
  /** Identity of a type that people made (an oid): the same after it was renamed or moved. Absent: built in, or not read. */
  readonly typeId?: string | undefined
  /**
   * What a type that people made is made of, beside its name in `type`: the attributes of a composite type as
   * `row("street" text, "zip" integer)`, or the type that a domain stands over. Absent: neither, or not read.
   */
  readonly madeOf?: string | undefined
}

export interface TableDescription {
  readonly ref: TableRef
  readonly kind: TableKind
  /** In ordinal order. A table with no columns is legal. */
  readonly columns: readonly Column[]
  /** Identity of the object behind the name (an oid); changes when it is dropped and created anew. null: unknown. */
  readonly objectId: string | null
  /** The warehouse's estimate; null: unknown. */
  readonly approxRows: bigint | null
}

/** Which tables a listing covers. No field: every schema that is not the system's. */
export interface TableSelector {
  readonly schemas?: readonly string[] | undefined
}

/** The name of a sentinel. `schema` and `freshness` are built in; others come from the config. */
export type CheckType = 'schema' | 'freshness' | (string & {})

/** Times by which new data must have come, e.g. six in the morning on working days. */
export interface ExpectedBy {
  /** Five fields: minute, hour, day of month, month, day of week. */
  readonly cron: string
  /** IANA name, e.g. `Europe/Berlin`; the times move with its daylight saving. */
  readonly timeZone: string
  /** Whole minutes after the due time that are still fine, 0..10080. */
  readonly graceMinutes: number
}

export interface MonitoredTable {
  readonly id: number
  readonly connectionId: number
  readonly ref: TableRef
  /** `schema.table`, parts quoted only where needed: the key that lineage uses. */
  readonly qualifiedName: string
  readonly checkTypes: readonly CheckType[]
  /** Minutes without new data that are still fine; null: freshness is not checked. */
  readonly freshnessSlaMinutes: number | null
  /** When new data is due by the clock; null: no such times. Beside the SLA or in its place. */
  readonly expectedBy: ExpectedBy | null
  /** Column whose maximum is the time of the newest data; null: the adapter uses what else it has. */
  readonly watermarkColumn: string | null
  /** Why the last scan could not read this table; null when it could. */
  readonly problem: TableProblem | null
  readonly createdAt: Date
  readonly updatedAt: Date
}

/** A table that exists in the configuration but could not be read. Never an anomaly by itself. */
export interface TableProblem {
  readonly check: CheckType
  readonly status: 'forbidden' | 'missing_or_forbidden' | 'unsupported' | 'missing'
  /** What is wrong and what would mend it, such as the missing GRANT. */
  readonly detail: string
}

export type TableHealth = 'healthy' | 'warning' | 'critical'

/** The shape of a table at one moment. */
export interface Snapshot {
  readonly id: number
  readonly tableId: number
  /** false: the table was gone; `columns` is then empty. */
  readonly exists: boolean
  /** What the object was; of a table that is gone, what it had been. */
  readonly kind: TableKind
  readonly columns: readonly Column[]
  /** SHA-256 of the canonical columns, with a format version in front: `v1:...`. */
  readonly hash: string
  readonly objectId: string | null
  readonly capturedAt: Date
}

export type SnapshotDraft = Omit<Snapshot, 'id' | 'tableId'>

/** What a sentinel remembers about one table between scans. */
export interface SentinelState {
  readonly sentinel: CheckType
  /** Grows by one with each write; 0 before the first. */
  readonly version: number
  readonly value: JsonValue
}
