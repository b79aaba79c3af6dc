import type { Lexis } from './lexis.ts'
import { hasStringPrefix } from './lexis.ts'
import { type Extent, skipQuoted, skipTripleQuoted } from './skip-quoted.ts'
import type { TokenList } from './token-list.ts'
import { QUOTED, STRING } from './vocabulary.ts'

function endOf(list: TokenList, extent: Extent): number {
  if (!extent.closed) list.unterminated = true
  return extent.end
}

export function addString(list: TokenList, start: number, extent: Extent): number {
  const end = endOf(list, extent)
  list.add(STRING, start, end)
  return end
}

function addName(list: TokenList, start: number, quoteAt: number, lexis: Lexis): number {
  const { sql } = list
  const extent = skipQuoted(sql, quoteAt, sql.charCodeAt(quoteAt), lexis.dottedQuotes)
  if (!extent.closed) list.openNameAt = list.length
  const end = endOf(list, extent)
  list.add(QUOTED, start, end)
  return end
}

function stringAt(sql: string, quoteAt: number, lexis: Lexis, backslashEscapes: boolean): Extent {
  if (lexis.tripleQuotes) {
    const triple = (sql[quoteAt] ?? '').repeat(3)
    if (sql.startsWith(triple, quoteAt)) return skipTripleQuoted(sql, quoteAt + 3, triple)
  }
  return skipQuoted(sql, quoteAt, sql.charCodeAt(quoteAt), backslashEscapes)
}

/** The name or string whose quote is at `start`; -1: to this dialect it is no quote. */
export function readQuoted(list: TokenList, sql: string, start: number, lexis: Lexis): number {
  const quote = sql[start] ?? ''
  if (lexis.nameQuotes.includes(quote)) return addName(list, start, start, lexis)
  if (lexis.stringQuotes.includes(quote)) {
    return addString(list, start, stringAt(sql, start, lexis, lexis.backslashEscapes))
  }
  return -1
}

/** The string (`E'..'`) or the name (`U&".."`) whose prefix stands from `start` to `end`; -1: it is no prefix. */
export function readPrefixed(list: TokenList, sql: string, start: number, end: number, lexis: Lexis): number {
  const next = sql[end] ?? ''
  const prefix = sql.slice(start, end).toLowerCase()
  const escapes = lexis.stringQuotes.includes(next) ? hasStringPrefix(lexis, prefix) : undefined
  if (escapes !== undefined) return addString(list, start, stringAt(sql, end, lexis, escapes))
  const unicode = prefix === 'u' && next === '&' ? sql[end + 1] : ''
  if (unicode === "'") return addString(list, start, skipQuoted(sql, end + 1, 39, false))
  return unicode === '"' ? addName(list, start, end + 1, lexis) : -1
}
