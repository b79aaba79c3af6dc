import type { Anomaly, AnomalyType, FreshnessViolationDetail } from '../model/anomaly.ts'
import type { Dialect } from '../model/connection.ts'
import type { NeighbourHistory } from '../ports/architect.ts'
import { matchBroken, matchLate, matchStale } from './match-delay.ts'
import { changesOf, type DriftMatch, type Match, matchDrift, type TimedChange } from './match-drift.ts'

/** What is to be explained: an incident, or an anomaly upstream of one. */
export type Effect =
  | { readonly type: 'drift'; readonly changes: readonly TimedChange[]; readonly dialect: Dialect }
  | { readonly type: 'delay'; readonly detail: FreshnessViolationDetail; readonly at: number }
  | { readonly type: 'other' }

export interface Explained extends Match {
  readonly anomaly: Anomaly
}

const MINUTE_MS = 60_000
const DAY_MS = 1440 * MINUTE_MS
/** Of tables read one after the other in one cycle a cause may be seen one cycle after its effect. */
const GRACE_MS = 15 * MINUTE_MS

/** What speaks against a match that fits otherwise. */
const AGAINST = {
  /** After a day without an effect it becomes less likely that there is one. */
  old: 0.7,
  /** A view shows what happens at once. */
  lateView: 0.6,
  seenAfter: 0.8,
  /** Every way passes a table where nothing happened. */
  blocked: 0.5,
  ended: 0.95,
  /** It was over before the effect was seen, or when it was. */
  over: 0.75,
} as const

/** Oldest first. */
export function effectOf(anomalies: readonly Anomaly[], type: AnomalyType, dialect: Dialect): Effect {
  if (type === 'schema_drift') return { type: 'drift', changes: changesOf(anomalies), dialect }
  if (type === 'freshness_violation')
    for (const { detail, detectedAt } of anomalies.toReversed())
      if (detail.type === 'freshness_violation') return { type: 'delay', detail, at: detectedAt.getTime() }
  return { type: 'other' }
}

function timing({ lagMs }: DriftMatch, { route }: NeighbourHistory): number {
  if (lagMs < 0) return AGAINST.seenAfter
  const isLate = route?.isImmediate === true && lagMs > GRACE_MS
  return (isLate ? AGAINST.lateView : 1) * (lagMs > DAY_MS ? AGAINST.old : 1)
}

/** Lineage that may be wrong makes a cause less certain. */
function lineage({ node, route }: NeighbourHistory): number {
  const ways =
    (route?.isBlocked === true ? AGAINST.blocked : 1) * (route?.endedAt == null ? 1 : AGAINST.ended)
  return node.confidence ** 0.25 * ways
}

function better(a: Explained | null, b: Explained | null): Explained | null {
  if (a === null || b === null) return a ?? b
  return b.score > a.score ? b : a
}

function ofDrift(neighbour: NeighbourHistory, effect: Effect & { type: 'drift' }): Explained | null {
  const options = { dialect: effect.dialect, route: neighbour.route, graceMs: GRACE_MS }
  const among = (anomalies: readonly Anomaly[], factor: number): Explained | null => {
    let best: Explained | null = null
    for (const anomaly of anomalies) {
      const match = matchDrift(changesOf([anomaly]), effect.changes, options)
      if (match === null) continue
      const { why, score } = match
      best = better(best, { anomaly, why, score: score * timing(match, neighbour) * factor })
    }
    return best
  }
  return better(among(neighbour.anomalies, 1), among(neighbour.healed, AGAINST.over))
}

function ofDelay(
  neighbour: NeighbourHistory,
  next: NeighbourHistory | undefined,
  { detail, at }: Effect & { type: 'delay' },
): Explained | null {
  let best: Explained | null = null
  const consider = (anomaly: Anomaly, match: Match | null): void => {
    if (match !== null) best = better(best, { anomaly, score: match.score, why: match.why })
  }
  for (const anomaly of neighbour.anomalies) {
    if (anomaly.type === 'freshness_violation') consider(anomaly, matchStale(neighbour, detail))
    consider(anomaly, matchBroken(changesOf([anomaly]), neighbour, next, detail, at))
  }
  for (const anomaly of neighbour.healed) {
    if (anomaly.type === 'freshness_violation') consider(anomaly, matchLate(anomaly, neighbour, detail, at))
    // Mended, and the load has not run since.
    const broken = matchBroken(changesOf([anomaly]), neighbour, next, detail, at)
    if (broken !== null) consider(anomaly, { ...broken, score: broken.score * AGAINST.over })
  }
  return best
}

/** The anomaly of a neighbour that explains the effect best; null: none does. `next`: the table on the way that reads it, if known. */
export function explain(
  neighbour: NeighbourHistory,
  next: NeighbourHistory | undefined,
  effect: Effect,
): Explained | null {
  if (effect.type === 'other') return null
  const found = effect.type === 'drift' ? ofDrift(neighbour, effect) : ofDelay(neighbour, next, effect)
  return found === null ? null : { ...found, score: found.score * lineage(neighbour) }
}
