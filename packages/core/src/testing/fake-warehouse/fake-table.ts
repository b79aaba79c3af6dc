import type { Column, TableKind } from '../../model/table.ts'

/**
 * Columns in short: name to type, with ` not null` at the end of the type where it is so:
 * `{ id: 'bigint not null', price: 'double precision' }`. The list form gives every field by itself; names that look like
 * whole numbers need it, since an object puts those first.
 */
export type FakeColumns = Readonly<Record<string, string>> | readonly Column[]

export interface FakeTable {
  /** `table` when absent, `view` where `sql` is given. */
  readonly kind?: TableKind | undefined
  readonly columns: FakeColumns
  /** Time of the newest data, whichever of its columns is asked for; null: an empty table. Absent: null. */
  readonly watermark?: Date | null | undefined
  /** The SELECT behind a view. */
  readonly sql?: string | undefined
}

const NOT_NULL = / not null$/i

function isList(columns: FakeColumns): columns is readonly Column[] {
  return Array.isArray(columns)
}

export function columnsOf(columns: FakeColumns): readonly Column[] {
  if (isList(columns)) return columns.map((column) => ({ ...column }))
  return Object.entries(columns).map(([name, type], index) => ({
    name,
    type: type.replace(NOT_NULL, ''),
    nullable: !NOT_NULL.test(type),
    ordinal: index + 1,
  }))
}
