import type { Anomaly, FreshnessViolationDetail } from '../model/anomaly.ts'
import type { DiagnosisContext, NeighbourHistory } from '../ports/architect.ts'
import { matchBroken, matchStale } from './match-delay.ts'
import { changesOf, type DriftMatch, type Match, matchDrift } from './match-drift.ts'

/** An upstream anomaly that may explain the incident. */
export interface Cause {
  readonly neighbour: NeighbourHistory
  readonly anomaly: Anomaly
  /** 0..1: how well it explains, by what speaks for and against it. Not yet a probability. */
  readonly score: number
  readonly why: string
  /** Another cause, upstream of it, explains it as well. */
  readonly isLink: boolean
}

export type CauseContext = Pick<
  DiagnosisContext,
  'incident' | 'anomalies' | 'upstream' | 'blastRadius' | 'dialect'
>

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
  blocked: 0.6,
  ended: 0.9,
  healed: 0.55,
} as const

function timing(match: DriftMatch, { route }: NeighbourHistory): number {
  const { lagMs } = match
  if (lagMs < 0) return AGAINST.seenAfter
  const isLate = route?.isImmediate === true && lagMs > GRACE_MS
  return (isLate ? AGAINST.lateView : 1) * (lagMs > DAY_MS ? AGAINST.old : 1)
}

/** Lineage that may be wrong makes a cause less certain, less so where the columns fit. */
function lineage({ node, route }: NeighbourHistory): number {
  const ways =
    (route?.isBlocked === true ? AGAINST.blocked : 1) * (route?.endedAt == null ? 1 : AGAINST.ended)
  return Math.sqrt(node.confidence) * ways
}

interface Found {
  readonly anomaly: Anomaly
  readonly match: Match
}

function better(a: Found | null, b: Found | null): Found | null {
  if (a === null || b === null) return a ?? b
  return b.match.score > a.match.score ? b : a
}

function driftCause(neighbour: NeighbourHistory, context: CauseContext): Found | null {
  const here = changesOf(context.anomalies)
  const options = { dialect: context.dialect, route: neighbour.route, graceMs: GRACE_MS }
  const among = (anomalies: readonly Anomaly[], factor: number): Found | null => {
    let best: Found | null = null
    for (const anomaly of anomalies) {
      const match = matchDrift(changesOf([anomaly]), here, options)
      if (match === null) continue
      const score = match.score * timing(match, neighbour) * factor
      best = better(best, { anomaly, match: { ...match, score } })
    }
    return best
  }
  return better(among(neighbour.anomalies, 1), among(neighbour.healed, AGAINST.healed))
}

function delayCause(
  neighbour: NeighbourHistory,
  here: FreshnessViolationDetail,
  seenAt: number,
): Found | null {
  let best: Found | null = null
  for (const anomaly of neighbour.anomalies) {
    if (anomaly.type === 'freshness_violation')
      best = better(best, { anomaly, match: matchStale(neighbour, here) })
    const broken = matchBroken(changesOf([anomaly]), neighbour, here, seenAt)
    if (broken !== null) best = better(best, { anomaly, match: broken })
  }
  return best
}

function latestDelay(anomalies: readonly Anomaly[]): { detail: FreshnessViolationDetail; at: number } | null {
  for (const { detail, detectedAt } of anomalies.toReversed())
    if (detail.type === 'freshness_violation') return { detail, at: detectedAt.getTime() }
  return null
}

function foundIn(neighbour: NeighbourHistory, context: CauseContext): Found | null {
  if (context.incident.type === 'schema_drift') return driftCause(neighbour, context)
  const delay = context.incident.type === 'freshness_violation' ? latestDelay(context.anomalies) : null
  return delay === null ? null : delayCause(neighbour, delay.detail, delay.at)
}

/** A link is explained by one that is upstream of it, not later, and about as good. */
function isExplainedBy(cause: Omit<Cause, 'isLink'>, other: Omit<Cause, 'isLink'>): boolean {
  const [name, otherName] = [cause.neighbour.node.name, other.neighbour.node.name]
  if (!cause.neighbour.fedBy.includes(otherName)) return false
  // Of a cycle the one that is seen first, or else the farther one.
  if (other.neighbour.fedBy.includes(name)) {
    const ahead = cause.anomaly.detectedAt.getTime() - other.anomaly.detectedAt.getTime()
    if (ahead !== 0) return ahead > 0
    return other.neighbour.node.depth > cause.neighbour.node.depth
  }
  return other.score >= 0.6 * cause.score
}

/**
 * Upstream anomalies that can explain the incident, best first; those that another of them explains come last. One of a
 * table that the incident's table feeds itself explains nothing.
 */
export function findCauses(context: CauseContext): readonly Cause[] {
  const downstream = new Set(context.blastRadius.affectedTables.map(({ name }) => name))
  const found = context.upstream.flatMap((neighbour) => {
    const best = downstream.has(neighbour.node.name) ? null : foundIn(neighbour, context)
    if (best === null) return []
    const score = best.match.score * lineage(neighbour)
    return [{ neighbour, anomaly: best.anomaly, score, why: best.match.why }]
  })
  const causes = found.map((cause) => ({
    ...cause,
    isLink: found.some((other) => isExplainedBy(cause, other)),
  }))
  const { name, depth } = {
    name: (c: Cause) => c.neighbour.node.name,
    depth: (c: Cause) => c.neighbour.node.depth,
  }
  return causes.sort(
    (a, b) =>
      Number(a.isLink) - Number(b.isLink) ||
      b.score - a.score ||
      depth(b) - depth(a) ||
      (name(a) < name(b) ? -1 : 1),
  )
}
