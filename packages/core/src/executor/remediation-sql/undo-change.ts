import type { SchemaChange } from '../../model/anomaly.ts'
import type { Dialect } from '../../model/connection.ts'
import type { TableRef } from '../../model/table.ts'
import type { IdentifierRules } from '../../ports/identifiers.ts'
import { undoOnPostgresql } from './postgresql.ts'
import type { RemediationStep } from './remediation-step.ts'

/** The statement that undoes a change in this dialect; null: there is none, a person decides. */
export function undoChange(
  change: SchemaChange,
  ref: TableRef,
  dialect: Dialect,
  identifiers: IdentifierRules,
): RemediationStep | null {
  return dialect === 'postgresql' ? undoOnPostgresql(change, ref, identifiers) : null
}
