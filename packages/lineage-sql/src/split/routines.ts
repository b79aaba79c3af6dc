import type { Token } from '../lexer/token.ts'
import { BODY_HEADS, ROUTINES } from './script-words.ts'

/** CREATE, OR REPLACE and the words that may stand before the kind of object. */
const LONGEST_CREATE_HEAD = 7

/** What kind of routine the CREATE at `index` makes, in upper case; null: none. */
export function routineAt(tokens: readonly Token[], index: number): string | null {
  for (let at = index + 1; at < index + LONGEST_CREATE_HEAD; at += 1) {
    const token = tokens[at]
    if (token === undefined || token.kind !== 'word') return null
    if (token.word === 'TABLE' && tokens[at + 1]?.word === 'FUNCTION') return 'FUNCTION'
    if (token.word === 'TABLE' || token.word === 'VIEW') return null
    if (ROUTINES.has(token.word) && token.word !== 'AGGREGATE') return token.word
  }
  return null
}

function blocksOpenedBy(token: Token, before: Token | undefined, after: Token | undefined): number {
  if (token.word === 'BEGIN') return 1
  // END IF, END LOOP and the like close what is not counted; CASE is, and END CASE closes it.
  if (token.word === 'CASE') return before?.word === 'END' ? 0 : 1
  const isCountless = ['IF', 'LOOP', 'WHILE', 'FOR', 'REPEAT'].includes(after?.word ?? '')
  return token.word === 'END' && !isCountless ? -1 : 0
}

/** Index of the semicolon behind the routine that begins at `index`, its body in one piece. */
export function endOfRoutine(tokens: readonly Token[], index: number): number {
  let openBlocks = 0
  for (let at = index; at < tokens.length; at += 1) {
    const token = tokens[at]
    if (token === undefined || (token.word === ';' && openBlocks === 0)) return at
    const isBlock = openBlocks > 0 || token.word === 'BEGIN'
    if (isBlock) openBlocks += blocksOpenedBy(token, tokens[at - 1], tokens[at + 1])
  }
  return tokens.length
}

export type RoutineBody =
  /** Statements follow from `at` on, in the script itself. */
  | { readonly kind: 'script'; readonly at: number }
  /** A string holds them. */
  | { readonly kind: 'literal'; readonly token: Token; readonly end: number }
  | { readonly kind: 'none'; readonly end: number }

const READABLE_LANGUAGES: ReadonlySet<string> = new Set(['', 'SQL', 'PLPGSQL'])

/** The body of the procedure that begins at `index`. */
export function procedureBody(tokens: readonly Token[], index: number): RoutineBody {
  let language = ''
  let literal: Token | null = null
  let depth = 0
  let at = index
  for (; at < tokens.length; at += 1) {
    const token = tokens[at]
    if (token === undefined || (token.word === ';' && depth <= 0)) break
    const next = tokens[at + 1]
    if (token.word === '(') depth += 1
    else if (token.word === ')') depth -= 1
    else if (depth > 0) continue
    else if (token.word === 'LANGUAGE') language = (next?.text ?? '').replaceAll("'", '').toUpperCase()
    else if (token.word === 'BEGIN' || token.word === 'DECLARE') return { kind: 'script', at }
    else if (BODY_HEADS.has(token.word) && token.word !== 'EXECUTE') return { kind: 'script', at }
    else if (token.word === 'AS' && next?.kind === 'string') literal = next
    else if (literal === null && token.kind === 'string' && /^\$/.test(token.text)) literal = token
  }
  return literal !== null && READABLE_LANGUAGES.has(language)
    ? { kind: 'literal', token: literal, end: at }
    : { kind: 'none', end: at }
}
