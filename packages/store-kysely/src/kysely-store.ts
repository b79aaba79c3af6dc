import type { AegisError, Secrets, Store } from '@aegis/core'
import type { Dialect } from 'kysely'
import type { SqlDialectTraits } from './dialect-traits.ts'
import { migrate } from './migrator.ts'
import { claimInvestigations } from './repositories/claims.ts'
import {
  changeConnection,
  listConnections,
  readConnectionUri,
  recordConnectionOutcome,
  removeConnection,
  saveConnection,
} from './repositories/connections.ts'
import { getIncident, listAnomalies, listIncidents, listTransitions } from './repositories/incidents.ts'
import { getLineageStatus, listEdges, saveLineage } from './repositories/lineage.ts'
import { append, listActivity, readEvents } from './repositories/log.ts'
import { listObservations } from './repositories/observations.ts'
import { getPrunedBefore, prune } from './repositories/prune.ts'
import { recordScan } from './repositories/record-scan.ts'
import {
  getTable,
  listSnapshots,
  listTables,
  loadScanState,
  removeTable,
  saveTables,
} from './repositories/tables.ts'
import { transition } from './repositories/transition.ts'
import { SECRETS_MIGRATION } from './schema/0003-secrets.ts'
import { migrationsFor } from './schema/migrations.ts'
import { checkKeys } from './secrets/key-ring.ts'
import { type StoreKeys, storeKeys } from './secrets/store-keys.ts'
import { sqlSession } from './session.ts'

export interface KyselyStoreOptions {
  /** Its driver must let in one writing transaction at a time, or `traits.locksRows` must say that it does not. */
  readonly dialect: Dialect
  /** Runs migrations, which may take longer than other steps; absent: `dialect` does. */
  readonly migrationDialect?: Dialect | undefined
  readonly traits: SqlDialectTraits
  /** Turns an error of the driver into one that says what to do. */
  readonly describeError: (error: unknown) => AegisError
  /** The clock that judges leases and claims; absent: that of the database, so that many machines agree. */
  readonly now?: (() => Date) | undefined
  /** Called with the first pending migration's name before it runs; a rejection stops the migration. */
  readonly beforeMigration?: ((name: string) => Promise<void>) | undefined
  /** Seals what is secret, such as `aesSecrets(...)`. Absent: no secret can be kept or read. */
  readonly secrets?: Secrets | undefined
}

/** A store that keeps secrets sealed. */
export interface SealingStore extends Store {
  readonly keys: StoreKeys
}

/** The store port on a relational database. With `secrets`, `migrate()` rejects with `ENCRYPTION_KEY_WRONG` when they are not those of the store. */
export function kyselyStore(options: KyselyStoreOptions): SealingStore {
  const { traits, beforeMigration, secrets } = options
  const session = sqlSession(options)

  return {
    spec: 'store/v1',
    keys: storeKeys(session, traits, secrets),
    migrate: () =>
      migrate(session, {
        traits,
        migrations: migrationsFor(traits),
        beforeMigration,
        async check(step, applied): Promise<void> {
          if (secrets !== undefined && applied.includes(SECRETS_MIGRATION)) await checkKeys(step, secrets)
        },
      }),
    close: () => session.close(),

    saveConnection: (connection) => saveConnection(session, secrets, connection),
    listConnections: () => listConnections(session),
    changeConnection: (id, change) => changeConnection(session, secrets, id, change),
    removeConnection: (id) => removeConnection(session, id),
    readConnectionUri: (id) => readConnectionUri(session, secrets, id),
    recordConnectionOutcome: (id, outcome) => recordConnectionOutcome(session, id, outcome),

    saveTables: (connectionId, drafts, at) => saveTables(session, connectionId, drafts, at),
    listTables: (filter = {}) => listTables(session, filter),
    getTable: (id) => getTable(session, id),
    removeTable: (id) => removeTable(session, id),
    loadScanState: (connectionId) => loadScanState(session, connectionId),
    listSnapshots: (tableId, page = {}) => listSnapshots(session, tableId, page),

    recordScan: (results) => recordScan(session, results),
    listObservations: (tableId, filter = {}) => listObservations(session, tableId, filter),

    getIncident: (id) => getIncident(session, id),
    listIncidents: (filter = {}) => listIncidents(session, filter),
    listAnomalies: (filter = {}) => listAnomalies(session, filter),
    listTransitions: (incidentId) => listTransitions(session, incidentId),
    transition: (id, expectedVersion, change) => transition(session, id, expectedVersion, change),
    claimInvestigations: (owner, limit, leaseMs, connectionIds) =>
      claimInvestigations(session, owner, limit, leaseMs, connectionIds),

    saveLineage: (batch) => saveLineage(session, batch),
    listEdges: (connectionId) => listEdges(session, connectionId),
    getLineageStatus: (connectionId) => getLineageStatus(session, connectionId),

    append: (entries) => append(session, entries),
    listActivity: (filter = {}) => listActivity(session, filter),
    readEvents: (afterSeq, limit) => readEvents(session, afterSeq, limit),

    prune: (request) => prune(session, request),
    getPrunedBefore: () => getPrunedBefore(session),
  }
}
