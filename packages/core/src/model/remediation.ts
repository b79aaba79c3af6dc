import type { RecommendationAction } from './diagnosis.ts'

/** `safe`: metadata only. `rewrites_table`: correct but heavy, with a lock. `loses_data`: values may be lost. */
export type RemediationRisk = 'safe' | 'rewrites_table' | 'loses_data' | 'unknown'

export interface RemediationAction {
  readonly type: RecommendationAction
  readonly description: string
  /** A statement in the warehouse's dialect; null for a manual step. Aegis never runs it. */
  readonly sql: string | null
  /** `pending_approval` with SQL, `manual` without. */
  readonly status: 'pending_approval' | 'manual'
  readonly risk: RemediationRisk
}

export interface Remediation {
  /** In the order in which to act. */
  readonly actions: readonly RemediationAction[]
  readonly summary: string
  readonly generatedAt: Date
}
