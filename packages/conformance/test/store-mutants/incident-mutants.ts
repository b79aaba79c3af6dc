import { alter, broken, otherCallersRun, type StoreMutant, withoutSeeingOpenOnes } from './mutant.ts'

export const incidentMutants: Readonly<Record<string, StoreMutant>> = {
  'S-INC-01': broken((store) => ({
    getIncident: async (id) => (await store.getIncident(id)) ?? (await store.listIncidents())[0] ?? null,
  })),
  'S-INC-02': broken((store) => ({
    listIncidents: (filter) => store.listIncidents({ ...filter, since: undefined }),
  })),
  'S-INC-03': broken((store) => ({
    // Pages by offset: rows that arrive push others onto the next page.
    async listIncidents({ beforeId, limit = 100, ...filter } = {}) {
      const all = await store.listIncidents({ ...filter, limit: 1000 })
      const offset = beforeId === undefined ? 0 : all.findIndex(({ id }) => id === beforeId)
      return all.slice(offset, offset + limit)
    },
  })),
  'S-INC-04': broken((store) => ({
    listAnomalies: (filter) =>
      store.listAnomalies({ ...filter, limit: Math.min(filter?.limit ?? 100, 1000) }),
  })),
  'S-ANOM-01': broken((store) => ({
    listAnomalies: ({ tableIds, ...filter } = {}) =>
      store.listAnomalies(tableIds?.length === 0 ? filter : { ...filter, tableIds }),
  })),

  'S-TRANS-01': broken((store, data) => ({
    transition: (id, version, change) =>
      store.transition(id, data.state.incidents.get(id)?.incident.version ?? version, change),
  })),
  'S-TRANS-02': broken((store, data) => ({
    // Compares, then sets.
    async transition(id, version, change) {
      const isCurrent = data.state.incidents.get(id)?.incident.version === version
      await otherCallersRun()
      const now = data.state.incidents.get(id)?.incident.version ?? version
      return isCurrent ? store.transition(id, now, change) : null
    },
  })),
  'S-TRANS-03': broken((store, data) => ({
    async transition(id, version, change) {
      const moved = await store.transition(id, version, change)
      data.state.events.pop()
      return moved
    },
  })),
  'S-TRANS-04': broken((store, data) => ({
    async transition(id, version, change) {
      const moved = await store.transition(id, version, change)
      if (moved === null || change.diagnosis !== undefined) return moved
      return alter(data, moved, { diagnosis: null, blastRadius: [] })
    },
  })),
  'S-TRANS-05': broken((store) => ({
    // Joins the trail with the diagnosis of today.
    async listTransitions(id) {
      const diagnosis = (await store.getIncident(id))?.diagnosis ?? null
      const lines = await store.listTransitions(id)
      return lines.map((line) => ({ ...line, diagnosis: line.diagnosis === null ? null : diagnosis }))
    },
  })),
  'S-TRANS-06': broken((store) => ({
    transition: (id, version, change) =>
      store.transition(id, version, { ...change, dismissReason: undefined }),
  })),
  'S-TRANS-07': broken((store, data) => ({
    transition: async (id, version, change) =>
      data.state.incidents.get(id)?.incident.status === 'resolved'
        ? null
        : store.transition(id, version, change),
  })),
  'S-TRANS-08': broken((store) => ({
    transition: (id, version, change) =>
      store.transition(id, version, { ...change, acceptSnapshotId: undefined }),
  })),
  'S-TRANS-09': broken((store) => ({
    transition: (id, version, change) =>
      store
        .transition(id, version, change)
        .catch(() => store.transition(id, version, { ...change, acceptSnapshotId: undefined })),
  })),
  'S-TRANS-10': broken((store, data) => ({
    // Replaces the value and leaves the version.
    async transition(id, version, change) {
      const before = new Map(data.state.sentinelStates)
      const moved = await store.transition(id, version, change)
      for (const [key, { tableId, state }] of data.state.sentinelStates) {
        const kept = before.get(key)?.state.version ?? 1
        data.state.sentinelStates.set(key, { tableId, state: { ...state, version: kept } })
      }
      return moved
    },
  })),
  'S-TRANS-11': broken((store) => ({
    transition: (id, version, change) => store.transition(id, version, { ...change, activity: [] }),
  })),
  'S-TRANS-12': broken((store, data) => ({
    // No unique index.
    transition: (id, version, change) =>
      change.to === 'open'
        ? withoutSeeingOpenOnes(data, () => store.transition(id, version, change))
        : store.transition(id, version, change),
  })),
}
