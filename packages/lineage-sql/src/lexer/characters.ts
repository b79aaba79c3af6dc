/** What a character may begin. */
const OTHER = 0
export const SPACE = 1
/** A token of its own, whatever follows. */
export const MARK = 2
export const DOT = 3
export const LETTER = 4
export const DIGIT = 5

/** By the code of an ASCII character. */
export const ASCII: Uint8Array = new Uint8Array(128)
for (const code of [9, 10, 11, 12, 13, 32]) ASCII[code] = SPACE
for (const mark of '!%&()*+,:;<=>[\\]^}~') ASCII[mark.charCodeAt(0)] = MARK
ASCII[46] = DOT
for (let code = 48; code < 58; code += 1) ASCII[code] = DIGIT
for (let code = 65; code < 91; code += 1) {
  ASCII[code] = LETTER
  ASCII[code + 32] = LETTER
}
ASCII[95] = LETTER

/** By the code of an ASCII character, 1: it may go on a word. */
export const WORD_PARTS: Uint8Array = ASCII.map((kind) => (kind >= LETTER ? 1 : 0))
// $
WORD_PARTS[36] = 1

/** Spaces outside ASCII: no-break, ogham, en quad to hair space, line and paragraph separators, ideographic, BOM. */
function isWideSpace(code: number): boolean {
  if (code === 0xa0 || code === 0x1680 || code === 0x3000 || code === 0xfeff) return true
  if (code === 0x2028 || code === 0x2029 || code === 0x202f || code === 0x205f) return true
  return code >= 0x2000 && code <= 0x200b
}

export function classOf(code: number): number {
  if (code < 128) return ASCII[code] ?? OTHER
  return isWideSpace(code) ? SPACE : LETTER
}

/** May go on a word: letters, digits, `_` and `$`. */
export function isWordPart(code: number): boolean {
  return code < 128 ? WORD_PARTS[code] === 1 : !isWideSpace(code)
}

/** Letters, digits and `_` of ASCII. */
export function isPlainWordPart(code: number): boolean {
  return code < 128 && (ASCII[code] ?? OTHER) >= LETTER
}

/** Outside of the text there are characters that begin nothing. */
export function characterAt(text: string, index: number): number {
  return index >= 0 && index < text.length ? text.charCodeAt(index) : 0
}
