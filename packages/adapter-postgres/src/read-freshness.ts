import {
  AdapterError,
  type CallOptions,
  type FreshnessReading,
  type FreshnessRequest,
  type Reading,
} from '@aegis/core'
import { readByCounters } from './change-counters.ts'
import { counters, serverFacts, type WatermarkColumn, watermarks } from './queries.ts'
import {
  byPosition,
  type CounterRow,
  parseRows,
  readCounters,
  type WatermarkRow,
  watermarkRow,
} from './rows.ts'
import type { Session, Sessions } from './session.ts'
import { planWatermark, readByFailure, readByWatermark, type WatermarkPlan } from './watermark.ts'

/** Maxima per statement: each holds a lock on its table until the end, and the server's table of locks is finite. */
const WATERMARKS_AT_ONCE = 200

async function roleOf(session: Session): Promise<string> {
  const [facts] = await session.run(serverFacts())
  return String(facts?.role)
}

interface Looked {
  readonly rows: ReadonlyMap<number, CounterRow>
  readonly plans: ReadonlyMap<number, WatermarkPlan>
}

async function look(session: Session, requests: readonly FreshnessRequest[]): Promise<Looked> {
  const found = byPosition(await session.run(counters(requests)), requests.length)
  const rows = new Map([...found].map(([index, row]) => [index, readCounters(row)]))
  const needsRole = [...rows.values()].some(
    (row) => row.hasColumn && !(row.mayEnter && row.maySelect && !row.hasPolicies),
  )
  const role = needsRole ? await roleOf(session) : ''
  const plans = new Map<number, WatermarkPlan>()
  requests.forEach((request, index) => {
    const row = rows.get(index)
    if (row !== undefined) plans.set(index, planWatermark(row, request, index, role))
  })
  return { rows, plans }
}

/** Failures that may concern one table, and not the whole warehouse. */
const OF_ONE_TABLE: ReadonlySet<string> = new Set(['not_found', 'timeout', 'forbidden', 'other'])

function isOfOneTable(error: unknown): error is AdapterError {
  // Without a code of the server it was not the server that refused: the connection is gone.
  return AdapterError.isInstance(error) && OF_ONE_TABLE.has(error.failure) && error.driverCode !== null
}

type Maxima = ReadonlyMap<number, WatermarkRow | AdapterError>

/** In bulk; where one table spoils the statement (dropped meanwhile, locked, too slow), table by table. */
async function readMaxima(
  sessions: Sessions,
  columns: readonly WatermarkColumn[],
  call: CallOptions | undefined,
): Promise<Maxima> {
  const found = new Map<number, WatermarkRow | AdapterError>()
  const read = async (some: readonly WatermarkColumn[]): Promise<void> => {
    const rows = await sessions.use('reading watermarks', call, (session) => session.run(watermarks(some)))
    for (const row of parseRows(watermarkRow, rows, 'watermarks')) found.set(row.index, row)
  }
  for (let at = 0; at < columns.length; at += WATERMARKS_AT_ONCE) {
    const chunk = columns.slice(at, at + WATERMARKS_AT_ONCE)
    try {
      await read(chunk)
    } catch (error) {
      if (!isOfOneTable(error)) throw error
      if (chunk.length === 1 && chunk[0] !== undefined) {
        found.set(chunk[0].index, error)
        continue
      }
      for (const column of chunk) {
        await read([column]).catch((alone: unknown) => {
          if (!isOfOneTable(alone)) throw alone
          found.set(column.index, alone)
        })
      }
    }
  }
  return found
}

function follow(
  request: FreshnessRequest,
  row: CounterRow,
  plan: WatermarkPlan,
  maxima: Maxima,
  index: number,
  timeZone: string | null,
): Reading<FreshnessReading> {
  const { ref } = request
  switch (plan.plan) {
    case 'refused':
      return plan.reading
    case 'counters':
      return { ref, status: 'ok', value: readByCounters(row, request, plan.caveats) }
    case 'watermark': {
      const mark = maxima.get(index)
      if (mark === undefined) {
        const message = 'PostgreSQL gave no row for a maximum that was asked for.'
        throw new AdapterError(message, { adapter: 'postgresql', failure: 'contract' })
      }
      if (!AdapterError.isInstance(mark))
        return { ref, status: 'ok', value: readByWatermark(mark, plan.column, timeZone) }
      const instead = readByFailure(mark, row, request, plan.column)
      return 'plan' in instead ? follow(request, row, instead, maxima, index, timeZone) : instead
    }
  }
}

/** Freshness of all tables: one statement for the counters, one per 200 watermarks. */
export async function readFreshness(
  sessions: Sessions,
  requests: readonly FreshnessRequest[],
  timeZone: string | null,
  call: CallOptions | undefined,
): Promise<readonly Reading<FreshnessReading>[]> {
  if (requests.length === 0) return []
  const { rows, plans } = await sessions.use('reading freshness', call, (session) => look(session, requests))
  const columns = [...plans.values()].flatMap((plan) => (plan.plan === 'watermark' ? [plan.column] : []))
  const maxima = await readMaxima(sessions, columns, call)
  return requests.map((request, index) => {
    const row = rows.get(index)
    const plan = plans.get(index)
    if (row === undefined || plan === undefined) return { ref: request.ref, status: 'missing' }
    return follow(request, row, plan, maxima, index, timeZone)
  })
}
