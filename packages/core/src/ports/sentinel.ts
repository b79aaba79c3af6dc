import type { AnomalyDraft, AnomalyType } from '../model/anomaly.ts'
import type { Dialect } from '../model/connection.ts'
import type { JsonValue } from '../model/json.ts'
import type { ObservationDraft } from '../model/observation.ts'
import type {
  CheckType,
  MonitoredTable,
  Snapshot,
  SnapshotDraft,
  TableProblem,
  TableRef,
} from '../model/table.ts'
import type { CallOptions, Reading, WarehouseAdapter } from './warehouse.ts'

/** What the store holds about one table when a scan begins. */
export interface TableMemory {
  readonly table: MonitoredTable
  /** Shape of the last scan; null before the baseline. */
  readonly latest: Snapshot | null
  /** Shape a person accepted, or the baseline. */
  readonly accepted: Snapshot | null
  /** What this sentinel kept; null before its first write. */
  readonly state: JsonValue | null
  /** Of the warehouse. */
  readonly dialect: Dialect
  /** What the query log and lineage say about renames of its columns; asked for by `ambiguous`, absent until then. */
  readonly renameEvidence?: readonly RenameEvidence[] | undefined
}

/** A sign that a column of a table was renamed. */
export interface RenameEvidence {
  /** `renamed`: the statement that renamed it was in the query log. `reader_moved`: a query that read `from` reads `to` now. */
  readonly kind: 'renamed' | 'reader_moved'
  readonly from: string
  readonly to: string
  /** For people, e.g. the statement, without literals. */
  readonly text: string
}

/** Columns that are gone and columns that are new: one may be the other. */
export interface AmbiguousRenames {
  readonly deleted: readonly string[]
  readonly added: readonly string[]
}

export interface RenameQuestion extends AmbiguousRenames {
  readonly ref: TableRef
  /** Qualified name. */
  readonly table: string
}

/** By qualified name; a table without evidence is left out. */
export type RenameAnswers = ReadonlyMap<string, readonly RenameEvidence[]>

export interface SentinelReadInput {
  readonly warehouse: WarehouseAdapter
  readonly tables: readonly TableMemory[]
  readonly options: CallOptions
}

export interface SentinelInspection {
  /** null: nothing is wrong, or nothing new. */
  readonly anomaly: AnomalyDraft | null
  /** A new latest shape; null: unchanged. */
  readonly snapshot: SnapshotDraft | null
  /** The new state; undefined: keep the old one and write nothing. */
  readonly state?: JsonValue | undefined
  /** Why the table could not be judged; null: it was. */
  readonly problem: TableProblem | null
  /** A fact to note on the table's open incident of this type, e.g. a return to the accepted shape; null: none. */
  readonly note: string | null
  /** Why it was judged so; undefined: as at the last look. */
  readonly observation?: ObservationDraft | undefined
  /** The scan may look for evidence and have the table inspected once more, with `renameEvidence`. */
  readonly ambiguous?: AmbiguousRenames | undefined
}

/** How a person closed an incident that this sentinel raised. */
export interface SentinelReview {
  readonly outcome: 'approved' | 'dismissed'
  readonly at: Date
  readonly table: MonitoredTable
  readonly state: JsonValue | null
}

/** A detector. Deterministic: the same values give the same verdict. */
export interface Sentinel<Value = unknown> {
  /** The check type that turns it on for a table. */
  readonly name: CheckType
  /** The type of the anomalies it raises. */
  readonly anomalyType: AnomalyType
  /** Is there anything to do for this table? Absent: always. */
  appliesTo?(table: MonitoredTable): boolean
  /** Reads all tables of one connection in bulk; one answer per table, in order. The only part that does I/O. */
  read(input: SentinelReadInput): Promise<readonly Reading<Value>[]>
  /** Judges one table. Pure. */
  inspect(memory: TableMemory, reading: Reading<Value>, now: Date): SentinelInspection
  /** The state after a review; undefined or absent: unchanged. Pure. */
  review?(review: SentinelReview): JsonValue | undefined
}
