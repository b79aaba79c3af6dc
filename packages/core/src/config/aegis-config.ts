import type { Architect } from '../ports/architect.ts'
import type { Clock } from '../ports/clock.ts'
import type { LineageParser } from '../ports/lineage-parser.ts'
import type { Logger } from '../ports/logger.ts'
import type { PlanProver } from '../ports/plan-prover.ts'
import type { Sentinel } from '../ports/sentinel.ts'
import type { SqlInspector } from '../ports/sql-inspector.ts'
import type { Store } from '../ports/store.ts'
import type { WarehouseAdapter } from '../ports/warehouse.ts'

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
  /** Absent: nothing is logged. */
  readonly logger?: Logger | undefined
  /** Absent: the system's. */
  readonly clock?: Clock | undefined
}
