import type { JsonValue } from '../../model/json.ts'
import type { MonitoredTable } from '../../model/table.ts'
import type { SentinelReview } from '../../ports/sentinel.ts'
import { dueTimes } from './due-times.ts'
import { freshnessStateToJson, parseFreshnessState } from './freshness-state.ts'

const MINUTE_MS = 60_000

/** One more SLA, or until the next time due is over; of both the later. null: the table has no rule any more. */
function oneMore({ freshnessSlaMinutes, expectedBy }: MonitoredTable, at: Date): Date | null {
  const ends: number[] = []
  if (freshnessSlaMinutes !== null) ends.push(at.getTime() + freshnessSlaMinutes * MINUTE_MS)
  if (expectedBy !== null) {
    const due = dueTimes(expectedBy).atOrAfter(at.getTime())
    if (Number.isFinite(due)) ends.push(due + expectedBy.graceMinutes * MINUTE_MS)
  }
  return ends.length === 0 ? null : new Date(Math.max(...ends))
}

/** The state after a person closed the incident; undefined: as it was. */
export function reviewFreshness({ state, table, outcome, at }: SentinelReview): JsonValue | undefined {
  const kept = parseFreshnessState(state)
  if (kept === null || !kept.stale) return undefined
  if (outcome === 'dismissed')
    return freshnessStateToJson({ ...kept, raised: null, silence: { until: null } })
  const until = oneMore(table, at)
  return until === null ? undefined : freshnessStateToJson({ ...kept, raised: null, silence: { until } })
}
