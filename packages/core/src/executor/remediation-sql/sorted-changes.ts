import type { SchemaChange } from '../../model/anomaly.ts'
import type { Column } from '../../model/table.ts'
import type { TypeVerdict } from '../../model/type-verdict.ts'

export interface TypeChange {
  /** The column's name once renames are undone. */
  readonly name: string
  readonly before: Column
  readonly after: Column
  /** Of the change itself, from `before` to `after`. */
  readonly verdict: TypeVerdict | undefined
}

/** The changes of a table by what undoes them. */
export interface SortedChanges {
  readonly isDropped: boolean
  readonly isReplaced: boolean
  readonly renames: readonly { readonly now: string; readonly before: string }[]
  readonly types: readonly TypeChange[]
  /** Columns that may not be NULL again, by their accepted name. */
  readonly lostNotNull: readonly string[]
  /** Columns that may be NULL again, by their accepted name. */
  readonly gainedNotNull: readonly string[]
  readonly deleted: readonly Column[]
  readonly added: readonly Column[]
  /** Inside the types of columns: no statement undoes them. */
  readonly inside: readonly SchemaChange[]
}

function isInside({ insideColumn }: SchemaChange): boolean {
  return insideColumn !== undefined
}

/** Of a column that was dropped and added anew under its name, what differs is its type and whether it may be NULL. */
function anew(old: Column, now: Column): { readonly types: TypeChange[]; readonly nullability: Column[] } {
  return {
    types: old.type === now.type ? [] : [{ name: old.name, before: old, after: now, verdict: undefined }],
    nullability: old.nullable !== null && now.nullable !== null && old.nullable !== now.nullable ? [old] : [],
  }
}

/**
 * With changes of what a list holds told as changes of its column: `a[]` from integer to text is `a` from `integer[]` to `text[]`. Others
 * inside a column stay as they are.
 */
export function withListsWhole(
  changes: readonly SchemaChange[],
  accepted: readonly Column[],
  latest: readonly Column[],
): readonly SchemaChange[] {
  return changes.map((change) => {
    const { kind, column, insideColumn } = change
    if (kind !== 'type_changed' || insideColumn === undefined) return change
    if (!/^(\[\])+$/.test(column?.slice(insideColumn.length) ?? '')) return change
    const after = latest.find(({ name }) => name === insideColumn)
    const old = changes.find((other) => other.kind === 'column_renamed' && other.column === insideColumn)
    const before = accepted.find(({ name }) => name === (old?.previousName ?? insideColumn))
    if (before === undefined || after === undefined) return change
    const { insideColumn: _, ...whole } = change
    return { ...whole, column: insideColumn, before, after }
  })
}

export function sortChanges(changes: readonly SchemaChange[]): SortedChanges {
  const whole = changes.filter((change) => !isInside(change))
  const of = (kind: SchemaChange['kind']): readonly SchemaChange[] =>
    whole.filter((change) => change.kind === kind)
  const deleted = of('column_deleted').flatMap(({ before }) => before ?? [])
  const added = of('column_added').flatMap(({ after }) => after ?? [])
  const nullability = of('nullability_changed').flatMap(({ before }) => before ?? [])
  const types = of('type_changed').flatMap(({ before, after, verdict }): readonly TypeChange[] =>
    before === null || after === null ? [] : [{ name: before.name, before, after, verdict }],
  )
  const again = deleted.flatMap((old) => {
    const now = added.find(({ name }) => name === old.name)
    return now === undefined ? [] : [{ name: old.name, ...anew(old, now) }]
  })
  const stays = ({ name }: Column): boolean => again.every((item) => item.name !== name)
  const moved = [...nullability, ...again.flatMap((item) => item.nullability)]
  return {
    isDropped: of('table_dropped').length > 0,
    isReplaced: of('table_replaced').length > 0,
    renames: of('column_renamed').flatMap(({ before, after }) =>
      before === null || after === null ? [] : [{ now: after.name, before: before.name }],
    ),
    types: [...types, ...again.flatMap((item) => item.types)],
    lostNotNull: moved.filter(({ nullable }) => nullable === false).map(({ name }) => name),
    gainedNotNull: moved.filter(({ nullable }) => nullable !== false).map(({ name }) => name),
    deleted: deleted.filter(stays),
    added: added.filter(stays),
    inside: changes.filter(isInside),
  }
}

/** A new column that an insert must know of. */
export function stopsInserts({ nullable, defaultValue }: Column): boolean {
  return nullable === false && (defaultValue ?? null) === null
}
