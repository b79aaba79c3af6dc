import type { ColumnUse, Output, ShapeColumn, TableBlueprint } from './blueprint.ts'
import type { Effect } from './effect.ts'

/** A table as it is at the moment. */
export interface State {
  exists: boolean
  columns: readonly ShapeColumn[]
  outputs: readonly Output[]
  uses: readonly ColumnUse[]
  /** By column: what changed it last. */
  readonly touched: Map<number, Effect>
  readonly removed: Map<number, Effect>
  /** SELECT *: column of the source to its own. */
  readonly mirrored: Map<number, number>
  /** Columns that somebody added, whatever the sources have. */
  added: readonly ShapeColumn[]
  gone: Effect | null
  broken: Effect | null
  hold: Effect | null
  shape: Effect | null
  stopped: Effect | null
  /** Hour of its newest data. */
  dataAt: number
  loggedSql: string | null
  loggedAt: number
}

export function firstState({ columns, outputs, uses }: TableBlueprint): State {
  return {
    exists: true,
    columns,
    outputs,
    uses,
    touched: new Map(),
    removed: new Map(),
    mirrored: new Map(outputs.map((output) => [output.from.uid, output.uid])),
    added: [],
    gone: null,
    broken: null,
    hold: null,
    shape: null,
    stopped: null,
    dataAt: 0,
    loggedSql: null,
    loggedAt: Number.NEGATIVE_INFINITY,
  }
}

export function isSame(a: readonly ShapeColumn[], b: readonly ShapeColumn[]): boolean {
  return (
    a.length === b.length &&
    a.every((column, index) => {
      const other = b[index]
      return (
        other !== undefined &&
        other.uid === column.uid &&
        other.name === column.name &&
        other.type === column.type &&
        other.nullable === column.nullable
      )
    })
  )
}
