import { AegisError } from '../../errors.ts'
import type { PageRequest } from '../../ports/store.ts'

export function checkLimit(limit: number): number {
  if (Number.isInteger(limit) && limit >= 1 && limit <= 1000) return limit
  throw new AegisError('STORE_FAILED', `limit must be a whole number from 1 to 1000, not ${limit}.`)
}

/** The rows that `wanted` keeps, newest first, one page of them. */
export function newestFirst<T extends { readonly id: number }>(
  rows: Iterable<T>,
  page: PageRequest,
  wanted: (row: T) => boolean,
): readonly T[] {
  const limit = checkLimit(page.limit ?? 100)
  const { beforeId = Number.POSITIVE_INFINITY } = page
  return [...rows]
    .filter((row) => row.id < beforeId && wanted(row))
    .sort((a, b) => b.id - a.id)
    .slice(0, limit)
}
