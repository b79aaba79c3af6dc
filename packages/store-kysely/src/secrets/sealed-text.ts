import { AegisError } from '@aegis/core'

/** Format of a sealed text: `v1.<key id>.<base64url of initialisation vector, tag and ciphertext>`. */
const VERSION = 'v1'
export const KEY_ID_LENGTH = 16
export const IV_BYTES = 12
export const TAG_BYTES = 16

/** Everything in front of the sealed bytes: the same for each text of one key. */
export const HEADER_LENGTH: number = VERSION.length + KEY_ID_LENGTH + 2

export interface SealedParts {
  readonly keyId: string
  readonly iv: Buffer
  readonly tag: Buffer
  readonly ciphertext: Buffer
}

export function unreadable(why: string): AegisError {
  return new AegisError(
    'SECRET_UNREADABLE',
    `A secret in the store cannot be read: ${why}. Give it again, or restore a backup of the store.`,
  )
}

export function headerOf(keyId: string): string {
  return `${VERSION}.${keyId}.`
}

export function writeSealed({ keyId, iv, tag, ciphertext }: SealedParts): string {
  return headerOf(keyId) + Buffer.concat([iv, tag, ciphertext]).toString('base64url')
}

const SEALED: RegExp = new RegExp(`^v1\\.([0-9a-f]{${KEY_ID_LENGTH}})\\.([A-Za-z0-9_-]+)$`)

/** Throws `SECRET_UNREADABLE`. */
export function readSealed(text: string): SealedParts {
  const [, keyId = '', encoded = ''] = SEALED.exec(text) ?? []
  const bytes = Buffer.from(encoded, 'base64url')
  // The last letter may hold bits that no byte holds: another letter there is another text, and not what was written.
  if (bytes.length < IV_BYTES + TAG_BYTES || bytes.toString('base64url') !== encoded) {
    throw unreadable('it is not a sealed text of this format')
  }
  return {
    keyId,
    iv: bytes.subarray(0, IV_BYTES),
    tag: bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES),
    ciphertext: bytes.subarray(IV_BYTES + TAG_BYTES),
  }
}
