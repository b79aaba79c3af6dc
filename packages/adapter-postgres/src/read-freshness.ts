import {
  AdapterError,
  type CallOptions,
  type FreshnessReading,
  type FreshnessRequest,
  type Reading,
} from '@aegis/core'
import { planWatermark, readByCounters, readByWatermark, type WatermarkPlan } from './freshness.ts'
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

/** Maxima per statement. */
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
  const found = byPosition(await session.run(counters(requests)))
  const rows = new Map([...found].map(([index, row]) => [index, readCounters(row)]))
  const needsRole = [...rows.values()].some((row) => row.hasColumn && !(row.mayEnter && row.maySelect))
  const role = needsRole ? await roleOf(session) : ''
  const plans = new Map<number, WatermarkPlan>()
  requests.forEach((request, index) => {
    const row = rows.get(index)
    if (row !== undefined) plans.set(index, planWatermark(row, request, index, role))
  })
  return { rows, plans }
}

async function maxima(
  sessions: Sessions,
  columns: readonly WatermarkColumn[],
  timeZone: string | null,
  call: CallOptions | undefined,
): Promise<readonly WatermarkRow[]> {
  const rows = await sessions.use('reading watermarks', call, (session) =>
    session.run(watermarks(columns, timeZone)),
  )
  return parseRows(watermarkRow, rows, 'watermarks')
}

/** Failures that concern one table, not the whole warehouse. */
const OF_ONE_TABLE: ReadonlySet<string> = new Set(['not_found', 'timeout', 'forbidden', 'other'])

async function maximumOfOne(
  sessions: Sessions,
  column: WatermarkColumn,
  timeZone: string | null,
  call: CallOptions | undefined,
): Promise<readonly WatermarkRow[]> {
  try {
    return await maxima(sessions, [column], timeZone, call)
  } catch (error) {
    if (AdapterError.isInstance(error) && OF_ONE_TABLE.has(error.failure)) return []
    throw error
  }
}

/** In bulk; where one table spoils the statement (dropped meanwhile, too slow), table by table. */
async function readMaxima(
  sessions: Sessions,
  columns: readonly WatermarkColumn[],
  timeZone: string | null,
  call: CallOptions | undefined,
): Promise<ReadonlyMap<number, WatermarkRow>> {
  const found = new Map<number, WatermarkRow>()
  for (let at = 0; at < columns.length; at += WATERMARKS_AT_ONCE) {
    const chunk = columns.slice(at, at + WATERMARKS_AT_ONCE)
    try {
      for (const row of await maxima(sessions, chunk, timeZone, call)) found.set(row.index, row)
    } catch (error) {
      if (!AdapterError.isInstance(error) || !OF_ONE_TABLE.has(error.failure)) throw error
      for (const column of chunk) {
        for (const row of await maximumOfOne(sessions, column, timeZone, call)) found.set(row.index, row)
      }
    }
  }
  return found
}

function answer(
  request: FreshnessRequest,
  row: CounterRow,
  plan: WatermarkPlan,
  mark: WatermarkRow | undefined,
): Reading<FreshnessReading> {
  const { ref } = request
  switch (plan.plan) {
    case 'refused':
      return plan.reading
    case 'counters':
      return { ref, status: 'ok', value: readByCounters(row, request, plan.caveats) }
    case 'watermark':
      return { ref, status: 'ok', value: readByWatermark(row, mark, plan.column) }
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
  const marks = await readMaxima(sessions, columns, timeZone, call)
  return requests.map((request, index) => {
    const row = rows.get(index)
    const plan = plans.get(index)
    if (row === undefined || plan === undefined) return { ref: request.ref, status: 'missing' }
    return answer(request, row, plan, marks.get(index))
  })
}
