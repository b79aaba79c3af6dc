import type { Anomaly, Snapshot } from '@aegis/core'
import type { Shape } from '../world/shapes.ts'
import type { History, TableHistory } from './history.ts'

function isShape({ exists, columns }: Snapshot, shape: Shape | undefined): boolean {
  return exists === shape?.exists && JSON.stringify(columns) === JSON.stringify(shape.columns)
}

function chainOf({ name, snapshots, shapes, latestId, acceptedId }: TableHistory): readonly string[] {
  const wrong: string[] = []
  if (shapes !== null) {
    if (snapshots.length !== shapes.length)
      wrong.push(`${name}: ${snapshots.length} snapshots of ${shapes.length} shapes`)
    const odd = snapshots.findIndex((snapshot, index) => !isShape(snapshot, shapes[index]))
    if (odd !== -1) wrong.push(`${name}: snapshot ${odd} is not the shape of that time`)
  } else if (snapshots.length !== 1)
    wrong.push(`${name}: ${snapshots.length} snapshots, and it never changed`)
  if (latestId !== (snapshots.at(-1)?.id ?? null))
    wrong.push(`${name}: the latest snapshot is not the newest`)
  if (snapshots.every(({ id }) => id !== acceptedId))
    wrong.push(`${name}: the accepted snapshot is none of its own`)
  return wrong
}

function linkOf(anomaly: Anomaly, snapshots: readonly Snapshot[]): readonly string[] {
  const at = snapshots.findIndex(({ id }) => id === anomaly.snapshotId)
  const [before, after] = [snapshots[at - 1], snapshots[at]]
  const name = `anomaly ${anomaly.id} on ${anomaly.table}`
  if (before === undefined || after === undefined) return [`${name} belongs to no change of a shape`]
  const follows = anomaly.fingerprint.startsWith(`${before.hash}>${after.hash}@`)
  return follows ? [] : [`${name} does not lead from the snapshot before to its own`]
}

/** Snapshots are the shapes of the script, in order, and anomalies lead from one to the next. */
export function shapesFollow({ tables, anomalies }: History): readonly string[] {
  const byTable = new Map(tables.map((table) => [table.id, table.snapshots]))
  const drifts = anomalies.filter(({ type }) => type === 'schema_drift')
  return [
    ...tables.flatMap(chainOf),
    ...drifts.flatMap((anomaly) => linkOf(anomaly, byTable.get(anomaly.tableId ?? 0) ?? [])),
  ]
}
