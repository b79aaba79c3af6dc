import { AdapterError, AegisError } from '../errors.ts'
import type { Dialect } from '../model/connection.ts'
import type { Logger } from '../ports/logger.ts'
import type { Sentinel, TableMemory } from '../ports/sentinel.ts'
import type { TableScanState } from '../ports/store.ts'
import type { Reading, WarehouseAdapter } from '../ports/warehouse.ts'

/** The readings of one sentinel, in the order of `memories`. */
interface SentinelReadings {
  readonly sentinel: Sentinel
  readonly memories: readonly TableMemory[]
  readonly readings: readonly Reading<unknown>[]
}

export interface BatchReadings {
  readonly answered: readonly SentinelReadings[]
  /** What the warehouse did not answer; empty when all went well. */
  readonly failures: readonly ReadFailure[]
}

export interface ReadFailure {
  readonly sentinel: string
  readonly error: AegisError
}

/** After one of these the next read would only wait for the same failure. */
const HOPELESS: ReadonlySet<string> = new Set(['network', 'tls', 'credentials'])

function memoriesFor(
  sentinel: Sentinel,
  states: readonly TableScanState[],
  dialect: Dialect,
): readonly TableMemory[] {
  return states.flatMap((state): TableMemory[] => {
    const { table, latest, accepted } = state
    if (!table.checkTypes.includes(sentinel.name)) return []
    if (sentinel.appliesTo !== undefined && !sentinel.appliesTo(table)) return []
    const kept = state.states.find((item) => item.sentinel === sentinel.name)
    return [{ table, latest, accepted, state: kept?.value ?? null, dialect }]
  })
}

function asAegisError(sentinel: Sentinel, error: unknown): AegisError {
  if (AegisError.isInstance(error)) return error
  const reason = error instanceof Error ? error.message : String(error)
  return new AegisError('ADAPTER_FAILED', `The sentinel ${sentinel.name} failed: ${reason}`, { cause: error })
}

function checkCount(readings: SentinelReadings): void {
  const { sentinel, memories } = readings
  if (readings.readings.length === memories.length) return
  const counts = `${readings.readings.length} readings for ${memories.length} tables`
  throw new AegisError(
    'ADAPTER_FAILED',
    `The sentinel ${sentinel.name} gave ${counts}; it must give one each.`,
  )
}

/** Lets each sentinel read its tables of one batch. One that fails does not keep the others from reading. */
export async function readBatch(
  sentinels: readonly Sentinel[],
  states: readonly TableScanState[],
  warehouse: WarehouseAdapter,
  logger: Logger,
  signal: AbortSignal | undefined,
): Promise<BatchReadings> {
  const answered: SentinelReadings[] = []
  const failures: ReadFailure[] = []
  for (const sentinel of sentinels) {
    const memories = memoriesFor(sentinel, states, warehouse.dialect)
    if (memories.length === 0) continue
    try {
      const readings = await sentinel.read({ warehouse, tables: memories, options: { signal } })
      const answer = { sentinel, memories, readings }
      checkCount(answer)
      answered.push(answer)
    } catch (error) {
      signal?.throwIfAborted()
      const failure = asAegisError(sentinel, error)
      logger.warn(`${sentinel.name}: ${failure.message}`)
      failures.push({ sentinel: sentinel.name, error: failure })
      if (AdapterError.isInstance(failure) && HOPELESS.has(failure.failure)) break
    }
  }
  return { answered, failures }
}
