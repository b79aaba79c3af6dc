import type { Aegis, ScanOptions } from './aegis.ts'
import { ruleBasedArchitect } from './architect/index.ts'
import { type AegisConfig, type CheckedConfig, checkConfig } from './config/index.ts'
import { AegisError } from './errors.ts'
import { createBus, createEventTail } from './events/index.ts'
import { incidentReport, sqlGate } from './executor/index.ts'
import { explain, suggestSla } from './explain/index.ts'
import { createConnectionLineage, type LineageRefreshReport } from './lineage/index.ts'
import {
  type Connections,
  createConnections,
  findTable,
  monitorTables,
  readTableStatus,
  testConnection,
  unmonitorTable,
} from './monitoring/index.ts'
import {
  type ConnectionKnowledge,
  createInvestigator,
  createReviewer,
  readDependents,
} from './orchestrator/index.ts'
import type { Logger } from './ports/logger.ts'
import type { Sentinel } from './ports/sentinel.ts'
import type { Store } from './ports/store.ts'
import { pruneStore } from './retention/index.ts'
import { type ScanReport, type Schedule, scanConnection, startSchedule } from './scanner/index.ts'
import { scrubbingLogger } from './secrets/index.ts'
import { freshnessSentinel, schemaSentinel } from './sentinels/index.ts'
import { systemClock } from './system-clock.ts'
import { guardWarehouse } from './warehouse/guard-warehouse.ts'

/** How often commits of other processes are looked for, and open incidents claimed, after `start()`. */
const TAIL_MS = 1000
const INVESTIGATE_MS = 2000
const PRUNE_MS = 3_600_000

const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} }

interface Parts {
  readonly config: CheckedConfig
  readonly store: Store
  readonly sentinels: readonly Sentinel[]
  readonly connections: Connections
}

/** One of the user's own under a built-in name takes its place. */
function withBuiltIn(own: readonly Sentinel[]): readonly Sentinel[] {
  const builtIn = [schemaSentinel(), freshnessSentinel()]
  return [...builtIn.filter(({ name }) => own.every((sentinel) => sentinel.name !== name)), ...own]
}

async function openParts(given: AegisConfig): Promise<Parts> {
  const config = checkConfig(given)
  const { store } = config
  const clock = config.clock ?? systemClock
  await store.migrate()
  const opened = await Promise.all(
    Object.entries(config.connections).map(async ([name, raw]) => {
      const connection = await store.saveConnection({ name, dialect: raw.dialect, at: clock.now() })
      return { connection, warehouse: guardWarehouse(raw, { name, clock }) }
    }),
  )
  const connections = createConnections(opened, config.concurrency)
  return {
    config,
    store,
    connections,
    sentinels: withBuiltIn(config.sentinels ?? []),
  }
}

function assertDistinct(sentinels: readonly Sentinel[]): void {
  const names = sentinels.map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined)
    throw new AegisError('CONFIG_INVALID', `There are two sentinels named \`${twice}\`.`)
}

/**
 * Opens Aegis: checks the configuration, brings the store up to date, registers the connections. No warehouse is asked
 * yet. Throws `CONFIG_INVALID`, `STORE_FAILED` or `STORE_INCOMPATIBLE`.
 */
export async function createAegis(given: AegisConfig): Promise<Aegis> {
  const { config, store, connections, sentinels } = await openParts(given)
  assertDistinct(sentinels)
  const clock = config.clock ?? systemClock
  const logger = scrubbingLogger(config.logger ?? silentLogger)
  const bus = createBus(logger)
  const { headSeq } = await store.readEvents(Number.MAX_SAFE_INTEGER, 1)
  const tail = createEventTail(store, bus, config.eventsAfter ?? headSeq, connections, logger)
  const lineage = createConnectionLineage({
    store,
    clock,
    logger,
    parser: config.lineageParser,
    refreshSeconds: config.lineageRefreshSeconds,
  })
  const investigator = createInvestigator({
    store,
    clock,
    logger,
    architect: config.architect ?? ruleBasedArchitect(),
    connectionIds: connections.all().map(({ connection }) => connection.id),
    owner: `aegis-${globalThis.crypto.randomUUID()}`,
    knowledgeOf,
    sqlGate: config.sqlInspector === undefined ? undefined : sqlGate(config.sqlInspector),
    planProvers: config.planProvers,
    readViews: async (connectionId, views) => {
      const owner = connections.all().find(({ connection }) => connection.id === connectionId)
      return owner === undefined ? [] : readDependents(owner.warehouse, views)
    },
  })
  const reviewer = createReviewer({ store, clock, sentinels })
  const scanDeps = {
    store,
    sentinels,
    clock,
    logger,
    failedCyclesBeforeIncident: config.failedCyclesBeforeIncident,
    batchSize: config.batchSize,
    renameEvidence: lineage.renameEvidence,
  }
  let schedule: Schedule | null = null
  let isClosed = false

  async function knowledgeOf(connectionId: number): Promise<ConnectionKnowledge> {
    const [graph, states, lineageProblems, all] = await Promise.all([
      lineage.graph(connectionId),
      store.loadScanState(connectionId),
      lineage.problems(connectionId),
      store.listConnections(),
    ])
    const dialect = all.find(({ id }) => id === connectionId)?.dialect ?? 'ansi'
    const tablesByName = new Map(states.map((state) => [state.table.qualifiedName, state]))
    return { dialect, graph, tablesByName, lineageProblems }
  }

  /** Tells listeners what the work committed, also when it ended badly. */
  async function telling<T>(work: Promise<T>): Promise<T> {
    try {
      return await work
    } finally {
      // What was done is done, whether or not it can be told now; the next call tells it.
      await tail.pump().catch((error: unknown) => {
        logger.error(`Events could not be told: ${error instanceof Error ? error.message : String(error)}`)
      })
    }
  }

  async function scanOnce({
    signal,
    connections: names,
    investigate = true,
  }: ScanOptions): Promise<ScanReport> {
    const began = clock.now()
    const targets = names === undefined ? connections.all() : names.map((name) => connections.byName(name))
    const reports = await Promise.all(targets.map((target) => scanConnection(scanDeps, target, signal)))
    // Detection is committed by now; whatever lineage and architect do cannot delay or lose it.
    await telling(Promise.resolve())
    await Promise.all(targets.map((target) => lineage.refreshWhenDue(target, signal)))
    if (investigate) await investigator.drain(signal)
    return {
      connections: reports,
      tablesScanned: reports.reduce((sum, { tablesScanned }) => sum + tablesScanned, 0),
      anomaliesFound: reports.reduce((sum, { anomalies }) => sum + anomalies.length, 0),
      durationMs: clock.now().getTime() - began.getTime(),
    }
  }

  const aegis: Aegis = {
    on: bus.on,
    monitor: async (name, options) =>
      monitorTables(
        { store, clock, checkTypes: sentinels.map((item) => item.name) },
        connections.byName(name),
        options,
      ),
    unmonitor: async (target) =>
      unmonitorTable({ store, clock }, await findTable(store, connections, target)),
    tables: async (name) =>
      store.listTables(name === undefined ? {} : { connectionId: connections.byName(name).connection.id }),
    tableStatus: async (target) => readTableStatus(store, await findTable(store, connections, target)),
    snapshots: async (target, page) =>
      store.listSnapshots((await findTable(store, connections, target)).id, page),
    scan: (options = {}) => telling(scanOnce(options)),
    prune: (signal) => pruneStore({ store, clock }, config.retention, signal),
    investigate: (signal) => telling(investigator.drain(signal)),
    async start(): Promise<void> {
      if (isClosed)
        throw new AegisError('ILLEGAL_STATE', 'This Aegis is closed. Open a new one with createAegis().')
      schedule ??= startSchedule(
        [
          {
            name: 'Scan',
            everyMs: config.scanIntervalSeconds * 1000,
            run: (signal) => aegis.scan({ signal, investigate: false }),
          },
          { name: 'Investigation', everyMs: INVESTIGATE_MS, run: (signal) => aegis.investigate(signal) },
          { name: 'Retention', everyMs: PRUNE_MS, run: (signal) => aegis.prune(signal) },
          { name: 'Event tail', everyMs: TAIL_MS, run: () => tail.pump() },
        ],
        clock,
        logger,
      )
    },
    async stop(): Promise<void> {
      const running = schedule
      schedule = null
      await running?.stop()
    },
    async refreshLineage(name, options = {}): Promise<readonly LineageRefreshReport[]> {
      const targets = name === undefined ? connections.all() : [connections.byName(name)]
      return telling(Promise.all(targets.map((target) => lineage.refresh(target, options))))
    },
    lineage: async (name) => lineage.graph(connections.byName(name).connection.id),
    lineageCoverage: async (name) => lineage.coverage(connections.byName(name).connection.id),
    incidents: (filter) => store.listIncidents(filter),
    async incident(id) {
      const incident = await store.getIncident(id)
      if (incident === null) throw new AegisError('NOT_FOUND', `There is no incident ${id}.`)
      return incident
    },
    incidentHistory: (id) => store.listTransitions(id),
    async incidentReport(id, options = {}) {
      const incident = await aegis.incident(id)
      const [anomalies, history, all] = await Promise.all([
        store.listAnomalies({ incidentId: id, limit: 1000 }),
        store.listTransitions(id),
        store.listConnections(),
      ])
      const connection = all.find((item) => item.id === incident.connectionId)?.name ?? 'unknown'
      return incidentReport({ incident, anomalies, history, connection, at: clock.now() }, options.format)
    },
    anomalies: (filter) => store.listAnomalies(filter),
    explain: async (target, at = clock.now()) =>
      explain({ store, sentinels }, await findTable(store, connections, target), at),
    suggestSla: async (target, options) =>
      suggestSla(store, await findTable(store, connections, target), options),
    approve: (id, options) => telling(reviewer.approve(id, options)),
    dismiss: (id, options) => telling(reviewer.dismiss(id, options)),
    activity: (filter) => store.listActivity(filter),
    testConnection: async (name, options) => testConnection(connections, name, options?.signal),
    async close(): Promise<void> {
      isClosed = true
      await aegis.stop()
      // One that does not close keeps nothing else open.
      const closings = await Promise.allSettled(connections.all().map(({ warehouse }) => warehouse.close()))
      await store.close()
      const failed = closings.find((closing) => closing.status === 'rejected')
      if (failed !== undefined) throw failed.reason
    },
    [Symbol.asyncDispose]: () => aegis.close(),
  }
  return aegis
}
