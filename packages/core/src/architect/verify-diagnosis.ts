import type { Diagnosis } from '../model/diagnosis.ts'
import type { DiagnosisContext } from '../ports/architect.ts'

/**
 * What a diagnosis claims without evidence, in words; empty: it may be kept. Every architect is checked, a
 * user's own too.
 */
export function faultsOf(diagnosis: Diagnosis, context: DiagnosisContext): readonly string[] {
  const faults: string[] = []
  const known = new Set([
    context.incident.table,
    ...context.upstream.map(({ node }) => node.name),
    ...context.blastRadius.affectedTables.map(({ name }) => name),
  ])
  const { rootCauseTable, confidence, rootCause } = diagnosis
  if (rootCauseTable !== null && !known.has(rootCauseTable)) {
    faults.push(`the root cause table ${rootCauseTable} is not in the evidence`)
  }
  if (!(confidence >= 0 && confidence <= 1)) faults.push(`confidence ${confidence} is not between 0 and 1`)
  if (rootCause.trim() === '') faults.push('the root cause is empty')
  return faults
}
