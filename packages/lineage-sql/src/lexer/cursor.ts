import type { Token, TokenKind } from './token.ts'
import type { TokenList } from './token-list.ts'
import {
  CLOSE,
  FIRST_KEYWORD,
  KINDS,
  NONE,
  OPEN,
  PLAIN_WORD,
  QUOTED,
  WORDS,
  type Word,
} from './vocabulary.ts'
import { type WordSet, wordSet } from './word-set.ts'

const SEMICOLONS: WordSet = wordSet(';')

/** Some of the tokens of a text, those of one statement. Outside of them every question is answered with nothing. */
export class Cursor {
  readonly list: TokenList
  readonly length: number
  private readonly from: number

  /** Of the tokens from `from` on, up to `to` exclusive. */
  constructor(list: TokenList, from = 0, to: number = list.length) {
    this.list = list
    this.from = from
    this.length = to - from
  }

  part(from: number, to: number): Cursor {
    if (from === 0 && to === this.length) return this
    return new Cursor(this.list, this.from + from, this.from + Math.max(from, Math.min(to, this.length)))
  }

  /** What the token is, as a number; see `vocabulary.ts`. */
  code(index: number): number {
    return index >= 0 && index < this.length ? (this.list.codes[this.from + index] ?? NONE) : NONE
  }

  /** What keywords and symbols are recognised by. */
  word(index: number): Word {
    return WORDS[this.code(index)] ?? ''
  }

  kind(index: number): TokenKind {
    return KINDS[this.code(index)] ?? 'end'
  }

  isOneOf(index: number, set: WordSet): boolean {
    return set[this.code(index)] === 1
  }

  /** Index of the next token that is in the set, from `index` on; the length when there is none. */
  find(index: number, set: WordSet): number {
    let at = index
    while (at < this.length && set[this.code(at)] !== 1) at += 1
    return at
  }

  /** A word, or a name in quotes. */
  isName(index: number): boolean {
    const code = this.code(index)
    return code === PLAIN_WORD || code === QUOTED || code >= FIRST_KEYWORD
  }

  /** A name without its quotes, a word or symbol as written, or a literal with its quotes. */
  text(index: number): string {
    return this.code(index) === NONE ? '' : this.list.textAt(this.from + index)
  }

  /** A word or symbol in lower case, else ''. */
  lower(index: number): string {
    const kind = this.kind(index)
    return kind === 'word' || kind === 'symbol' ? this.text(index).toUpperCase().toLowerCase() : ''
  }

  /** Offsets in the text, `end` exclusive. */
  start(index: number): number {
    return this.code(index) === NONE ? 0 : (this.list.starts[this.from + index] ?? 0)
  }

  end(index: number): number {
    return this.code(index) === NONE ? 0 : (this.list.ends[this.from + index] ?? 0)
  }

  /** Just past the partner of the '(' at `index`; past the last token when it is never closed. */
  past(index: number): number {
    if (this.code(index) !== OPEN) return this.length
    return Math.min(this.list.partnerOf(this.from + index) - this.from + 1, this.length)
  }

  /** Index of the first ';'; the length when there is none. */
  get semicolonAt(): number {
    const { semicolonAt } = this.list
    if (semicolonAt === -1) return this.length
    return this.from === 0 && semicolonAt < this.length ? semicolonAt : this.find(0, SEMICOLONS)
  }

  /** Some '(' is never closed, or some ')' never opened. */
  get unbalanced(): boolean {
    if (this.length === this.list.length) return this.list.unbalanced
    let open = 0
    for (let index = 0; index < this.length; index += 1) {
      const code = this.code(index)
      if (code === OPEN) open += 1
      else if (code === CLOSE) {
        open -= 1
        if (open < 0) return true
      }
    }
    return open > 0
  }

  /** The text from the first token to the last. */
  get source(): string {
    return this.list.sql.slice(this.start(0), this.end(this.length - 1))
  }

  toTokens(): readonly Token[] {
    const tokens: Token[] = []
    for (let index = 0; index < this.length; index += 1) tokens.push(this.list.tokenAt(this.from + index))
    return tokens
  }
}
