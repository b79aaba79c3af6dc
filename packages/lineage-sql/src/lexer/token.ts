export type TokenKind = 'word' | 'quoted' | 'string' | 'number' | 'parameter' | 'symbol' | 'end'

export interface Token {
  readonly kind: TokenKind
  /** A name without its quotes, a word or symbol as written, or a literal with its quotes. */
  readonly text: string
  /** What keywords and symbols are recognised by: an unquoted word in upper case, a symbol itself; else ''. */
  readonly word: string
  /** Offsets in the text, `end` exclusive. */
  readonly start: number
  readonly end: number
}

/** Stands for every position outside the tokens, so that looking ahead needs no bounds check. */
export const NO_TOKEN: Token = { kind: 'end', text: '', word: '', start: 0, end: 0 }

export interface Lexed {
  readonly tokens: readonly Token[]
  /** A string, quoted name or comment was still open at the end. */
  readonly unterminated: boolean
  /** Offset of the first template mark (`{{`, `{%`, `{#`, `${`) outside strings and comments; null: none. */
  readonly templateAt: number | null
}
