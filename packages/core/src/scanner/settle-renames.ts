import type { RenameAnswers, RenameQuestion } from '../ports/sentinel.ts'
import type { TableScanState } from '../ports/store.ts'
import { type BatchJudgement, judgeBatch } from './judge-batch.ts'
import type { BatchReadings } from './read-batch.ts'

function only({ answered, failures }: BatchReadings, evidence: RenameAnswers): BatchReadings {
  return {
    failures,
    answered: answered.map(({ sentinel, memories, readings }) => {
      const kept = memories.flatMap((memory, index) => {
        const reading = readings[index]
        const renameEvidence = evidence.get(memory.table.qualifiedName)
        return renameEvidence === undefined || reading === undefined
          ? []
          : [{ memory: { ...memory, renameEvidence }, reading }]
      })
      return {
        sentinel,
        memories: kept.map(({ memory }) => memory),
        readings: kept.map(({ reading }) => reading),
      }
    }),
  }
}

/** Judges tables with columns gone and new once more, with what the query log says about renames. */
export async function settleRenames(
  judgement: BatchJudgement,
  states: readonly TableScanState[],
  readings: BatchReadings,
  now: Date,
  find: (questions: readonly RenameQuestion[]) => Promise<RenameAnswers>,
): Promise<BatchJudgement> {
  const { ambiguous } = judgement
  if (ambiguous.length === 0) return judgement
  const evidence = await find(
    ambiguous.map(({ table, ambiguous: { deleted, added } }) => ({
      ref: table.ref,
      table: table.qualifiedName,
      deleted,
      added,
    })),
  )
  if (evidence.size === 0) return judgement
  const again = judgeBatch(
    states.filter(({ table }) => evidence.has(table.qualifiedName)),
    only(readings, evidence),
    now,
  )
  const byTable = new Map(again.results.map((result) => [result.tableId, result]))
  return { ...judgement, results: judgement.results.map((result) => byTable.get(result.tableId) ?? result) }
}
