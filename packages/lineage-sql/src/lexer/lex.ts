import type { Lexis } from './lexis.ts'
import { type Extent, skipBlockComment, skipPast, skipQuoted, skipTripleQuoted } from './skip-quoted.ts'
import type { Lexed, Token, TokenKind } from './token.ts'

const SPACE = /[\s\u00a0\ufeff]+/y
const WORD = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y
const NUMBER = /(?:\d\w*(?:\.\d\w*|\.(?![\w.]))?|\.\d\w*)(?:(?<=[eE])[+-]\d+)?/y
const DOLLAR_TAG = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y
const DOLLAR_NAME = /\$\w+/y
const AT_NAME = /@{1,2}[\w"~%][\w".~%/$=-]*/y
const UNICODE_ESCAPE = /\\(?:\+([0-9A-Fa-f]{6})|([0-9A-Fa-f]{4})|(\\))/g

function endOf(pattern: RegExp, sql: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(sql) ? pattern.lastIndex : -1
}

function decodeUnicode(text: string): string {
  return text.replace(UNICODE_ESCAPE, (written, long?: string, short?: string, backslash?: string) => {
    if (backslash !== undefined) return backslash
    const code = Number.parseInt(long ?? short ?? '', 16)
    return code <= 0x10ffff ? String.fromCodePoint(code) : written
  })
}

/** Tokens of `sql`, comments and white space left out. Linear; takes any text; an open quote runs to the end. */
export function lex(sql: string, lexis: Lexis): Lexed {
  const tokens: Token[] = []
  let unterminated = false
  let templateAt: number | null = null
  let at = 0

  const skip = (extent: Extent): void => {
    if (!extent.closed) unterminated = true
    at = extent.end
  }
  const add = (kind: TokenKind, start: number, end: number): void => {
    const text = sql.slice(start, end)
    const word = kind === 'word' ? text.toUpperCase() : kind === 'symbol' ? text : ''
    tokens.push({ kind, text, word, start, end })
    at = end
  }
  const addString = (start: number, extent: Extent): void => {
    skip(extent)
    add('string', start, extent.end)
  }
  const addName = (start: number, quoteAt: number, decode: boolean): void => {
    const quote = sql[quoteAt] ?? ''
    const extent = skipQuoted(sql, quoteAt, quote, lexis.dottedQuotes)
    skip(extent)
    const inner = sql.slice(quoteAt + 1, extent.closed ? extent.end - 1 : extent.end)
    const plain = inner.replaceAll(quote + quote, quote)
    const text = decode ? decodeUnicode(plain) : plain
    tokens.push({ kind: 'quoted', text, word: '', start, end: extent.end })
  }
  const stringAt = (quoteAt: number, backslashEscapes: boolean): Extent => {
    const quote = sql[quoteAt] ?? ''
    const triple = quote.repeat(3)
    return lexis.tripleQuotes && sql.startsWith(triple, quoteAt)
      ? skipTripleQuoted(sql, quoteAt + 3, triple)
      : skipQuoted(sql, quoteAt, quote, backslashEscapes)
  }

  /** A word, unless it is the prefix of a string (`E'..'`) or of a name (`U&".."`). */
  const addWord = (end: number): void => {
    const start = at
    const next = sql[end] ?? ''
    const isShort = end - start <= 2 && next !== ''
    const prefix = isShort ? sql.slice(start, end).toLowerCase() : ''
    const escapes = isShort && lexis.stringQuotes.includes(next) ? lexis.stringPrefixes[prefix] : undefined
    const unicode = prefix === 'u' && next === '&' ? sql[end + 1] : ''
    if (escapes !== undefined) addString(start, stringAt(end, escapes))
    else if (unicode === "'") addString(start, skipQuoted(sql, end + 1, "'", false))
    else if (unicode === '"') addName(start, end + 1, true)
    else add('word', start, end)
  }

  const addDollar = (): void => {
    const tagEnd = lexis.dollarQuotes === 'none' ? -1 : endOf(DOLLAR_TAG, sql, at)
    const nameEnd = endOf(DOLLAR_NAME, sql, at)
    if (tagEnd !== -1 && (lexis.dollarQuotes === 'tagged' || tagEnd === at + 2)) {
      addString(at, skipPast(sql, tagEnd, sql.slice(at, tagEnd)))
    } else if (nameEnd !== -1) add('parameter', at, nameEnd)
    else {
      if (sql[at + 1] === '{') templateAt ??= at
      add('symbol', at, at + 1)
    }
  }

  const isLineComment = (): boolean =>
    sql.startsWith('--', at) || lexis.lineComments.some((mark) => sql.startsWith(mark, at))

  /** After a name, `.5` is a dot and the name's next part. */
  const followsName = (): boolean => {
    const last = tokens.at(-1)
    return last !== undefined && last.end === at && (last.kind === 'word' || last.kind === 'quoted')
  }

  const skipLine = (): void => {
    const end = sql.indexOf('\n', at)
    at = end === -1 ? sql.length : end + 1
  }

  const addSymbol = (character: string, next: string): void => {
    if (character === '{' && (next === '{' || next === '%' || next === '#')) templateAt ??= at
    const isPipe = lexis.pipes && character === '|' && next === '>'
    add('symbol', at, at + (isPipe ? 2 : 1))
  }

  const addOther = (character: string, next: string): void => {
    const atEnd = character === '@' && lexis.atNames ? endOf(AT_NAME, sql, at) : -1
    const numberEnd = followsName() ? -1 : endOf(NUMBER, sql, at)
    if (lexis.nameQuotes.includes(character)) addName(at, at, false)
    else if (lexis.stringQuotes.includes(character)) addString(at, stringAt(at, lexis.backslashEscapes))
    else if (isLineComment()) skipLine()
    else if (character === '/' && next === '*') skip(skipBlockComment(sql, at, lexis.nestedComments))
    else if (character === '$') addDollar()
    else if (character === '?') add('parameter', at, at + 1)
    else if (atEnd !== -1) add('parameter', at, atEnd)
    else if (numberEnd !== -1) add('number', at, numberEnd)
    else addSymbol(character, next)
  }

  while (at < sql.length) {
    const spaceEnd = endOf(SPACE, sql, at)
    if (spaceEnd !== -1) {
      at = spaceEnd
      continue
    }
    const wordEnd = endOf(WORD, sql, at)
    if (wordEnd === -1) addOther(sql[at] ?? '', sql[at + 1] ?? '')
    else addWord(wordEnd)
  }
  return { tokens, unterminated, templateAt }
}
