import type { AnomalyDraft, SchemaChange } from '../../model/anomaly.ts'
import type { Snapshot, SnapshotDraft } from '../../model/table.ts'
import type { AmbiguousRenames, SentinelInspection, TableMemory } from '../../ports/sentinel.ts'
import { worstSeverity } from '../../severity-order.ts'
import { mending } from './comes-closer.ts'
import { type DiffOptions, diffColumns, tableChange } from './diff-columns.ts'
import type { SeverityPolicy } from './severity.ts'
import { ABSENT_HASH } from './shape-hash.ts'

/** What one shape means after another. */
export interface ShapeJudgement
  extends Pick<SentinelInspection, 'anomaly' | 'snapshot' | 'note' | 'ambiguous'> {
  /** Why, for people. */
  readonly told: string
  /** Nothing was raised, and the shape still is not the accepted one. */
  readonly isStillOff?: boolean
}

export interface JudgeOptions {
  readonly reportReplaced: boolean
  readonly severityPolicy: SeverityPolicy
}

function drift(changes: readonly SchemaChange[], from: Snapshot, to: SnapshotDraft): ShapeJudgement {
  const anomaly: AnomalyDraft = {
    type: 'schema_drift',
    severity: worstSeverity(changes.map((change) => change.severity)),
    detail: { type: 'schema_drift', changes },
    // With the time in it: the same change made again later is a new change.
    fingerprint: `${from.hash}>${to.hash}@${to.capturedAt.toISOString()}`,
    detectedAt: to.capturedAt,
  }
  const count = changes.length === 1 ? '1 change' : `${changes.length} changes`
  const told = `Drift: ${count} from the shape of ${from.capturedAt.toISOString()}.`
  return { anomaly, snapshot: to, note: null, told }
}

function recorded(snapshot: SnapshotDraft, told: string, note: string | null = null): ShapeJudgement {
  return { anomaly: null, snapshot, note, told }
}

/** null: cannot tell. */
function isSameObject(a: Snapshot, b: SnapshotDraft): boolean | null {
  return a.objectId === null || b.objectId === null ? null : a.objectId === b.objectId
}

/** Columns that are gone and columns that are new, of which it is not certain that none is another renamed. */
function ambiguousIn(changes: readonly SchemaChange[]): AmbiguousRenames | undefined {
  const whole = changes.filter(({ insideColumn }) => insideColumn === undefined)
  const isGuess = ({ kind, confidence = 1 }: SchemaChange): boolean =>
    kind === 'column_renamed' && confidence < 0.95
  const deleted = whole.filter((change) => change.kind === 'column_deleted' || isGuess(change))
  const added = whole.filter((change) => change.kind === 'column_added' || isGuess(change))
  if (deleted.length === 0 || added.length === 0) return undefined
  return {
    deleted: deleted.flatMap(({ before }) => before?.name ?? []),
    added: added.flatMap(({ after }) => after?.name ?? []),
  }
}

const words = (kind: Snapshot['kind']): string => kind.replaceAll('_', ' ')

/** No column changed; the object behind the name may be another one. */
function judgeSameColumns(
  latest: Snapshot,
  snapshot: SnapshotDraft,
  { reportReplaced }: JudgeOptions,
): ShapeJudgement {
  if (isSameObject(latest, snapshot) !== false) {
    return recorded(snapshot, 'No drift: only order, comments, defaults or the spelling of types changed.')
  }
  if (reportReplaced) {
    const why = 'the object behind the name is another one: it was dropped and created anew'
    return drift([tableChange('table_replaced', [why])], latest, snapshot)
  }
  return recorded(snapshot, 'Dropped and created anew with the same columns, which is not to be reported.')
}

/** Columns, kind and object id were compared with `latest`, which exists; something differs. */
function changesSince(
  latest: Snapshot,
  snapshot: SnapshotDraft,
  byName: DiffOptions,
): readonly SchemaChange[] {
  const sameObject = latest.kind === snapshot.kind ? isSameObject(latest, snapshot) : false
  const columns = diffColumns(latest.columns, snapshot.columns, { ...byName, sameObject })
  if (latest.kind === snapshot.kind) return columns
  const why = `it was a ${words(latest.kind)} and is a ${words(snapshot.kind)} now`
  return [...columns, tableChange('table_replaced', [why])]
}

/** With what was there before for `before`, where the latest shape had it otherwise than the accepted one. */
function sinceLatest(
  fresh: readonly SchemaChange[],
  changes: readonly SchemaChange[],
): readonly SchemaChange[] {
  return fresh.map(
    (change) =>
      changes.find(({ kind, column }) => kind === change.kind && column === change.column) ?? change,
  )
}

/**
 * The shape is the accepted one again, or got nearer to it. What stayed wrong stays quiet; what became wrong by the same
 * change is drift. null: neither.
 */
function judgeReturn(
  { latest, accepted }: TableMemory,
  snapshot: SnapshotDraft,
  byName: DiffOptions,
  changes: readonly SchemaChange[],
): ShapeJudgement | null {
  if (accepted === null || !accepted.exists || accepted.kind !== snapshot.kind || latest === null) return null
  const left = diffColumns(accepted.columns, snapshot.columns, byName).length
  const wasAccepted = latest.exists && latest.kind === accepted.kind
  if (wasAccepted && diffColumns(accepted.columns, latest.columns, byName).length === 0) return null
  if (left === 0) {
    const told = `The table returned to the accepted shape at ${snapshot.capturedAt.toISOString()}.`
    return recorded(snapshot, told, told)
  }
  if (!latest.exists || latest.kind !== snapshot.kind) return null
  const mended = mending(accepted.columns, latest.columns, snapshot.columns, byName)
  if (mended === null) return null
  if (mended.fresh.length > 0) {
    const raised = drift(sinceLatest(mended.fresh, changes), latest, snapshot)
    return { ...raised, told: `${raised.told} Another difference to the accepted shape was undone.` }
  }
  const differences = left === 1 ? '1 difference is' : `${left} differences are`
  const told = `The table came closer to its accepted shape; ${differences} left.`
  return { ...recorded(snapshot, told, told), isStillOff: true }
}

/** Whether a table that was drifted before a change that is none still is. false: not known. */
export function isOff({ latest, accepted, dialect }: TableMemory): boolean {
  if (latest === null || accepted === null || latest.id === accepted.id) return false
  if (latest.exists !== accepted.exists || latest.kind !== accepted.kind) return true
  return diffColumns(accepted.columns, latest.columns, { dialect, sameObject: null }).length > 0
}

/** null: nothing at all changed. */
export function judgeShape(
  memory: TableMemory,
  snapshot: SnapshotDraft,
  options: JudgeOptions,
): ShapeJudgement | null {
  const { latest, accepted, dialect, renameEvidence } = memory
  if (latest === null) return recorded(snapshot, 'First look: this shape is the baseline.')
  const isUntouched = latest.hash === snapshot.hash && latest.kind === snapshot.kind
  if (isUntouched && isSameObject(latest, snapshot) !== false) return null
  // By name: a column that was dropped and came back has another number.
  const byName: DiffOptions = {
    dialect,
    sameObject: null,
    severityPolicy: options.severityPolicy,
    renameEvidence,
  }
  const changes = latest.exists ? changesSince(latest, snapshot, byName) : []
  if (latest.exists && changes.length === 0) {
    const same = judgeSameColumns(latest, snapshot, options)
    return same.anomaly === null && isOff(memory) ? { ...same, isStillOff: true } : same
  }
  const returned = judgeReturn(memory, snapshot, byName, changes)
  if (returned !== null) return returned
  if (!latest.exists) {
    // There is no latest shape to compare with; the accepted one is what people expect.
    const since = accepted?.exists === true ? changesSince(accepted, snapshot, byName) : []
    const again = tableChange('table_replaced', ['the table exists again after its drop was accepted'])
    return drift(since.length === 0 ? [again] : since, latest, snapshot)
  }
  const ambiguous = renameEvidence === undefined ? ambiguousIn(changes) : undefined
  return { ...drift(changes, latest, snapshot), ...(ambiguous === undefined ? {} : { ambiguous }) }
}

/** null: it was gone before, or never there. */
export function judgeMissing({ latest }: TableMemory, now: Date): ShapeJudgement | null {
  if (latest === null || !latest.exists) return null
  const snapshot: SnapshotDraft = {
    exists: false,
    kind: latest.kind,
    columns: [],
    hash: ABSENT_HASH,
    objectId: null,
    capturedAt: now,
  }
  const why = 'the catalog was readable and has no table of this name'
  return drift([tableChange('table_dropped', [why])], latest, snapshot)
}
