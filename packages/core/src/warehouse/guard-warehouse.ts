import { AegisError } from '../errors.ts'
import type { TableDescription, TableRef } from '../model/table.ts'
import type { Clock } from '../ports/clock.ts'
import type { CallOptions, ConnectionReport, Reading, WarehouseAdapter } from '../ports/warehouse.ts'
import { askInBatches, type BatchLimits } from './batches.ts'
import { type GuardedCall, throwIfAborted, toAdapterError } from './breach.ts'
import { nativeLineageCheck, type PageCheck, queryLogCheck, tablesCheck, viewsCheck } from './check-pages.ts'
import { checkDescription, checkFreshness, checkReadings } from './check-readings.ts'
import { checkReport, failedReport } from './check-report.ts'

/** One call that came to its end, well or not. */
export interface CallTiming {
  readonly method: string
  /** Tables asked about; null where the call is not about given tables. */
  readonly tables: number | null
  /** By the clock given; of a listing: from the first page asked to the last. */
  readonly durationMs: number
  readonly outcome: 'ok' | 'failed'
}

export interface GuardOptions {
  /** The connection's name; messages and errors carry it. */
  readonly name: string
  /** Needed for `onCall`. */
  readonly clock?: Clock | undefined
  /** Told of every call, after its end. Must not throw. */
  readonly onCall?: ((timing: CallTiming) => void) | undefined
  /** Tables per call to the adapter, 1 or more; 10,000 when absent. */
  readonly maxBatch?: number | undefined
  /** Calls of one divided batch under way at once, 1 or more; 1 when absent. */
  readonly maxConcurrentBatches?: number | undefined
}

interface Guard {
  readonly name: string
  readonly begin: (method: string, tables: number | null) => (outcome: 'ok' | 'failed') => void
}

function guardOf({ name, clock, onCall }: GuardOptions): Guard {
  if (clock === undefined || onCall === undefined) return { name, begin: () => () => undefined }
  return {
    name,
    begin(method, tables) {
      const began = clock.now().getTime()
      return (outcome) => onCall({ method, tables, durationMs: clock.now().getTime() - began, outcome })
    },
  }
}

function atLeastOne(field: string, value: number): number {
  if (Number.isInteger(value) && value >= 1) return value
  throw new AegisError('CONFIG_INVALID', `${field} must be a whole number of 1 or more, not ${value}.`)
}

function limitsOf({ maxBatch = 10_000, maxConcurrentBatches = 1 }: GuardOptions): BatchLimits {
  return {
    maxBatch: atLeastOne('maxBatch', maxBatch),
    maxConcurrentBatches: atLeastOne('maxConcurrentBatches', maxConcurrentBatches),
  }
}

async function guardCall<T>(
  guard: Guard,
  method: string,
  tables: number | null,
  options: CallOptions | undefined,
  work: (call: GuardedCall) => Promise<T>,
): Promise<T> {
  const call = { name: guard.name, method }
  const end = guard.begin(method, tables)
  try {
    throwIfAborted(call, options?.signal)
    const answer = await work(call)
    throwIfAborted(call, options?.signal)
    end('ok')
    return answer
  } catch (error) {
    end('failed')
    throw toAdapterError(call, error, options?.signal)
  }
}

async function* guardPages<Page>(
  guard: Guard,
  method: string,
  options: CallOptions | undefined,
  open: () => AsyncIterable<Page>,
  checkOf: (call: GuardedCall) => PageCheck<Page>,
): AsyncGenerator<Page, void, undefined> {
  const call = { name: guard.name, method }
  const check = checkOf(call)
  const end = guard.begin(method, null)
  let outcome: 'ok' | 'failed' = 'ok'
  try {
    throwIfAborted(call, options?.signal)
    for await (const page of open()) {
      throwIfAborted(call, options?.signal)
      check(page)
      yield page
      throwIfAborted(call, options?.signal)
    }
    throwIfAborted(call, options?.signal)
  } catch (error) {
    outcome = 'failed'
    throw toAdapterError(call, error, options?.signal)
  } finally {
    end(outcome)
  }
}

async function guardReport(
  guard: Guard,
  options: CallOptions | undefined,
  work: () => Promise<ConnectionReport>,
): Promise<ConnectionReport> {
  try {
    return await guardCall(guard, 'testConnection', null, options, async (call) => {
      const report = await work()
      checkReport(call, report)
      return report
    })
  } catch (error) {
    return failedReport(error instanceof Error ? error.message : String(error))
  }
}

/**
 * Wraps an adapter so that one which breaks the port's promises fails loudly here, with failure `contract`, and not as a
 * false incident. Every error that leaves it is an `AdapterError`. A method the adapter lacks stays absent; one
 * that it has may answer later than the abort, but never with a value. Throws `CONFIG_INVALID` for a limit below 1.
 */
export function guardWarehouse(raw: WarehouseAdapter, options: GuardOptions): WarehouseAdapter {
  const guard = guardOf(options)
  const limits = limitsOf(options)
  const { readFreshness, readQueryLog, readViewDefinitions, readNativeLineage, testConnection } = raw
  let closing: Promise<void> | null = null

  return {
    spec: raw.spec,
    dialect: raw.dialect,
    identifiers: raw.identifiers,
    listTables: (selector, call) =>
      guardPages(guard, 'listTables', call, () => raw.listTables(selector, call), tablesCheck),
    describeTables: (refs, call) =>
      guardCall(guard, 'describeTables', refs.length, call, (guarded) =>
        askInBatches<TableRef, Reading<TableDescription>>(
          refs,
          limits,
          call?.signal,
          async (batch, signal) => {
            throwIfAborted(guarded, signal)
            const readings = await raw.describeTables(batch, { ...call, signal })
            checkReadings(guarded, batch, readings, checkDescription)
            return readings
          },
        ),
      ),
    close(): Promise<void> {
      closing ??= guardCall(guard, 'close', null, undefined, () => raw.close())
      return closing
    },
    ...(readFreshness && {
      readFreshness: (requests, call) =>
        guardCall(guard, 'readFreshness', requests.length, call, (guarded) =>
          askInBatches(requests, limits, call?.signal, async (batch, signal) => {
            throwIfAborted(guarded, signal)
            const readings = await readFreshness.call(raw, batch, { ...call, signal })
            const refs = batch.map(({ ref }) => ref)
            checkReadings(guarded, refs, readings, checkFreshness)
            return readings
          }),
        ),
    }),
    ...(readQueryLog && {
      readQueryLog: (window, call) =>
        guardPages(guard, 'readQueryLog', call, () => readQueryLog.call(raw, window, call), queryLogCheck),
    }),
    ...(readViewDefinitions && {
      readViewDefinitions: (selector, call) =>
        guardPages(
          guard,
          'readViewDefinitions',
          call,
          () => readViewDefinitions.call(raw, selector, call),
          viewsCheck,
        ),
    }),
    ...(readNativeLineage && {
      readNativeLineage: (window, call) =>
        guardPages(
          guard,
          'readNativeLineage',
          call,
          () => readNativeLineage.call(raw, window, call),
          nativeLineageCheck,
        ),
    }),
    ...(testConnection && {
      testConnection: (call) => guardReport(guard, call, () => testConnection.call(raw, call)),
    }),
  }
}
