import type { Lexis } from '../lexer/lexis.ts'
import type { Token } from '../lexer/token.ts'
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

const STORED: ReadonlySet<string> = new Set([
  'TASK',
  'ALERT',
  'JOB',
  'NOTEBOOK',
  'SERVICE',
  'DBT',
  'PIPELINE',
  'PROJECT',
])

/** `'a' || 'b'` from `index` to `end`: the text; null: something else is in it. */
export function joinLiterals(
  tokens: readonly Token[],
  index: number,
  end: number,
  lexis: Lexis,
): string | null {
  let text = ''
  let at = index
  for (;;) {
    const token = tokens[at]
    if (token?.kind !== 'string') return null
    text += literalText(token, lexis)
    at += 1
    if (at >= end) return text
    const { word } = tokens[at] ?? { word: '' }
    if (['INTO', 'USING', ')', ';'].includes(word)) return text
    if (word === '|' && tokens[at + 1]?.word === '|') at += 2
    else if (tokens[at]?.kind !== 'string') return null
  }
}

/** `format('... %L', x)`: only values are put in, so the names are in the text. */
function formatLiteral(tokens: readonly Token[], index: number, lexis: Lexis): string | null {
  const template = tokens[index + 2]
  if (tokens[index]?.word !== 'FORMAT' || tokens[index + 1]?.word !== '(' || template?.kind !== 'string')
    return null
  const after = tokens[index + 3]?.word
  if (after !== ',' && after !== ')') return null
  const text = literalText(template, lexis)
  return /%(?!(?:\d+\$)?L)/.test(text.replaceAll('%%', ''))
    ? null
    : text.replace(/%(?:\d+\$)?L/g, 'NULL').replaceAll('%%', '%')
}

/** EXECUTE at `index`, of a statement that ends before `end`. */
export function dynamicSql(
  tokens: readonly Token[],
  index: number,
  end: number,
  lexis: Lexis,
  isProcedural: boolean,
): DynamicSql {
  const isImmediate = tokens[index + 1]?.word === 'IMMEDIATE'
  let at = isImmediate ? index + 2 : index + 1
  const first = tokens[at]
  if (isImmediate && first?.word === 'FROM') return { kind: 'file' }
  if (!isImmediate && first !== undefined && STORED.has(first.word) && end > at + 1) {
    return { kind: 'stored', what: first.word.toLowerCase() }
  }
  while (tokens[at]?.word === '(') at += 1
  const text = joinLiterals(tokens, at, end, lexis) ?? formatLiteral(tokens, at, lexis)
  if (text !== null) return { kind: 'text', text }
  const isName = first !== undefined && (first.kind === 'word' || first.kind === 'quoted')
  if (!isImmediate && !isProcedural && isName) return { kind: 'prepared' }
  return { kind: 'built' }
}
