import { existsSync } from 'node:fs'
import { AegisError, secret } from '@aegis/core'
import type { SealingStore } from '@aegis/store-kysely'
import { postgresStore } from '@aegis/store-postgres'
import { sqliteStore } from '@aegis/store-sqlite'

const DEFAULT_FILE = 'aegis.db'

type Environment = Readonly<Record<string, string | undefined>>

/** `AEGIS_STORE_URL`, else the file in `AEGIS_DB_PATH`, else `aegis.db` in this folder. An empty variable counts as none. */
function storeUrl(env: Environment): string {
  if (env.AEGIS_STORE_URL) return env.AEGIS_STORE_URL
  return `sqlite:${env.AEGIS_DB_PATH || DEFAULT_FILE}`
}

function openFile(path: string, encryptionKey: string | undefined, mustExist: boolean): SealingStore {
  if (mustExist && !existsSync(path)) {
    throw new AegisError(
      'NOT_FOUND',
      `There is no store in ${path}. Name its file in AEGIS_DB_PATH, or its place in AEGIS_STORE_URL.`,
    )
  }
  return sqliteStore({ path, encryptionKey })
}

/**
 * The store that the environment names, with the keys of `AEGIS_ENCRYPTION_KEY`; not migrated yet. `mustExist`: no file is made where there
 * is none. Throws `CONFIG_INVALID` or `NOT_FOUND`, which repeat no password.
 */
function openStore(
  env: Environment,
  { mustExist = false }: { readonly mustExist?: boolean } = {},
): SealingStore {
  const url = storeUrl(env)
  const encryptionKey = env.AEGIS_ENCRYPTION_KEY
  const file = /^sqlite:(?:\/\/(?=\/))?(.+)$/s.exec(url)?.[1]
  if (file !== undefined) return openFile(file, encryptionKey, mustExist)
  if (/^postgres(ql)?:\/\//.test(url)) {
    // From here on no message repeats it.
    return postgresStore({ connectionString: secret(url).reveal(), encryptionKey })
  }
  throw new AegisError(
    'CONFIG_INVALID',
    'AEGIS_STORE_URL names no store. Set it to sqlite:PATH or to postgres://user:password@host:5432/database.',
  )
}

/** Opens the store, works with it, and closes it whatever happens. */
export async function withStore<T>(
  options: { readonly mustExist?: boolean },
  work: (store: SealingStore) => Promise<T>,
): Promise<T> {
  const store = openStore(process.env, options)
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}
