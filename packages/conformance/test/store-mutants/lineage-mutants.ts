import type { LineageEdge, LineageEdgeDraft } from '@aegis/core'
import { broken, type StoreMutant } from './mutant.ts'

/** A store whose latest write overrides fields of the edge. */
function overrides(changes: (draft: LineageEdgeDraft) => Partial<LineageEdge>): StoreMutant {
  return broken((store, data) => ({
    async saveLineage(batch) {
      await store.saveLineage(batch)
      for (const draft of batch.edges) {
        for (const [key, edge] of data.state.edges) {
          const isSame = edge.source === draft.source && edge.connectionId === batch.connectionId
          if (isSame) data.state.edges.set(key, { ...edge, ...changes(draft) })
        }
      }
    },
  }))
}

export const lineageMutants: Readonly<Record<string, StoreMutant>> = {
  'S-LIN-01': broken((_store, data) => ({ listEdges: async () => [...data.state.edges.values()] })),
  'S-LIN-02': overrides(({ seenAt }) => ({ lastSeenAt: seenAt })),
  'S-LIN-03': overrides(({ columns }) => ({ columns })),
  'S-LIN-04': overrides(({ queryHash, relationship, origin }) => ({ queryHash, relationship, origin })),
  'S-LIN-05': broken((store) => ({
    saveLineage: (batch) => {
      const last = new Map(batch.edges.map((edge) => [`${edge.source} ${edge.target}`, edge]))
      return store.saveLineage({ ...batch, edges: [...last.values()] })
    },
  })),
  'S-LIN-06': broken((store, data) => ({
    async saveLineage(batch) {
      await store.saveLineage(batch)
      const status = data.state.lineage.get(batch.connectionId)
      if (status !== undefined) {
        data.state.lineage.set(batch.connectionId, { ...status, cursors: batch.cursors })
      }
    },
  })),
  'S-LIN-08': broken((store) => ({
    saveLineage: (batch) =>
      store.saveLineage({ ...batch, edges: batch.edges.map((edge) => ({ ...edge, observations: 1 })) }),
  })),
  'S-LIN-09': broken((store) => ({
    saveLineage: (batch) =>
      store.saveLineage({ ...batch, closures: batch.closures.map((one) => ({ ...one, sides: 'both' })) }),
  })),
  'S-LIN-07': broken((store) => ({
    async saveLineage(batch) {
      for (const edge of batch.edges) await store.saveLineage({ ...batch, edges: [edge] })
    },
  })),
}
