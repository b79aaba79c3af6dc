import type { SchemaChange, SchemaChangeKind } from '../../model/anomaly.ts'
import type { Column } from '../../model/table.ts'
import { inferRenames } from './infer-renames.ts'
import { normalizeType } from './normalize-type.ts'
import { severityOfChange } from './severity.ts'

function change(
  kind: SchemaChangeKind,
  before: Column | null,
  after: Column | null,
  more: Pick<SchemaChange, 'previousName' | 'confidence'> & { readonly evidence?: readonly string[] } = {},
): SchemaChange {
  const { evidence = [], ...rest } = more
  return {
    kind,
    column: after?.name ?? before?.name ?? null,
    before,
    after,
    severity: severityOfChange(kind, after),
    evidence,
    ...rest,
  }
}

function nullabilityChanged(before: Column, after: Column): boolean {
  return before.nullable !== null && after.nullable !== null && before.nullable !== after.nullable
}

function changesOfColumn(before: Column, after: Column): readonly SchemaChange[] {
  const changes: SchemaChange[] = []
  if (normalizeType(before.type) !== normalizeType(after.type))
    changes.push(change('type_changed', before, after))
  if (nullabilityChanged(before, after)) changes.push(change('nullability_changed', before, after))
  return changes
}

/** A change of the whole table. */
export function tableChange(
  kind: 'table_dropped' | 'table_replaced',
  evidence: readonly string[],
): SchemaChange {
  return change(kind, null, null, { evidence })
}

/**
 * What happened between two column lists, in the order of the new positions, deletions first. Columns are matched by
 * exact name. Order and re-spelled types alone are no change. In another object (`sameObject` false) nothing was renamed.
 */
export function diffColumns(
  before: readonly Column[],
  after: readonly Column[],
  sameObject: boolean = true,
): readonly SchemaChange[] {
  const beforeByName = new Map(before.map((column) => [column.name, column]))
  const afterNames = new Set(after.map((column) => column.name))
  const deleted = before.filter((column) => !afterNames.has(column.name))
  const added = after.filter((column) => !beforeByName.has(column.name))
  const renames = sameObject ? inferRenames(deleted, added) : []
  const renamedFrom = new Set(renames.map((rename) => rename.before.name))
  const renameTo = new Map(renames.map((rename) => [rename.after.name, rename]))

  const deletions = deleted
    .filter((column) => !renamedFrom.has(column.name))
    .map((column) => change('column_deleted', column, null))
  const others = after.flatMap((column) => {
    const rename = renameTo.get(column.name)
    if (rename !== undefined) {
      const { confidence, evidence } = rename
      const previousName = rename.before.name
      return [change('column_renamed', rename.before, column, { previousName, confidence, evidence })]
    }
    const old = beforeByName.get(column.name)
    return old === undefined ? [change('column_added', null, column)] : changesOfColumn(old, column)
  })
  return [...deletions, ...others]
}
