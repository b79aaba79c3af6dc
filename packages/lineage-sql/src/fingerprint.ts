import { lex } from './lexer/lex.ts'
import type { Lexis } from './lexer/lexis.ts'
import type { Token } from './lexer/token.ts'
import { literalText } from './split/literal-text.ts'

const SIGN_FOLLOWS: ReadonlySet<string> = new Set(['(', ',', '=', '<', '>', '[', '+', '-', '*', '/', '|'])

/** Words before a string that names files or a table: there the literal is what the statement is about. */
const NAMES_AFTER: ReadonlySet<string> = new Set(
  `FROM TO INTO IDENTIFIER TABLE TABLE_CHANGES INPATH INFILE DIRECTORY READ_FILES CLOUD_FILES READ_CSV READ_PARQUET
  READ_JSON`.split(/\s+/),
)
/** Words that mean that only in statements of these kinds; elsewhere they are columns. */
const SETTINGS: ReadonlySet<string> = new Set(
  'LOCATION EXTERNAL_LOCATION PATH URI URIS SCHEMA CATALOG SEARCH_PATH'.split(' '),
)
const HAS_SETTINGS: ReadonlySet<string> = new Set('CREATE REPLACE EXPORT LOAD SET'.split(' '))
const BETWEEN: ReadonlySet<string> = new Set(['=', '(', '[', '>', ','])

function namesSomething(tokens: readonly Token[], index: number, hasSettings: boolean): boolean {
  for (let at = index - 1; at >= 0; at -= 1) {
    const token = tokens[at]
    if (token === undefined) return false
    // A list of files: what stands before its first one decides.
    if (BETWEEN.has(token.word) || (token.kind === 'string' && tokens[at + 1]?.word === ',')) {
      if (index - at > MOST_BACK) return false
      continue
    }
    if (token.kind === 'parameter') return hasSettings && token.text.startsWith('@@')
    return NAMES_AFTER.has(token.word) || (hasSettings && SETTINGS.has(token.word))
  }
  return false
}

/** Lists longer than this are data. */
const MOST_BACK = 40

function isSign(tokens: readonly Token[], index: number, word: string): boolean {
  if (word !== '-' && word !== '+') return false
  return tokens[index + 1]?.kind === 'number' && SIGN_FOLLOWS.has(tokens[index - 1]?.word ?? '')
}

/** Whether the strings behind the word at `index` hold SQL, up to the end of the statement. */
function startsCode(tokens: readonly Token[], index: number, word: string): boolean {
  const next = tokens[index + 1]
  switch (word) {
    case 'EXECUTE':
      return next?.kind === 'string' || ['IMMEDIATE', '(', 'FORMAT'].includes(next?.word ?? '')
    case 'DO':
      return next?.kind === 'string' || next?.word === 'LANGUAGE'
    case 'UNLOAD':
      return next?.word === '('
    case 'AS':
      return next?.kind === 'string'
  }
  return false
}

/** Leaves out the rest of a list of equal pieces: `?, ?, ?` and `(?), (?), (?)`. */
function endsRepetition(out: readonly string[]): number {
  const { length } = out
  const last = out[length - 1]
  if (last === '?') return out[length - 2] === ',' && out[length - 3] === '?' ? 2 : 0
  if (last !== ')' || out[length - 2] !== '?' || out[length - 3] !== '(' || out[length - 4] !== ',') return 0
  return out[length - 5] === ')' && out[length - 6] === '?' && out[length - 7] === '(' ? 4 : 0
}

const DEEPEST = 4

function normalize(sql: string, lexis: Lexis, depth: number): string {
  const { tokens } = lex(sql, lexis)
  const out: string[] = []
  let isCode = false
  let isFirst = true
  let hasSettings = false

  const literal = (token: Token, index: number): string => {
    if (token.kind === 'parameter') {
      return token.text.startsWith(lexis.stages ? '@' : '@@') ? token.text : '?'
    }
    if (token.kind === 'number') return '?'
    if (isCode && depth < DEEPEST) {
      const inner = normalize(literalText(token.text, lexis), lexis, depth + 1)
      return `'${inner.replaceAll("'", "''")}'`
    }
    return namesSomething(tokens, index, hasSettings) ? token.text : '?'
  }

  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index]
    if (token === undefined) break
    const { kind, word } = token
    if (kind === 'symbol' && isSign(tokens, index, word)) continue
    if (kind === 'word') {
      if (isFirst) hasSettings = HAS_SETTINGS.has(word)
      isFirst = false
      isCode ||= startsCode(tokens, index, word)
      if (word === 'USING' || word === 'TO') isCode = false
      out.push(token.text)
    } else if (kind === 'symbol') {
      if (word === ';') {
        isCode = false
        isFirst = true
      }
      out.push(word)
    } else out.push(kind === 'quoted' ? sql.slice(token.start, token.end) : literal(token, index))
    const repeated = endsRepetition(out)
    if (repeated > 0) out.length -= repeated
  }
  return out.join(' ')
}

/**
 * The same text for statements that differ only in literals, list lengths, comments and white space. Literals that
 * name files or tables stay; of SQL in strings the normalised SQL stays.
 */
export function normalizeSql(sql: string, lexis: Lexis): string {
  return normalize(sql, lexis, 0)
}
