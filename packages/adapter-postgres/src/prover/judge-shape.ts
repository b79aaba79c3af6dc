import { type Column, describeChange, diffShapes, type PlanToProve, type TableRef } from '@aegis/core'
import type { Query, TextRow } from '../client.ts'
import { columnsOf } from '../queries.ts'
import { readDescription } from '../rows.ts'

/** Reads the columns of a table as the adapter does; the search path must be that of the catalog. null: it is not there. */
export async function readColumns(
  run: (query: Query) => Promise<readonly TextRow[]>,
  ref: TableRef,
): Promise<readonly Column[] | null> {
  const [row] = await run(columnsOf([ref]))
  return row === undefined ? null : readDescription(row, ref).columns
}

/** What separates columns from those that the plan must give; null: nothing. */
export function differenceFrom(wanted: readonly Column[], found: readonly Column[] | null): string | null {
  const changes = diffShapes(wanted, found, { dialect: 'postgresql' })
  return changes.length === 0 ? null : changes.map(describeChange).join('; ')
}

/** Columns with a recorded default that have another one now. Defaults are no part of a shape, but they are worth a word. */
export function otherDefaults(wanted: readonly Column[], found: readonly Column[]): readonly string[] {
  const now = new Map(found.map((column) => [column.name, column]))
  return wanted
    .filter(({ name, defaultValue }) => {
      const column = now.get(name)
      return (
        column !== undefined && defaultValue !== undefined && (column.defaultValue ?? null) !== defaultValue
      )
    })
    .map(({ name }) => name)
}

/** Columns of the latest shape that the plan gives another type, or drops: what reads them can stand in its way. */
export function columnsAtStake({ latest, accepted }: PlanToProve): ReadonlySet<string> {
  const changes = diffShapes(latest, accepted, { dialect: 'postgresql' })
  return new Set(
    changes.flatMap(({ kind, before }) =>
      before !== null && (kind === 'type_changed' || kind === 'column_deleted') ? [before.name] : [],
    ),
  )
}
