import { NO_TOKEN, type Token } from './token.ts'

/** The tokens of one statement, with the partner of each parenthesis known in advance. */
export interface Cursor {
  readonly length: number
  /** The token at `index`; a token that matches nothing when outside. */
  at(index: number): Token
  /** Just past the partner of the '(' at `index`; past the last token when it is never closed. */
  past(index: number): number
  /** Some '(' is never closed, or some ')' never opened. */
  readonly unbalanced: boolean
}

/** Over the tokens from `from` on, up to `to` exclusive. */
export function cursorOf(tokens: readonly Token[], from = 0, to: number = tokens.length): Cursor {
  const length = to - from
  const partners: number[] = []
  const open: number[] = []
  let stray = false
  for (let index = 0; index < length; index += 1) {
    const word = tokens[from + index]?.word
    if (word === '(') open.push(index)
    else if (word === ')') {
      const start = open.pop()
      if (start === undefined) stray = true
      else partners[start] = index
    }
  }
  return {
    length,
    at: (index) => (index < 0 || index >= length ? NO_TOKEN : (tokens[from + index] ?? NO_TOKEN)),
    past: (index) => (partners[index] ?? length - 1) + 1,
    unbalanced: stray || open.length > 0,
  }
}
