import type { Dialect } from '../model/connection.ts'
import type { Diagnosis, Recommendation } from '../model/diagnosis.ts'
import type { Incident } from '../model/incident.ts'
import type { UnverifiedSql } from '../model/remediation.ts'
import type { SqlGate } from '../ports/architect-services.ts'

export interface GatedRecommendation {
  readonly recommendation: Recommendation
  /** Passed the gate; null: there was none, or it did not. */
  readonly sql: string | null
  /** null: nothing was turned away. */
  readonly turnedAway: UnverifiedSql | null
}

const NO_GATE = 'no SQL inspector is configured'

/** The tables that a statement of this incident may touch. */
function tablesOf({ table }: Incident, { rootCauseTable, blastRadius }: Diagnosis): readonly string[] {
  return [table, rootCauseTable, ...blastRadius].filter((name) => name !== null)
}

/** The recommendations in the order in which to act, each statement looked at. */
export async function gateRecommendations(
  diagnosis: Diagnosis,
  incident: Incident,
  dialect: Dialect,
  gate: SqlGate | undefined,
): Promise<readonly GatedRecommendation[]> {
  const tables = tablesOf(incident, diagnosis)
  const inOrder = [...diagnosis.recommendations].sort((a, b) => a.priority - b.priority)
  const gated: GatedRecommendation[] = []
  for (const recommendation of inOrder) {
    const { sql } = recommendation
    if (sql === null) {
      gated.push({ recommendation, sql: null, turnedAway: null })
      continue
    }
    const verdict =
      gate === undefined ? { ok: false as const, reason: NO_GATE } : await gate(sql, { dialect, tables })
    gated.push(
      verdict.ok
        ? { recommendation, sql, turnedAway: null }
        : { recommendation, sql: null, turnedAway: { sql, reason: verdict.reason } },
    )
  }
  return gated
}
