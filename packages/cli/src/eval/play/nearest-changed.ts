import type { Anomaly, Incident, LineageGraph } from '@aegis/core'

const WEEK_MS = 7 * 86_400_000
const DEPTH = 10

/**
 * What a person does first: looks up the lineage for the nearest table that has shown any anomaly in the last seven days.
 * All of them, nearest first; of two at one distance the first by name.
 */
export function nearestChanged(
  { table }: Pick<Incident, 'table'>,
  graph: LineageGraph,
  anomalies: readonly Anomaly[],
  now: Date,
): readonly string[] {
  if (table === null) return []
  const changed = new Set(
    anomalies
      .filter(({ detectedAt }) => now.getTime() - detectedAt.getTime() <= WEEK_MS)
      .map((anomaly) => anomaly.table),
  )
  return graph
    .getUpstream(table, { depth: DEPTH })
    .filter(({ name }) => changed.has(name))
    .map(({ name }) => name)
}
