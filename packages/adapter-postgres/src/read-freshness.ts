import {
  AdapterError,
  type CallOptions,
  type FreshnessReading,
  type FreshnessRequest,
  type Reading,
} from '@aegis/core'
import { readByCounters } from './change-counters.ts'
import { counters, serverFacts } from './queries.ts'
import { type Maximum, readMaxima } from './read-maxima.ts'
import { byPosition, type CounterRow, readCounters } from './rows.ts'
import type { Session, Sessions } from './session.ts'
import {
  planWatermark,
  readByFailure,
  readByWatermark,
  readOutOfTime,
  type WatermarkPlan,
} from './watermark.ts'

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

function follow(
  request: FreshnessRequest,
  row: CounterRow,
  plan: WatermarkPlan,
  maxima: ReadonlyMap<number, Maximum>,
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
      if ('budgetMs' in mark)
        return { ref, status: 'ok', value: readOutOfTime(mark.budgetMs, row, plan.column) }
      if (!AdapterError.isInstance(mark))
        return { ref, status: 'ok', value: readByWatermark(mark, plan.column, timeZone) }
      const instead = readByFailure(mark, row, request, plan.column)
      return 'plan' in instead ? follow(request, row, instead, maxima, index, timeZone) : instead
    }
  }
}

/** Freshness of all tables: one statement for the counters, one per 200 watermarks where no table spoils it. */
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
