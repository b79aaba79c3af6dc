import type { Cursor } from '../lexer/cursor.ts'
import type { Lexis } from '../lexer/lexis.ts'
import { type WordSet, wordSet } from '../lexer/word-set.ts'
import { literalText } from './literal-text.ts'

/** What EXECUTE runs. */
export type DynamicSql =
  | { readonly kind: 'text'; readonly text: string }
  /** The text is put together when it runs. */
  | { readonly kind: 'built' }
  | { readonly kind: 'file' }
  | { readonly kind: 'prepared' }
  /** EXECUTE TASK and the like run something that is stored. */
  | { readonly kind: 'stored'; readonly what: string }

const STORED: WordSet = wordSet('TASK ALERT JOB NOTEBOOK SERVICE DBT PIPELINE PROJECT')
/** Stand behind the text of EXECUTE. */
const AFTER_TEXT: WordSet = wordSet('INTO USING , ) ;')

/** `'a' || 'b'` from `index` to `end`: the text; null: something else is in it. */
export function joinLiterals(tokens: Cursor, index: number, end: number, lexis: Lexis): string | null {
  let text = ''
  let at = index
  for (;;) {
    if (tokens.kind(at) !== 'string') return null
    text += literalText(tokens.text(at), lexis)
    at += 1
    if (at >= end || tokens.isOneOf(at, AFTER_TEXT)) return text
    if (tokens.word(at) === '|' && tokens.word(at + 1) === '|') at += 2
    else if (tokens.kind(at) !== 'string') return null
  }
}

/** `format('... %L', x)`: only values are put in, so the names are in the text. */
function formatLiteral(tokens: Cursor, index: number, lexis: Lexis): string | null {
  if (tokens.word(index) !== 'FORMAT' || tokens.word(index + 1) !== '(') return null
  if (tokens.kind(index + 2) !== 'string') return null
  const after = tokens.word(index + 3)
  if (after !== ',' && after !== ')') return null
  const text = literalText(tokens.text(index + 2), lexis)
  return /%(?!(?:\d+\$)?L)/.test(text.replaceAll('%%', ''))
    ? null
    : text.replace(/%(?:\d+\$)?L/g, 'NULL').replaceAll('%%', '%')
}

/** EXECUTE at `index`, of a statement that ends before `end`. */
export function dynamicSql(
  tokens: Cursor,
  index: number,
  end: number,
  lexis: Lexis,
  isProcedural: boolean,
): DynamicSql {
  const isImmediate = tokens.word(index + 1) === 'IMMEDIATE'
  let at = isImmediate ? index + 2 : index + 1
  if (isImmediate && tokens.word(at) === 'FROM') return { kind: 'file' }
  if (!isImmediate && tokens.isOneOf(at, STORED) && end > at + 1) {
    return { kind: 'stored', what: tokens.lower(at) }
  }
  const isName = tokens.isName(at)
  if (tokens.word(at) === 'SP_EXECUTESQL') at += 1
  while (tokens.word(at) === '(') at += 1
  const text = joinLiterals(tokens, at, end, lexis) ?? formatLiteral(tokens, at, lexis)
  if (text !== null) return { kind: 'text', text }
  if (!isImmediate && !isProcedural && isName) return { kind: 'prepared' }
  return { kind: 'built' }
}
