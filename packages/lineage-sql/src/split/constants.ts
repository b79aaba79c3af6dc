import { joinLiterals } from './dynamic-sql.ts'
import { tokenAt, type Walk } from './walk.ts'

/** Words between a variable's name and its value: `q STRING DEFAULT 'x'`, `q VARCHAR(99) := 'x'`. */
const LONGEST_TYPE = 8

/**
 * Remembers the text that a variable is given as a literal, at the assignment whose name is at `index`. Given a second
 * value, or one that is computed, it is known no longer.
 */
export function noteConstant(walk: Walk, index: number, end: number): void {
  const name = tokenAt(walk, index)
  if (name.kind !== 'word' && name.kind !== 'quoted') return
  const key = name.text.toLowerCase()
  let at = index + 1
  while (at < end && at < index + LONGEST_TYPE && !['=', 'DEFAULT'].includes(tokenAt(walk, at).word)) at += 1
  const isValue = ['=', 'DEFAULT'].includes(tokenAt(walk, at).word) && at < end
  if (!isValue) return
  const text = joinLiterals(walk.tokens, at + 1, end, walk.lexis)
  walk.constants.set(key, walk.constants.has(key) ? null : text)
}

/** The text of the variable at `index`, `q` or `:q`, which stands alone; null: it is not known. */
export function constantAt(walk: Walk, index: number): string | null {
  let at = index
  while (['(', ':'].includes(tokenAt(walk, at).word)) at += 1
  const after = tokenAt(walk, at + 1)
  const isAlone = after.kind === 'end' || [';', ')', 'USING', 'INTO'].includes(after.word)
  return isAlone ? (walk.constants.get(tokenAt(walk, at).text.toLowerCase()) ?? null) : null
}
