import type { AnomalyDraft, SchemaChange } from '../../model/anomaly.ts'
import type { Snapshot, SnapshotDraft, TableDescription } from '../../model/table.ts'
import type { Sentinel, SentinelInspection, TableMemory } from '../../ports/sentinel.ts'
import type { Reading } from '../../ports/warehouse.ts'
import { worstSeverity } from '../../severity-order.ts'
import { problemOf } from '../table-problem.ts'
import { differencesLeft } from './comes-closer.ts'
import { diffColumns, tableChange } from './diff-columns.ts'
import { ABSENT_HASH, hashShape } from './shape-hash.ts'

const NOTHING: SentinelInspection = { anomaly: null, snapshot: null, problem: null, note: null }

export interface SchemaSentinelOptions {
  /** Raise a low anomaly when a table was dropped and created anew with the same columns. Default true. */
  readonly reportReplaced?: boolean | undefined
}

function driftAnomaly(changes: readonly SchemaChange[], from: Snapshot, to: SnapshotDraft): AnomalyDraft {
  return {
    type: 'schema_drift',
    severity: worstSeverity(changes.map((change) => change.severity)),
    detail: { type: 'schema_drift', changes },
    // With the time in it: the same change made again later is a new change.
    fingerprint: `${from.hash}>${to.hash}@${to.capturedAt.toISOString()}`,
    detectedAt: to.capturedAt,
  }
}

function inspectMissing(latest: Snapshot | null, now: Date): SentinelInspection {
  const problem = {
    check: 'schema',
    status: 'missing',
    detail: 'The table does not exist (any more). If it was dropped on purpose, stop monitoring it.',
  } as const
  if (latest === null || !latest.exists) return { ...NOTHING, problem }
  const snapshot: SnapshotDraft = {
    exists: false,
    kind: latest.kind,
    columns: [],
    hash: ABSENT_HASH,
    objectId: null,
    capturedAt: now,
  }
  const change = tableChange('table_dropped', ['the catalog was readable and has no table of this name'])
  return { anomaly: driftAnomaly([change], latest, snapshot), snapshot, problem, note: null }
}

function wasReplaced(latest: Snapshot, snapshot: SnapshotDraft): boolean {
  return latest.objectId !== null && snapshot.objectId !== null && latest.objectId !== snapshot.objectId
}

const REPLACED = 'the object behind the name is another one: it was dropped and created anew'

function kindChanged(latest: Snapshot, snapshot: SnapshotDraft): SentinelInspection {
  const columns = diffColumns(latest.columns, snapshot.columns)
  const replaced = tableChange('table_replaced', [
    `it was a ${words(latest.kind)} and is a ${words(snapshot.kind)} now`,
  ])
  return { ...NOTHING, snapshot, anomaly: driftAnomaly([...columns, replaced], latest, snapshot) }
}

function words(kind: Snapshot['kind']): string {
  return kind.replaceAll('_', ' ')
}

function inspectShape(
  memory: TableMemory,
  snapshot: SnapshotDraft,
  reportReplaced: boolean,
): SentinelInspection {
  const { latest, accepted } = memory
  if (latest === null) return { ...NOTHING, snapshot }
  if (latest.exists && latest.kind !== snapshot.kind) return kindChanged(latest, snapshot)
  if (latest.hash === snapshot.hash) {
    if (!wasReplaced(latest, snapshot)) return NOTHING
    if (!reportReplaced) return { ...NOTHING, snapshot }
    return {
      ...NOTHING,
      snapshot,
      anomaly: driftAnomaly([tableChange('table_replaced', [REPLACED])], latest, snapshot),
    }
  }
  if (accepted?.hash === snapshot.hash) {
    return { ...NOTHING, snapshot, note: 'The table returned to its accepted shape.' }
  }
  // After a drop there is no latest shape to compare with; the accepted one is what people expect.
  const base = latest.exists ? latest : accepted
  const changes =
    base?.exists === true
      ? diffColumns(base.columns, snapshot.columns, !wasReplaced(base, snapshot))
      : [tableChange('table_replaced', ['the table exists again after its drop was accepted'])]
  if (changes.length === 0) return { ...NOTHING, snapshot }
  const left =
    latest.exists && accepted?.exists === true
      ? differencesLeft(accepted.columns, latest.columns, snapshot.columns)
      : null
  if (left !== null) {
    const differences = left === 1 ? '1 difference is' : `${left} differences are`
    return { ...NOTHING, snapshot, note: `The table came closer to its accepted shape; ${differences} left.` }
  }
  return { ...NOTHING, snapshot, anomaly: driftAnomaly(changes, latest, snapshot) }
}

/** Detects schema drift: compares each table's columns with the shape of the last scan. Spec section 5.1. */
export function schemaSentinel(options: SchemaSentinelOptions = {}): Sentinel<TableDescription> {
  const reportReplaced = options.reportReplaced ?? true
  return {
    name: 'schema',
    anomalyType: 'schema_drift',
    read: ({ warehouse, tables, options: call }) =>
      warehouse.describeTables(
        tables.map(({ table }) => table.ref),
        call,
      ),
    inspect(memory: TableMemory, reading: Reading<TableDescription>, now: Date): SentinelInspection {
      if (reading.status === 'missing') return inspectMissing(memory.latest, now)
      if (reading.status !== 'ok') return { ...NOTHING, problem: problemOf('schema', reading) }
      const { columns, objectId, kind } = reading.value
      const snapshot = { exists: true, kind, columns, hash: hashShape(columns), objectId, capturedAt: now }
      return inspectShape(memory, snapshot, reportReplaced)
    },
  }
}
