import { characterAt } from './characters.ts'

/** Where a piece of text ends, and whether its end was there. */
export interface Extent {
  readonly end: number
  readonly closed: boolean
}

/** From the opening quote at `start` past the closing one, of that code. A doubled quote belongs to the text. */
export function skipQuoted(sql: string, start: number, closing: number, backslashEscapes: boolean): Extent {
  let at = start + 1
  while (at < sql.length) {
    const code = sql.charCodeAt(at)
    if (code === closing) {
      if (characterAt(sql, at + 1) !== closing) return { end: at + 1, closed: true }
      at += 2
    } else {
      at += code === 92 && backslashEscapes ? 2 : 1
    }
  }
  return { end: sql.length, closed: false }
}

/** Past the next `closing` at or after `from`. */
export function skipPast(sql: string, from: number, closing: string): Extent {
  const found = sql.indexOf(closing, from)
  return found === -1 ? { end: sql.length, closed: false } : { end: found + closing.length, closed: true }
}

/** Past three quotes at or after `from`; a backslash escapes. */
export function skipTripleQuoted(sql: string, from: number, quotes: string): Extent {
  let at = from
  while (at < sql.length) {
    if (sql.startsWith(quotes, at)) return { end: at + quotes.length, closed: true }
    at += sql[at] === '\\' ? 2 : 1
  }
  return { end: sql.length, closed: false }
}

/** From the opening mark of a block comment past its end. */
export function skipBlockComment(sql: string, start: number, nested: boolean): Extent {
  if (!nested) return skipPast(sql, start + 2, '*/')
  const marks = /\/\*|\*\//g
  marks.lastIndex = start + 2
  let depth = 1
  for (let mark = marks.exec(sql); mark !== null; mark = marks.exec(sql)) {
    depth += mark[0] === '/*' ? 1 : -1
    if (depth === 0) return { end: marks.lastIndex, closed: true }
  }
  return { end: sql.length, closed: false }
}
