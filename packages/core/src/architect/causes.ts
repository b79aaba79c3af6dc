import type { Anomaly, SchemaChange } from '../model/anomaly.ts'
import type { NeighbourHistory } from '../ports/architect.ts'

/** An upstream anomaly that may explain the incident. */
export interface Cause {
  readonly neighbour: NeighbourHistory
  readonly anomaly: Anomaly
  /** 0..1: how well it explains, times how sure the lineage is. */
  readonly confidence: number
  readonly why: string
}

function columnsOf(change: SchemaChange): readonly string[] {
  return [change.column, change.previousName].flatMap((name) => (name == null ? [] : [name.toLowerCase()]))
}

function changesOf(anomalies: readonly Anomaly[]): readonly SchemaChange[] {
  return anomalies.flatMap(({ detail }) => (detail.type === 'schema_drift' ? detail.changes : []))
}

function sameTransition(a: SchemaChange, b: SchemaChange): boolean {
  return a.kind === b.kind && a.before?.type === b.before?.type && a.after?.type === b.after?.type
}

interface Match {
  readonly score: number
  readonly why: string
}

function matchDrift(upstream: readonly SchemaChange[], here: readonly SchemaChange[]): Match | null {
  // A drop takes what depends on it along; it changes no column of a table that stays.
  const isDrop = (change: SchemaChange): boolean => change.kind === 'table_dropped'
  if (upstream.some(isDrop) && here.some(isDrop)) {
    return { score: 0.85, why: 'the upstream table was dropped too' }
  }
  let best: Match | null = null
  for (const ours of here) {
    const names = new Set(columnsOf(ours))
    for (const theirs of upstream) {
      const shared = columnsOf(theirs).find((name) => names.has(name))
      if (shared === undefined) continue
      const match = sameTransition(theirs, ours)
        ? { score: 0.95, why: `the same change of \`${shared}\` was made upstream` }
        : { score: 0.8, why: `\`${shared}\` changed upstream too` }
      if (best === null || match.score > best.score) best = match
    }
  }
  return best
}

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

/**
 * Upstream anomalies that can explain the incident, best first. An anomaly seen after the incident explains
 * nothing; of a chain that all changed alike, the table farthest upstream is where it began.
 */
export function findCauses(
  incident: readonly Anomaly[],
  upstream: readonly NeighbourHistory[],
): readonly Cause[] {
  const began = Math.max(...incident.map(({ detectedAt }) => detectedAt.getTime()))
  const causes = upstream.flatMap((neighbour) => {
    const candidates = neighbour.anomalies.flatMap((anomaly): Cause[] => {
      const found = anomaly.detectedAt.getTime() <= began ? match(anomaly, incident) : null
      if (found === null) return []
      return [{ neighbour, anomaly, confidence: found.score * neighbour.node.confidence, why: found.why }]
    })
    candidates.sort((a, b) => b.confidence - a.confidence)
    return candidates.slice(0, 1)
  })
  const depthOf = (cause: Cause): number => cause.neighbour.node.depth
  const nameOf = (cause: Cause): string => cause.neighbour.node.name
  const explained = (cause: Cause): boolean =>
    causes.some(
      (other) =>
        other !== cause && depthOf(other) > depthOf(cause) && other.neighbour.path.includes(nameOf(cause)),
    )
  const origins = causes.filter((cause) => !explained(cause))
  return origins.sort(
    (a, b) => b.confidence - a.confidence || depthOf(a) - depthOf(b) || (nameOf(a) < nameOf(b) ? -1 : 1),
  )
}
