import type { Dialect } from '@aegis/core'
import { InvalidArgumentError } from 'commander'

/** What `--dialect` takes. `ansi` is for everything else: standard SQL, names kept as they are written. */
export const DIALECTS: readonly Dialect[] = ['postgresql', 'snowflake', 'bigquery', 'databricks', 'ansi']

/** Names that other tools give to the same dialects. */
const ALIASES: Readonly<Record<string, Dialect>> = {
  postgres: 'postgresql',
  hive: 'databricks',
  spark: 'databricks',
  sparksql: 'databricks',
}

/** The dialect meant by a word, in any case. null: none that is known. */
export function findDialect(word: string): Dialect | null {
  const lower = word.toLowerCase()
  if (DIALECTS.includes(lower)) return lower
  return Object.hasOwn(ALIASES, lower) ? (ALIASES[lower] ?? null) : null
}

export function unknownDialect(word: string): string {
  return `There is no dialect ${JSON.stringify(word)}. Known: ${DIALECTS.join(', ')}.`
}

/** Reads the value of a `--dialect` flag. */
export function parseDialect(word: string): Dialect {
  const dialect = findDialect(word)
  if (dialect === null) throw new InvalidArgumentError(unknownDialect(word))
  return dialect
}
