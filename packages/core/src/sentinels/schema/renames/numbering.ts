import type { Column } from '../../../model/table.ts'
import type { RenameCase } from './rename-case.ts'

/**
 * PostgreSQL never gives the number of a dropped column away, so a gap in the numbers shows a table that was altered in
 * place. There a rename keeps its number, and a column with a new number is a new column.
 */
export function showsAlteredInPlace({ dialect, sameObject, before, after }: RenameCase): boolean {
  if (dialect !== 'postgresql' || sameObject === false) return false
  if (sameObject === true) return true
  const numbers = new Map(before.map(({ name, ordinal }) => [name, ordinal]))
  const isKeptInPlace = after.every(({ name, ordinal }) => (numbers.get(name) ?? ordinal) === ordinal)
  const highest = after.reduce((most, { ordinal }) => Math.max(most, ordinal), 0)
  return isKeptInPlace && highest > after.length
}

/** Pairs of a deleted and an added column with the same number. */
export function sameNumbers(
  deleted: readonly Column[],
  added: readonly Column[],
): readonly { readonly before: Column; readonly after: Column }[] {
  const byNumber = new Map(added.map((column) => [column.ordinal, column]))
  return deleted.flatMap((before) => {
    const after = byNumber.get(before.ordinal)
    return after === undefined ? [] : [{ before, after }]
  })
}
