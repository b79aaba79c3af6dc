import type { MonitorOptions } from './config/monitor-options.ts'
import type { AegisEventName, Listener, Unsubscribe } from './events/index.ts'
import type { ReportFormat } from './executor/index.ts'
import type { Explanation, SlaSuggestion, SuggestSlaOptions } from './explain/index.ts'
import type { LineageGraph, LineageRefreshReport } from './lineage/index.ts'
import type { Activity } from './model/activity.ts'
import type { Anomaly } from './model/anomaly.ts'
import type { Incident, IncidentTransition } from './model/incident.ts'
import type { LineageCoverage } from './model/lineage.ts'
import type { MonitoredTable, Snapshot } from './model/table.ts'
import type { MonitorReport, TableStatus, TableTarget } from './monitoring/index.ts'
import type { ApproveOptions, DismissOptions } from './orchestrator/index.ts'
import type { ActivityFilter, AnomalyFilter, IncidentFilter, PageRequest } from './ports/store.ts'
import type { ConnectionReport } from './ports/warehouse.ts'
import type { PruneTotals } from './retention/index.ts'
import type { ScanReport } from './scanner/index.ts'

export interface ScanOptions {
  readonly signal?: AbortSignal | undefined
  /** Only these connections; default all. */
  readonly connections?: readonly string[] | undefined
  /** Investigate what is open before resolving. Default true; false leaves it to a worker. */
  readonly investigate?: boolean | undefined
}

/** A running Aegis. All methods may be called before, after and without `start()`. */
export interface Aegis {
  /** Listens to an event; throws `CONFIG_INVALID` for a name that no event has. Listeners observe: what they throw harms nobody and is reported as `listener.failed`. */
  on<Name extends AegisEventName>(name: Name, listener: Listener<Name>): Unsubscribe
  /** Starts watching tables. Throws `NOT_FOUND` for an unknown connection, schema or table. */
  monitor(connection: string, options: MonitorOptions): Promise<MonitorReport>
  /** Stops watching a table and forgets its history. false: it was not monitored. */
  unmonitor(table: TableTarget): Promise<boolean>
  /** Monitored tables, of one connection or of all. */
  tables(connection?: string): Promise<readonly MonitoredTable[]>
  tableStatus(table: TableTarget): Promise<TableStatus>
  /** Newest first. */
  snapshots(table: TableTarget, page?: PageRequest): Promise<readonly Snapshot[]>
  /**
   * One cycle: refreshes lineage where it is due, reads, judges, commits, and (unless told otherwise) investigates.
   * A warehouse that does not answer is part of the report, not an exception.
   */
  scan(options?: ScanOptions): Promise<ScanReport>
  /** Investigates what is open. Returns how many incidents reached `pending_review`. */
  investigate(signal?: AbortSignal): Promise<number>
  /**
   * Removes history that is older than `retention` keeps it, in small steps that leave others their turns. Returns how many rows went, by
   * kind. `start()` does it about once an hour; call it from cron where only `scan()` is.
   */
  prune(signal?: AbortSignal): Promise<PruneTotals>
  /** Keeps scanning, refreshing lineage, investigating and pruning until `stop()`. */
  start(): Promise<void>
  /** Ends the watch; what is under way is aborted. Store and connections stay open. */
  stop(): Promise<void>
  /**
   * Reads what is new in the query log, the view definitions and the warehouse's own lineage of one connection or of
   * all, due or not; `full` reads the last 30 days again and counts the coverage anew.
   */
  refreshLineage(
    connection?: string,
    options?: { readonly full?: boolean | undefined; readonly signal?: AbortSignal | undefined },
  ): Promise<readonly LineageRefreshReport[]>
  /** The lineage graph of a connection as last refreshed. */
  lineage(connection: string): Promise<LineageGraph>
  /**
   * What the lineage could and could not use since the first or last full refresh, each distinct statement once, with
   * the top reasons and an example of each. null: never refreshed.
   */
  lineageCoverage(connection: string): Promise<LineageCoverage | null>
  /** Newest first. */
  incidents(filter?: IncidentFilter): Promise<readonly Incident[]>
  /** Throws `NOT_FOUND`. */
  incident(id: number): Promise<Incident>
  /** The audit trail, oldest first. */
  incidentHistory(id: number): Promise<readonly IncidentTransition[]>
  /**
   * Everything about one incident on one page that is complete on its own, as Markdown (default) or plain text: what, when, severity,
   * root cause with evidence, blast radius, plan with its SQL and proof, history and notes. Throws `NOT_FOUND`.
   */
  incidentReport(id: number, options?: { readonly format?: ReportFormat | undefined }): Promise<string>
  anomalies(filter?: AnomalyFilter): Promise<readonly Anomaly[]>
  /**
   * Why there was, or was not, an anomaly of a table at a time, now when none is given: what each look concluded, by which
   * rule and numbers, what was raised, and when no scan looked. Asks no warehouse.
   */
  explain(table: TableTarget, at?: Date): Promise<Explanation>
  /**
   * The freshness SLA, and times due where there are such, that the observed updates of a table speak for, with the evidence;
   * no number, with the reason, where the history is too short or too irregular. Changes nothing; asks no warehouse.
   */
  suggestSla(table: TableTarget, options?: SuggestSlaOptions): Promise<SlaSuggestion>
  /** Resolves a `pending_review` incident. Aegis runs no statement; the person did, or will. */
  approve(incidentId: number, options: ApproveOptions): Promise<Incident>
  /** Closes an incident as no trouble; of a drift the present shape becomes the accepted one. */
  dismiss(incidentId: number, options: DismissOptions): Promise<Incident>
  /** One line for each decision, newest first. */
  activity(filter?: ActivityFilter): Promise<readonly Activity[]>
  /** Stage by stage, with the missing GRANT. Never rejects for a warehouse that does not answer. */
  testConnection(
    connection: string,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<ConnectionReport>
  /** Stops, then closes the adapters and the store. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}
