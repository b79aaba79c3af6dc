import type { IdentifierPart, WrittenName } from '@aegis/core/ports'
import { foldPart, type Lexis } from '../lexer/lexis.ts'
import { nameKey } from './name-key.ts'

/** Whether two texts differ whatever the case: in an ASCII character that is no letter's other case, or in length. */
function differSurely(a: string, b: string): boolean {
  const end = Math.min(a.length, b.length)
  for (let index = 0; index < end; index += 1) {
    const first = a.charCodeAt(index)
    const second = b.charCodeAt(index)
    // Outside ASCII a letter may grow when its case changes; then the folded forms are compared.
    if (first > 127 || second > 127) return false
    if (first !== second && (first | 32) !== (second | 32)) return true
  }
  return a.length !== b.length
}

function isSamePart(a: IdentifierPart, b: IdentifierPart, { nameCase }: Lexis): boolean {
  if (differSurely(a.text, b.text)) return false
  if (a.text === b.text && a.quoted === b.quoted) return true
  return foldPart(a, nameCase) === foldPart(b, nameCase)
}

/** Whether two spellings name the same thing: their `nameKey`s are equal. Tells it without making them. */
export function isSameName(a: WrittenName, b: WrittenName, lexis: Lexis): boolean {
  const isPlain = (a.kind ?? 'table') === 'table' && (b.kind ?? 'table') === 'table'
  if (!isPlain) return nameKey(a, lexis) === nameKey(b, lexis)
  if (a.parts.length !== b.parts.length) return false
  // The last parts differ more often than the first.
  for (let index = a.parts.length - 1; index >= 0; index -= 1) {
    const first = a.parts[index]
    const second = b.parts[index]
    if (first === undefined || second === undefined || !isSamePart(first, second, lexis)) return false
  }
  return true
}
