import {
  AdapterError,
  type CallOptions,
  type FreshnessReading,
  type FreshnessRequest,
  type Reading,
} from '@aegis/core'
import { type Counted, type Looks, lookAtCounters } from './change-counters.ts'
import { type FreshnessOptions, type Plan, planReading } from './freshness-plan.ts'
import { type Asked, counters, type Probe, signals } from './freshness-queries.ts'
import { type CounterRow, readCounters, type SignalRow, signalRow } from './freshness-rows.ts'
import { HIDING_AGE_MS, type Hiding, provedStill, readHiding } from './held-back.ts'
import { indexOf } from './latest-mark.ts'
import { answerOf } from './probe-answer.ts'
import { serverFacts } from './queries.ts'
import { readMaxima } from './read-maxima.ts'
import { byPosition, parseRows } from './rows.ts'
import type { Session, Sessions } from './session.ts'
import { repeatReading, settleByCounters, unknown } from './settle-freshness.ts'

async function roleOf(session: Session): Promise<string> {
  const [facts] = await session.run(serverFacts())
  return String(facts?.role)
}

interface Look {
  readonly index: number
  readonly request: FreshnessRequest
  readonly row: CounterRow
  readonly counted: Counted
}

type Looked = Look & {
  /** null: the last reading still holds. */
  readonly plan: Plan | null
}

/** The counters stand still, the last reading rested on what is asked for now, and no alarm hangs on it. */
function stillHolds({ counted, request }: Look): boolean {
  return (
    request.confirm !== true &&
    counted.says === 'unchanged' &&
    !counted.ground.again &&
    counted.ground.named === request.watermarkColumn &&
    request.previous?.notAfter != null
  )
}

async function readSignals(
  session: Session,
  asked: readonly Asked[],
): Promise<ReadonlyMap<number, readonly SignalRow[]>> {
  const found = new Map<number, SignalRow[]>()
  if (asked.length === 0) return found
  for (const row of parseRows(signalRow, await session.run(signals(asked)), 'watermark columns')) {
    const before = found.get(row.index)
    if (before === undefined) found.set(row.index, [row])
    else before.push(row)
  }
  return found
}

async function look(
  session: Session,
  requests: readonly FreshnessRequest[],
  looks: Looks,
  options: FreshnessOptions,
): Promise<{ readonly looked: ReadonlyMap<number, Looked>; readonly hiding: Hiding | null }> {
  const found = byPosition(await session.run(counters(requests)), requests.length)
  const all = requests.flatMap((request, index): Look[] => {
    const text = found.get(index)
    if (text === undefined) return []
    const row = readCounters(text)
    return [{ index, request, row, counted: lookAtCounters(row, request, looks) }]
  })
  const open = all.filter((item) => !stillHolds(item))
  const asked = open.map(({ row, request }) => ({ oid: row.oid, column: request.watermarkColumn }))
  const known = await readSignals(session, asked)
  const needsRole = [...known.values()].some((rows) =>
    rows.some(({ mayEnter, maySelect, hasPolicies }) => !(mayEnter && maySelect) || hasPolicies),
  )
  const role = needsRole && asked.some(({ column }) => column !== null) ? await roleOf(session) : ''
  const looked = new Map<number, Looked>(all.map((item) => [item.index, { ...item, plan: null }]))
  open.forEach((item, at) => {
    const rows = known.get(at)
    // Dropped since the counters were read.
    if (rows === undefined) looked.delete(item.index)
    else looked.set(item.index, { ...item, plan: planReading({ ...item, signals: rows, role, options }) })
  })
  const isAsked = open.some(
    ({ request, counted }) => request.confirm === true && counted.says === 'unchanged',
  )
  return { looked, hiding: isAsked ? await readHiding(session, HIDING_AGE_MS) : null }
}

function byPlan(looked: Looked, plan: Exclude<Plan, { plan: 'probe' }>): Reading<FreshnessReading> {
  const { ref } = looked.request
  switch (plan.plan) {
    case 'refused':
      return plan.reading
    case 'counters':
      return { ref, status: 'ok', value: settleByCounters(looked, plan.caveats) }
    case 'unasked':
      return { ref, status: 'ok', value: unknown('watermark', looked.row.now, [plan.caveat]) }
  }
}

/**
 * Freshness of all tables: one statement for the counters. Only of tables about which these say something new is more asked:
 * one statement for what columns there are, one per 200 maxima where no table spoils it.
 */
export async function readFreshness(
  sessions: Sessions,
  requests: readonly FreshnessRequest[],
  looks: Looks,
  options: FreshnessOptions,
  call: CallOptions | undefined,
): Promise<readonly Reading<FreshnessReading>[]> {
  if (requests.length === 0) return []
  const { looked, hiding } = await sessions.use('reading freshness', call, (session) =>
    look(session, requests, looks, options),
  )
  const placeOf = (index: number, place: number): number => indexOf(index, place, requests.length)
  const probes = [...looked.values()].flatMap(({ plan, index }): readonly Probe[] => {
    if (plan?.plan !== 'probe') return []
    const also = (plan.also ?? []).map(({ probe }, place) => ({ ...probe, index: placeOf(index, place) }))
    return [plan.probe, ...also]
  })
  const maxima = await readMaxima(sessions, probes, call)
  const answer = (index: number, found: Looked): Reading<FreshnessReading> => {
    const { plan, counted, request } = found
    const { ref } = request
    if (plan === null && counted.says === 'unchanged')
      return { ref, status: 'ok', value: repeatReading({ ...found, counted }) }
    if (plan === null) return { ref, status: 'ok', value: settleByCounters(found, []) }
    if (plan.plan !== 'probe') return byPlan(found, plan)
    const maximum = maxima.get(index)
    if (maximum === undefined) {
      const message = 'PostgreSQL gave no row for a maximum that was asked for.'
      throw new AdapterError(message, { adapter: 'postgresql', failure: 'contract' })
    }
    const others = (plan.also ?? []).map((_, place) => maxima.get(placeOf(index, place)))
    const answered = answerOf(found, plan, maximum, others, options.timeZone)
    return 'plan' in answered ? byPlan(found, answered) : answered
  }
  return requests.map(({ ref }, index): Reading<FreshnessReading> => {
    const found = looked.get(index)
    if (found === undefined) return { ref, status: 'missing' }
    const reading = answer(index, found)
    return reading.status === 'ok'
      ? { ...reading, value: provedStill(reading.value, found, hiding) }
      : reading
  })
}
