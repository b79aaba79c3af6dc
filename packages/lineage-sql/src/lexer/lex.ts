import { classOf, DIGIT, isWordPart, LETTER, SPACE } from './characters.ts'
import { hasStringPrefix, type Lexis } from './lexis.ts'
import { type Extent, skipBlockComment, skipPast, skipQuoted, skipTripleQuoted } from './skip-quoted.ts'
import type { Lexed, Token, TokenKind } from './token.ts'
import { wordAt } from './words.ts'

const NUMBER = /(?:\d\w*(?:\.\d\w*|\.(?![\w.]))?|\.\d\w*)(?:(?<=[eE])[+-]\d+)?/y
const DOLLAR_TAG = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y
const DOLLAR_NAME = /\$\w+/y
const AT_NAME = /@{1,2}[\w"~%][\w".~%/$=:+-]*/y
const UNICODE_ESCAPE = /\\(?:\+([0-9A-Fa-f]{6})|([0-9A-Fa-f]{4})|(\\))/g
/** One string for each symbol. */
const SYMBOLS: readonly string[] = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code))

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

/** `//` behind `:` or another `/`. */
const isUrl = (before: number): boolean => before === 58 || before === 47

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
    tokens.push({ kind, text: sql.slice(start, end), word: '', start, end })
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
    const plain = inner.includes(quote) ? inner.replaceAll(quote + quote, quote) : inner
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

  /** The prefix of a string (`E'..'`) or of a name (`U&".."`), with what it stands before. */
  const addPrefixed = (end: number, next: string): boolean => {
    const start = at
    const prefix = sql.slice(start, end).toLowerCase()
    const escapes = lexis.stringQuotes.includes(next) ? hasStringPrefix(lexis, prefix) : undefined
    const unicode = prefix === 'u' && next === '&' ? sql[end + 1] : ''
    if (escapes !== undefined) addString(start, stringAt(end, escapes))
    else if (unicode === "'") addString(start, skipQuoted(sql, end + 1, "'", false))
    else if (unicode === '"') addName(start, end + 1, true)
    else return false
    return true
  }

  const addWord = (begin: number): void => {
    const start = at
    let end = begin
    let hash = 0
    for (let index = start; index < end; index += 1) hash = (hash * 31 + sql.charCodeAt(index)) | 0
    for (let code = sql.charCodeAt(end); isWordPart(code); code = sql.charCodeAt(end)) {
      hash = (hash * 31 + code) | 0
      end += 1
    }
    const next = sql.charCodeAt(end)
    // ' " &
    if (end - start <= 2 && (next === 39 || next === 34 || next === 38) && addPrefixed(end, sql[end] ?? ''))
      return
    const { text, upper } = wordAt(sql, start, end, hash ^ (hash >>> 13))
    tokens.push({ kind: 'word', text, word: upper, start, end })
    at = end
  }

  const addDollar = (): void => {
    const tagEnd = lexis.dollarQuotes === 'none' ? -1 : endOf(DOLLAR_TAG, sql, at)
    const nameEnd = endOf(DOLLAR_NAME, sql, at)
    if (tagEnd !== -1 && (lexis.dollarQuotes === 'tagged' || tagEnd === at + 2)) {
      addString(at, skipPast(sql, tagEnd, sql.slice(at, tagEnd)))
    } else if (nameEnd !== -1) add('parameter', at, nameEnd)
    else {
      if (sql[at + 1] === '{') templateAt ??= at
      addSymbol(36, 0)
    }
  }

  /** After a name, `.5` is a dot and the name's next part. */
  const followsName = (): boolean => {
    const last = tokens[tokens.length - 1]
    return last !== undefined && last.end === at && (last.kind === 'word' || last.kind === 'quoted')
  }

  const skipLine = (): void => {
    const end = sql.indexOf('\n', at)
    at = end === -1 ? sql.length : end + 1
  }

  const addSymbol = (code: number, next: number): void => {
    // {{ {% {#
    if (code === 123 && (next === 123 || next === 37 || next === 35)) templateAt ??= at
    const isPipe = code === 124 && next === 62 && lexis.pipes
    const end = at + (isPipe ? 2 : 1)
    const text = isPipe ? '|>' : (SYMBOLS[code] ?? sql.slice(at, end))
    tokens.push({ kind: 'symbol', text, word: text, start: at, end })
    at = end
  }

  const addOther = (code: number): void => {
    const next = sql.charCodeAt(at + 1)
    switch (code) {
      case 39: // '
      case 34: // "
      case 96: {
        // `
        const quote = sql[at] ?? ''
        if (lexis.nameQuotes.includes(quote)) addName(at, at, false)
        else if (lexis.stringQuotes.includes(quote)) addString(at, stringAt(at, lexis.backslashEscapes))
        else addSymbol(code, next)
        return
      }
      case 45: // -
        if (next === 45) skipLine()
        else addSymbol(code, next)
        return
      case 47: // /
        if (next === 42) skip(skipBlockComment(sql, at, lexis.nestedComments))
        // file:///x and s3://y hold no comment.
        else if (next === 47 && lexis.lineComments.includes('//') && !isUrl(sql.charCodeAt(at - 1)))
          skipLine()
        else addSymbol(code, next)
        return
      case 35: // #
        if (lexis.lineComments.includes('#')) skipLine()
        else if (lexis.hashNames && isWordPart(next)) addWord(at + 1)
        else addSymbol(code, next)
        return
      case 36: // $
        addDollar()
        return
      case 63: // ?
        add('parameter', at, at + 1)
        return
      case 64: {
        // @
        const end = lexis.atNames ? endOf(AT_NAME, sql, at) : -1
        if (end === -1) addSymbol(code, next)
        else add('parameter', at, end)
        return
      }
      case 46: {
        // .
        const end = classOf(next) !== DIGIT || followsName() ? -1 : endOf(NUMBER, sql, at)
        if (end === -1) addSymbol(code, next)
        else add('number', at, end)
        return
      }
      default:
        addSymbol(code, next)
    }
  }

  while (at < sql.length) {
    const code = sql.charCodeAt(at)
    switch (classOf(code)) {
      case SPACE:
        at += 1
        break
      case LETTER:
        addWord(at)
        break
      case DIGIT: {
        const end = followsName() ? -1 : endOf(NUMBER, sql, at)
        if (end === -1) addSymbol(code, 0)
        else add('number', at, end)
        break
      }
      default:
        addOther(code)
    }
  }
  return { tokens, unterminated, templateAt }
}
