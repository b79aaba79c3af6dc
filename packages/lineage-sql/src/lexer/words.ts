import { unique } from './unique.ts'

/** A word as written, and in upper case. */
export interface WrittenWord {
  readonly text: string
  readonly upper: string
}

const SLOTS = 8192
/** A longer piece of a text would keep the whole text in memory. */
const LONGEST = 12
const slots: (WrittenWord | undefined)[] = new Array<WrittenWord | undefined>(SLOTS).fill(undefined)

function isAt(sql: string, start: number, text: string): boolean {
  for (let offset = 0; offset < text.length; offset += 1) {
    if (sql.charCodeAt(start + offset) !== text.charCodeAt(offset)) return false
  }
  return true
}

/**
 * The word from `start` to `end`. SQL repeats few words, so the last of each hash is kept: a table of fixed size that
 * only saves time.
 */
export function wordAt(sql: string, start: number, end: number): WrittenWord {
  const length = end - start
  if (length > LONGEST) {
    const text = sql.slice(start, end)
    return { text, upper: text.toUpperCase() }
  }
  let hash = 0
  for (let index = start; index < end; index += 1) hash = (Math.imul(hash, 31) + sql.charCodeAt(index)) | 0
  const slot = (hash ^ (hash >>> 13)) & (SLOTS - 1)
  const known = slots[slot]
  if (known !== undefined && known.text.length === length && isAt(sql, start, known.text)) return known
  const text = sql.slice(start, end)
  const word: WrittenWord = { text: unique(text), upper: unique(text.toUpperCase()) }
  slots[slot] = word
  return word
}
