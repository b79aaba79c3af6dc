import type { Architect } from '../ports/architect.ts'
import type { Clock } from '../ports/clock.ts'
import type { LineageParser } from '../ports/lineage-parser.ts'
import type { Logger } from '../ports/logger.ts'
import type { PlanProver } from '../ports/plan-prover.ts'
import type { Sentinel } from '../ports/sentinel.ts'
import type { SqlInspector } from '../ports/sql-inspector.ts'
import type { Store } from '../ports/store.ts'
import type { WarehouseAdapter } from '../ports/warehouse.ts'

/** Days that history is kept; null: for ever. What is open or still in force is kept however old it is. */
export interface RetentionOptions {
  /** Shapes, counted from when they were replaced. 7..36500, default 365. */
  readonly snapshots?: number | null | undefined
  /** What the looks concluded, counted from the look that concluded otherwise. 7..36500, default 180. */
  readonly observations?: number | null | undefined
  /** Lines of activity. 1..36500, default 180. */
  readonly activity?: number | null | undefined
  /** The event log. 1..36500, default 30. Listeners that resume later than that miss events, and are told so. */
  readonly events?: number | null | undefined
  /** Closed incidents with their anomalies and audit trail, counted from their end. 7..36500, default 730. */
  readonly incidents?: number | null | undefined
}

/** What `createAegis` takes. */
export interface AegisConfig {
  readonly store: Store
  /** Warehouses by the name you give them. At least one. */
  readonly connections: Readonly<Record<string, WarehouseAdapter>>
  /** Turns logged SQL into lineage. Absent: no lineage, so no upstream causes and no blast radius. */
  readonly lineageParser?: LineageParser | undefined
  /** Explains incidents. Absent: the written rules. They also answer whenever this one fails. */
  readonly architect?: Architect | undefined
  /**
   * Reads the SQL that an architect wrote, such as `sqlInspector()` of @aegis/lineage-sql. Absent: such SQL is only ever text, and never
   * an action that can be approved.
   */
  readonly sqlInspector?: SqlInspector | undefined
  /** Try plans on a shadow before a person sees them; the first that knows the dialect is asked. Absent: plans are not tried. */
  readonly planProvers?: readonly PlanProver[] | undefined
  /** Detectors besides the built-in `schema` and `freshness`; one of that name takes the place of the built-in. */
  readonly sentinels?: readonly Sentinel[] | undefined
  /** Seconds between scans after `start()`. 1..86400, default 300. */
  readonly scanIntervalSeconds?: number | undefined
  /** Seconds between lineage refreshes. 1..2592000, default 3600. */
  readonly lineageRefreshSeconds?: number | undefined
  /** Failed scan cycles in a row that open a `connection_error` incident. 1..100, default 3. */
  readonly failedCyclesBeforeIncident?: number | undefined
  /** Tables per read and per commit. 1..100000, default 10000. */
  readonly batchSize?: number | undefined
  /** Batches of one connection under way at once. 1..16, default 2. */
  readonly concurrency?: number | undefined
  /**
   * `seq` of the last event that was dealt with: listeners are told all that came after, as soon as something is awaited. Keep the
   * `seq` of each event you handled, and no alert is lost when a process dies between a commit and its listeners.
   * Absent: from now on.
   */
  readonly eventsAfter?: number | undefined
  /** How long history is kept; absent: the defaults. null: everything for ever. */
  readonly retention?: RetentionOptions | null | undefined
  /** Absent: nothing is logged. */
  readonly logger?: Logger | undefined
  /** Absent: the system's. */
  readonly clock?: Clock | undefined
}
