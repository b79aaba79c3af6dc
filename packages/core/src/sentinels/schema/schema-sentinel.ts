import type { ObservationDraft } from '../../model/observation.ts'
import type { TableDescription, TableProblem } from '../../model/table.ts'
import type { Sentinel, SentinelInspection, TableMemory } from '../../ports/sentinel.ts'
import type { Reading } from '../../ports/warehouse.ts'
import { problemOf } from '../table-problem.ts'
import { isOff, judgeMissing, judgeShape, type ShapeJudgement } from './judge-shape.ts'
import type { SeverityPolicy } from './severity.ts'
import { hashShape } from './shape-hash.ts'

export interface SchemaSentinelOptions {
  /** Raise a low anomaly when a table was dropped and created anew with the same columns. Default true. */
  readonly reportReplaced?: boolean | undefined
  /**
   * `spec`: every change of a type is critical. `by_verdict`: a change after which every old value still fits is
   * medium. Default `spec`.
   */
  readonly severityPolicy?: SeverityPolicy | undefined
}

const MISSING: TableProblem = {
  check: 'schema',
  status: 'missing',
  detail: 'The table does not exist (any more). If it was dropped on purpose, stop monitoring it.',
}

function observationOf(
  memory: TableMemory,
  judgement: ShapeJudgement | null,
  problem: TableProblem | null,
): ObservationDraft | undefined {
  const { table } = memory
  if (judgement !== null) {
    const { anomaly, told, isStillOff = false } = judgement
    const verdict = anomaly === null && !isStillOff ? 'fine' : 'violated'
    const still = isStillOff ? ' It is not the accepted shape.' : ''
    return { verdict, text: told + still, lastChange: null }
  }
  const before = table.problem?.check === 'schema' ? table.problem : null
  if (problem?.status === before?.status && problem?.detail === before?.detail) return undefined
  if (problem !== null) {
    const verdict = problem.status === 'missing' ? 'violated' : 'cannot_tell'
    return { verdict, text: `No shape was read (${problem.status}): ${problem.detail}`, lastChange: null }
  }
  const text = 'The table could be read again; its shape is the last one known'
  return isOff(memory)
    ? { verdict: 'violated', text: `${text}, which is not the accepted one.`, lastChange: null }
    : { verdict: 'fine', text: `${text}.`, lastChange: null }
}

function inspection(
  memory: TableMemory,
  judgement: ShapeJudgement | null,
  problem: TableProblem | null,
): SentinelInspection {
  const observation = observationOf(memory, judgement, problem)
  return {
    anomaly: judgement?.anomaly ?? null,
    snapshot: judgement?.snapshot ?? null,
    note: judgement?.note ?? null,
    problem,
    ...(observation === undefined ? {} : { observation }),
    ...(judgement?.ambiguous === undefined ? {} : { ambiguous: judgement.ambiguous }),
  }
}

/** Detects schema drift: compares each table's columns with the shape of the last scan. Spec section 5.1. */
export function schemaSentinel(options: SchemaSentinelOptions = {}): Sentinel<TableDescription> {
  const { reportReplaced = true, severityPolicy = 'spec' } = options
  return {
    name: 'schema',
    anomalyType: 'schema_drift',
    read: ({ warehouse, tables, options: call }) =>
      warehouse.describeTables(
        tables.map(({ table }) => table.ref),
        call,
      ),
    inspect(memory: TableMemory, reading: Reading<TableDescription>, now: Date): SentinelInspection {
      if (reading.status === 'missing') return inspection(memory, judgeMissing(memory, now), MISSING)
      // What may merely be hidden is never drift.
      if (reading.status !== 'ok') return inspection(memory, null, problemOf('schema', reading))
      const { columns, objectId, kind } = reading.value
      const snapshot = { exists: true, kind, columns, hash: hashShape(columns), objectId, capturedAt: now }
      return inspection(memory, judgeShape(memory, snapshot, { reportReplaced, severityPolicy }), null)
    },
  }
}
