import type { SchemaChange } from '../../model/anomaly.ts'
import type { Column } from '../../model/table.ts'
import { compareSeverity } from '../../severity-order.ts'
import { type DiffOptions, diffColumns } from './diff-columns.ts'
import { canonicalType } from './types/index.ts'

function keyOf({ kind, column, before, after }: SchemaChange, { dialect }: DiffOptions): string {
  const shapeOf = (shape: Column | null): readonly unknown[] =>
    shape === null ? [] : [shape.name, canonicalType(shape.type, dialect), shape.nullable]
  return JSON.stringify([kind, column, shapeOf(before), shapeOf(after)])
}

function columnOf({ before, after }: SchemaChange): string | undefined {
  return (before ?? after)?.name
}

/**
 * How many differences to the accepted shape are left when a change only mended: each one left was there before, or
 * is a lesser one of the same column. null: the change also broke something, or mended nothing.
 */
export function differencesLeft(
  accepted: readonly Column[],
  before: readonly Column[],
  after: readonly Column[],
  options: DiffOptions,
): number | null {
  const were = diffColumns(accepted, before, options)
  const are = diffColumns(accepted, after, options)
  const keys = new Set(were.map((change) => keyOf(change, options)))
  let mended = were.length > are.length
  for (const change of are) {
    if (keys.has(keyOf(change, options))) continue
    const worse = were.find(
      (old) => columnOf(old) === columnOf(change) && compareSeverity(old.severity, change.severity) > 0,
    )
    if (worse === undefined) return null
    mended = true
  }
  return mended ? are.length : null
}
