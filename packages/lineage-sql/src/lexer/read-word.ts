import { characterAt, isWordPart, WORD_PARTS } from './characters.ts'
import type { Lexis } from './lexis.ts'
import { readPrefixed } from './read-quoted.ts'
import type { TokenList } from './token-list.ts'
import { codeOf, codeOfUpper, hashWith } from './vocabulary.ts'

/** Adds the word at `start`, whatever character it begins with, or what it is the prefix of. Returns the end. */
export function readWord(list: TokenList, sql: string, start: number, lexis: Lexis): number {
  const { length } = sql
  let seen = sql.charCodeAt(start)
  let hash = hashWith(0, seen)
  let end = start + 1
  for (; end < length; end += 1) {
    const code = sql.charCodeAt(end)
    if (code < 128 ? WORD_PARTS[code] !== 1 : !isWordPart(code)) break
    hash = hashWith(hash, code)
    seen |= code
  }
  if (end - start <= 2) {
    const next = characterAt(sql, end)
    // ' " &
    if (next === 39 || next === 34 || next === 38) {
      const past = readPrefixed(list, sql, start, end, lexis)
      if (past !== -1) return past
    }
  }
  const code = seen < 128 ? codeOf(sql, start, end, hash) : codeOfUpper(sql.slice(start, end).toUpperCase())
  list.add(code, start, end)
  return end
}
