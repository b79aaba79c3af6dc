import type { SchemaChange } from '../../model/anomaly.ts'
import type { Column } from '../../model/table.ts'
import { type DiffOptions, diffColumns } from './diff-columns.ts'
import { canonicalType } from './types/index.ts'

function keyOf({ kind, column, before, after }: SchemaChange, { dialect }: DiffOptions): string {
  const shapeOf = (shape: Column | null): readonly unknown[] =>
    shape === null
      ? []
      : [shape.name, canonicalType(shape.type, dialect), shape.nullable, shape.madeOf ?? null]
  return JSON.stringify([kind, column, shapeOf(before), shapeOf(after)])
}

/** What differs, whatever it became. */
function placeOf({ kind, column }: SchemaChange): string {
  return JSON.stringify([kind, column])
}

/** A change that undid a part of a drift. */
export interface Mending {
  /** Differences to the accepted shape that there still are. */
  readonly left: number
  /** Those of them that were not there before: drift of their own. */
  readonly fresh: readonly SchemaChange[]
}

/**
 * What a change that mended something left and brought. null: it mended nothing. A column that went from one wrong type to
 * another is not mended, nor is an added one that became NOT NULL.
 */
export function mending(
  accepted: readonly Column[],
  before: readonly Column[],
  after: readonly Column[],
  options: DiffOptions,
): Mending | null {
  const were = diffColumns(accepted, before, options)
  const are = diffColumns(accepted, after, options)
  const places = new Set(are.map(placeOf))
  if (were.every((change) => places.has(placeOf(change)))) return null
  const keys = new Set(were.map((change) => keyOf(change, options)))
  return { left: are.length, fresh: are.filter((change) => !keys.has(keyOf(change, options))) }
}
