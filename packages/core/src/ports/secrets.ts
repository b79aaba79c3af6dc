/**
 * A value that is never shown: however it is printed, `[secret]` appears. It has no property that could be copied. Made by `secret()`.
 */
export interface Secret {
  /** The only way to the value. */
  reveal(): string
  /** `[secret]`. */
  toString(): string
  /** `[secret]`. */
  toJSON(): string
}

/** Where a sealed value is kept. It opens in no other place. */
export interface SecretPlace {
  /** The store's own id. */
  readonly install: string
  readonly table: string
  readonly row: string | number
  readonly column: string
}

/**
 * Seals values for a store, and opens them again, with keys that are not in the store. Only stores ask for it, inside their steps, so
 * it answers at once. Who wants a connection's URI asks the store for it: `Store.readConnectionUri`.
 */
export interface Secrets {
  readonly spec: 'secrets/v1'
  /** Id of the key that seals. */
  readonly sealingKeyId: string
  /** Ids of the keys that open, the sealing one first. */
  readonly keyIds: readonly string[]
  /** Never twice the same text. It begins with the id of its key, see `keyIdOf`. */
  seal(secret: Secret, place: SecretPlace): string
  /**
   * Throws `ENCRYPTION_KEY_WRONG` when the key is not among those given, `SECRET_UNREADABLE` when the text was changed or belongs to
   * another place.
   */
  open(sealed: string, place: SecretPlace): Secret
  /** The same secret under the sealing key. Throws as `open` does. */
  reseal(sealed: string, place: SecretPlace): string
  /** Throws `SECRET_UNREADABLE` when the text is not a sealed one. */
  keyIdOf(sealed: string): string
}
