import type { LineageEdgeDraft } from '../model/lineage.ts'
import { strongerRelationship } from './confidence.ts'
import { uniteColumns } from './flow.ts'

function merge(newest: LineageEdgeDraft, other: LineageEdgeDraft): LineageEdgeDraft {
  const isTie = newest.seenAt.getTime() === other.seenAt.getTime()
  return {
    ...newest,
    relationship: isTie ? strongerRelationship(newest.relationship, other.relationship) : newest.relationship,
    confidence: Math.max(newest.confidence, other.confidence),
    columns: uniteColumns(other.columns, newest.columns),
    usedColumns: [...new Set([...other.usedColumns, ...newest.usedColumns])],
    columnsComplete: newest.columnsComplete && other.columnsComplete,
    observations: newest.observations + other.observations,
  }
}

export interface Sightings {
  add(edge: LineageEdgeDraft): void
  /** One draft an edge, and its oldest sighting where that is older: the store keeps both times. */
  drafts(): readonly LineageEdgeDraft[]
  /** Edges, each once. */
  count(): number
}

/** Many runs of one statement make one edge. */
export function collectSightings(): Sightings {
  const byEdge = new Map<string, { newest: LineageEdgeDraft; oldest: LineageEdgeDraft }>()
  return {
    add(edge) {
      const key = JSON.stringify([edge.source, edge.target])
      const known = byEdge.get(key)
      if (known === undefined) {
        byEdge.set(key, { newest: edge, oldest: edge })
        return
      }
      const isNewer = edge.seenAt >= known.newest.seenAt
      known.newest = isNewer ? merge(edge, known.newest) : merge(known.newest, edge)
      if (edge.seenAt < known.oldest.seenAt) known.oldest = edge
    },
    drafts: () =>
      [...byEdge.values()].flatMap(({ newest, oldest }) =>
        // The newest counts every run already.
        oldest.seenAt < newest.seenAt ? [{ ...oldest, observations: 0 }, newest] : [newest],
      ),
    count: () => byEdge.size,
  }
}
