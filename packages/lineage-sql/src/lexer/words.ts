/** A word as written, and in upper case. */
export interface Word {
  readonly text: string
  readonly upper: string
}

const SLOTS = 8192
/** A longer piece of a text would keep the whole text in memory. */
const LONGEST = 12
const slots: (Word | undefined)[] = new Array<Word | undefined>(SLOTS).fill(undefined)

/** As a property's key every string exists once, which makes comparing cheap. */
function unique(text: string): string {
  return Object.keys({ [text]: 0 })[0] ?? text
}

function isAt(sql: string, start: number, text: string): boolean {
  for (let offset = 0; offset < text.length; offset += 1) {
    if (sql.charCodeAt(start + offset) !== text.charCodeAt(offset)) return false
  }
  return true
}

/**
 * The word from `start` to `end`. SQL repeats few words, so the last of each hash is kept: a table of fixed size that
 * only saves time. `hash` is any hash of the characters.
 */
export function wordAt(sql: string, start: number, end: number, hash: number): Word {
  const length = end - start
  if (length > LONGEST) {
    const text = sql.slice(start, end)
    return { text, upper: text.toUpperCase() }
  }
  const slot = hash & (SLOTS - 1)
  const known = slots[slot]
  if (known !== undefined && known.text.length === length && isAt(sql, start, known.text)) return known
  const text = sql.slice(start, end)
  const word: Word = { text: unique(text), upper: unique(text.toUpperCase()) }
  slots[slot] = word
  return word
}
