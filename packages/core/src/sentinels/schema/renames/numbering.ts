import type { Dialect } from '../../../model/connection.ts'
import type { Column } from '../../../model/table.ts'

/**
 * PostgreSQL never gives the number of a dropped column away, so a gap in the numbers shows a table that was altered in place,
 * and there a column keeps its number through every rename. Every column that kept its name must have kept its number too: else the
 * table was created anew and altered since.
 */
export function showsAlteredInPlace(
  before: readonly Column[],
  after: readonly Column[],
  dialect: Dialect,
): boolean {
  if (dialect !== 'postgresql') return false
  const highest = after.reduce((most, { ordinal }) => Math.max(most, ordinal), 0)
  if (highest <= after.length) return false
  const numbers = new Map(before.map(({ name, ordinal }) => [name, ordinal]))
  const kept = after.filter(({ name }) => numbers.has(name))
  return kept.every(({ name, ordinal }) => numbers.get(name) === ordinal)
}
