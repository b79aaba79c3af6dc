import type { Anomaly, Incident } from '@aegis/core'
import type { ScriptedChange } from '../run/script.ts'
import type { History, TableHistory } from './history.ts'

function shapeAlerts({ tables, anomalies }: History): readonly string[] {
  const bySnapshot = Map.groupBy(
    anomalies.filter(({ type }) => type === 'schema_drift'),
    ({ snapshotId }) => snapshotId,
  )
  return tables.flatMap(({ name, snapshots, shapes }) =>
    // The first one is the baseline. Whether all shapes are there is asked elsewhere.
    (shapes === null ? [] : snapshots.slice(1)).flatMap(({ id }, index) => {
      const count = bySnapshot.get(id)?.length ?? 0
      return count === 1 ? [] : [`${name}: change ${index + 1} was raised ${count} times`]
    }),
  )
}

function watermarkOfAnomaly({ detail }: Anomaly): number | null {
  return detail.type === 'freshness_violation' ? detail.notAfter.getTime() : null
}

/** Whether the incident was open at some moment between the two. */
function wasOpen({ createdAt, resolvedAt }: Incident, from: Date, to: Date): boolean {
  return createdAt <= to && (resolvedAt === null || resolvedAt >= from)
}

function spellAlerts(history: History, table: TableHistory, change: ScriptedChange): readonly string[] {
  const { number, at, settledAt } = change
  const watermark = table.watermarks?.[number]
  if (number % 2 === 0 || settledAt === null || watermark === undefined) return []
  const count = history.anomalies.filter(
    (anomaly) => anomaly.tableId === table.id && watermarkOfAnomaly(anomaly) === watermark,
  ).length
  if (count === 1) return []
  // One that is open already takes in what says the same again.
  const joined = history.incidents.some(
    (incident) =>
      incident.tableId === table.id &&
      incident.type === 'freshness_violation' &&
      wasOpen(incident, at, settledAt),
  )
  if (count === 0 && joined) return []
  return [`${table.name}: stale spell ${number} was raised ${count} times`]
}

function outageAlerts({ incidents }: History, { number, at, settledAt }: ScriptedChange): readonly string[] {
  if (number % 2 === 0 || settledAt === null) return []
  const isTold = incidents.some(
    (incident) => incident.type === 'connection_error' && wasOpen(incident, at, settledAt),
  )
  return isTold ? [] : [`outage ${number} opened no incident`]
}

/** Every change was raised exactly once. */
export function alertsOnce(history: History): readonly string[] {
  const timed = history.tables.filter(({ watermarks }) => watermarks !== null)
  const others = history.changes.flatMap((change) => {
    if (change.what === 'outage') return outageAlerts(history, change)
    const table = change.what === 'spell' ? timed[change.table] : undefined
    return table === undefined ? [] : spellAlerts(history, table, change)
  })
  return [...shapeAlerts(history), ...others]
}
