import { AegisError, type SecretPlace, type Secrets, secret } from '@aegis/core'
import { sql } from 'kysely'
import type { SqlDialectTraits } from '../dialect-traits.ts'
import { SECRETS_MIGRATION } from '../schema/0003-secrets.ts'
import type { SqlStep } from '../session.ts'
import { wrongKey } from './aes-secrets.ts'
import { HEADER_LENGTH } from './sealed-text.ts'

/** What a canary says. It is no secret: that it opens is what counts. */
const CANARY = 'aegis'

function canaryPlace(install: string, keyId: string): SecretPlace {
  return { install, table: 'encryption_keys', row: keyId, column: 'canary' }
}

export function uriPlace(install: string, connectionId: number): SecretPlace {
  return { install, table: 'connections', row: connectionId, column: 'connection_uri' }
}

/** null: nothing was ever sealed here. */
export async function readInstall({ db }: SqlStep): Promise<string | null> {
  const found = await db
    .selectFrom('installation')
    .select('install_id')
    .where('id', '=', 1)
    .executeTakeFirst()
  return found?.install_id ?? null
}

async function ensureInstall(step: SqlStep): Promise<string> {
  const known = await readInstall(step)
  if (known !== null) return known
  const install = globalThis.crypto.randomUUID()
  await step.db.insertInto('installation').values({ id: 1, install_id: install }).execute()
  return install
}

/** How many secrets are sealed with which key. Every sealed column of the schema is counted here. */
export async function countByKey({ db, values }: SqlStep, secrets: Secrets): Promise<Map<string, number>> {
  const header = sql<string>`substr(connection_uri, 1, ${sql.lit(HEADER_LENGTH)})`
  const found = await db
    .selectFrom('connections')
    .select([sql<string>`max(connection_uri)`.as('example'), sql<number>`count(*)`.as('secrets')])
    .where('connection_uri', 'is not', null)
    .groupBy(header)
    .execute()
  const counts = new Map<string, number>()
  for (const row of found) {
    const keyId = keyIdOf(secrets, row.example)
    if (keyId !== null) counts.set(keyId, values.readId(row.secrets))
  }
  return counts
}

/** null: no sealed text at all. It harms its own connection, and keeps no other from being opened. */
function keyIdOf(secrets: Secrets, text: string): string | null {
  try {
    return secrets.keyIdOf(text)
  } catch {
    return null
  }
}

/**
 * Fails closed: throws `ENCRYPTION_KEY_WRONG` when a secret is sealed with a key that is not given, and `SECRET_UNREADABLE` when a canary
 * was changed. Writes nothing.
 */
export async function checkKeys(step: SqlStep, secrets: Secrets): Promise<void> {
  const counts = await countByKey(step, secrets)
  const missing = [...counts.keys()].filter((id) => !secrets.keyIds.includes(id))
  if (missing.length > 0) throw wrongKey(missing, secrets.keyIds)
  const install = await readInstall(step)
  if (install === null) return
  const canaries = await step.db.selectFrom('encryption_keys').select(['key_id', 'canary']).execute()
  for (const { key_id, canary } of canaries) {
    if (secrets.keyIds.includes(key_id)) secrets.open(canary, canaryPlace(install, key_id))
  }
}

/** Makes the sealing key one that may seal, and returns the store's id. `revive`: also when it was rotated out before. */
export async function useSealingKey(
  step: SqlStep,
  secrets: Secrets,
  at: Date,
  revive = false,
): Promise<string> {
  await checkKeys(step, secrets)
  const { db, values } = step
  const install = await ensureInstall(step)
  const keyId = secrets.sealingKeyId
  const known = await db
    .selectFrom('encryption_keys')
    .select('retired_at')
    .where('key_id', '=', keyId)
    .executeTakeFirst()
  if (known === undefined) {
    const canary = secrets.seal(secret(CANARY), canaryPlace(install, keyId))
    await db
      .insertInto('encryption_keys')
      .values({ key_id: keyId, canary, first_used_at: values.time(at), retired_at: null })
      .execute()
  } else if (known.retired_at !== null && revive) {
    await db.updateTable('encryption_keys').set({ retired_at: null }).where('key_id', '=', keyId).execute()
  } else if (known.retired_at !== null) {
    throw new AegisError(
      'ENCRYPTION_KEY_WRONG',
      `The key ${keyId} was rotated out of this store and may seal nothing more. Put the new key first in AEGIS_ENCRYPTION_KEY, and start again. Nothing was written.`,
    )
  }
  return install
}

/** Nothing is made where there is no store: throws `NOT_FOUND`, or `STORE_INCOMPATIBLE` when it is too old to hold secrets. */
export async function requireStore({ db }: SqlStep, traits: SqlDialectTraits): Promise<void> {
  const { rows } = await sql.raw(traits.findMigrations).execute(db)
  if (rows.length === 0) {
    throw new AegisError('NOT_FOUND', 'There is no Aegis store in this place. Check where it is said to be.')
  }
  const found = await db
    .selectFrom('aegis_migrations')
    .select('name')
    .where('name', '=', SECRETS_MIGRATION)
    .executeTakeFirst()
  if (found !== undefined) return
  throw new AegisError(
    'STORE_INCOMPATIBLE',
    'The store is of an older version of Aegis, which kept no secrets. Bring it up to date first, with migrate().',
  )
}

/** The secrets of a store that was opened without a key. */
export function requireSecrets(secrets: Secrets | undefined): Secrets {
  if (secrets !== undefined) return secrets
  throw new AegisError(
    'ENCRYPTION_KEY_MISSING',
    'The store was opened without an encryption key, so no connection string can be kept or read. Set AEGIS_ENCRYPTION_KEY; `aegis keys generate` makes a key.',
  )
}
