import type { Severity } from '../../model/anomaly.ts'

/**
 * Spec section 5.1. null: within the SLA (exactly the SLA is still fine). Below 2x medium, from 2x to 5x
 * inclusive high, above 5x critical. Both in minutes, the SLA above 0.
 */
export function severityOfDelay(minutesSince: number, slaMinutes: number): Severity | null {
  if (minutesSince <= slaMinutes) return null
  if (minutesSince < 2 * slaMinutes) return 'medium'
  return minutesSince <= 5 * slaMinutes ? 'high' : 'critical'
}

export const SLOTS_UNTIL_CRITICAL = 5

/**
 * The same table for data due by the clock, with the time since the slot's due time and grace measured in slots: so a
 * weekend without slots makes nothing worse. `further`: slots after the first missed one that were missed too.
 */
export function severityOfMissed(further: number): Severity {
  if (further < 2) return 'medium'
  return further < SLOTS_UNTIL_CRITICAL ? 'high' : 'critical'
}
