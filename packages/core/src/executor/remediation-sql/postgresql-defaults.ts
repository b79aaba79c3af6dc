import type { Column } from '../../model/table.ts'

const LITERALS = /'(?:[^']|'')*'/g
const WORDS = /(::\s*)?(?:"((?:[^"]|"")+)"|([a-z_\u0080-\uffff][\w$\u0080-\uffff]*))(\s*[(.])?/gi

/**
 * Whether a recorded expression is that of a generated column: it names a column of the table, which a default may not. The catalog gives
 * both in one place.
 */
export function isGenerated(expression: string, columns: readonly Column[]): boolean {
  const names = new Set(columns.map(({ name }) => name))
  for (const [, cast, quoted, plain, call] of expression.replaceAll(LITERALS, '').matchAll(WORDS)) {
    if (cast !== undefined || call !== undefined) continue
    const name = quoted?.replaceAll('""', '"') ?? plain
    if (name !== undefined && names.has(name)) return true
  }
  return false
}

/** The sequence that a default takes its numbers from, as written; null: none. */
export function sequenceOf(expression: string): string | null {
  const [, name] = /^nextval\('((?:[^']|'')+)'::regclass\)$/.exec(expression) ?? []
  return name?.replaceAll("''", "'") ?? null
}

/** A constant: adding a column with it writes no row. */
export function isConstant(expression: string): boolean {
  return !expression.replaceAll(LITERALS, '').includes('(')
}
