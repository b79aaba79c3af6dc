import { characterAt, classOf, DIGIT, isPlainWordPart } from './characters.ts'

function pastWord(sql: string, from: number): number {
  let at = from
  while (isPlainWordPart(characterAt(sql, at))) at += 1
  return at
}

/** `e+5` behind a number: the `e` is part of it already. */
function pastExponent(sql: string, at: number): number {
  const before = characterAt(sql, at - 1)
  const sign = characterAt(sql, at)
  if ((before !== 101 && before !== 69) || (sign !== 43 && sign !== 45)) return at
  let end = at + 1
  while (classOf(characterAt(sql, end)) === DIGIT) end += 1
  return end > at + 1 ? end : at
}

/** Index behind the number that begins at `start` with a digit, or with a dot before one: `1`, `1.5e-3`, `.5`, `0xff`. */
export function pastNumber(sql: string, start: number): number {
  let at = pastWord(sql, start)
  if (characterAt(sql, at) === 46) {
    const next = characterAt(sql, at + 1)
    if (classOf(next) === DIGIT) at = pastWord(sql, at + 1)
    // `1.` is a number, and `1..2` and `1.x` are one with something behind it.
    else if (at > start && next !== 46 && !isPlainWordPart(next)) at += 1
  }
  return pastExponent(sql, at)
}
