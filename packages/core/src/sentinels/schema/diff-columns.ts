import type { SchemaChange, SchemaChangeKind } from '../../model/anomaly.ts'
import type { Column } from '../../model/table.ts'
import { type PairingOptions, pairColumns } from './pair-columns.ts'
import { type SeverityPolicy, severityOfChange } from './severity.ts'
import { typeChanges } from './type-changes.ts'

export interface DiffOptions extends PairingOptions {
  /** Default `spec`. */
  readonly severityPolicy?: SeverityPolicy | undefined
}

type Details = Pick<SchemaChange, 'previousName' | 'confidence'> & { readonly evidence?: readonly string[] }

function change(
  kind: SchemaChangeKind,
  before: Column | null,
  after: Column | null,
  { evidence = [], ...details }: Details = {},
): SchemaChange {
  const column = after?.name ?? before?.name ?? null
  return { kind, column, before, after, severity: severityOfChange(kind, after), evidence, ...details }
}

function nullabilityChanged(before: Column, after: Column): boolean {
  return before.nullable !== null && after.nullable !== null && before.nullable !== after.nullable
}

function changesOfColumn(before: Column, after: Column, options: DiffOptions): readonly SchemaChange[] {
  const types = typeChanges(before, after, options)
  return nullabilityChanged(before, after) ? [...types, change('nullability_changed', before, after)] : types
}

/** A change of the whole table. */
export function tableChange(
  kind: 'table_dropped' | 'table_replaced',
  evidence: readonly string[],
): SchemaChange {
  return change(kind, null, null, { evidence })
}

const ANEW = ['a column of this name was dropped and added anew; the values of the old one are gone']

/**
 * What happened between two column lists, in the order of the new positions, deletions first. Order, comments, defaults
 * and re-spelled types are no change. A renamed column that has another type or nullability too has these changes besides.
 */
export function diffColumns(
  before: readonly Column[],
  after: readonly Column[],
  options: DiffOptions,
): readonly SchemaChange[] {
  const { kept, renamed, deleted, added } = pairColumns(before, after, options)
  const addedNames = new Set(added.map(({ name }) => name))
  const deletions = deleted.map((column) =>
    change('column_deleted', column, null, addedNames.has(column.name) ? { evidence: ANEW } : {}),
  )
  const ofColumn = new Map<Column, readonly SchemaChange[]>()
  for (const pair of kept) {
    const changes = changesOfColumn(pair.before, pair.after, options)
    if (changes.length > 0) ofColumn.set(pair.after, changes)
  }
  for (const { before: old, after: now, confidence, evidence } of renamed) {
    const rename = change('column_renamed', old, now, { previousName: old.name, confidence, evidence })
    ofColumn.set(now, [rename, ...changesOfColumn(old, now, options)])
  }
  for (const column of added) ofColumn.set(column, [change('column_added', null, column)])
  if (ofColumn.size === 0) return deletions
  return [...deletions, ...after.flatMap((column) => ofColumn.get(column) ?? [])]
}
