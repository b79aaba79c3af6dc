import type { SchemaChangeKind, Severity } from '../../model/anomaly.ts'
import type { Column } from '../../model/table.ts'
import type { TypeVerdict } from '../../model/type-verdict.ts'

/** `spec`: every change of a type is critical. `by_verdict`: one that widens it is medium. */
export type SeverityPolicy = 'spec' | 'by_verdict'

/** Spec section 5.1, with the severities that the spec leaves open as in the glossary of the design. */
export function severityOfChange(
  kind: SchemaChangeKind,
  after: Column | null,
  verdict?: TypeVerdict,
  policy: SeverityPolicy = 'spec',
): Severity {
  switch (kind) {
    case 'type_changed':
      return policy === 'by_verdict' && verdict === 'widening' ? 'medium' : 'critical'
    case 'column_deleted':
    case 'table_dropped':
      return 'critical'
    case 'column_renamed':
      return 'high'
    case 'column_added':
    case 'nullability_changed':
      return after?.nullable === false ? 'medium' : 'low'
    case 'table_replaced':
      return 'low'
  }
}
