import type { ColumnPair, LineageEdge, LineageEdgeDraft } from '../../model/lineage.ts'
import type { LineageBatch, LineageClosure, LineageStatus } from '../../ports/store.ts'
import { connectionOf } from './connections.ts'
import { edgeKey, keep, type MemoryState, nextId } from './memory-data.ts'

function united(known: readonly ColumnPair[], seen: readonly ColumnPair[]): readonly ColumnPair[] {
  const pairs = [...known, ...seen].map((pair) => [JSON.stringify([pair.source, pair.target]), pair] as const)
  return [...new Map(pairs).values()]
}

/** The edge after one more sighting. */
function seenAgain(edge: LineageEdge, sighting: LineageEdgeDraft): LineageEdge {
  const { seenAt, ...seen } = sighting
  const isNewer = seenAt >= edge.lastSeenAt
  return {
    ...edge,
    ...(isNewer ? seen : {}),
    confidence: Math.max(edge.confidence, seen.confidence),
    columns: united(edge.columns, seen.columns),
    usedColumns: [...new Set([...edge.usedColumns, ...seen.usedColumns])],
    columnsComplete: edge.columnsComplete && seen.columnsComplete,
    observations: edge.observations + seen.observations,
    closedAt: edge.closedAt !== null && seenAt > edge.closedAt ? null : edge.closedAt,
    firstSeenAt: new Date(Math.min(seenAt.getTime(), edge.firstSeenAt.getTime())),
    lastSeenAt: isNewer ? seenAt : edge.lastSeenAt,
  }
}

function closeEdges(draft: MemoryState, connectionId: number, { table, sides, at }: LineageClosure): void {
  for (const [key, edge] of draft.edges) {
    const isNamed = edge.target === table || (sides === 'both' && edge.source === table)
    if (edge.connectionId !== connectionId || !isNamed) continue
    if (edge.closedAt === null && edge.lastSeenAt <= at) draft.edges.set(key, keep({ ...edge, closedAt: at }))
  }
}

export function saveLineage(draft: MemoryState, batch: LineageBatch): void {
  const { connectionId } = batch
  connectionOf(draft, connectionId)
  for (const sighting of batch.edges) {
    const key = edgeKey(connectionId, sighting.source, sighting.target)
    const { seenAt, ...seen } = sighting
    const known = draft.edges.get(key) ?? {
      ...seen,
      columns: [],
      observations: 0,
      closedAt: null,
      id: nextId(draft),
      connectionId,
      firstSeenAt: seenAt,
      lastSeenAt: seenAt,
    }
    draft.edges.set(key, keep(seenAgain(known, sighting)))
  }
  for (const closure of batch.closures) closeEdges(draft, connectionId, closure)
  const before = draft.lineage.get(connectionId)
  draft.lineage.set(
    connectionId,
    keep({
      refreshedAt: batch.at,
      cursors: { ...before?.cursors, ...batch.cursors },
      coverage: batch.coverage,
    }),
  )
}

export function listEdges(state: MemoryState, connectionId: number): readonly LineageEdge[] {
  return [...state.edges.values()].filter((edge) => edge.connectionId === connectionId)
}

export function getLineageStatus(state: MemoryState, connectionId: number): LineageStatus {
  return state.lineage.get(connectionId) ?? { refreshedAt: null, cursors: {}, coverage: null }
}
