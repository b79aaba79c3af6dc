import { conceptOf, fullWord, singular } from './words.ts'

/** A column's name taken apart. */
export interface NameTokens {
  /** Lower case, without separators. */
  readonly squashed: string
  /** Words in order, abbreviations in full. */
  readonly words: readonly string[]
  /** The words, with one word for all synonyms. */
  readonly concepts: readonly string[]
}

const PARTS = /\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lu}+|\p{Lo}+|\d+/gu

function wordOf(part: string): string {
  const word = singular(part.toLowerCase())
  return fullWord(word)
}

/** Splits at separators, at changes of case and at digits: `custAddr_2` is customer, address, 2. */
export function tokensOf(name: string): NameTokens {
  // A name in one case has no humps: `CUSTNAME` is one word, and `Id` of `userId` is not.
  const parts = name.match(PARTS) ?? []
  const words = parts.map(wordOf)
  const squashed = name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
  return { squashed, words, concepts: words.map((word) => conceptOf(word)) }
}
