const encoder = new TextEncoder()

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}

/** `%3A` and `%3a`. */
function hexPattern(number: number, digits: number): string {
  const hex = number.toString(16).padStart(digits, '0')
  return [...hex].map((digit) => (/[a-f]/.test(digit) ? `[${digit}${digit.toUpperCase()}]` : digit)).join('')
}

/** Encoded once or twice. */
function percentPattern(bytes: Uint8Array): string {
  return [...bytes].map((byte) => `%(?:25)?${hexPattern(byte, 2)}`).join('')
}

function unicodePattern(letter: string): string {
  const units = Array.from({ length: letter.length }, (_, index) => letter.charCodeAt(index))
  return units.map((unit) => `\\{1,4}u${hexPattern(unit, 4)}`).join('')
}

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '\n': 'n',
  '\r': 'r',
  '\t': 't',
  '\b': 'b',
  '\f': 'f',
}

/** One character as itself, percent-encoded, or escaped as in JSON and in SQL, once or more. */
function letterPattern(letter: string): string {
  if (/^[A-Za-z0-9]$/.test(letter)) return letter
  const ways = [
    `\\\\{0,4}${escaped(letter)}`,
    percentPattern(encoder.encode(letter.isWellFormed() ? letter : '\ufffd')),
    unicodePattern(letter),
  ]
  const short = SHORT_ESCAPES[letter]
  if (short !== undefined) ways.push(`\\\\{1,4}${short}`)
  if (letter === ' ') ways.push('\\+')
  if (letter === "'" || letter === '"') ways.push(`${letter}${letter}`)
  if (letter === '\\') ways.unshift('\\\\{1,4}')
  return `(?:${ways.join('|')})`
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** The letters of base64 that hang on these bytes alone, when `before` other bytes (0..2) stand in front of them. */
function base64Inside(bytes: Uint8Array, before: number): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  // A letter holds six bits: the first whole one after the bits of the bytes in front.
  const start = (6 - ((before * 8) % 6)) % 6
  let letters = ''
  for (let at = start; at + 6 <= bits.length; at += 6) {
    letters += ALPHABET[Number.parseInt(bits.slice(at, at + 6), 2)] ?? ''
  }
  return letters
}

/** Fewer letters are found by chance. */
const LEAST_BASE64 = 9

const BASE64_WAYS: Readonly<Record<string, string>> = {
  '+': '(?:\\+|-|%2[Bb])',
  '/': '(?:\\\\{0,4}\\/|_|%2[Ff])',
}

function base64Patterns(value: string): readonly string[] {
  const bytes = encoder.encode(value)
  return [0, 1, 2]
    .map((before) => base64Inside(bytes, before))
    .filter((letters) => letters.length >= LEAST_BASE64)
    .map((letters) => [...letters].map((letter) => BASE64_WAYS[letter] ?? letter).join(''))
}

/**
 * Source of a regular expression that finds the value as it is, URL-encoded, escaped as in JSON or SQL, and in base64, also in the
 * midst of a longer one.
 */
export function patternOf(value: string): string {
  return [[...value].map(letterPattern).join(''), ...base64Patterns(value)].join('|')
}
