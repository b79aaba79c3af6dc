import { characterAt, isWordPart } from './characters.ts'
import type { Lexis } from './lexis.ts'
import { addString, readQuoted } from './read-quoted.ts'
import { readWord } from './read-word.ts'
import { type Extent, skipBlockComment, skipPast } from './skip-quoted.ts'
import type { TokenList } from './token-list.ts'
import { PARAMETER, PIPE, SEMICOLON, STRANGE } from './vocabulary.ts'

const DOLLAR_TAG = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y
const DOLLAR_NAME = /\$\w+/y
const AT_NAME = /@{1,2}(?:"[^"]*"|[\w~%])(?:"[^"]*"|[\w.~%/$=:+-])*/y

function endOf(pattern: RegExp, sql: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(sql) ? pattern.lastIndex : -1
}

/** `//` behind `:` or another `/`. */
const isUrl = (before: number): boolean => before === 58 || before === 47

function pastLine(sql: string, at: number): number {
  const end = sql.indexOf('\n', at)
  return end === -1 ? sql.length : end + 1
}

function pastComment(list: TokenList, extent: Extent): number {
  if (!extent.closed) list.unterminated = true
  return extent.end
}

function addParameter(list: TokenList, start: number, end: number): number {
  list.add(PARAMETER, start, end)
  return end
}

function addSymbol(list: TokenList, sql: string, start: number, code: number, lexis: Lexis): number {
  const next = characterAt(sql, start + 1)
  // {{ {% {#
  if (code === 123 && (next === 123 || next === 37 || next === 35)) list.templateAt ??= start
  const isPipe = code === 124 && next === 62 && lexis.pipes
  const end = start + (isPipe ? 2 : 1)
  list.add(isPipe ? PIPE : code < 33 || code === 127 ? STRANGE : code, start, end)
  return end
}

function readDollar(list: TokenList, sql: string, start: number, lexis: Lexis): number {
  const tagEnd = lexis.dollarQuotes === 'none' ? -1 : endOf(DOLLAR_TAG, sql, start)
  if (tagEnd !== -1 && (lexis.dollarQuotes === 'tagged' || tagEnd === start + 2)) {
    return addString(list, start, skipPast(sql, tagEnd, sql.slice(start, tagEnd)))
  }
  const nameEnd = endOf(DOLLAR_NAME, sql, start)
  if (nameEnd !== -1) return addParameter(list, start, nameEnd)
  if (sql[start + 1] === '{') list.templateAt ??= start
  return addSymbol(list, sql, start, 36, lexis)
}

/** What begins at `start` with a character whose meaning hangs on the dialect or on what follows. Returns its end. */
export function readOther(list: TokenList, sql: string, start: number, code: number, lexis: Lexis): number {
  const next = characterAt(sql, start + 1)
  switch (code) {
    case 39: // '
    case 34: // "
    case 96: {
      // `
      const end = readQuoted(list, sql, start, lexis)
      if (end !== -1) return end
      break
    }
    case 45: // -
      if (next === 45) return pastLine(sql, start)
      if (next === 62 && lexis.chains && characterAt(sql, start + 2) === 62) {
        list.add(SEMICOLON, start, start + 3)
        if (list.semicolonAt === -1) list.semicolonAt = list.length - 1
        return start + 3
      }
      break
    case 47: // /
      if (next === 42) return pastComment(list, skipBlockComment(sql, start, lexis.nestedComments))
      // file:///x and s3://y hold no comment.
      if (next === 47 && lexis.lineComments.includes('//') && !isUrl(characterAt(sql, start - 1)))
        return pastLine(sql, start)
      break
    case 35: // #
      if (lexis.lineComments.includes('#')) return pastLine(sql, start)
      if (lexis.hashNames && isWordPart(next)) return readWord(list, sql, start, lexis)
      break
    case 36: // $
      return readDollar(list, sql, start, lexis)
    case 63: // ?
      return addParameter(list, start, start + 1)
    case 64: {
      // @
      const end = lexis.atNames ? endOf(AT_NAME, sql, start) : -1
      if (end !== -1) return addParameter(list, start, end)
    }
  }
  return addSymbol(list, sql, start, code, lexis)
}
