import type { SchemaChange, SchemaChangeKind } from '../../model/anomaly.ts'
import type { Dialect } from '../../model/connection.ts'
import type { Column } from '../../model/table.ts'
import { type SeverityPolicy, severityOfChange } from './severity.ts'
import { diffTypes, type TypeDifference } from './types/index.ts'

const KIND_OF: Readonly<Record<TypeDifference['kind'], SchemaChangeKind>> = {
  type_changed: 'type_changed',
  field_added: 'column_added',
  field_deleted: 'column_deleted',
  field_nullability_changed: 'nullability_changed',
}

/** A field inside a nested type, as if it were a column with its path for a name. */
function leafOf(column: Column, path: string, type: string | null, nullable: boolean | null): Column | null {
  if (type === null) return null
  const name = `${column.name}${path.startsWith('[') ? '' : '.'}${path}`
  return { name, type, nullable, ordinal: column.ordinal }
}

/** The changes of a column's type: one, or of a nested type one for each leaf that changed. Equivalent types have none. */
export function typeChanges(
  before: Column,
  after: Column,
  options: { readonly dialect: Dialect; readonly severityPolicy?: SeverityPolicy | undefined },
): readonly SchemaChange[] {
  if (before.type === after.type) return []
  return diffTypes(before.type, after.type, options.dialect).map((difference): SchemaChange => {
    const { path, verdict, rule } = difference
    const kind = KIND_OF[difference.kind]
    const isWhole = path === ''
    const mayBeNull = kind === 'nullability_changed' ? verdict === 'widening' : null
    const old = isWhole
      ? before
      : leafOf(before, path, difference.before, mayBeNull === null ? null : !mayBeNull)
    const now = isWhole ? after : leafOf(after, path, difference.after, mayBeNull)
    return {
      kind,
      column: (now ?? old ?? after).name,
      ...(isWhole ? {} : { insideColumn: after.name }),
      before: old,
      after: now,
      severity: severityOfChange(kind, now, verdict, options.severityPolicy),
      ...(kind === 'type_changed' ? { verdict } : {}),
      evidence: [rule],
    }
  })
}
