import { CODES, keyword } from './vocabulary.ts'

/** A set of words and symbols, by their codes: 1 for those in it. */
export type WordSet = Uint8Array

/** Of words in upper case with white space between them. */
export function wordSet(list: string, ...others: readonly WordSet[]): WordSet {
  const set = new Uint8Array(CODES)
  for (const word of list.split(/\s+/)) set[keyword(word)] = 1
  for (const other of others)
    other.forEach((value, code) => {
      if (value === 1) set[code] = 1
    })
  return set
}
