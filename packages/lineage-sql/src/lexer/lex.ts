import type { Lexis } from './lexis.ts'
import { readTokens } from './read-tokens.ts'
import type { Lexed, Token } from './token.ts'
import { giveBack } from './token-list.ts'

/** Tokens of `sql` as objects, comments and white space left out. Linear; takes any text. */
export function lex(sql: string, lexis: Lexis): Lexed {
  const list = readTokens(sql, lexis)
  const tokens: Token[] = []
  for (let index = 0; index < list.length; index += 1) tokens.push(list.tokenAt(index))
  const { unterminated, templateAt } = list
  giveBack(list)
  return { tokens, unterminated, templateAt }
}
