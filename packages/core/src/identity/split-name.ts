import type { IdentifierPart } from '../ports/identifiers.ts'
import type { DialectNames } from './dialect-names.ts'

interface Scanned {
  readonly part: IdentifierPart
  readonly end: number
}

function scanQuoted(name: string, start: number, names: DialectNames): Scanned | null {
  let text = ''
  let at = start + 1
  while (at < name.length) {
    if (name.startsWith(names.escapedQuote, at)) {
      text += names.quote
      at += names.escapedQuote.length
    } else if (name[at] === names.quote) {
      return text === '' ? null : { part: { text, quoted: true }, end: at + 1 }
    } else {
      text += name[at]
      at += 1
    }
  }
  return null
}

function scanPlain(name: string, start: number, names: DialectNames): Scanned | null {
  const dot = name.indexOf('.', start)
  const end = dot === -1 ? name.length : dot
  const text = name.slice(start, end).trim()
  if (text === '' || text.includes(names.quote)) return null
  return { part: { text, quoted: false }, end }
}

/**
 * `a."b.c"` -> two parts. null: empty parts, an unclosed quote, or more than three parts.
 * Dots inside quotes belong to the name.
 */
export function splitName(name: string, names: DialectNames): readonly IdentifierPart[] | null {
  const parts: IdentifierPart[] = []
  let at = 0
  for (;;) {
    const scanned = name[at] === names.quote ? scanQuoted(name, at, names) : scanPlain(name, at, names)
    if (scanned === null) return null
    parts.push(scanned.part)
    if (scanned.end === name.length) return parts.length <= 3 ? parts : null
    if (name[scanned.end] !== '.') return null
    at = scanned.end + 1
  }
}
