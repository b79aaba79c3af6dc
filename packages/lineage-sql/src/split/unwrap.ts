import type { Cursor } from '../lexer/cursor.ts'
import type { Word } from '../lexer/vocabulary.ts'
import { type WordSet, wordSet } from '../lexer/word-set.ts'

export type Unwrapped =
  /** `isDefined`: it will run later, if at all. */
  | { readonly kind: 'statement'; readonly at: number; readonly isDefined: boolean }
  /** A string holds it: its text with the quotes. */
  | { readonly kind: 'text'; readonly literal: string }
  | { readonly kind: 'irrelevant' | 'unparsed'; readonly reason: string }

function pastParenthesis(tokens: Cursor, index: number, end: number): number {
  let depth = 0
  for (let at = index; at < end; at += 1) {
    const word = tokens.word(at)
    if (word === '(') depth += 1
    else if (word === ')') {
      depth -= 1
      if (depth === 0) return at + 1
    }
  }
  return end
}

const EXPLAIN_OPTIONS: WordSet = wordSet(
  'ANALYZE ANALYSE VERBOSE EXTENDED FORMATTED CODEGEN COST LOGICAL DISTRIBUTED',
)

function unwrapExplain(tokens: Cursor, index: number, end: number): Unwrapped {
  let at = index + 1
  let runs = false
  const isAnalyze = (word: Word): boolean => word === 'ANALYZE' || word === 'ANALYSE'
  const first = tokens.word(at + 1)
  if (tokens.word(at) === '(' && first !== 'SELECT' && first !== 'WITH' && first !== '(') {
    const past = pastParenthesis(tokens, at, end)
    for (; at < past; at += 1) {
      const value = tokens.text(at + 1).toLowerCase()
      runs ||= isAnalyze(tokens.word(at)) && !['false', 'off', '0'].includes(value)
    }
  }
  while (at < end && tokens.isOneOf(at, EXPLAIN_OPTIONS)) {
    runs ||= isAnalyze(tokens.word(at))
    at += 1
  }
  if (!runs) return { kind: 'irrelevant', reason: 'explain' }
  return at < end
    ? { kind: 'statement', at, isDefined: false }
    : { kind: 'unparsed', reason: 'the text ends after EXPLAIN' }
}

/** What the EXPLAIN or PREPARE at `index` is about. */
export function unwrap(tokens: Cursor, index: number, end: number): Unwrapped {
  if (tokens.word(index) === 'EXPLAIN') return unwrapExplain(tokens, index, end)
  if (tokens.word(index + 1) === 'TRANSACTION') return { kind: 'irrelevant', reason: 'prepare transaction' }
  let at = index + 2
  if (tokens.word(at) === '(') at = pastParenthesis(tokens, at, end)
  const word = tokens.word(at)
  if (word === 'FROM' && tokens.kind(at + 1) === 'string')
    return { kind: 'text', literal: tokens.text(at + 1) }
  if ((word === 'AS' || word === 'FROM') && at + 1 < end)
    return { kind: 'statement', at: at + 1, isDefined: true }
  return { kind: 'unparsed', reason: 'PREPARE without a statement' }
}
