import type { Token } from '../lexer/token.ts'

export type Unwrapped =
  /** `isDefined`: it will run later, if at all. */
  | { readonly kind: 'statement'; readonly at: number; readonly isDefined: boolean }
  | { readonly kind: 'text'; readonly token: Token }
  | { readonly kind: 'irrelevant' | 'unparsed'; readonly reason: string }

function pastParenthesis(tokens: readonly Token[], index: number, end: number): number {
  let depth = 0
  for (let at = index; at < end; at += 1) {
    const word = tokens[at]?.word
    if (word === '(') depth += 1
    else if (word === ')') {
      depth -= 1
      if (depth === 0) return at + 1
    }
  }
  return end
}

const EXPLAIN_OPTIONS: ReadonlySet<string> = new Set(
  'ANALYZE ANALYSE VERBOSE EXTENDED FORMATTED CODEGEN COST LOGICAL DISTRIBUTED'.split(' '),
)

function unwrapExplain(tokens: readonly Token[], index: number, end: number): Unwrapped {
  let at = index + 1
  let runs = false
  const isAnalyze = (word: string | undefined): boolean => word === 'ANALYZE' || word === 'ANALYSE'
  const first = tokens[at + 1]?.word ?? ''
  if (tokens[at]?.word === '(' && first !== 'SELECT' && first !== 'WITH' && first !== '(') {
    const past = pastParenthesis(tokens, at, end)
    for (; at < past; at += 1) {
      const value = tokens[at + 1]?.text.toLowerCase() ?? ''
      runs ||= isAnalyze(tokens[at]?.word) && !['false', 'off', '0'].includes(value)
    }
  }
  while (at < end && EXPLAIN_OPTIONS.has(tokens[at]?.word ?? '')) {
    runs ||= isAnalyze(tokens[at]?.word)
    at += 1
  }
  if (!runs) return { kind: 'irrelevant', reason: 'explain' }
  return at < end
    ? { kind: 'statement', at, isDefined: false }
    : { kind: 'unparsed', reason: 'the text ends after EXPLAIN' }
}

/** What the EXPLAIN or PREPARE at `index` is about. */
export function unwrap(tokens: readonly Token[], index: number, end: number): Unwrapped {
  if (tokens[index]?.word === 'EXPLAIN') return unwrapExplain(tokens, index, end)
  if (tokens[index + 1]?.word === 'TRANSACTION') return { kind: 'irrelevant', reason: 'prepare transaction' }
  let at = index + 2
  if (tokens[at]?.word === '(') at = pastParenthesis(tokens, at, end)
  const { word } = tokens[at] ?? { word: '' }
  const body = tokens[at + 1]
  if (word === 'FROM' && body?.kind === 'string') return { kind: 'text', token: body }
  if ((word === 'AS' || word === 'FROM') && at + 1 < end)
    return { kind: 'statement', at: at + 1, isDefined: true }
  return { kind: 'unparsed', reason: 'PREPARE without a statement' }
}
