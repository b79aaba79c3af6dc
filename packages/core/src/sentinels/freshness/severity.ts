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
