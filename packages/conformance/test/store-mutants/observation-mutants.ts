import type { MemoryData } from '@aegis/core/testing'
import { broken, recordsChanged, type StoreMutant } from './mutant.ts'

/** A store that keeps observations of its own making. */
function keepsOthers(
  spoil: (
    series: MemoryData['state']['observations'] extends Map<string, infer S> ? S : never,
  ) => typeof series,
): StoreMutant {
  return broken((store, data) => ({
    async recordScan(results) {
      const recorded = await store.recordScan(results)
      for (const [key, series] of data.state.observations) data.state.observations.set(key, spoil(series))
      return recorded
    },
  }))
}

const bounded = (limit = 100): number => Math.min(1000, Math.max(1, Math.round(limit)))

export const observationMutants: Readonly<Record<string, StoreMutant>> = {
  'S-OBS-01': recordsChanged((check) =>
    check.observation == null || check.observation.lastChange === null
      ? check
      : {
          ...check,
          observation: {
            ...check.observation,
            lastChange: {
              notBefore: check.observation.lastChange.notAfter,
              notAfter: check.observation.lastChange.notAfter,
            },
          },
        },
  ),
  'S-OBS-02': broken((store) => ({
    listObservations: (id, filter) =>
      // Before, and not at the time.
      store.listObservations(id, {
        ...filter,
        before: filter?.before === undefined ? undefined : new Date(filter.before.getTime() - 1),
      }),
  })),
  'S-OBS-03': keepsOthers((series) => ({
    ...series,
    kept: series.kept.map((one) => ({ ...one, incidentId: one.anomalyId === null ? null : one.incidentId })),
  })),
  'S-OBS-04': recordsChanged((check, result, data) => {
    const kept = data.state.sentinelStates.get(`${result.tableId} ${check.sentinel}`)
    const expectedVersion = kept?.state.version ?? 0
    return check.state === null ? check : { ...check, state: { ...check.state, expectedVersion } }
  }),
  'S-OBS-05': broken((store) => ({
    // Observations first, in a step of their own.
    async recordScan(results) {
      const observations = results.map((result) => ({
        tableId: result.tableId,
        checkedAt: result.checkedAt,
        checks: result.checks.map((check) => ({
          ...check,
          anomaly: null,
          note: null,
          shape: null,
          state: null,
        })),
      }))
      await store.recordScan(observations)
      return store.recordScan(results)
    },
  })),
  'S-OBS-06': recordsChanged((check, _result, data) =>
    check.observation == null
      ? check
      : {
          ...check,
          observation: { ...check.observation, text: `${check.observation.text} ${data.state.lastId}` },
        },
  ),
  'S-OBS-07': keepsOthers((series) => {
    // Only the words are compared.
    const kept = series.kept.filter((one, index) => one.text !== series.kept[index - 1]?.text)
    return { ...series, kept }
  }),
  'S-OBS-08': keepsOthers((series) => ({ ...series, kept: series.kept.slice(-100) })),
  'S-OBS-09': broken((store, data) => ({
    // No cascade.
    async removeTable(id) {
      const { observations } = data.state
      const removed = await store.removeTable(id)
      for (const [key, series] of observations) data.state.observations.set(key, series)
      return removed
    },
  })),
  'S-OBS-10': broken((store) => ({
    listObservations: (id, filter) =>
      store.listObservations(id, { ...filter, limit: bounded(filter?.limit) }),
  })),
}
