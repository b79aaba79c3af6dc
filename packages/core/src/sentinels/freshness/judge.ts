import type { FreshnessViolationDetail, MissedSlot, Severity } from '../../model/anomaly.ts'
import type { MonitoredTable } from '../../model/table.ts'
import type { FreshnessReading } from '../../ports/warehouse.ts'
import { worstSeverity } from '../../severity-order.ts'
import { dueTimes } from './due-times.ts'
import { findMissed, type Missed } from './missed-slot.ts'
import { severityOfDelay, severityOfMissed } from './severity.ts'

const MINUTE_MS = 60_000

/** Writers may hand their counts over so late: that nothing was counted is known only up to then. */
const COUNTS_LAG_MS = MINUTE_MS

interface Violation {
  readonly severity: Severity
  readonly detail: FreshnessViolationDetail
  /** Of a table that lags behind for days only a worse delay is news, or the next time due. */
  readonly fingerprint: string
}

export interface Judgement {
  /** The least time that can have passed since the last change, by the warehouse's own clock. */
  readonly minutesSince: number
  /** null: nothing is proved to be wrong. */
  readonly violation: Violation | null
  readonly missed: Missed | null
}

/** Up to when the reading tells all that came. A token means counts, and those come late. */
function knownUntil({ token, observedAt }: FreshnessReading): number {
  return observedAt.getTime() - (token === null ? 0 : COUNTS_LAG_MS)
}

function missedSlotOf({ expectedBy }: MonitoredTable, missed: Missed | null): MissedSlot | null {
  if (expectedBy === null || missed === null) return null
  return { ...expectedBy, dueAt: new Date(missed.dueAt) }
}

function violationOf(
  table: MonitoredTable,
  reading: FreshnessReading,
  notAfter: Date,
  minutesSince: number,
  missed: Missed | null,
): Violation | null {
  const sla = table.freshnessSlaMinutes
  const ofDelay = sla === null ? null : severityOfDelay(minutesSince, sla)
  const ofMissed = missed === null ? null : severityOfMissed(missed.further)
  const found = [ofDelay, ofMissed].filter((item) => item !== null)
  if (found.length === 0) return null
  const severity = worstSeverity(found)
  const { notBefore, method, caveats } = reading
  const isLate = sla !== null && ofDelay !== null
  const slot = missed === null ? '' : ` for ${new Date(missed.dueAt).toISOString()}`
  return {
    severity,
    detail: {
      type: 'freshness_violation',
      slaMinutes: isLate ? sla : null,
      missedSlot: missedSlotOf(table, missed),
      notBefore,
      notAfter,
      minutesSince,
      minutesOverdue: isLate ? minutesSince - sla : (missed?.overdueMs ?? 0) / MINUTE_MS,
      method,
      caveats,
    },
    fingerprint: `stale${slot}, ${severity}`,
  }
}

/** What a reading proves, whose last change is not later than `notAfter`. */
export function judge(table: MonitoredTable, reading: FreshnessReading, notAfter: Date): Judgement {
  const until = knownUntil(reading)
  const minutesSince = Math.max(0, until - notAfter.getTime()) / MINUTE_MS
  const { expectedBy } = table
  const missed =
    expectedBy === null ? null : findMissed(dueTimes(expectedBy), expectedBy, notAfter.getTime(), until)
  return { minutesSince, missed, violation: violationOf(table, reading, notAfter, minutesSince, missed) }
}
