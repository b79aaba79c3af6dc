import type { Dialect } from '../model/connection.ts'
import type { NativeLineagePage, QueryLogPage, QueryLogWindow, ViewDefinition } from '../model/query-log.ts'
import type { TableDescription, TableRef, TableSelector } from '../model/table.ts'
import type { IdentifierRules } from './identifiers.ts'

export interface CallOptions {
  /** Stops the call; work under way in the warehouse is cancelled. The call then rejects with failure `aborted`. */
  readonly signal?: AbortSignal | undefined
  /** Milliseconds for each statement sent; the adapter's default when absent. */
  readonly timeoutMs?: number | undefined
}

/**
 * The answer for one table of a batch. A bad table is an answer, not an exception.
 *
 * - `missing`: the catalog was readable and has no such table. Only this may raise an anomaly.
 * - `forbidden`: it is there, the right is lacking; `detail` names the GRANT.
 * - `missing_or_forbidden`: this warehouse cannot tell the two apart.
 * - `unsupported`: this kind of object cannot be asked.
 */
export type Reading<T> =
  | { readonly ref: TableRef; readonly status: 'ok'; readonly value: T }
  | {
      readonly ref: TableRef
      readonly status: 'missing' | 'forbidden' | 'missing_or_forbidden' | 'unsupported'
      readonly detail?: string | undefined
    }

export interface FreshnessRequest {
  readonly ref: TableRef
  /** Column whose maximum is the time of the newest data; null: use what else the warehouse offers. */
  readonly watermarkColumn: string | null
  /** The last reading kept for this table; null before the first. Counters are compared with its token. */
  readonly previous: {
    readonly token: string | null
    readonly observedAt: Date
    readonly notBefore: Date | null
    readonly notAfter: Date | null
  } | null
  /**
   * An alarm hangs on this answer: ask the rows, as far as costs allow, even where counters stand still, for counters may come
   * late. What cannot be told apart from late counters is `unknown`.
   */
  readonly confirm?: boolean | undefined
}

/** How a freshness reading knows. `row_count` may prove new data, and never that none came. */
export type FreshnessMethod =
  | 'watermark'
  | 'change_counter'
  | 'commit_timestamp'
  | 'last_altered'
  | 'history'
  | 'row_count'
  | 'none'

/**
 * When data last changed, as far as the warehouse can tell. Never an invented time:
 * `notBefore <= last change <= notAfter`, null where that side is unknown.
 */
export interface FreshnessReading {
  readonly method: FreshnessMethod
  readonly precision: 'exact' | 'upper_bound' | 'lower_bound' | 'interval' | 'unknown'
  readonly notBefore: Date | null
  readonly notAfter: Date | null
  /** The warehouse's clock when it was asked. */
  readonly observedAt: Date
  /** The change may have been VACUUM FULL, DDL or the like, and not data. */
  readonly mayIncludeNonDataChanges: boolean
  /** Opaque; given back as `previous.token` at the next reading. null: none needed. */
  readonly token: string | null
  /** What a reader should know, in words: why it is unknown, a fallback taken, a clock ahead. */
  readonly caveats: readonly string[]
}

export type ConnectionStageName =
  | 'network'
  | 'sign_in'
  | 'catalog'
  | 'freshness'
  | 'query_log'
  | 'view_definitions'

export interface ConnectionStage {
  readonly stage: ConnectionStageName
  /** `degraded`: works in part; `not_run`: an earlier stage failed. */
  readonly status: 'passed' | 'degraded' | 'failed' | 'not_run'
  readonly message: string
  /** A statement or setting that would mend it; null when nothing is to be mended. */
  readonly fix: string | null
  readonly durationMs: number
}

export interface ConnectionReport {
  /** Every stage passed or is degraded. */
  readonly ok: boolean
  /** Product and version, e.g. `PostgreSQL 18.4`; null when it was not reached. */
  readonly server: string | null
  readonly stages: readonly ConnectionStage[]
}

/**
 * A warehouse. An absent method means "cannot". A batch returns exactly one answer per table, in request order.
 * Methods reject with an `AdapterError` when the warehouse as a whole does not answer.
 */
export interface WarehouseAdapter {
  readonly spec: 'warehouse/v1'
  readonly dialect: Dialect
  readonly identifiers: IdentifierRules
  /** Every table, view and materialised view of the selector, system objects left out, in pages. Any order, no duplicates. */
  listTables(selector: TableSelector, options?: CallOptions): AsyncIterable<readonly TableRef[]>
  /** Columns and kind of each table, in bulk. An empty batch asks nothing and returns []. */
  describeTables(
    refs: readonly TableRef[],
    options?: CallOptions,
  ): Promise<readonly Reading<TableDescription>[]>
  /** Closes what the adapter opened itself; an injected client belongs to the caller. Safe to call twice. */
  close(): Promise<void>
  readFreshness?(
    requests: readonly FreshnessRequest[],
    options?: CallOptions,
  ): Promise<readonly Reading<FreshnessReading>[]>
  readQueryLog?(window: QueryLogWindow, options?: CallOptions): AsyncIterable<QueryLogPage>
  readViewDefinitions?(
    selector: TableSelector,
    options?: CallOptions,
  ): AsyncIterable<readonly ViewDefinition[]>
  readNativeLineage?(window: QueryLogWindow, options?: CallOptions): AsyncIterable<NativeLineagePage>
  /** Staged; never rejects: a failure is a stage that failed, with what would mend it. */
  testConnection?(options?: CallOptions): Promise<ConnectionReport>
}
