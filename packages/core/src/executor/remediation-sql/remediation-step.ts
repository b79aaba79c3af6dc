import type { RemediationRisk } from '../../model/remediation.ts'

/** One statement that undoes one change. */
export interface RemediationStep {
  readonly sql: string
  readonly risk: RemediationRisk
  /** What it does and what to know before running it. */
  readonly description: string
}
