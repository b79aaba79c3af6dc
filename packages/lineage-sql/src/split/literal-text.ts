import type { Lexis } from '../lexer/lexis.ts'

const ESCAPE = /\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|([\s\S]))/g
const CONTROL: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', 0: '\0' }
const DOLLARS = /^\$\w*\$/
const PREFIX = /^[A-Za-z]{0,2}/

function withoutEscapes(text: string): string {
  return text.replace(ESCAPE, (_written, byte?: string, unit?: string, character = '') => {
    const code = byte ?? unit
    return code === undefined
      ? (CONTROL[character] ?? character)
      : String.fromCharCode(Number.parseInt(code, 16))
  })
}

/** What a string literal, written as `text`, stands for. Of an open one, what is there. */
export function literalText(text: string, lexis: Lexis): string {
  const tag = DOLLARS.exec(text)?.[0]
  if (tag !== undefined) {
    const isClosed = text.length >= 2 * tag.length && text.endsWith(tag)
    return text.slice(tag.length, isClosed ? -tag.length : undefined)
  }
  const prefix = PREFIX.exec(text)?.[0] ?? ''
  const rest = text.slice(prefix.length)
  const quote = rest[0] ?? ''
  const isTriple = lexis.tripleQuotes && rest.startsWith(quote.repeat(3)) && rest.length >= 6
  const size = isTriple ? 3 : 1
  const isClosed = rest.length >= 2 * size && rest.endsWith(quote)
  const inner = rest.slice(size, isClosed ? -size : undefined)
  const plain = isTriple ? inner : inner.replaceAll(quote + quote, quote)
  const letters = prefix.toLowerCase()
  const escapes = letters === 'e' || (lexis.backslashEscapes && !letters.includes('r'))
  return escapes && plain.includes('\\') ? withoutEscapes(plain) : plain
}
