import type { SchemaChangeKind, Severity } from '../../model/anomaly.ts'
import type { Column } from '../../model/table.ts'

/** Spec section 5.1, with the severities that the spec leaves open as in the glossary of the design. */
export function severityOfChange(kind: SchemaChangeKind, after: Column | null): Severity {
  switch (kind) {
    case 'column_deleted':
    case 'type_changed':
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
