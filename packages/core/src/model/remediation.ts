import type { RecommendationAction } from './diagnosis.ts'

/** What the Executor can propose: what an architect recommends, and a view under the old names beside it. */
export type RemediationActionType = RecommendationAction | 'add_alias_view'

/**
 * `safe`: no value is written or lost; metadata, or an object beside the table. `rewrites_table`: correct but heavy, with a lock
 * or a bill for the whole table. `loses_data`: values may be lost. `unknown`: nothing is known of it.
 */
export type RemediationRisk = 'safe' | 'rewrites_table' | 'loses_data' | 'unknown'

/** What must be so before a statement is run. */
export interface RemediationPrecondition {
  readonly text: string
  /** A query that only reads and tells whether it is so; the text says what it must answer. null: a person must look. */
  readonly checkSql: string | null
}

/** How to take a statement back after it ran. */
export interface RemediationUndo {
  /** null: no statement does it. */
  readonly sql: string | null
  readonly text: string
}

/** SQL of a model that passed no gate: shown, and never approved. */
export interface UnverifiedSql {
  readonly sql: string
  /** Why it is not an action. */
  readonly reason: string
}

/** What a prover found out about the statements of a plan, taken together and in order. */
export interface PlanProof {
  /** `proved`: they ran and gave the wanted shape. `refused`: they did not. `not_run`: it could not be tried. */
  readonly outcome: 'proved' | 'refused' | 'not_run'
  /** What was proved and what was not, or why it was refused, in words. */
  readonly text: string
  readonly at: Date
  /** The prover's name. */
  readonly by: string
}

export interface RemediationAction {
  readonly type: RemediationActionType
  readonly description: string
  /** A statement in the warehouse's dialect; null for a manual step. Aegis never runs it. */
  readonly sql: string | null
  /** `pending_approval` with SQL, `manual` without. */
  readonly status: 'pending_approval' | 'manual'
  readonly risk: RemediationRisk
  /** Absent: none are known. */
  readonly preconditions?: readonly RemediationPrecondition[] | undefined
  /** Absent: a manual step, or not known. */
  readonly undo?: RemediationUndo | undefined
  /** Absent: nobody tried. */
  readonly proof?: PlanProof | undefined
  /** Absent: no SQL was turned away. */
  readonly unverified?: UnverifiedSql | undefined
}

export interface Remediation {
  /** In the order in which to act. */
  readonly actions: readonly RemediationAction[]
  /** What could be done in place of `actions`, not besides them; absent: nothing is known. */
  readonly alternatives?: readonly RemediationAction[] | undefined
  readonly summary: string
  /**
   * SHA-256 of the exact statements and of the state they were made for: incident, time, and the table's columns. What a person
   * approves is the plan with this hash, and no other. Absent: made by an older version.
   */
  readonly planHash?: string | undefined
  readonly generatedAt: Date
}
