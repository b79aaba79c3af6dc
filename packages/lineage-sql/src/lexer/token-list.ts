import type { Token, TokenKind } from './token.ts'
import { FIRST_KEYWORD, KINDS, NONE, PLAIN_WORD, QUOTED } from './vocabulary.ts'
import { wordAt } from './words.ts'

const UNICODE_ESCAPE = /\\(?:\+([0-9A-Fa-f]{6})|([0-9A-Fa-f]{4})|(\\))/g
/** Of the '(' that is never closed: behind every token. */
const NEVER = 0x7fffffff
const FEWEST = 256
/** Longer lists are not kept for the next text, so that one long text holds no memory. */
const MOST_KEPT = 8192

function decodeUnicode(text: string): string {
  return text.replace(UNICODE_ESCAPE, (written, long?: string, short?: string, backslash?: string) => {
    if (backslash !== undefined) return backslash
    const code = Number.parseInt(long ?? short ?? '', 16)
    return code <= 0x10ffff ? String.fromCodePoint(code) : written
  })
}

/** What `U&"..."` stands for, or any other name in quotes. */
function unquoted(sql: string, start: number, end: number, isClosed: boolean): string {
  const isUnicode = sql.charCodeAt(start + 1) === 38 && (sql[start] === 'U' || sql[start] === 'u')
  const quoteAt = isUnicode ? start + 2 : start
  const quote = sql[quoteAt] ?? ''
  const inner = sql.slice(quoteAt + 1, isClosed ? end - 1 : end)
  const plain = inner.includes(quote) ? inner.replaceAll(quote + quote, quote) : inner
  return isUnicode ? decodeUnicode(plain) : plain
}

/**
 * The tokens of a text as columns of numbers, not as an object each: most tokens are looked at once and need neither
 * their text nor an object. Texts are cut out when they are asked for.
 */
export class TokenList {
  sql = ''
  length = 0
  /** A string, quoted name or comment was still open at the end. */
  unterminated = false
  /** Offset of the first template mark (`{{`, `{%`, `{#`, `${`) outside strings and comments; null: none. */
  templateAt: number | null = null
  /** Index of the quoted name that is open at the end; -1: none is. */
  openNameAt = -1
  /** Some '(' is never closed, or some ')' never opened. */
  unbalanced = false
  /** Index of the first ';'; -1: there is none. */
  semicolonAt = -1
  codes: Uint16Array = new Uint16Array(FEWEST)
  /** Offsets in the text, ends exclusive. */
  starts: Int32Array = new Int32Array(FEWEST)
  ends: Int32Array = new Int32Array(FEWEST)
  /** By the index of a '(' that of its ')'. */
  private partners: Int32Array = new Int32Array(FEWEST)
  /** The innermost '(' that is open; -1: none. Its partner holds the one around it until it is known. */
  private innermost = -1

  /** Makes it the list of another text, still without tokens. */
  clear(sql: string): void {
    this.sql = sql
    this.length = 0
    this.unterminated = false
    this.templateAt = null
    this.openNameAt = -1
    this.unbalanced = false
    this.semicolonAt = -1
    this.innermost = -1
  }

  add(code: number, start: number, end: number): void {
    const index = this.length
    if (index === this.codes.length) this.grow()
    this.codes[index] = code
    this.starts[index] = start
    this.ends[index] = end
    this.length = index + 1
  }

  private grow(): void {
    const size = this.codes.length * 2
    const longer = (column: Int32Array): Int32Array => {
      const copy = new Int32Array(size)
      copy.set(column)
      return copy
    }
    const codes = new Uint16Array(size)
    codes.set(this.codes)
    this.codes = codes
    this.starts = longer(this.starts)
    this.ends = longer(this.ends)
    this.partners = longer(this.partners)
  }

  /** Notes that the last token is a '('. */
  open(): void {
    const index = this.length - 1
    this.partners[index] = this.innermost
    this.innermost = index
  }

  /** Notes that the last token is a ')'. */
  close(): void {
    const index = this.innermost
    if (index === -1) {
      this.unbalanced = true
      return
    }
    this.innermost = this.partners[index] ?? -1
    this.partners[index] = this.length - 1
  }

  /** Notes that no token follows. */
  finish(): void {
    if (this.innermost !== -1) this.unbalanced = true
    while (this.innermost !== -1) {
      const index = this.innermost
      this.innermost = this.partners[index] ?? -1
      this.partners[index] = NEVER
    }
  }

  /** Index of the partner of the '(' at `index`; beyond every token when it has none. */
  partnerOf(index: number): number {
    return this.partners[index] ?? NEVER
  }

  /** A name without its quotes, a word or symbol as written, or a literal with its quotes. */
  textAt(index: number): string {
    const start = this.starts[index] ?? 0
    const end = this.ends[index] ?? 0
    if (this.codes[index] !== QUOTED) return this.sql.slice(start, end)
    return unquoted(this.sql, start, end, index !== this.openNameAt)
  }

  kindAt(index: number): TokenKind {
    return KINDS[this.codes[index] ?? NONE] ?? 'end'
  }

  isNameAt(index: number): boolean {
    const code = this.codes[index] ?? NONE
    return code === PLAIN_WORD || code === QUOTED || code >= FIRST_KEYWORD
  }

  tokenAt(index: number): Token {
    const kind = this.kindAt(index)
    const start = this.starts[index] ?? 0
    const end = this.ends[index] ?? 0
    if (kind === 'word') {
      const { text, upper } = wordAt(this.sql, start, end)
      return { kind, text, word: upper, start, end }
    }
    const text = this.textAt(index)
    return { kind, text, word: kind === 'symbol' ? text : '', start, end }
  }
}

const spare: TokenList[] = []

/** An empty list, one that was given back if there is one: making its columns costs more than filling them. */
export function takeTokenList(): TokenList {
  return spare.pop() ?? new TokenList()
}

/** Nothing may hold on to the list any more. */
export function giveBack(list: TokenList): void {
  list.clear('')
  if (list.codes.length <= MOST_KEPT && spare.length < 4) spare.push(list)
}
