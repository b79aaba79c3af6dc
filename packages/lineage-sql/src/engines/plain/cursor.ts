import type { IdentifierPart } from '@aegis/core/ports'
import { NO_TOKEN, type Token } from '../../lexer/token.ts'
import { RESERVED } from './words.ts'

/** A place in the tokens. Once refused it stands at the end, so that every loop over it ends. */
export interface Cursor {
  /** The keyword or symbol that comes, or one further on; '' for what is neither. */
  word(ahead?: number): string
  token(): Token
  advance(): void
  /** Whether these words came, which are then behind. */
  take(...words: readonly string[]): boolean
  expect(...words: readonly string[]): void
  /** A name comes, and no word with a meaning of its own. */
  isName(): boolean
  /** Refuses where none comes. */
  name(): IdentifierPart
  /** Names joined by dots. */
  path(most: number): readonly IdentifierPart[]
  /** `(a, b)` */
  names(): readonly IdentifierPart[]
  /** Gives up: the text is not as plain as it must be. */
  refuse(): void
  isRefused(): boolean
  isDone(): boolean
}

const NO_NAME: IdentifierPart = { text: '', quoted: true }

export function cursorOver(tokens: readonly Token[]): Cursor {
  let at = 0
  let refused = false

  const token = (): Token => tokens[at] ?? NO_TOKEN
  const word = (ahead = 0): string => tokens[at + ahead]?.word ?? ''
  const refuse = (): void => {
    refused = true
    at = tokens.length
  }
  const take = (...words: readonly string[]): boolean => {
    for (let index = 0; index < words.length; index += 1) if (word(index) !== words[index]) return false
    at += words.length
    return true
  }
  const expect = (...words: readonly string[]): void => {
    if (!take(...words)) refuse()
  }
  const isName = (): boolean => {
    const { kind, word: own } = token()
    return kind === 'quoted' || (kind === 'word' && !RESERVED.has(own))
  }
  const name = (): IdentifierPart => {
    const { kind, text } = token()
    if (!isName() || text === '') {
      refuse()
      return NO_NAME
    }
    at += 1
    return { text, quoted: kind === 'quoted' }
  }

  return {
    word,
    token,
    advance: () => {
      at += 1
    },
    take,
    expect,
    isName,
    name,
    path(most) {
      const parts = [name()]
      while (take('.')) parts.push(name())
      if (parts.length > most) refuse()
      return parts
    },
    names() {
      expect('(')
      const all = [name()]
      while (take(',')) all.push(name())
      expect(')')
      return all
    },
    refuse,
    isRefused: () => refused,
    isDone: () => at >= tokens.length,
  }
}
