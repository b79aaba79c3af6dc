import type { Cursor } from '../lexer/cursor.ts'
import type { Word } from '../lexer/vocabulary.ts'
import { type WordSet, wordSet } from '../lexer/word-set.ts'
import { BODY_HEADS, ROUTINES } from './script-words.ts'

/** CREATE, OR REPLACE and the words that may stand before the kind of object. */
const LONGEST_CREATE_HEAD = 7

/** What kind of routine the CREATE at `index` makes, in upper case; null: none. */
export function routineAt(tokens: Cursor, index: number): Word | null {
  for (let at = index + 1; at < index + LONGEST_CREATE_HEAD; at += 1) {
    if (tokens.kind(at) !== 'word') return null
    const word = tokens.word(at)
    if (word === 'TABLE' && tokens.word(at + 1) === 'FUNCTION') return 'FUNCTION'
    if (word === 'TABLE' || word === 'VIEW') return null
    // CREATE EVENT TABLE, and CREATE STREAM s ON EVENT TABLE
    if (word === 'EVENT' && tokens.word(at + 1) === 'TABLE') return null
    if (tokens.isOneOf(at, ROUTINES)) return word
    if (word === 'RULE' && (at === index + 1 || tokens.word(at - 1) === 'REPLACE')) return word
  }
  return null
}

/** `WITH p AS PROCEDURE () ... AS $$ ... $$ CALL p()`: a procedure that is made, run and forgotten. */
export function isUnkeptProcedure(tokens: Cursor, index: number): boolean {
  return (
    tokens.word(index) === 'WITH' && tokens.word(index + 2) === 'AS' && tokens.word(index + 3) === 'PROCEDURE'
  )
}

const UNCOUNTED: WordSet = wordSet('IF LOOP WHILE FOR REPEAT')

function blocksOpenedAt(tokens: Cursor, index: number): number {
  const word = tokens.word(index)
  if (word === 'BEGIN') return 1
  // END IF, END LOOP and the like close what is not counted; CASE is, and END CASE closes it.
  if (word === 'CASE') return tokens.word(index - 1) === 'END' ? 0 : 1
  return word === 'END' && !tokens.isOneOf(index + 1, UNCOUNTED) ? -1 : 0
}

/** Index of the semicolon behind the rule that begins at `index`; its actions may stand in a parenthesis. */
export function endOfRule(tokens: Cursor, index: number): number {
  for (let at = index; at < tokens.length; at += 1) {
    if (tokens.word(at) === ';') return at
    if (tokens.word(at) === '(') at = tokens.past(at) - 1
  }
  return tokens.length
}

/** Index of the semicolon behind the routine that begins at `index`, its body in one piece. */
export function endOfRoutine(tokens: Cursor, index: number): number {
  let openBlocks = 0
  for (let at = index; at < tokens.length; at += 1) {
    const word = tokens.word(at)
    if (word === ';' && openBlocks === 0) return at
    if (openBlocks > 0 || word === 'BEGIN') openBlocks += blocksOpenedAt(tokens, at)
  }
  return tokens.length
}

export type RoutineBody =
  /** Statements follow from `at` on, in the script itself. */
  | { readonly kind: 'script'; readonly at: number }
  /** A string holds them: its text with the quotes. */
  | { readonly kind: 'literal'; readonly literal: string; readonly end: number }
  | { readonly kind: 'none'; readonly end: number }

const READABLE_LANGUAGES: ReadonlySet<string> = new Set(['', 'SQL', 'PLPGSQL'])

/** The body of the procedure that begins at `index`. */
export function procedureBody(tokens: Cursor, index: number): RoutineBody {
  let language = ''
  let literal = -1
  let depth = 0
  let at = index
  for (; at < tokens.length; at += 1) {
    const word = tokens.word(at)
    if (word === ';' && depth <= 0) break
    if (word === '(') depth += 1
    else if (word === ')') depth -= 1
    else if (depth > 0) continue
    else if (word === 'LANGUAGE')
      language = tokens
        .text(at + 1)
        .replaceAll("'", '')
        .toUpperCase()
    else if (word === 'BEGIN' || word === 'DECLARE') return { kind: 'script', at }
    else if (tokens.isOneOf(at, BODY_HEADS) && word !== 'EXECUTE') return { kind: 'script', at }
    else if (word === 'AS' && tokens.kind(at + 1) === 'string') literal = at + 1
    else if (literal === -1 && tokens.kind(at) === 'string' && tokens.text(at).startsWith('$')) literal = at
  }
  return literal !== -1 && READABLE_LANGUAGES.has(language)
    ? { kind: 'literal', literal: tokens.text(literal), end: at }
    : { kind: 'none', end: at }
}
