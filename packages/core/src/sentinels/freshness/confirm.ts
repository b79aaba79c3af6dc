import type { MonitoredTable } from '../../model/table.ts'
import type { TableMemory } from '../../ports/sentinel.ts'
import type { FreshnessReading, FreshnessRequest, Reading } from '../../ports/warehouse.ts'
import { type FreshnessState, parseFreshnessState } from './freshness-state.ts'
import { judge } from './judge.ts'
import { lastChangeOf } from './last-change.ts'

export function isSilenced({ silence }: Pick<FreshnessState, 'silence'>, now: Date): boolean {
  if (silence === null) return false
  return silence.until === null || now <= silence.until
}

function isNews(table: MonitoredTable, kept: FreshnessState | null, reading: FreshnessReading): boolean {
  // Without a token no counters were asked, so none came late.
  if (reading.token === null) return false
  if (kept !== null && isSilenced(kept, reading.observedAt)) return false
  const { notAfter } = lastChangeOf(reading)
  if (notAfter === null) return false
  const { violation } = judge(table, reading, notAfter)
  return violation !== null && violation.fingerprint !== (kept?.raised ?? null)
}

/** Of the tables whose reading would raise an alarm that does not stand yet: what to ask again, by position. */
export function toConfirm(
  tables: readonly TableMemory[],
  requests: readonly FreshnessRequest[],
  readings: readonly Reading<FreshnessReading>[],
): ReadonlyMap<number, FreshnessRequest> {
  const found = new Map<number, FreshnessRequest>()
  readings.forEach((reading, at) => {
    const memory = tables[at]
    const request = requests[at]
    if (reading.status !== 'ok' || memory === undefined || request === undefined) return
    if (isNews(memory.table, parseFreshnessState(memory.state), reading.value))
      found.set(at, { ...request, confirm: true })
  })
  return found
}
