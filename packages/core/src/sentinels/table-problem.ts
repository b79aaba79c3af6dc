import type { CheckType, TableProblem } from '../model/table.ts'
import type { Reading } from '../ports/warehouse.ts'

const WORDS = {
  missing: 'The table does not exist (any more).',
  forbidden: 'The right to read it is lacking.',
  missing_or_forbidden: 'It is gone, or the right to see it is lacking; this warehouse does not say which.',
  unsupported: 'This kind of object cannot be asked.',
} as const

/** A reading that is no value, as the problem to show. */
export function problemOf(
  check: CheckType,
  reading: Exclude<Reading<unknown>, { status: 'ok' }>,
): TableProblem {
  return { check, status: reading.status, detail: reading.detail ?? WORDS[reading.status] }
}
