import type { PruneReport, Store } from '@aegis/core'
import type { MemoryData } from '@aegis/core/testing'
import { broken, otherCallersRun, type StoreMutant } from './mutant.ts'

/** A store whose pruning takes more than it should. */
function takesMore(more: (data: MemoryData, before: Date) => number): StoreMutant {
  return broken((store, data) => ({
    async prune(request) {
      const report = await store.prune(request)
      return { ...report, removed: report.removed + more(data, request.before) }
    },
  }))
}

function drop<V>(map: Map<number, V>, wanted: (value: V) => boolean): number {
  const keys = [...map].filter(([, value]) => wanted(value)).map(([key]) => key)
  for (const key of keys) map.delete(key)
  return keys.length
}

/** Prunes as if every incident were closed. */
function blindToOpenOnes(store: Store, data: MemoryData): Partial<Store> {
  return {
    async prune(request): Promise<PruneReport> {
      const { incidents } = data.state
      const saved = new Map(incidents)
      incidents.clear()
      const report = await store.prune(request)
      for (const [id, stored] of saved) data.state.incidents.set(id, stored)
      return report
    },
  }
}

export const pruneMutants: Readonly<Record<string, StoreMutant>> = {
  // By age alone.
  'S-PRUNE-01': takesMore(({ state }, before) =>
    drop(state.snapshots, ({ capturedAt }) => capturedAt < before),
  ),
  'S-PRUNE-02': broken(blindToOpenOnes),
  'S-PRUNE-03': takesMore(({ state }, before) => {
    for (const [key, series] of state.observations) {
      state.observations.set(key, { ...series, kept: series.kept.filter(({ at }) => at >= before) })
    }
    return 0
  }),
  'S-PRUNE-04': broken(blindToOpenOnes),
  'S-PRUNE-05': takesMore(({ state }, before) => drop(state.activity, ({ at }) => at < before)),
  'S-PRUNE-06': broken((store) => ({
    // Numbers anew what is left.
    async readEvents(afterSeq, limit) {
      return { ...(await store.readEvents(afterSeq, limit)), oldestSeq: 1 }
    },
  })),
  'S-PRUNE-07': takesMore(({ state }, before) =>
    drop(state.incidents, ({ incident }) => incident.createdAt < before),
  ),
  'S-PRUNE-08': broken((store) => ({
    prune: (request) => store.prune({ ...request, limit: 1000 }),
  })),
  'S-PRUNE-09': broken((store) => ({
    prune: (request) =>
      store.prune({ ...request, limit: Math.min(1000, Math.max(1, Math.round(request.limit))) }),
  })),
  'S-PRUNE-10': broken((store) => {
    let last: Date | null = null
    return {
      async prune(request) {
        if (request.kind === 'events') last = request.before
        return store.prune(request)
      },
      getPrunedBefore: async () => ({ ...(await store.getPrunedBefore()), events: last }),
    }
  }),
  'S-PRUNE-11': broken((store, data) => ({
    // Reads what stays, then writes it: what came in between is lost.
    async prune(request) {
      const kept = data.state.events.filter(({ at }) => at >= request.before)
      await otherCallersRun()
      if (request.limit > 1) return store.prune(request)
      data.state.events.splice(0, data.state.events.length, ...kept)
      return { removed: 1, nextAfterId: null }
    },
  })),
}
