import { type WordSet, wordSet } from '../lexer/word-set.ts'
import { joinLiterals } from './dynamic-sql.ts'
import type { Walk } from './walk.ts'

/** Words between a variable's name and its value: `q STRING DEFAULT 'x'`, `q VARCHAR(99) := 'x'`. */
const LONGEST_TYPE = 8

const BEFORE_VALUE: WordSet = wordSet('= DEFAULT')
const BEFORE_VARIABLE: WordSet = wordSet('( :')
const AFTER_VARIABLE: WordSet = wordSet('; ) USING INTO')

/**
 * Remembers the text that a variable is given as a literal, at the assignment whose name is at `index`. Given a second
 * value, or one that is computed, it is known no longer.
 */
export function noteConstant(walk: Walk, index: number, end: number): void {
  const { tokens } = walk
  if (!tokens.isName(index)) return
  const key = tokens.text(index).toLowerCase()
  let at = index + 1
  while (at < end && at < index + LONGEST_TYPE && !tokens.isOneOf(at, BEFORE_VALUE)) at += 1
  if (at >= end || !tokens.isOneOf(at, BEFORE_VALUE)) return
  const text = joinLiterals(tokens, at + 1, end, walk.lexis)
  walk.constants.set(key, walk.constants.has(key) ? null : text)
}

/** The text of the variable at `index`, `q` or `:q`, which stands alone; null: it is not known. */
export function constantAt(walk: Walk, index: number): string | null {
  let at = index
  while (walk.tokens.isOneOf(at, BEFORE_VARIABLE)) at += 1
  const isAlone = walk.tokens.kind(at + 1) === 'end' || walk.tokens.isOneOf(at + 1, AFTER_VARIABLE)
  return isAlone ? (walk.constants.get(walk.tokens.text(at).toLowerCase()) ?? null) : null
}
