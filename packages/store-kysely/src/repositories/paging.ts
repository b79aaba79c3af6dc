import { AegisError, type PageRequest } from '@aegis/core'

export function checkLimit(limit: number): number {
  if (Number.isInteger(limit) && limit >= 1 && limit <= 1000) return limit
  throw new AegisError('STORE_FAILED', `limit must be a whole number from 1 to 1000, not ${limit}.`)
}

/** Rows of one page; lists run newest first. */
export function pageLimit(page: PageRequest): number {
  return checkLimit(page.limit ?? 100)
}

/** Rows of one statement: far below every database's limit of parameters. */
const CHUNK = 500

export function inChunks<T>(items: readonly T[]): readonly (readonly T[])[] {
  const chunks: (readonly T[])[] = []
  for (let at = 0; at < items.length; at += CHUNK) chunks.push(items.slice(at, at + CHUNK))
  return chunks
}
