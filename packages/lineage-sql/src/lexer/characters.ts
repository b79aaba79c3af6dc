/** What a character may begin. */
const OTHER = 0
export const SPACE = 1
export const LETTER = 2
export const DIGIT = 3

const ASCII = new Uint8Array(128)
for (const code of [9, 10, 11, 12, 13, 32]) ASCII[code] = SPACE
for (let code = 48; code < 58; code += 1) ASCII[code] = DIGIT
for (let code = 65; code < 91; code += 1) {
  ASCII[code] = LETTER
  ASCII[code + 32] = LETTER
}
ASCII[95] = LETTER

/** Spaces outside ASCII: no-break, ogham, en quad to hair space, line and paragraph separators, ideographic, BOM. */
function isWideSpace(code: number): boolean {
  if (code === 0xa0 || code === 0x1680 || code === 0x3000 || code === 0xfeff) return true
  if (code === 0x2028 || code === 0x2029 || code === 0x202f || code === 0x205f) return true
  return code >= 0x2000 && code <= 0x200b
}

/** NaN, the code behind the end of a text, is OTHER. */
export function classOf(code: number): number {
  if (code < 128) return ASCII[code] ?? OTHER
  if (code >= 128) return isWideSpace(code) ? SPACE : LETTER
  return OTHER
}

/** May go on a word: letters, digits, `_` and `$`. */
export function isWordPart(code: number): boolean {
  return classOf(code) >= LETTER || code === 36
}
