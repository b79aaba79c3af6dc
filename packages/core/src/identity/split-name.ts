import type { IdentifierPart } from '../ports/identifiers.ts'
import type { DialectNames } from './dialect-names.ts'

interface Scanned {
  readonly part: IdentifierPart
  readonly end: number
}

function scanQuoted(name: string, start: number, { quote, escapes }: DialectNames): Scanned | null {
  let text = ''
  let at = start + 1
  while (at < name.length) {
    const escaped = escapes.find(([, written]) => name.startsWith(written, at))
    if (escaped !== undefined) {
      text += escaped[0]
      at += escaped[1].length
    } else if (name[at] === quote) {
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
  const text = name.slice(start, end).trimEnd()
  if (text === '' || text.includes(names.quote)) return null
  return { part: { text, quoted: false }, end }
}

function skipSpaces(name: string, start: number): number {
  let at = start
  while (/\s/.test(name.charAt(at))) at += 1
  return at
}

function splitPath(text: string): readonly IdentifierPart[] | null {
  const parts = text.split('.')
  if (parts.includes('') || parts.length > 3) return null
  return parts.map((part) => ({ text: part, quoted: true }))
}

/**
 * `a."b.c"` -> two parts. null: empty parts, an unclosed quote, or more than three parts.
 * Dots inside quotes belong to the name; spaces around a part do not.
 */
export function splitName(name: string, names: DialectNames): readonly IdentifierPart[] | null {
  const parts: IdentifierPart[] = []
  let at = 0
  for (;;) {
    const start = skipSpaces(name, at)
    const scan = name[start] === names.quote ? scanQuoted : scanPlain
    const scanned = scan(name, start, names)
    if (scanned === null) return null
    parts.push(scanned.part)
    const end = skipSpaces(name, scanned.end)
    if (end === name.length) break
    if (name[end] !== '.' || parts.length === 3) return null
    at = end + 1
  }
  const [only] = parts
  const isPath = names.quotesWholePaths === true && parts.length === 1 && only?.quoted === true
  return isPath ? splitPath(only.text) : parts
}
