import type { SchemaChange } from '../../model/anomaly.ts'
import type {
  RemediationActionType,
  RemediationPrecondition,
  RemediationRisk,
  RemediationUndo,
} from '../../model/remediation.ts'
import type { Column, TableRef } from '../../model/table.ts'
import type { IdentifierRules } from '../../ports/identifiers.ts'

/** One step towards the accepted shape. */
export interface RemediationStep {
  readonly type: RemediationActionType
  /** null: a person does it. */
  readonly sql: string | null
  readonly risk: RemediationRisk
  /** What it does and what to know before running it. */
  readonly description: string
  readonly preconditions: readonly RemediationPrecondition[]
  /** null: there is nothing to take back. */
  readonly undo: RemediationUndo | null
}

/** What is to be undone. */
export interface Drift {
  readonly ref: TableRef
  /** From the accepted to the latest shape. */
  readonly changes: readonly SchemaChange[]
  readonly accepted: readonly Column[]
  /** Empty when the table is gone. */
  readonly latest: readonly Column[]
  /** Views that read the table directly. */
  readonly views: readonly string[]
  readonly identifiers: IdentifierRules
}

export interface Undoing {
  /** In the order in which they run. */
  readonly steps: readonly RemediationStep[]
  /** In their place. */
  readonly alternatives: readonly RemediationStep[]
}

/** A manual step. */
export function byHand(description: string): RemediationStep {
  return {
    type: 'revert_schema',
    sql: null,
    risk: 'unknown',
    description,
    preconditions: [],
    undo: null,
  }
}
