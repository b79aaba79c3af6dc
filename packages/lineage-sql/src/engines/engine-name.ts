import type { Dialect } from '@aegis/core/ports'

/** Parsers that can look at a statement besides the scanner. */
export type EngineName = 'libpg' | 'polyglot' | 'node-sql-parser'

/** Those of `wanted` that read a dialect, the most exact first. */
export function enginesFor(dialect: Dialect, wanted: readonly EngineName[]): readonly EngineName[] {
  const order: readonly EngineName[] =
    dialect === 'postgresql' ? ['libpg', 'polyglot', 'node-sql-parser'] : ['polyglot', 'node-sql-parser']
  return order.filter((name) => wanted.includes(name))
}
