import type { SchemaChange } from '../../model/anomaly.ts'
import type { Dialect } from '../../model/connection.ts'
import type { Column } from '../../model/table.ts'
import { diffColumns, tableChange } from './diff-columns.ts'
import type { SeverityPolicy } from './severity.ts'

export interface DiffShapesOptions {
  readonly dialect: Dialect
  /** Default `spec`. */
  readonly severityPolicy?: SeverityPolicy | undefined
}

/**
 * What changed between two lists of columns, as the schema sentinel judges it; null: the table is not there. A table that was not
 * there before has nothing to drift from. Nothing else is known here, so renames are inferred, never certain.
 */
export function diffShapes(
  before: readonly Column[] | null,
  after: readonly Column[] | null,
  options: DiffShapesOptions,
): readonly SchemaChange[] {
  if (before === null) return []
  if (after === null) return [tableChange('table_dropped', [])]
  return diffColumns(before, after, { ...options, sameObject: null })
}
