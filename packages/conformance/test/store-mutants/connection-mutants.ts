import type { MemoryData } from '@aegis/core/testing'
import { broken, otherCallersRun, type StoreMutant } from './mutant.ts'

function alterConnection(
  data: MemoryData,
  id: number,
  changes: { readonly failedCycles?: number; readonly lastError?: null; readonly updatedAt?: Date },
): void {
  const connection = data.state.connections.get(id)
  if (connection !== undefined) data.state.connections.set(id, { ...connection, ...changes })
}

export const connectionMutants: Readonly<Record<string, StoreMutant>> = {
  'S-CONN-01': broken((store) => ({
    saveConnection: async (given) => ({ ...(await store.saveConnection(given)), isActive: false }),
  })),
  'S-CONN-02': broken((store, data) => ({
    async saveConnection(given) {
      const { id } = await store.saveConnection(given)
      alterConnection(data, id, { failedCycles: 0, lastError: null })
      return store.saveConnection(given)
    },
  })),
  'S-CONN-03': broken((store, data) => ({
    async saveConnection(given) {
      const isKnown = data.state.connections.size > 0
      await otherCallersRun()
      const saved = await store.saveConnection(given)
      if (isKnown || saved.updatedAt < given.at) return saved
      const id = data.state.connections.size + 1000
      data.state.connections.set(id, { ...saved, id })
      return { ...saved, id }
    },
  })),
  'S-CONN-04': broken((store, data) => ({
    recordConnectionOutcome(id, outcome) {
      if (outcome.status === 'ok') alterConnection(data, id, { updatedAt: outcome.at })
      return store.recordConnectionOutcome(id, outcome)
    },
  })),
  'S-CONN-05': broken((store) => ({
    recordConnectionOutcome: (id, outcome) =>
      store.recordConnectionOutcome(
        id,
        outcome.status === 'ok' ? outcome : { ...outcome, threshold: outcome.threshold - 1 },
      ),
  })),
  'S-CONN-06': broken((store) => ({
    recordConnectionOutcome: (id, outcome) =>
      store.recordConnectionOutcome(
        id,
        outcome.status === 'ok' ? outcome : { ...outcome, anomaly: () => outcome.anomaly(outcome.threshold) },
      ),
  })),
  'S-CONN-07': broken((store, data) => ({
    recordConnectionOutcome(id, outcome) {
      const reset = { failedCycles: 0, lastError: null, updatedAt: outcome.at } as const
      if (outcome.status === 'ok') alterConnection(data, id, reset)
      return store.recordConnectionOutcome(id, outcome)
    },
  })),
  'S-CONN-08': broken((store) => ({
    saveTables: (id, drafts, at) => store.saveTables(id, drafts, at).catch(() => []),
  })),
  'S-CONN-09': broken((store, data) => ({
    async recordConnectionOutcome(id, outcome) {
      const before = data.state.connections.get(id)?.failedCycles ?? 0
      await otherCallersRun()
      alterConnection(data, id, { failedCycles: before })
      return store.recordConnectionOutcome(id, outcome)
    },
  })),
  'S-CONN-10': broken((store, data) => ({
    async recordConnectionOutcome(id, outcome) {
      const [open] = data.state.incidents.values()
      const recorded = await store.recordConnectionOutcome(id, outcome)
      if (open === undefined) return recorded
      return { ...recorded, check: { outcome: 'repeated', incident: open.incident } }
    },
  })),
}
