import { identifierRules, type TableRef } from '@aegis/core'

const rules = identifierRules('postgresql')

const PART = String.raw`(?:"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)`
export const NAME: string = String.raw`${PART}(?:\s*\.\s*${PART})*`
const NAME_HERE = new RegExp(NAME, 'uy')

/** The parts of a name, folded; null: it is none. */
export function partsOf(written: string): readonly string[] | null {
  return rules.parse(written)?.map((part) => rules.fold(part)) ?? null
}

/** The object that a name means; without a schema, the one in `public`. */
export function refOf(written: string): TableRef | null {
  const parts = rules.parse(written)
  return parts === null ? null : rules.resolve(parts, { defaultCatalog: null, searchPath: ['public'] })
}

/**
 * The name that stands at a position of a statement, 1-based and in characters, as PostgreSQL counts: also inside a literal,
 * as in `'public.ids'::regclass`. null: none does.
 */
export function nameAt(statement: string, position: number | null): string | null {
  if (position === null) return null
  const from = indexOf(statement, position)
  const literal = /^'((?:[^']|'')*)'/.exec(statement.slice(from))?.[1]
  if (literal !== undefined) return literal.replaceAll("''", "'")
  NAME_HERE.lastIndex = from
  return NAME_HERE.exec(statement)?.[0] ?? null
}

/** Where a position of PostgreSQL's is in a text of UTF-16 units. */
export function indexOf(statement: string, position: number): number {
  let index = 0
  for (let left = position - 1; left > 0 && index < statement.length; left -= 1) {
    index += (statement.codePointAt(index) ?? 0) > 0xffff ? 2 : 1
  }
  return index
}
