import type { ModelCall } from '../model/activity.ts'
import type { Dialect } from '../model/connection.ts'
import type { Column } from '../model/table.ts'
import type { Clock } from './clock.ts'
import type { Logger } from './logger.ts'

export type GateVerdict = { readonly ok: true } | { readonly ok: false; readonly reason: string }

/**
 * Whether a statement that a model wrote may stand in a plan: it parses in the dialect, is of an allowed kind, and touches only
 * these tables (qualified names). Never rejects on input. Nothing is run.
 */
export type SqlGate = (
  sql: string,
  context: { readonly dialect: Dialect; readonly tables: readonly string[] },
) => Promise<GateVerdict>

/** What is known of the incident's table beside the evidence. */
export interface TableFacts {
  /** As last seen, in ordinal order. */
  readonly columns: readonly Column[]
  /** Columns before the change that is reviewed; null: the same. */
  readonly acceptedColumns: readonly Column[] | null
  /** null: freshness is not checked. */
  readonly freshnessSlaMinutes: number | null
  readonly watermarkColumn: string | null
}

/** What Aegis lends an architect for one incident. */
export interface ArchitectServices {
  readonly clock: Clock
  readonly logger: Logger
  /** null: a connection, or a table whose shape was never read. */
  readonly table: TableFacts | null
  /** Writes one line of activity. Rejects when the store does. */
  recordCall(call: ModelCall): Promise<void>
  /** Sum of `budgetTokens` of all calls recorded since then, by whatever process. */
  tokensUsedSince(since: Date): Promise<number>
  /** Absent: a model's SQL is only ever text. */
  readonly sqlGate?: SqlGate | undefined
}
