import type { CheckOutcome, CheckResult, RecordedScan, TableProblem, TableScanResult } from '@aegis/core'
import { writeJson } from '../mapping/column-values.ts'
import { problemDocument } from '../mapping/documents.ts'
import type { SqlSession } from '../session.ts'
import { createJournal, type Journal } from './journal.ts'
import { observationLog } from './observations.ts'
import { loadOpenIncidents, type Place } from './open-incidents.ts'
import { noteOnIncident, type RaisingStep, raiseAnomaly } from './raise-anomaly.ts'
import { loadHeldTables, writeShapes, writeStates } from './scan-writes.ts'
import { type HeldTable, settleRaces } from './settle-races.ts'

async function writeNote(step: RaisingStep, place: Place, check: CheckResult, at: Date): Promise<void> {
  const held = step.open.find(place, check.anomalyType)
  if (check.note === null || held === undefined) return
  const incident = await noteOnIncident(step, held, check.note, at)
  step.journal.activity({
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

async function writeProblem(
  { db, values, journal }: RaisingStep,
  table: HeldTable,
  problem: TableProblem | null,
  at: Date,
): Promise<void> {
  await db
    .updateTable('monitored_tables')
    .set({
      problem: problem === null ? null : writeJson(problemDocument, problem),
      updated_at: values.time(at),
    })
    .where('id', '=', table.tableId)
    .execute()
  journal.activity({
    agent: 'scanner',
    action: problem === null ? 'table_readable' : 'table_unreadable',
    connectionId: table.connectionId,
    tableId: table.tableId,
    incidentId: null,
    text:
      problem === null
        ? `${table.name} can be read again.`
        : `${table.name} could not be judged (${problem.check}): ${problem.detail}`,
    at,
  })
}

/** Of several results for one table the last problem counts. */
async function writeProblems(
  step: RaisingStep,
  results: readonly TableScanResult[],
  held: ReadonlyMap<number, HeldTable>,
): Promise<void> {
  const known = new Map([...held].map(([id, { problem }]) => [id, problem]))
  for (const { tableId, problem, checkedAt } of results) {
    const table = held.get(tableId)
    if (table === undefined || problem === undefined) continue
    if (isSameProblem(problem, known.get(tableId) ?? null)) continue
    known.set(tableId, problem)
    await writeProblem(step, table, problem, checkedAt)
  }
}

/** One line per connection, not per table. */
function tellBaselines(journal: Journal, baselines: readonly HeldTable[], at: Date): void {
  for (const [connectionId, tables] of Map.groupBy(baselines, (table) => table.connectionId)) {
    journal.activity({
      agent: 'sentinel',
      action: 'baseline_taken',
      connectionId,
      tableId: null,
      incidentId: null,
      text: `Baseline of ${tables.length} ${tables.length === 1 ? 'table' : 'tables'} taken.`,
      at,
    })
  }
}

function tablesToTellOf(results: readonly TableScanResult[]): readonly number[] {
  const ids = results
    .filter(({ checks }) => checks.some(({ anomaly, note }) => anomaly !== null || note !== null))
    .map(({ tableId }) => tableId)
  return [...new Set(ids)]
}

export async function recordScan(
  session: SqlSession,
  results: readonly TableScanResult[],
): Promise<RecordedScan> {
  const last = results.at(-1)
  if (last === undefined) return { results: [] }

  return session.write(async (step) => {
    const held = await loadHeldTables(step, results)
    const settled = settleRaces(results, held)
    const snapshotIds = await writeShapes(step, settled.shapes)
    await writeStates(step, settled.states)
    const open = await loadOpenIncidents(step, { tableIds: tablesToTellOf(results) })
    const observations = observationLog(step)
    const raising: RaisingStep = { ...step, journal: createJournal(step), open }

    async function write(check: CheckResult, table: HeldTable, at: Date): Promise<CheckOutcome> {
      const { connectionId, tableId, name } = table
      const place: Place = { connectionId, tableId, table: name }
      const snapshotId = check.shape === null ? null : (snapshotIds.get(tableId) ?? null)
      const { anomaly } = check
      const outcome: CheckOutcome =
        anomaly === null
          ? { outcome: 'recorded' }
          : await raiseAnomaly(raising, { place, anomaly, snapshotId, at })
      await writeNote(raising, place, check, at)
      observations.add(tableId, check, outcome, at)
      return outcome
    }

    const recorded: { readonly tableId: number; readonly checks: readonly CheckOutcome[] }[] = []
    for (const [index, { tableId, checks, checkedAt }] of results.entries()) {
      const table = held.get(tableId)
      const outcomes: CheckOutcome[] = []
      for (const [at, check] of checks.entries()) {
        const isTaken = table !== undefined && settled.taken[index]?.[at] === true
        outcomes.push(isTaken ? await write(check, table, checkedAt) : { outcome: 'superseded' })
      }
      recorded.push({ tableId, checks: outcomes })
    }
    await writeProblems(raising, results, held)
    tellBaselines(raising.journal, settled.baselines, last.checkedAt)
    await observations.write()
    await raising.journal.write()
    return { results: recorded }
  })
}
