import type { Severity } from './model/anomaly.ts'

const RANK: Readonly<Record<Severity, number>> = { low: 0, medium: 1, high: 2, critical: 3 }

/** Positive when `a` is worse than `b`, 0 when equal. */
export function compareSeverity(a: Severity, b: Severity): number {
  return RANK[a] - RANK[b]
}

/** The worst of them; `low` for none. */
export function worstSeverity(severities: Iterable<Severity>): Severity {
  let worst: Severity = 'low'
  for (const severity of severities) if (compareSeverity(severity, worst) > 0) worst = severity
  return worst
}
