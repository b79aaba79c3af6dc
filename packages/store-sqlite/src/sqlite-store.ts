import { aesSecrets, kyselyStore, type SealingStore, sqliteTraits } from '@aegis/store-kysely'
import { backUpBefore } from './backup.ts'
import type { SqliteClient } from './client.ts'
import { describeSqliteError } from './errors.ts'
import { nameOf, openDatabase } from './open-database.ts'
import { sqliteDialect } from './sqlite-driver.ts'

export type SqliteStoreOptions = {
  /** Judges whether a claim expired; the system's time when absent. */
  readonly now?: (() => Date) | undefined
  /** Milliseconds to wait while another process writes; default 5000. */
  readonly busyTimeoutMs?: number | undefined
  /**
   * Base64 of 32 random bytes, or several of them separated by commas, as in `AEGIS_ENCRYPTION_KEY`: the first seals connection strings,
   * any opens them. Absent or empty: none can be kept or read.
   */
  readonly encryptionKey?: string | undefined
} & (
  | {
      /** File on a local disk, created if need be, or `:memory:`. Opened at the first use. */
      readonly path: string
      readonly database?: undefined
    }
  | {
      /** An open better-sqlite3 database of Aegis's own: its pragmas are set, and it is never closed by the store. */
      readonly database: SqliteClient
      readonly path?: undefined
    }
)

/**
 * The embedded store: one SQLite file in WAL mode, for one or a few processes on one machine.
 * Every method rejects with an `AegisError` of code `STORE_FAILED` or `STORE_INCOMPATIBLE`; those that touch connection strings also as
 * the port says. Throws `CONFIG_INVALID` for an encryption key that is none.
 */
export function sqliteStore(options: SqliteStoreOptions): SealingStore {
  const { path, database, now = (): Date => new Date(), busyTimeoutMs = 5000, encryptionKey = '' } = options
  const source = path ?? database
  const location = path ?? database.name
  const isFile = location !== ':memory:' && location !== '' && database?.memory !== true

  return kyselyStore({
    dialect: sqliteDialect({
      open: () => openDatabase(source, busyTimeoutMs),
      close: (client) => {
        if (database === undefined) client.close()
      },
      busyTimeoutMs,
    }),
    traits: sqliteTraits,
    describeError: (error) => describeSqliteError(error, nameOf(location)),
    now,
    secrets: encryptionKey === '' ? undefined : aesSecrets(encryptionKey),
    async beforeMigration(name): Promise<void> {
      if (isFile) await backUpBefore(location, name)
    },
  })
}
