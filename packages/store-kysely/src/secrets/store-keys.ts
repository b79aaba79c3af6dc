import type { Secrets } from '@aegis/core'
import type { SqlDialectTraits } from '../dialect-traits.ts'
import type { SqlSession } from '../session.ts'
import { countByKey, readInstall, requireSecrets, requireStore, uriPlace } from './key-ring.ts'
import { type RotateOptions, type Rotation, rotate } from './rotate.ts'

/** One key that has sealed something, or is given now. */
export interface KeyStatus {
  /** Made of the key, and tells nothing about it. */
  readonly id: string
  /** Secrets that are sealed with it now. */
  readonly secrets: number
  /** Place among the keys given, 1 for the sealing one; null: it is not given. */
  readonly position: number | null
  /** null: it has sealed nothing yet. */
  readonly firstUsedAt: Date | null
  /** Rotated out; null: it may still seal. */
  readonly retiredAt: Date | null
}

export interface KeysStatus {
  /** Given ones first, in their order. */
  readonly keys: readonly KeyStatus[]
  /** Ids of connections whose URI does not open, though its key is given. */
  readonly unreadable: readonly number[]
}

/** The keys of a store's secrets. Both methods reject with `NOT_FOUND` or `STORE_INCOMPATIBLE` where there is no store yet, and make none. */
export interface StoreKeys {
  /** Opens every secret once, and shows none. Rejects with `ENCRYPTION_KEY_MISSING`. */
  status(): Promise<KeysStatus>
  /**
   * Seals every secret again with the first key, in batches, each only where it is still what was read. The other keys are retired first:
   * they go on opening, and no process can seal with them any more. May be killed at any moment and called again.
   * Rejects with `ENCRYPTION_KEY_MISSING` or `ENCRYPTION_KEY_WRONG`, before anything is written.
   */
  rotate(options?: RotateOptions): Promise<Rotation>
}

async function readStatus(session: SqlSession, secrets: Secrets): Promise<KeysStatus> {
  return session.snapshot(async (step) => {
    const { db, values } = step
    const [install, counts, rows, sealed] = [
      await readInstall(step),
      await countByKey(step, secrets),
      await db.selectFrom('encryption_keys').selectAll().orderBy('first_used_at').execute(),
      await db
        .selectFrom('connections')
        .select(['id', 'connection_uri'])
        .where('connection_uri', 'is not', null)
        .orderBy('id')
        .execute(),
    ]
    const ids = new Set([...secrets.keyIds, ...rows.map(({ key_id }) => key_id), ...counts.keys()])
    const keys = [...ids].map((id): KeyStatus => {
      const row = rows.find(({ key_id }) => key_id === id)
      const index = secrets.keyIds.indexOf(id)
      return {
        id,
        secrets: counts.get(id) ?? 0,
        position: index === -1 ? null : index + 1,
        firstUsedAt: row === undefined ? null : values.readTime(row.first_used_at),
        retiredAt: row === undefined || row.retired_at === null ? null : values.readTime(row.retired_at),
      }
    })
    const unreadable = sealed
      .filter(({ id, connection_uri }) => !opens(secrets, install, values.readId(id), connection_uri))
      .map(({ id }) => values.readId(id))
    return { keys, unreadable }
  })
}

function opens(secrets: Secrets, install: string | null, id: number, sealed: string | null): boolean {
  if (sealed === null || install === null) return sealed === null
  try {
    if (secrets.keyIds.includes(secrets.keyIdOf(sealed))) secrets.reseal(sealed, uriPlace(install, id))
    return true
  } catch {
    return false
  }
}

export function storeKeys(
  session: SqlSession,
  traits: SqlDialectTraits,
  secrets: Secrets | undefined,
): StoreKeys {
  const inStore = async <T>(work: (given: Secrets) => Promise<T>): Promise<T> => {
    const given = requireSecrets(secrets)
    await session.snapshot((step) => requireStore(step, traits))
    return work(given)
  }
  return {
    status: () => inStore((given) => readStatus(session, given)),
    rotate: (options = {}) => inStore((given) => rotate(session, given, options)),
  }
}
