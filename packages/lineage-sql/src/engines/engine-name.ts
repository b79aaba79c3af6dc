import type { Dialect } from '@aegis/core/ports'

/** Parsers that run in a thread of their own. */
export type ThreadedEngine = 'libpg' | 'polyglot' | 'node-sql-parser'

/** What can look at a statement besides the scanner. `plain`: this package's own grammar of what all dialects share. */
export type EngineName = 'plain' | ThreadedEngine

/** The parsers of `wanted` that read a dialect, the most exact first. */
export function enginesFor(dialect: Dialect, wanted: readonly EngineName[]): readonly ThreadedEngine[] {
  const order: readonly ThreadedEngine[] =
    dialect === 'postgresql' ? ['libpg', 'polyglot', 'node-sql-parser'] : ['polyglot', 'node-sql-parser']
  return order.filter((name) => wanted.includes(name))
}
