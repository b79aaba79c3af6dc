import type PQueue from 'p-queue'
import { AdapterError } from '../errors.ts'
import type { ActivityDraft } from '../model/activity.ts'
import type { AnomalyDraft } from '../model/anomaly.ts'
import type { Connection } from '../model/connection.ts'
import type { Clock } from '../ports/clock.ts'
import type { Logger } from '../ports/logger.ts'
import type { RenameAnswers, RenameQuestion, Sentinel } from '../ports/sentinel.ts'
import type { CheckOutcome, Store, TableScanState } from '../ports/store.ts'
import type { WarehouseAdapter } from '../ports/warehouse.ts'
import { judgeBatch } from './judge-batch.ts'
import { type ReadFailure, readBatch } from './read-batch.ts'
import type { ConnectionScanReport, ScanProblem } from './scan-report.ts'
import { settleRenames } from './settle-renames.ts'

export interface ScanDeps {
  readonly store: Store
  readonly sentinels: readonly Sentinel[]
  readonly clock: Clock
  readonly logger: Logger
  /** Failed cycles in a row from which on a `connection_error` incident is opened. */
  readonly failedCyclesBeforeIncident: number
  /** Tables per read and per commit. */
  readonly batchSize: number
  /** What the query log says about renames; never fails. */
  readonly renameEvidence: (
    target: ScanTarget,
    questions: readonly RenameQuestion[],
    signal: AbortSignal | undefined,
  ) => Promise<RenameAnswers>
}

export interface ScanTarget {
  readonly connection: Connection
  readonly warehouse: WarehouseAdapter
  /** Limits how many batches of this connection are under way at once. */
  readonly queue: PQueue
}

interface BatchOutcome {
  readonly outcomes: readonly CheckOutcome[]
  readonly problems: readonly ScanProblem[]
  readonly failures: readonly ReadFailure[]
  /** Reads that the warehouse answered. */
  readonly answers: number
}

async function scanBatch(
  deps: ScanDeps,
  target: ScanTarget,
  states: readonly TableScanState[],
  cycleAt: Date,
  signal: AbortSignal | undefined,
): Promise<BatchOutcome> {
  const readings = await readBatch(deps.sentinels, states, target.warehouse, deps.logger, signal)
  const { results, problems } = await settleRenames(
    judgeBatch(states, readings, cycleAt),
    states,
    readings,
    cycleAt,
    (questions) => deps.renameEvidence(target, questions, signal),
  )
  const recorded = results.length === 0 ? [] : (await deps.store.recordScan(results)).results
  return {
    outcomes: recorded.flatMap(({ checks }) => checks),
    problems,
    failures: readings.failures,
    answers: readings.answered.length,
  }
}

function connectionAnomaly(failure: ReadFailure, at: Date): (failedCycles: number) => AnomalyDraft {
  const { error } = failure
  const code = AdapterError.isInstance(error) ? error.failure : error.code
  return (failedCycles) => ({
    type: 'connection_error',
    severity: 'high',
    detail: { type: 'connection_error', failedCycles, message: error.message, code },
    // One trouble as long as it lasts, whatever the count says.
    fingerprint: `connection: ${code}`,
    detectedAt: at,
  })
}

async function recordConnection(
  deps: ScanDeps,
  connection: Connection,
  failure: ReadFailure | undefined,
): Promise<readonly CheckOutcome[]> {
  const at = deps.clock.now()
  if (failure === undefined) {
    await deps.store.recordConnectionOutcome(connection.id, { status: 'ok', at })
    return []
  }
  const { check } = await deps.store.recordConnectionOutcome(connection.id, {
    status: 'failed',
    at,
    message: failure.error.message,
    threshold: deps.failedCyclesBeforeIncident,
    anomaly: connectionAnomaly(failure, at),
  })
  return check === null ? [] : [check]
}

function completed(report: ConnectionScanReport, connectionId: number, at: Date): ActivityDraft {
  const { tablesScanned, anomalies, problems, durationMs, errors } = report
  const unread = problems.filter(({ problem }) => problem.status !== 'unsupported').length
  const trouble = errors.length === 0 ? '' : `; failed: ${errors.join(' | ')}`
  const tables = tablesScanned === 1 ? '1 table' : `${tablesScanned} tables`
  const found = anomalies.length === 1 ? '1 anomaly' : `${anomalies.length} anomalies`
  const text = `Scanned ${tables} in ${durationMs} ms: ${found}, ${unread} unreadable${trouble}`
  return {
    agent: 'scanner',
    action: 'scan_completed',
    connectionId,
    tableId: null,
    incidentId: null,
    text,
    at,
  }
}

function chunksOf<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
}

/**
 * Scans every monitored table of one connection once. What one cycle finds was found at one time, its start: of tables that
 * changed together none looks later than another because its batch was read later.
 * Rejects only when aborted or when the store fails.
 */
export async function scanConnection(
  deps: ScanDeps,
  target: ScanTarget,
  signal?: AbortSignal,
): Promise<ConnectionScanReport> {
  const { connection, queue } = target
  const began = deps.clock.now()
  const states = await deps.store.loadScanState(connection.id)
  const batches = await Promise.all(
    chunksOf(states, deps.batchSize).map((chunk) =>
      queue.add(() => scanBatch(deps, target, chunk, began, signal)),
    ),
  )
  const failures = batches.flatMap((batch) => batch.failures)
  // Nothing asked says nothing; of several batches one that answered says that the warehouse is there.
  const isSilent = failures.length > 0 && batches.every(({ answers }) => answers === 0)
  const connectionOutcomes =
    states.length === 0 ? [] : await recordConnection(deps, connection, isSilent ? failures[0] : undefined)
  const outcomes = [...batches.flatMap((batch) => batch.outcomes), ...connectionOutcomes]
  const at = deps.clock.now()
  const report: ConnectionScanReport = {
    connection: connection.name,
    status: failures.length === 0 ? 'ok' : 'failed',
    errors: failures.map(({ sentinel, error }) => `${sentinel}: ${error.message}`),
    tablesScanned: states.length,
    anomalies: outcomes.flatMap((item) => ('anomaly' in item ? [item.anomaly] : [])),
    opened: outcomes.flatMap((item) => (item.outcome === 'opened' ? [item.incident] : [])),
    problems: batches.flatMap((batch) => batch.problems),
    durationMs: at.getTime() - began.getTime(),
  }
  const scan = {
    connection: connection.name,
    tablesScanned: report.tablesScanned,
    anomaliesFound: report.anomalies.length,
    problems: report.problems.length,
    durationMs: report.durationMs,
  }
  await deps.store.append({
    activity: [completed(report, connection.id, at)],
    events: [{ at, facts: { type: 'scan.completed', scan } }],
  })
  return report
}
