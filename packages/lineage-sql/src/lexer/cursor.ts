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

export function cursorOf(tokens: readonly Token[]): Cursor {
  const partner = new Map<number, number>()
  const open: number[] = []
  let stray = false
  for (const [index, { word }] of tokens.entries()) {
    if (word === '(') open.push(index)
    else if (word === ')') {
      const start = open.pop()
      if (start === undefined) stray = true
      else partner.set(start, index)
    }
  }
  return {
    length: tokens.length,
    at: (index) => tokens[index] ?? NO_TOKEN,
    past: (index) => (partner.get(index) ?? tokens.length - 1) + 1,
    unbalanced: stray || open.length > 0,
  }
}
