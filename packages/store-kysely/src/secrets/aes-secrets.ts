import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { AegisError, type SecretPlace, type Secrets, secret } from '@aegis/core'
import { parseKeys } from './parse-keys.ts'
import {
  headerOf,
  IV_BYTES,
  KEY_ID_LENGTH,
  readSealed,
  TAG_BYTES,
  unreadable,
  writeSealed,
} from './sealed-text.ts'

const CIPHER = 'aes-256-gcm'

interface Key {
  readonly id: string
  readonly bytes: Buffer
}

/** What is made of a key for one purpose tells nothing about what is made of it for another, nor about the key. */
function derive(key: Buffer, purpose: string, bytes: number): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', `aegis/secrets/v1/${purpose}`, bytes))
}

function keyOf(given: Buffer): Key {
  return {
    id: derive(given, 'key id', KEY_ID_LENGTH / 2).toString('hex'),
    bytes: derive(given, CIPHER, 32),
  }
}

/** What is bound to the ciphertext without being in it: moved to another place, it does not open. */
function boundTo(keyId: string, { install, table, row, column }: SecretPlace): Buffer {
  return Buffer.from(JSON.stringify(['aegis', headerOf(keyId), install, table, String(row), column]))
}

function encrypt({ id, bytes }: Key, plain: string, place: SecretPlace): string {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv(CIPHER, bytes, iv, { authTagLength: TAG_BYTES })
  cipher.setAAD(boundTo(id, place))
  const ciphertext = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return writeSealed({ keyId: id, iv, tag: cipher.getAuthTag(), ciphertext })
}

function decrypt(keys: readonly Key[], sealed: string, place: SecretPlace): string {
  const { keyId, iv, tag, ciphertext } = readSealed(sealed)
  const key = keys.find(({ id }) => id === keyId)
  if (key === undefined)
    throw wrongKey(
      [keyId],
      keys.map(({ id }) => id),
    )
  // Without the length a tag of four bytes would do, which can be guessed.
  const decipher = createDecipheriv(CIPHER, key.bytes, iv, { authTagLength: TAG_BYTES })
  decipher.setAAD(boundTo(keyId, place))
  decipher.setAuthTag(tag)
  try {
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8')
  } catch {
    // The reason of OpenSSL says nothing, and the error has no code.
    throw unreadable(`${place.table}.${place.column} of row ${place.row} was changed, or belongs elsewhere`)
  }
}

/** `needed` are the keys that the store's secrets are sealed with. */
export function wrongKey(needed: readonly string[], given: readonly string[]): AegisError {
  return new AegisError(
    'ENCRYPTION_KEY_WRONG',
    `The store's secrets are sealed with the key ${needed.join(', ')}, and the keys given are ${given.join(', ')}. Add the right one to AEGIS_ENCRYPTION_KEY. Nothing was written.`,
  )
}

/**
 * Seals with AES-256-GCM, bound to the place. `keys` is a list as `AEGIS_ENCRYPTION_KEY` holds it: base64 of 32 random bytes each, separated
 * by commas; the first seals, any opens. Throws `CONFIG_INVALID`, which repeats nothing of the list.
 */
export function aesSecrets(keys: string): Secrets {
  const [first, ...others] = parseKeys(keys)
  // Nothing that is logged or stored may hold a key.
  for (const key of [first, ...others]) secret(key.toString('base64'))
  const sealing = keyOf(first)
  const opening = [sealing, ...others.map(keyOf)]
  return {
    spec: 'secrets/v1',
    sealingKeyId: sealing.id,
    keyIds: opening.map(({ id }) => id),
    seal: (value, place) => encrypt(sealing, value.reveal(), place),
    open: (sealed, place) => secret(decrypt(opening, sealed, place)),
    reseal: (sealed, place) => encrypt(sealing, decrypt(opening, sealed, place), place),
    keyIdOf: (sealed) => readSealed(sealed).keyId,
  }
}

/** A new key, as an entry of `AEGIS_ENCRYPTION_KEY`, and the id that it will have. */
export function generateKey(): { readonly key: string; readonly id: string } {
  const bytes = randomBytes(32)
  return { key: bytes.toString('base64'), id: keyOf(bytes).id }
}
