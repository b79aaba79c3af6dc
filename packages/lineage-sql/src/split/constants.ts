import type { Cursor } from '../lexer/cursor.ts'
import { type WordSet, wordSet } from '../lexer/word-set.ts'
import { joinLiterals } from './dynamic-sql.ts'
import type { Walk } from './walk.ts'

/** Words between a variable's name and its value: `q STRING DEFAULT 'x'`, `q VARCHAR(99) := 'x'`. */
const LONGEST_TYPE = 8

const VARIABLE: WordSet = wordSet('VAR VARIABLE')
const BEFORE_VALUE: WordSet = wordSet('= DEFAULT')
const BEFORE_VARIABLE: WordSet = wordSet('( :')
const AFTER_VARIABLE: WordSet = wordSet('; ) USING INTO')

/** `OR REPLACE VARIABLE q`, `VAR q`, `q`: index of the name. */
function pastVariable(tokens: Cursor, index: number): number {
  let at = index
  if (tokens.word(at) === 'OR' && tokens.word(at + 1) === 'REPLACE') at += 2
  return tokens.isOneOf(at, VARIABLE) && tokens.isName(at + 1) ? at + 1 : at
}

/**
 * Remembers the text that a variable is given as a literal, at the assignment whose name is at `index`. Given a second
 * value, or one that is computed, it is known no longer.
 */
export function noteConstant(walk: Walk, index: number, end: number): void {
  const { tokens } = walk
  const named = pastVariable(tokens, index)
  if (!tokens.isName(named)) return
  const key = tokens.text(named).toLowerCase()
  let at = named + 1
  while (at < end && at < named + LONGEST_TYPE && !tokens.isOneOf(at, BEFORE_VALUE)) at += 1
  if (at >= end || !tokens.isOneOf(at, BEFORE_VALUE)) return
  const text = joinLiterals(tokens, at + 1, end, walk.lexis)
  walk.constants.set(key, walk.constants.has(key) ? null : text)
}

/** The text of the variable at `index`, `q` or `:q`, which stands alone; null: it is not known. */
export function constantAt(walk: Walk, index: number): string | null {
  let at = index
  while (walk.tokens.isOneOf(at, BEFORE_VARIABLE)) at += 1
  const isAlone = walk.tokens.kind(at + 1) === 'end' || walk.tokens.isOneOf(at + 1, AFTER_VARIABLE)
  if (!isAlone) return null
  // `$q` is a variable of the session that `SET q = ...` gave its text.
  return walk.constants.get(walk.tokens.text(at).replace(/^\$/, '').toLowerCase()) ?? null
}
