import type { Anomaly, SchemaChange } from '../model/anomaly.ts'
import type { NeighbourHistory } from '../ports/architect.ts'
import { type Match, matchDrift } from './match-drift.ts'

/** An upstream anomaly that may explain the incident. */
export interface Cause {
  readonly neighbour: NeighbourHistory
  readonly anomaly: Anomaly
  /** 0..1: how well it explains, times how sure the lineage is. */
  readonly confidence: number
  readonly why: string
}

function changesOf(anomalies: readonly Anomaly[]): readonly SchemaChange[] {
  return anomalies.flatMap(({ detail }) => (detail.type === 'schema_drift' ? detail.changes : []))
}

/** After a day without an effect it becomes less likely that there is one. */
const FRESH_MS = 86_400_000
const OLD_FACTOR = 0.65

function match(upstream: Anomaly, incident: readonly Anomaly[]): Match | null {
  const here = incident[0]
  if (here === undefined) return null
  if (here.type === 'schema_drift') {
    return upstream.type === 'schema_drift' ? matchDrift(changesOf([upstream]), changesOf(incident)) : null
  }
  if (here.type !== 'freshness_violation') return null
  if (upstream.type === 'freshness_violation') return { score: 0.85, why: 'the upstream table is stale too' }
  if (upstream.type !== 'schema_drift') return null
  return { score: 0.6, why: 'the upstream table changed its shape, which may have stopped the load' }
}

function causeOf(neighbour: NeighbourHistory, incident: readonly Anomaly[], began: number): Cause | null {
  let best: Cause | null = null
  for (const anomaly of neighbour.anomalies) {
    const seen = anomaly.detectedAt.getTime()
    const found = seen <= began ? match(anomaly, incident) : null
    if (found === null) continue
    const age = began - seen > FRESH_MS ? OLD_FACTOR : 1
    const confidence = found.score * age * neighbour.node.confidence
    if (best === null || confidence > best.confidence)
      best = { neighbour, anomaly, confidence, why: found.why }
  }
  return best
}

/**
 * Upstream anomalies that can explain the incident, best first. One seen after the incident explains nothing, nor does one
 * of a table that the incident's table feeds itself. Of a chain that all changed alike, the table that no other of
 * them feeds is where it began.
 */
export function findCauses(
  incident: readonly Anomaly[],
  upstream: readonly NeighbourHistory[],
  downstream: ReadonlySet<string> = new Set(),
): readonly Cause[] {
  const began = Math.max(...incident.map(({ detectedAt }) => detectedAt.getTime()))
  const nameOf = (cause: Cause): string => cause.neighbour.node.name
  const causes = upstream.flatMap((neighbour) => {
    const cause = downstream.has(neighbour.node.name) ? null : causeOf(neighbour, incident, began)
    return cause === null ? [] : [cause]
  })
  const names = new Set(causes.map(nameOf))
  const origins = causes.filter(({ neighbour }) => !neighbour.fedBy.some((name) => names.has(name)))
  const depthOf = (cause: Cause): number => cause.neighbour.node.depth
  return origins.sort(
    (a, b) => b.confidence - a.confidence || depthOf(b) - depthOf(a) || (nameOf(a) < nameOf(b) ? -1 : 1),
  )
}
