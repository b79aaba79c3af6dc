import { AdapterError, type FreshnessReading, type Reading } from '@aegis/core'
import { type Plan, withoutWatermark } from './freshness-plan.ts'
import { settleSeveral } from './latest-mark.ts'
import type { Maximum } from './read-maxima.ts'
import { type Facts, settleByCounters, settleRowCount, unknown } from './settle-freshness.ts'
import { settleMark } from './settle-mark.ts'
import { type Mark, readMark } from './watermark.ts'

type ProbePlan = Extract<Plan, { plan: 'probe' }>
type OtherPlan = Exclude<Plan, ProbePlan>

function reasonOf({ failure, driverCode }: AdapterError, column: string): string {
  if (LOCKED.has(driverCode)) return 'another session holds a lock on the table'
  if (failure === 'timeout') return `it took too long; an index on ${column} would make it fast`
  // Not the server's message: it may quote what stands in the rows.
  return `the server refused with ${driverCode ?? failure}`
}

const LOCKED: ReadonlySet<string | null> = new Set(['55P03', '40P01'])

function unread(maximum: Exclude<Maximum, { index: number }>, name: string): string {
  const why =
    'budgetMs' in maximum
      ? `a table spoiled the reading of many at once, and the ${maximum.budgetMs} ms in all for reading them one by one were not enough; an index on ${name} would make it fast`
      : reasonOf(maximum, name)
  return `the maximum of ${name} could not be read: ${why}`
}

/** The column was not named, or its rows hold no time of data: other signals answer, if there are any. */
function instead(
  facts: Facts,
  { trust, caveats }: ProbePlan,
  why: string,
): Reading<FreshnessReading> | OtherPlan {
  const { ref } = facts.request
  if (trust === 'named') {
    const plan = withoutWatermark(facts.row, facts.request, why)
    return plan.plan === 'probe' ? { plan: 'counters', caveats: [why] } : plan
  }
  return { ref, status: 'ok', value: settleByCounters(facts, trust === 'rows' ? [...caveats, why] : [why]) }
}

function byFailure(
  facts: Facts,
  plan: ProbePlan,
  maximum: Exclude<Maximum, { index: number }>,
): Reading<FreshnessReading> | OtherPlan {
  const { ref } = facts.request
  const { name } = plan.probe
  const code = AdapterError.isInstance(maximum) ? maximum.driverCode : null
  // Dropped since the catalog was read.
  if (code === '42P01' || code === '3F000') return { ref, status: 'missing' }
  if (plan.trust !== 'named')
    return instead({ ...facts, isToAskAgain: LOCKED.has(code) }, plan, unread(maximum, name))
  if (code === '42703') return instead(facts, plan, `there is no column ${name} any more`)
  if (code === '42501') {
    const detail = `Its watermark cannot be read: the server refuses something that it stands on, such as a table or function of a view. Grant this role what the view needs.`
    return { ref, status: 'forbidden', detail }
  }
  return { ref, status: 'ok', value: unknown('watermark', facts.row.now, [unread(maximum, name)]) }
}

function byMark(facts: Facts, plan: ProbePlan, mark: Mark): Reading<FreshnessReading> | OtherPlan {
  const { ref } = facts.request
  const { trust, probe, caveats } = plan
  if (mark.found && trust !== 'rows')
    return { ref, status: 'ok', value: settleMark(facts, mark, probe.name, trust, caveats) }
  if (mark.found) return instead(facts, plan, 'its rows could not be counted')
  if (trust !== 'named') return instead(facts, plan, mark.why)
  // Beyond the clock it would look fresh until the time has come; the counters do not.
  if (mark.isOffClock && facts.counted.says !== 'uncounted') return instead(facts, plan, mark.why)
  return { ref, status: 'ok', value: unknown('watermark', mark.now, [mark.why]) }
}

/** What the answer to a probe says about the table. `others`: to those that were asked besides, in order. */
export function answerOf(
  facts: Facts,
  plan: ProbePlan,
  maximum: Maximum,
  others: readonly (Maximum | undefined)[],
  timeZone: string | null,
): Reading<FreshnessReading> | OtherPlan {
  const newest = settleSeveral(plan, [maximum, ...others], timeZone)
  if (newest !== null) return byMark(facts, newest.plan, newest.mark)
  if (!('index' in maximum)) return byFailure(facts, plan, maximum)
  const { ref } = facts.request
  const { what, name } = plan.probe
  if (what.kind === 'row_count') {
    const value = settleRowCount(facts, maximum.newest ?? 0, maximum.now, plan.caveats)
    return { ref, status: 'ok', value }
  }
  const type = what.kind === 'watermark' ? what.type : 'timestamp with time zone'
  return byMark(facts, plan, readMark(maximum, name, type, timeZone))
}
