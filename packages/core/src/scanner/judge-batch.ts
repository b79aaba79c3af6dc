import type { MonitoredTable, TableProblem } from '../model/table.ts'
import type { AmbiguousRenames, Sentinel, SentinelInspection, TableMemory } from '../ports/sentinel.ts'
import type { CheckResult, TableScanResult, TableScanState } from '../ports/store.ts'
import type { Reading } from '../ports/warehouse.ts'
import type { BatchReadings } from './read-batch.ts'

export interface BatchJudgement {
  /** Only tables about which something changed. */
  readonly results: readonly TableScanResult[]
  /** Every table that could not be judged, changed or not. */
  readonly problems: readonly { readonly table: string; readonly problem: TableProblem }[]
  /** Tables that evidence of renames would settle. */
  readonly ambiguous: readonly { readonly table: MonitoredTable; readonly ambiguous: AmbiguousRenames }[]
}

interface TableVerdict {
  readonly checks: CheckResult[]
  problem: TableProblem | null
}

function inspectGuarded(
  sentinel: Sentinel,
  memory: TableMemory,
  reading: Reading<unknown>,
  now: Date,
): SentinelInspection {
  try {
    return sentinel.inspect(memory, reading, now)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const detail = `The sentinel ${sentinel.name} failed on this table: ${reason}`
    const problem: TableProblem = { check: sentinel.name, status: 'unsupported', detail }
    return { anomaly: null, snapshot: null, problem, note: null }
  }
}

function checkOf(
  sentinel: Sentinel,
  inspection: SentinelInspection,
  state: TableScanState,
): CheckResult | null {
  const { anomaly, note, snapshot, observation } = inspection
  const hasNothing = anomaly === null && note === null && snapshot === null && observation === undefined
  if (hasNothing && inspection.state === undefined) return null
  const version = state.states.find((item) => item.sentinel === sentinel.name)?.version ?? 0
  return {
    sentinel: sentinel.name,
    anomalyType: sentinel.anomalyType,
    anomaly,
    note,
    shape: snapshot === null ? null : { expectedLatestId: state.latest?.id ?? null, snapshot },
    // Compared even when it stays: a review in the meantime outranks what was judged without it.
    state: {
      expectedVersion: version,
      ...(inspection.state === undefined ? {} : { value: inspection.state }),
    },
    ...(observation === undefined ? {} : { observation }),
  }
}

function sameProblem(a: TableProblem | null, b: TableProblem | null): boolean {
  if (a === null || b === null) return a === b
  return a.check === b.check && a.status === b.status && a.detail === b.detail
}

/**
 * The problem to keep. When a read failed, an old problem of that check is neither confirmed nor cleared.
 */
function problemToKeep(
  table: MonitoredTable,
  found: TableProblem | null,
  unread: ReadonlySet<string>,
): TableProblem | null {
  if (found !== null) return found
  return table.problem !== null && unread.has(table.problem.check) ? table.problem : null
}

/** Judges every reading of a batch. Pure; a sentinel that throws on one table spoils no other. */
export function judgeBatch(
  states: readonly TableScanState[],
  batch: BatchReadings,
  now: Date,
): BatchJudgement {
  const stateById = new Map(states.map((state) => [state.table.id, state]))
  const verdicts = new Map<number, TableVerdict>()
  const ambiguous: { table: MonitoredTable; ambiguous: AmbiguousRenames }[] = []
  const verdictOf = (tableId: number): TableVerdict => {
    const known = verdicts.get(tableId)
    if (known !== undefined) return known
    const fresh: TableVerdict = { checks: [], problem: null }
    verdicts.set(tableId, fresh)
    return fresh
  }
  for (const { sentinel, memories, readings } of batch.answered) {
    memories.forEach((memory, index) => {
      const reading = readings[index]
      const state = stateById.get(memory.table.id)
      if (reading === undefined || state === undefined) return
      const inspection = inspectGuarded(sentinel, memory, reading, now)
      if (inspection.ambiguous !== undefined)
        ambiguous.push({ table: memory.table, ambiguous: inspection.ambiguous })
      const check = checkOf(sentinel, inspection, state)
      if (check !== null) verdictOf(memory.table.id).checks.push(check)
      if (inspection.problem !== null) verdictOf(memory.table.id).problem ??= inspection.problem
    })
  }

  const unread = new Set(batch.failures.map(({ sentinel }) => sentinel))
  const results: TableScanResult[] = []
  const problems: { table: string; problem: TableProblem }[] = []
  for (const { table } of states) {
    const verdict = verdicts.get(table.id)
    const problem = problemToKeep(table, verdict?.problem ?? null, unread)
    if (problem !== null) problems.push({ table: table.qualifiedName, problem })
    const checks = verdict?.checks ?? []
    const moved = !sameProblem(problem, table.problem)
    if (checks.length === 0 && !moved) continue
    results.push({ tableId: table.id, checkedAt: now, checks, ...(moved ? { problem } : {}) })
  }
  return { results, problems, ambiguous }
}
