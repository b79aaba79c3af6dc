import { AegisError } from '../../errors.ts'
import type { Store } from '../../ports/store.ts'
import { systemClock } from '../../system-clock.ts'
import { changeConnection, recordConnectionOutcome, saveConnection } from './connections.ts'
import {
  claimInvestigations,
  listAnomalies,
  listIncidents,
  listTransitions,
  transition,
} from './incidents.ts'
import { addActivity, addEvent } from './journal.ts'
import { getLineageStatus, listEdges, saveLineage } from './lineage.ts'
import { type MemoryData, type MemoryState, memoryData, transact } from './memory-data.ts'
import { listObservations } from './observations.ts'
import { checkLimit, newestFirst } from './paging.ts'
import { prune } from './prune.ts'
import { recordScan } from './record-scan.ts'
import { removeConnection } from './remove-connection.ts'
import { listTables, loadScanState, removeTable, saveTables } from './tables.ts'

export interface MemoryStoreOptions {
  /** Judges whether a claim expired; the system's time when absent. */
  readonly now?: (() => Date) | undefined
  /** Shared by several handles; each store has its own when absent. */
  readonly data?: MemoryData | undefined
}

/** The whole store port in memory, for tests: the same promises as a real one, nothing kept on disk. */
export function memoryStore(options: MemoryStoreOptions = {}): Store {
  const now = options.now ?? systemClock.now
  const data = options.data ?? memoryData()
  let isClosed = false

  async function read<T>(look: (state: MemoryState) => T): Promise<T> {
    if (isClosed) throw new AegisError('STORE_FAILED', 'The store is closed.')
    return look(data.state)
  }
  async function write<T>(change: (draft: MemoryState) => T): Promise<T> {
    return read(() => transact(data, change))
  }

  return {
    spec: 'store/v1',
    migrate: () => read(() => ({ applied: [], version: 'memory' })),
    async close(): Promise<void> {
      isClosed = true
    },

    saveConnection: (connection) => write((draft) => saveConnection(draft, connection)),
    listConnections: () => read((state) => [...state.connections.values()]),
    changeConnection: (id, change) => write((draft) => changeConnection(draft, id, change)),
    removeConnection: (id) => write((draft) => removeConnection(draft, id)),
    readConnectionUri: (id) => read((state) => state.uris.get(id) ?? null),
    recordConnectionOutcome: (id, outcome) => write((draft) => recordConnectionOutcome(draft, id, outcome)),

    saveTables: (connectionId, drafts, at) => write((draft) => saveTables(draft, connectionId, drafts, at)),
    listTables: (filter = {}) => read((state) => listTables(state, filter)),
    getTable: (id) => read((state) => state.tables.get(id)?.table ?? null),
    removeTable: (id) => write((draft) => removeTable(draft, id)),
    loadScanState: (connectionId) => read((state) => loadScanState(state, connectionId)),
    listSnapshots: (tableId, page = {}) =>
      read((state) => newestFirst(state.snapshots.values(), page, (row) => row.tableId === tableId)),

    recordScan: (results) => write((draft) => recordScan(draft, results)),
    listObservations: (tableId, filter = {}) => read((state) => listObservations(state, tableId, filter)),

    getIncident: (id) => read((state) => state.incidents.get(id)?.incident ?? null),
    listIncidents: (filter = {}) => read((state) => listIncidents(state, filter)),
    listAnomalies: (filter = {}) => read((state) => listAnomalies(state, filter)),
    listTransitions: (incidentId) => read((state) => listTransitions(state, incidentId)),
    transition: (id, version, change) => write((draft) => transition(draft, id, version, change)),
    claimInvestigations: (owner, limit, leaseMs, connectionIds) =>
      write((draft) => claimInvestigations(draft, owner, limit, leaseMs, connectionIds, now())),

    saveLineage: (batch) => write((draft) => saveLineage(draft, batch)),
    listEdges: (connectionId) => read((state) => listEdges(state, connectionId)),
    getLineageStatus: (connectionId) => read((state) => getLineageStatus(state, connectionId)),

    append: ({ activity, events }) =>
      write((draft) => {
        for (const line of activity) addActivity(draft, line)
        for (const { at, facts } of events) addEvent(draft, at, facts)
      }),
    listActivity: (filter = {}) =>
      read((state) =>
        newestFirst(
          state.activity.values(),
          filter,
          (line) =>
            (filter.connectionId === undefined || line.connectionId === filter.connectionId) &&
            (filter.tableId === undefined || line.tableId === filter.tableId) &&
            (filter.incidentId === undefined || line.incidentId === filter.incidentId) &&
            (filter.actions === undefined || filter.actions.includes(line.action)),
        ),
      ),
    readEvents: (afterSeq, limit) =>
      read(({ events, lastSeq }) => {
        const oldestSeq = lastSeq - events.length + 1
        const from = Math.max(0, afterSeq + 1 - oldestSeq)
        return { events: events.slice(from, from + checkLimit(limit)), headSeq: lastSeq, oldestSeq }
      }),

    prune: (request) => write((draft) => prune(draft, request)),
    getPrunedBefore: () => read((state) => ({ ...state.prunedBefore })),
  }
}
