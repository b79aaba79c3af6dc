import type { CheckOutcome, CheckResult, Incident, RecordedScan, Store, TableScanResult } from '@aegis/core'
import type { MemoryData } from '@aegis/core/testing'
import type { StoreSubject } from '../../src/index.ts'

/** A correct subject and the data behind all of its handles. */
export interface GoodStore {
  readonly subject: StoreSubject
  readonly data: MemoryData
}

/** Breaks one promise of a correct store. */
export type StoreMutant = (good: GoodStore) => StoreSubject

/** Replaces methods on every handle. */
export function broken(methods: (store: Store, data: MemoryData) => Partial<Store>): StoreMutant {
  return ({ subject, data }) => {
    const breakIt = (store: Store): Store => ({ ...store, ...methods(store, data) })
    const { reopen } = subject
    return {
      ...subject,
      store: breakIt(subject.store),
      reopen: reopen === undefined ? undefined : async () => breakIt(await reopen()),
    }
  }
}

/** Lets the other callers run: where a race can happen. */
export function otherCallersRun(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** A store that changes what it is given to record. */
export function recordsChanged(
  change: (check: CheckResult, result: TableScanResult, data: MemoryData) => CheckResult,
): StoreMutant {
  return broken((store, data) => ({
    recordScan: (results) =>
      store.recordScan(
        results.map((result) => ({
          ...result,
          checks: result.checks.map((check) => change(check, result, data)),
        })),
      ),
  }))
}

/** A store that spoils its data, or its answer, after recording. */
export function spoilsOutcomes(
  spoil: (outcome: CheckOutcome, data: MemoryData) => CheckOutcome,
): StoreMutant {
  return broken((store, data) => ({
    async recordScan(given): Promise<RecordedScan> {
      const { results } = await store.recordScan(given)
      return {
        results: results.map(({ tableId, checks }) => ({
          tableId,
          checks: checks.map((outcome) => spoil(outcome, data)),
        })),
      }
    },
  }))
}

/** Changes a stored incident behind the store's back and returns it. */
export function alter(data: MemoryData, incident: Incident, changes: Partial<Incident>): Incident {
  const stored = data.state.incidents.get(incident.id)
  const altered = { ...incident, ...changes }
  data.state.incidents.set(incident.id, { claim: null, ...stored, incident: altered })
  return altered
}

/** Runs the call while every open incident looks closed: as if the look-up had missed it. */
export function withoutSeeingOpenOnes<T>(data: MemoryData, call: () => Promise<T>): Promise<T> {
  const hidden = [...data.state.incidents.values()].filter(({ incident }) => incident.resolvedAt === null)
  for (const { incident } of hidden) alter(data, incident, { status: 'resolved' })
  const outcome = call()
  for (const stored of hidden) data.state.incidents.set(stored.incident.id, stored)
  return outcome
}

/** Does the table's open incident hold this fingerprint? */
export function isKnown(check: CheckResult, result: TableScanResult, data: MemoryData): boolean {
  return [...data.state.anomalies.values()].some(
    ({ tableId, fingerprint }) => tableId === result.tableId && fingerprint === check.anomaly?.fingerprint,
  )
}
