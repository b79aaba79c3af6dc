import type { Store } from '@aegis/core'
import { kyselyStore, sqliteTraits } from '@aegis/store-kysely'
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
 * Every method rejects with an `AegisError` of code `STORE_FAILED` or `STORE_INCOMPATIBLE`.
 */
export function sqliteStore(options: SqliteStoreOptions): Store {
  const { path, database, now = (): Date => new Date(), busyTimeoutMs = 5000 } = options
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
    async beforeMigration(name): Promise<void> {
      if (isFile) await backUpBefore(location, name)
    },
  })
}
