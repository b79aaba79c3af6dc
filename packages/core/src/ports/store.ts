import type { Activity, ActivityAction, ActivityDraft } from '../model/activity.ts'
import type { Anomaly, AnomalyDraft, AnomalyType, Severity } from '../model/anomaly.ts'
import type { Connection, Dialect } from '../model/connection.ts'
import type { Diagnosis } from '../model/diagnosis.ts'
import type { EventFacts, StoredEvent } from '../model/event.ts'
import type { Incident, IncidentStatus, IncidentTransition } from '../model/incident.ts'
import type { JsonValue } from '../model/json.ts'
import type { LineageCoverage, LineageEdge, LineageEdgeDraft } from '../model/lineage.ts'
import type { Observation, ObservationDraft } from '../model/observation.ts'
import type { Remediation } from '../model/remediation.ts'
import type {
  CheckType,
  ExpectedBy,
  MonitoredTable,
  SentinelState,
  Snapshot,
  SnapshotDraft,
  TableProblem,
  TableRef,
} from '../model/table.ts'
import type { Secret } from './secrets.ts'

/** A page asked for by the last id seen. */
export interface PageRequest {
  /** Rows with a smaller id only (lists run newest first); absent: from the newest. */
  readonly beforeId?: number | undefined
  /** 1..1000, default 100. */
  readonly limit?: number | undefined
}

export interface MonitoredTableDraft {
  readonly ref: TableRef
  readonly qualifiedName: string
  readonly checkTypes: readonly CheckType[]
  readonly freshnessSlaMinutes: number | null
  readonly expectedBy: ExpectedBy | null
  readonly watermarkColumn: string | null
}

export interface ConnectionDraft {
  readonly name: string
  readonly dialect: Dialect
  /** Kept sealed. Absent: the URI that is kept stays. */
  readonly uri?: Secret | undefined
  readonly at: Date
}

/** Absent fields stay as they are. */
export interface ConnectionChange {
  readonly name?: string | undefined
  readonly dialect?: Dialect | undefined
  /** null: none is kept any more. */
  readonly uri?: Secret | null | undefined
  readonly isActive?: boolean | undefined
  readonly at: Date
}

export interface TableFilter {
  readonly connectionId?: number | undefined
  readonly qualifiedName?: string | undefined
}

export interface IncidentFilter extends PageRequest {
  readonly connectionId?: number | undefined
  readonly tableId?: number | undefined
  readonly type?: AnomalyType | undefined
  readonly severity?: Severity | undefined
  /** Any of these. */
  readonly statuses?: readonly IncidentStatus[] | undefined
  /** Changed at or after. */
  readonly since?: Date | undefined
}

export interface AnomalyFilter extends PageRequest {
  readonly connectionId?: number | undefined
  readonly tableIds?: readonly number[] | undefined
  readonly incidentId?: number | undefined
  readonly type?: AnomalyType | undefined
  readonly since?: Date | undefined
}

export interface ActivityFilter extends PageRequest {
  readonly connectionId?: number | undefined
  readonly tableId?: number | undefined
  readonly incidentId?: number | undefined
  /** Any of these. */
  readonly actions?: readonly ActivityAction[] | undefined
}

export interface ObservationFilter extends PageRequest {
  readonly sentinel?: CheckType | undefined
  /** Made at this time or earlier. */
  readonly before?: Date | undefined
}

/** One table as a scan finds it in the store. */
export interface TableScanState {
  readonly table: MonitoredTable
  readonly latest: Snapshot | null
  readonly accepted: Snapshot | null
  readonly states: readonly SentinelState[]
}

/** What one sentinel wants kept about one table. */
export interface CheckResult {
  readonly sentinel: CheckType
  /** The type its anomalies have; names the incident that `note` goes to. */
  readonly anomalyType: AnomalyType
  readonly anomaly: AnomalyDraft | null
  readonly note: string | null
  /** A new latest shape, judged against snapshot `expectedLatestId` (null: there was none). */
  readonly shape: { readonly expectedLatestId: number | null; readonly snapshot: SnapshotDraft } | null
  /**
   * The version of the state that was judged (0: there was none), and the new state; without `value` it is only compared. null: this
   * sentinel keeps no state.
   */
  readonly state: { readonly expectedVersion: number; readonly value?: JsonValue | undefined } | null
  /** What the look concluded; null or absent: the same as the last one. */
  readonly observation?: ObservationDraft | null | undefined
}

/** Everything one scan learned about one table. Tables about which nothing changed are left out of the batch. */
export interface TableScanResult {
  readonly tableId: number
  readonly checkedAt: Date
  readonly checks: readonly CheckResult[]
  /** The table's new problem, or null that it has none any more; undefined: as before. */
  readonly problem?: TableProblem | null | undefined
}

export type CheckOutcome =
  /** An anomaly opened a new incident. */
  | { readonly outcome: 'opened'; readonly anomaly: Anomaly; readonly incident: Incident }
  /** An anomaly joined the open incident of this table and type. */
  | { readonly outcome: 'merged'; readonly anomaly: Anomaly; readonly incident: Incident }
  /** The open incident already holds this fingerprint at this severity or worse: no anomaly written. */
  | { readonly outcome: 'repeated'; readonly incident: Incident }
  /** Shape, state, note or observation written; there was no anomaly. */
  | { readonly outcome: 'recorded' }
  /** Another scan moved the shape or state on first: nothing of this check was written. */
  | { readonly outcome: 'superseded' }

export interface RecordedScan {
  /** One entry per result, in order; within it one per check, in order. */
  readonly results: readonly { readonly tableId: number; readonly checks: readonly CheckOutcome[] }[]
}

export type ConnectionOutcome =
  | { readonly status: 'ok'; readonly at: Date }
  | {
      readonly status: 'failed'
      readonly at: Date
      readonly message: string
      /** Failed cycles in a row from which on an incident is opened. */
      readonly threshold: number
      /** The anomaly to raise once the threshold is reached, made from the count. */
      readonly anomaly: (failedCycles: number) => AnomalyDraft
    }

export interface RecordedConnectionOutcome {
  readonly connection: Connection
  /** null: no anomaly was due. */
  readonly check: CheckOutcome | null
}

/** A change of one incident. Absent fields stay as they are. */
export interface IncidentChange {
  readonly to: IncidentStatus
  readonly actor: string
  readonly reason: string
  readonly at: Date
  readonly diagnosis?: Diagnosis | undefined
  readonly remediation?: Remediation | undefined
  readonly resolutionNote?: string | undefined
  readonly dismissReason?: string | undefined
  /** Makes this snapshot the accepted shape of the incident's table. */
  readonly acceptSnapshotId?: number | undefined
  /** Replaces a sentinel's state, whatever its version: a review outranks a scan under way. */
  readonly sentinelState?: { readonly sentinel: CheckType; readonly value: JsonValue } | undefined
  /** Only with `to: 'open'`: not claimed before this time, by the store's own clock. */
  readonly notBefore?: Date | undefined
  /** Lines of activity that belong to the same step. */
  readonly activity: readonly ActivityDraft[]
}

export interface InvestigationClaim {
  /** Already `investigating`; its version is the fence: a successor's claim moves it on. */
  readonly incident: Incident
  readonly expiresAt: Date
}

/** A table was dropped, renamed away or emptied. */
export interface LineageClosure {
  /** Qualified name. */
  readonly table: string
  /** `both`: edges into and out of it; `inbound`: only those into it (TRUNCATE). */
  readonly sides: 'both' | 'inbound'
  /** Edges last seen at or before this time end with it. */
  readonly at: Date
}

export interface LineageBatch {
  readonly connectionId: number
  readonly edges: readonly LineageEdgeDraft[]
  /** Tables whose edges end, after the edges of this batch were saved. */
  readonly closures: readonly LineageClosure[]
  /** Cursor by source (`query_log`, `native`); absent: as before. */
  readonly cursors: Readonly<Record<string, string>>
  readonly coverage: LineageCoverage
  readonly at: Date
}

/** What the store knows of the lineage refreshes of one connection. */
export interface LineageStatus {
  readonly refreshedAt: Date | null
  readonly cursors: Readonly<Record<string, string>>
  readonly coverage: LineageCoverage | null
}

export interface EventPage {
  readonly events: readonly StoredEvent[]
  /** seq of the newest event that was ever appended; 0 when none was. */
  readonly headSeq: number
  /**
   * seq of the oldest event that is kept; `headSeq + 1` when none is. A reader whose last seq is below `oldestSeq - 1` has missed
   * the events in between: they were pruned.
   */
  readonly oldestSeq: number
}

/** What goes by its age. */
export type PrunableKind = 'snapshots' | 'observations' | 'activity' | 'events' | 'incidents'

export interface PruneRequest {
  readonly kind: PrunableKind
  /** What had ended before this time may go. */
  readonly before: Date
  /** Looks at rows with a greater id; absent: from the oldest on. Events are always looked at from the oldest on. */
  readonly afterId?: number | undefined
  /** Rows to look at, 1..1000: what one call does is bounded. */
  readonly limit: number
}

export interface PruneReport {
  /** Rows of this kind that went. What belongs to an incident goes with it, uncounted. */
  readonly removed: number
  /** The `afterId` of the call that goes on; null: there is nothing left that is old enough. */
  readonly nextAfterId: number | null
}

/** By kind the time before which something was pruned: what ended earlier may be missing. null: nothing ever was. */
export type PrunedBefore = Readonly<Record<PrunableKind, Date | null>>

export interface MigrationReport {
  readonly applied: readonly string[]
  readonly version: string
}

/**
 * Where Aegis keeps what it knows. Each method is one atomic operation: it happened whole or not at all.
 * Times come from the caller, except claim expiry, which the store's own clock judges.
 * Methods reject with an `AegisError` of code `STORE_FAILED`.
 */
export interface Store {
  readonly spec: 'store/v1'

  /** Brings the schema up to date. Idempotent; of several processes at once exactly one migrates, the others wait. */
  migrate(): Promise<MigrationReport>
  /** Safe to call twice. */
  close(): Promise<void>

  /**
   * Inserts, or updates dialect and URI of, the connection of that name. Of concurrent calls for a new name one inserts, all return the
   * same row. With a URI it rejects with `ENCRYPTION_KEY_MISSING` or `ENCRYPTION_KEY_WRONG` where it could not be kept safely.
   */
  saveConnection(connection: ConnectionDraft): Promise<Connection>
  /** Oldest first; never with a URI. */
  listConnections(): Promise<readonly Connection[]>
  /** null: there is none of that id. Rejects with `CONFLICT` when another has the name, and as `saveConnection` does. */
  changeConnection(id: number, change: ConnectionChange): Promise<Connection | null>
  /** Removes a connection with its URI, tables, incidents and lineage; what happened stays told. false: there was none. */
  removeConnection(id: number): Promise<boolean>
  /**
   * The URI of a connection, for whoever opens its warehouse. null: none is kept. Rejects with `ENCRYPTION_KEY_MISSING`,
   * `ENCRYPTION_KEY_WRONG` or `SECRET_UNREADABLE`.
   */
  readConnectionUri(id: number): Promise<Secret | null>
  /**
   * Counts a cycle. `ok` sets the count to 0, notes the recovery on the open `connection_error` incident, and writes
   * nothing when the count was 0 already. `failed` adds one; from `threshold` on it opens or joins the one open
   * `connection_error` incident.
   */
  recordConnectionOutcome(
    connectionId: number,
    outcome: ConnectionOutcome,
  ): Promise<RecordedConnectionOutcome>

  /** Inserts or updates by (connection, catalog, schema, name). Returns the rows in the order of the drafts. */
  saveTables(
    connectionId: number,
    drafts: readonly MonitoredTableDraft[],
    at: Date,
  ): Promise<readonly MonitoredTable[]>
  /** By id, oldest first; all of them. */
  listTables(filter?: TableFilter): Promise<readonly MonitoredTable[]>
  getTable(id: number): Promise<MonitoredTable | null>
  /** Stops monitoring: removes the table with its snapshots, observations, anomalies and incidents. false: there was none. */
  removeTable(id: number): Promise<boolean>
  /** All monitored tables of a connection with what scans need, by table id. */
  loadScanState(connectionId: number): Promise<readonly TableScanState[]>
  /** Newest first. */
  listSnapshots(tableId: number, page?: PageRequest): Promise<readonly Snapshot[]>

  /**
   * Saves a batch of scan results in one transaction: changed shapes and states, anomalies, incidents opened or
   * merged, notes, observations, activity and events.
   *
   * - A check whose `expectedLatestId` or `expectedVersion` moved on is `superseded`: nothing of it is written.
   * - The first shape of a table becomes its accepted shape too.
   * - Of concurrent calls for one connection, table and type exactly one opens an incident; the others merge.
   * - A merged anomaly raises the incident's severity if it is worse, and moves `pending_review` back to
   *   `investigating`, free to be claimed. `open` and `investigating` keep their status; the version grows.
   * - Each opened incident appends `anomaly.detected` and `incident.created`; each merge `anomaly.detected` and
   *   `incident.updated`; each note `incident.updated`.
   * - An observation that says what the newest one of its table and sentinel says, of the same incident, is not written again.
   * - Of each table and sentinel the newest 500 observations are kept. Older ones go with every 50th that is written, so that
   *   there may be up to 49 more.
   * - An empty batch writes nothing.
   */
  recordScan(results: readonly TableScanResult[]): Promise<RecordedScan>
  /** What the scans concluded about one table, newest first. */
  listObservations(tableId: number, filter?: ObservationFilter): Promise<readonly Observation[]>

  getIncident(id: number): Promise<Incident | null>
  /** Newest first. */
  listIncidents(filter?: IncidentFilter): Promise<readonly Incident[]>
  /** Newest first. */
  listAnomalies(filter?: AnomalyFilter): Promise<readonly Anomaly[]>
  /** The audit trail, oldest first. */
  listTransitions(incidentId: number): Promise<readonly IncidentTransition[]>
  /**
   * Compare-and-set on `version`; null when it moved on or there is no such incident. Appends the transition to the
   * audit trail and `incident.updated` to the event log in the same step. Never judges whether the move is legal.
   */
  transition(id: number, expectedVersion: number, change: IncidentChange): Promise<Incident | null>
  /**
   * Claims incidents to investigate, of these connections (absent: of all), oldest first: those `open` whose `notBefore` has
   * come, and those `investigating` whose claim expired or was given up. Of several workers exactly one wins each; a dead worker's claim expires after `leaseMs`
   * milliseconds by the store's clock.
   */
  claimInvestigations(
    owner: string,
    limit: number,
    leaseMs: number,
    connectionIds?: readonly number[],
  ): Promise<readonly InvestigationClaim[]>

  /**
   * Upserts edges, replaces cursors and coverage. Of an edge seen again `lastSeenAt` only moves forward and
   * `firstSeenAt` only back; confidence is the higher one, columns and used columns are united, observations add up,
   * `columnsComplete` holds while it held for every sighting; the newer sighting gives the rest. A closure sets `closedAt` of the standing
   * edges it names; an edge seen after its `closedAt` stands again.
   */
  saveLineage(batch: LineageBatch): Promise<void>
  listEdges(connectionId: number): Promise<readonly LineageEdge[]>
  getLineageStatus(connectionId: number): Promise<LineageStatus>

  /** Appends lines of activity and events that belong to no other operation. */
  append(entries: {
    readonly activity: readonly ActivityDraft[]
    readonly events: readonly { readonly at: Date; readonly facts: EventFacts }[]
  }): Promise<void>
  /** Newest first. */
  listActivity(filter?: ActivityFilter): Promise<readonly Activity[]>
  /**
   * The durable event log: events with `seq > afterSeq`, in order, at most `limit` (1..1000). `seq` has no gaps and
   * grows in the order of commits, so a reader that resumes from its last `seq` misses nothing but what was pruned, and `oldestSeq`
   * tells it of that.
   */
  readEvents(afterSeq: number, limit: number): Promise<EventPage>

  /**
   * Removes what is old, a page of rows at a time; whoever wants more calls again with `nextAfterId`. What goes:
   *
   * - `snapshots`: those that were replaced before that time. Never the latest or the accepted one of a table, nor one that an anomaly of an
   *   open incident points to.
   * - `observations`: those that a newer one of their table and sentinel followed before that time. Never one of an open incident.
   * - `activity`: lines from before. Never one of an open incident, nor the last time that a table's shape was accepted.
   * - `events`: the oldest ones up to the first that is not from before, so that the rest has no gap.
   * - `incidents`: those closed before that time, with their anomalies and audit trail. Never an open one.
   *
   * So everything that was in force at that time or later can still be told, and no scan judges otherwise than without pruning.
   */
  prune(request: PruneRequest): Promise<PruneReport>
  getPrunedBefore(): Promise<PrunedBefore>
}
