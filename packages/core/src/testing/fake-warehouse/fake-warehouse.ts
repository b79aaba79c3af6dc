import { AdapterError } from '../../errors.ts'
import { identifierRules } from '../../identity/index.ts'
import type { Dialect } from '../../model/connection.ts'
import type { TableRef } from '../../model/table.ts'
import type { Clock } from '../../ports/clock.ts'
import type {
  CallOptions,
  ConnectionReport,
  ConnectionStageName,
  Reading,
  WarehouseAdapter,
} from '../../ports/warehouse.ts'
import { systemClock } from '../../system-clock.ts'
import { type CatalogEntry, type FakeName, fakeCatalog } from './fake-catalog.ts'
import { fakeFreshness } from './fake-freshness.ts'
import { type FakeStatement, fakeQueryLog } from './fake-query-log.ts'
import type { FakeColumns, FakeTable } from './fake-table.ts'

export interface FakeWarehouseOptions {
  /** `postgresql` when absent. */
  readonly dialect?: Dialect | undefined
  /** By qualified name: `analytics.orders`, quoted where the dialect needs it. */
  readonly tables?: Readonly<Record<string, FakeTable>> | undefined
  /** What the warehouse takes as its own time; the machine's when absent. */
  readonly clock?: Clock | undefined
  /** Tables or statements on one page; 1000 when absent. */
  readonly pageSize?: number | undefined
}

export type FakeMethod =
  | 'listTables'
  | 'describeTables'
  | 'readFreshness'
  | 'readQueryLog'
  | 'readViewDefinitions'
  | 'testConnection'
  | 'close'

/** A call as it came in, aborted or failed ones too. */
export interface FakeCall {
  readonly method: FakeMethod
  /** The tables asked about, in order; empty where the call is not about given tables. */
  readonly refs: readonly TableRef[]
}

/** What a test changes between scans. A name that is not there throws. */
export interface FakeControls {
  /** Every call so far, oldest first. */
  readonly calls: readonly FakeCall[]
  /** Creates the table, or replaces it by a new object of that name. */
  create(name: FakeName, table: FakeTable): void
  drop(name: FakeName): void
  setColumns(name: FakeName, columns: FakeColumns): void
  /** Sets the newest time in the data; null: the table is empty now. Counts as a change of data. */
  setWatermark(name: FakeName, at: Date | null): void
  /** Changes the data, and not the watermark. */
  touch(name: FakeName): void
  /** Takes the right to read away. `detail` is the answer's, by default the GRANT that is missing. */
  forbid(name: FakeName, detail?: string): void
  /** Gives the right back. */
  allow(name: FakeName): void
  /** From now on every call rejects with `error`, or only those of `methods`. `close` never does. */
  failWith(error: unknown, methods?: readonly FakeMethod[]): void
  /** Ends `failWith`. */
  recover(): void
  /** Adds to the query log. `at` null: the log gives no time. */
  logStatement(sql: string, at: Date | null, statement?: FakeStatement): void
}

type Abilities = 'readFreshness' | 'readQueryLog' | 'readViewDefinitions' | 'testConnection'

export interface FakeWarehouse
  extends Omit<WarehouseAdapter, Abilities>,
    Required<Pick<WarehouseAdapter, Abilities>>,
    FakeControls {}

const STAGES: readonly ConnectionStageName[] = [
  'network',
  'sign_in',
  'catalog',
  'freshness',
  'query_log',
  'view_definitions',
]

function reportOf(failure: unknown): ConnectionReport {
  const message = failure instanceof Error ? failure.message : String(failure)
  return {
    ok: failure === null,
    server: failure === null ? 'Fake 1.0' : null,
    stages: STAGES.map((stage, index) => {
      if (failure === null) return { stage, status: 'passed', message: 'fine', fix: null, durationMs: 0 }
      if (index === 0) return { stage, status: 'failed', message, fix: null, durationMs: 0 }
      return { stage, status: 'not_run', message: 'an earlier stage failed', fix: null, durationMs: 0 }
    }),
  }
}

function isView({ kind }: CatalogEntry): boolean {
  return kind === 'view' || kind === 'materialized_view'
}

function throwIfAborted(method: FakeMethod, options: CallOptions | undefined): void {
  if (options?.signal?.aborted === true)
    throw new AdapterError(`${method} was aborted.`, { adapter: 'fake', failure: 'aborted' })
}

/** A warehouse in memory that keeps every promise of the port, and that a test can change while it is watched. */
export function fakeWarehouse(options: FakeWarehouseOptions = {}): FakeWarehouse {
  const { dialect = 'postgresql', clock = systemClock, pageSize = 1000 } = options
  const identifiers = identifierRules(dialect)
  const catalog = fakeCatalog(identifiers)
  const log = fakeQueryLog(pageSize)
  const calls: FakeCall[] = []
  let failure: { readonly error: unknown; readonly methods: readonly FakeMethod[] | null } | null = null
  for (const [name, table] of Object.entries(options.tables ?? {})) catalog.create(name, table)

  function failureOf(method: FakeMethod): { readonly error: unknown } | null {
    return failure?.methods?.includes(method) === false ? null : failure
  }

  async function enter(method: FakeMethod, refs: readonly TableRef[], call?: CallOptions): Promise<void> {
    calls.push({ method, refs })
    throwIfAborted(method, call)
    // As in a real warehouse nothing is answered at once, so that an abort can come in between.
    await Promise.resolve()
    const failing = failureOf(method)
    if (failing !== null) throw failing.error
    throwIfAborted(method, call)
  }

  async function* pagesOf<T>(method: FakeMethod, items: readonly T[], call?: CallOptions) {
    for (let at = 0; at < items.length; at += pageSize) {
      throwIfAborted(method, call)
      yield items.slice(at, at + pageSize)
    }
  }

  function read<T>(ref: TableRef, describe: (entry: CatalogEntry) => T): Reading<T> {
    const entry = catalog.find(ref)
    if (entry === undefined) return { ref, status: 'missing' }
    if (entry.forbidden !== null) return { ref, status: 'forbidden', detail: entry.forbidden }
    return { ref, status: 'ok', value: describe(entry) }
  }

  return {
    spec: 'warehouse/v1',
    dialect,
    identifiers,
    async *listTables(selector, call) {
      await enter('listTables', [], call)
      const refs = catalog.list(selector).map(({ ref }) => ref)
      yield* pagesOf('listTables', refs, call)
    },
    async describeTables(refs, call) {
      if (refs.length === 0) return []
      await enter('describeTables', refs, call)
      return refs.map((ref) =>
        read(ref, ({ kind, columns, objectId }) => ({ ref, kind, columns, objectId, approxRows: null })),
      )
    },
    async readFreshness(requests, call) {
      if (requests.length === 0) return []
      const refs = requests.map(({ ref }) => ref)
      await enter('readFreshness', refs, call)
      const observedAt = clock.now()
      return requests.map((request) => {
        const entry = catalog.find(request.ref)
        if (entry !== undefined && isView(entry))
          return { ref: request.ref, status: 'unsupported', detail: 'A view has no data of its own.' }
        return read(request.ref, (found) => fakeFreshness(found, request, observedAt))
      })
    },
    async *readQueryLog(window, call) {
      await enter('readQueryLog', [], call)
      for (const page of log.pages(window)) {
        throwIfAborted('readQueryLog', call)
        yield page
      }
    },
    async *readViewDefinitions(selector, call) {
      await enter('readViewDefinitions', [], call)
      const views = catalog.list(selector).flatMap(({ ref, kind, sql }) => {
        if (sql === null) return []
        return [{ ref, kind: kind === 'materialized_view' ? kind : ('view' as const), sql }]
      })
      yield* pagesOf('readViewDefinitions', views, call)
    },
    async testConnection(call) {
      try {
        await enter('testConnection', [], call)
        return reportOf(null)
      } catch (error) {
        return reportOf(error)
      }
    },
    async close() {
      calls.push({ method: 'close', refs: [] })
    },

    calls,
    create: catalog.create,
    drop: catalog.drop,
    setColumns: catalog.setColumns,
    setWatermark(name, at) {
      const entry = catalog.get(name)
      entry.watermark = at
      entry.changes += 1
    },
    touch(name) {
      catalog.get(name).changes += 1
    },
    forbid(name, detail) {
      const entry = catalog.get(name)
      entry.forbidden = detail ?? `GRANT SELECT ON ${identifiers.sql(entry.ref)} TO aegis;`
    },
    allow(name) {
      catalog.get(name).forbidden = null
    },
    failWith(error, methods) {
      failure = { error, methods: methods ?? null }
    },
    recover() {
      failure = null
    },
    logStatement: (sql, at, statement = {}) => log.add(sql, at, statement),
  }
}
