import type { JsonValue } from '../../model/json.ts'
import type { TableProblem } from '../../model/table.ts'
import type { CheckOutcome, CheckResult, RecordedScan, TableScanResult } from '../../ports/store.ts'
import { addActivity } from './journal.ts'
import { keep, type MemoryState, nextId, type StoredTable, stateKey } from './memory-data.ts'
import { writeObservation } from './observations.ts'
import { findOpen, noteOn, type Place, raiseAnomaly } from './raise-anomaly.ts'

function isSuperseded(draft: MemoryState, stored: StoredTable, check: CheckResult): boolean {
  if (check.shape !== null && check.shape.expectedLatestId !== stored.latestId) return true
  const kept = draft.sentinelStates.get(stateKey(stored.table.id, check.sentinel))
  return check.state !== null && check.state.expectedVersion !== (kept?.state.version ?? 0)
}

function writeShape(draft: MemoryState, stored: StoredTable, check: CheckResult): number | null {
  if (check.shape === null) return null
  const id = nextId(draft)
  const tableId = stored.table.id
  draft.snapshots.set(id, keep({ ...check.shape.snapshot, id, tableId }))
  draft.tables.set(tableId, { ...stored, latestId: id, acceptedId: stored.acceptedId ?? id })
  return id
}

export function writeState(draft: MemoryState, tableId: number, sentinel: string, value: JsonValue): void {
  const key = stateKey(tableId, sentinel)
  const version = (draft.sentinelStates.get(key)?.state.version ?? 0) + 1
  draft.sentinelStates.set(key, keep({ tableId, state: { sentinel, version, value } }))
}

function writeNote(draft: MemoryState, place: Place, check: CheckResult, at: Date): void {
  const open = findOpen(draft, place, check.anomalyType)
  if (check.note === null || open === undefined) return
  const incident = noteOn(draft, open, at, check.note)
  addActivity(draft, {
    agent: 'sentinel',
    action: check.anomalyType === 'schema_drift' ? 'returned_to_accepted_shape' : 'incident_noted',
    connectionId: place.connectionId,
    tableId: place.tableId,
    incidentId: incident.id,
    text: `${place.table}: ${check.note}`,
    at,
  })
}

function isSameProblem(a: TableProblem | null, b: TableProblem | null): boolean {
  return a?.check === b?.check && a?.status === b?.status && a?.detail === b?.detail
}

function writeProblem(draft: MemoryState, result: TableScanResult): void {
  const stored = draft.tables.get(result.tableId)
  const { problem, checkedAt: at } = result
  if (stored === undefined || problem === undefined || isSameProblem(problem, stored.table.problem)) return
  draft.tables.set(result.tableId, keep({ ...stored, table: { ...stored.table, problem, updatedAt: at } }))
  addActivity(draft, {
    agent: 'scanner',
    action: problem === null ? 'table_readable' : 'table_unreadable',
    connectionId: stored.table.connectionId,
    tableId: result.tableId,
    incidentId: null,
    text:
      problem === null
        ? `${stored.table.qualifiedName} can be read again.`
        : `${stored.table.qualifiedName} could not be judged (${problem.check}): ${problem.detail}`,
    at,
  })
}

function writeCheck(draft: MemoryState, tableId: number, check: CheckResult, at: Date): CheckOutcome {
  const stored = draft.tables.get(tableId)
  // A table removed while its scan was under way: there is nothing left to write to.
  if (stored === undefined || isSuperseded(draft, stored, check)) return { outcome: 'superseded' }
  const { connectionId, qualifiedName: table } = stored.table
  const place = { connectionId, tableId, table }
  const snapshotId = writeShape(draft, stored, check)
  if (check.state?.value !== undefined) writeState(draft, tableId, check.sentinel, check.state.value)
  const raised: CheckOutcome =
    check.anomaly === null
      ? { outcome: 'recorded' }
      : raiseAnomaly(draft, place, check.anomaly, snapshotId, at)
  writeNote(draft, place, check, at)
  writeObservation(draft, tableId, check, raised, at)
  return raised
}

function writeBaselines(
  draft: MemoryState,
  counts: ReadonlyMap<number, number>,
  results: readonly TableScanResult[],
): void {
  const at = results.at(-1)?.checkedAt
  if (at === undefined) return
  for (const [connectionId, count] of counts) {
    addActivity(draft, {
      agent: 'sentinel',
      action: 'baseline_taken',
      connectionId,
      tableId: null,
      incidentId: null,
      text: `Baseline of ${count} ${count === 1 ? 'table' : 'tables'} taken.`,
      at,
    })
  }
}

export function recordScan(draft: MemoryState, results: readonly TableScanResult[]): RecordedScan {
  const baselines = new Map<number, number>()
  const recorded = results.map((result) => {
    const before = draft.tables.get(result.tableId)
    const checks = result.checks.map((check) => writeCheck(draft, result.tableId, check, result.checkedAt))
    writeProblem(draft, result)
    if (before?.latestId === null && draft.tables.get(result.tableId)?.latestId !== null) {
      const { connectionId } = before.table
      baselines.set(connectionId, (baselines.get(connectionId) ?? 0) + 1)
    }
    return { tableId: result.tableId, checks }
  })
  writeBaselines(draft, baselines, results)
  return { results: recorded }
}
