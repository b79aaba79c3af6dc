import { AegisError } from '@aegis/core'

/** Bytes of a key of AES-256. */
const KEY_BYTES = 32

const HOW = 'Make a key with `aegis keys generate`.'

function refuse(position: number, count: number, what: string): AegisError {
  const which = count === 1 ? 'The encryption key' : `Entry ${position} of the ${count} encryption keys`
  return new AegisError('CONFIG_INVALID', `${which} ${what}. ${HOW}`)
}

/** The bytes, or null for what is no base64: nothing is skipped or guessed. */
function decode(text: string): Buffer | null {
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return null
  const bytes = Buffer.from(text, 'base64url')
  const plain = text.replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_')
  return bytes.toString('base64url') === plain ? bytes : null
}

/** 32 random bytes are never readable text, and never few different ones. */
function isChosenByAPerson(bytes: Buffer): boolean {
  return bytes.every((byte) => byte >= 0x20 && byte < 0x7f) || new Set(bytes).size < 12
}

function parseKey(text: string, position: number, count: number): Buffer {
  if (text === '') throw refuse(position, count, 'is empty')
  const bytes = decode(text)
  if (bytes === null) {
    throw refuse(position, count, 'is not base64: a passphrase cannot be a key, for it can be guessed')
  }
  if (bytes.length !== KEY_BYTES) {
    throw refuse(position, count, `has ${bytes.length} bytes once decoded, and needs ${KEY_BYTES}`)
  }
  if (isChosenByAPerson(bytes)) throw refuse(position, count, 'is not random: it can be guessed')
  return bytes
}

/**
 * The keys in a list such as `AEGIS_ENCRYPTION_KEY` holds: base64 of 32 bytes each, separated by commas, in the order given. Throws
 * `CONFIG_INVALID`, which repeats nothing of the text.
 */
export function parseKeys(text: string): readonly [Buffer, ...Buffer[]] {
  const entries = text.split(',').map((entry) => entry.trim())
  const [first, ...others] = entries.map((entry, index) => parseKey(entry, index + 1, entries.length))
  if (first === undefined) throw refuse(1, 1, 'is empty')
  const keys: readonly [Buffer, ...Buffer[]] = [first, ...others]
  keys.forEach((key, index) => {
    const before = keys.findIndex((other) => other.equals(key))
    if (before < index) {
      throw refuse(index + 1, keys.length, `is the same as entry ${before + 1}. Give each key once`)
    }
  })
  return keys
}
