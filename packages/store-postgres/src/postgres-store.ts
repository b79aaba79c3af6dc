import { aesSecrets, kyselyStore, postgresTraits, type SealingStore } from '@aegis/store-kysely'
import { addressOf, createConnections } from './connections.ts'
import { describePostgresError } from './errors.ts'
import type { TransactionLimits } from './opening.ts'
import { checkOptions, type PostgresStoreOptions } from './options.ts'
import { postgresDialect } from './postgres-driver.ts'

const HOUR_MS = 3_600_000

/**
 * The store for many workers on many machines: PostgreSQL 15 or newer, in a schema of its own.
 * Throws `CONFIG_INVALID`. Every method rejects with an `AegisError` of code `STORE_FAILED` or `STORE_INCOMPATIBLE`.
 */
export function postgresStore(options: PostgresStoreOptions): SealingStore {
  const checked = checkOptions(options)
  const { schema, now, encryptionKey = '' } = checked
  const { address, user } = addressOf(checked)
  const place = `The store in schema "${schema}" of ${address}`
  const connections = createConnections(checked)
  const limits: TransactionLimits = {
    statementMs: checked.statementTimeoutMs,
    lockMs: checked.lockTimeoutMs,
    idleMs: checked.idleTimeoutMs,
    answerMs: Math.ceil(checked.statementTimeoutMs * 1.25),
  }
  // Waits for another process that migrates, and may build indexes.
  const migrationLimits: TransactionLimits = { ...limits, statementMs: 0, lockMs: 0, answerMs: HOUR_MS }

  return kyselyStore({
    dialect: postgresDialect({ connections, schema, limits, place }),
    migrationDialect: postgresDialect({ connections, schema, limits: migrationLimits, place }),
    traits: postgresTraits(schema),
    describeError: (error) => describePostgresError(error, { place, schema, user }),
    now,
    secrets: encryptionKey === '' ? undefined : aesSecrets(encryptionKey),
  })
}
