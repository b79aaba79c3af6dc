import type { JsonValue, SnapshotDraft, TableProblem, TableScanResult } from '@aegis/core'

/** What the store holds of the tables of a batch when the step begins. */
export interface HeldTable {
  readonly tableId: number
  readonly connectionId: number
  readonly name: string
  readonly latestId: number | null
  readonly problem: TableProblem | null
  /** Version by sentinel; absent: 0. */
  readonly stateVersions: ReadonlyMap<string, number>
}

export interface SettledState {
  readonly tableId: number
  readonly sentinel: string
  readonly version: number
  readonly value: JsonValue
}

/** Which checks of a batch are written, and what they bring. */
export interface SettledBatch {
  /** By result and check: false is superseded. */
  readonly taken: readonly (readonly boolean[])[]
  /** At most one per table: a second one could not know the id of the first. */
  readonly shapes: ReadonlyMap<number, SnapshotDraft>
  readonly states: readonly SettledState[]
  /** Tables whose first shape this is. */
  readonly baselines: readonly HeldTable[]
}

/** Decides who was overtaken by another scan. Pure; checks are taken in order, as if one after the other. */
export function settleRaces(
  results: readonly TableScanResult[],
  held: ReadonlyMap<number, HeldTable>,
): SettledBatch {
  const shapes = new Map<number, SnapshotDraft>()
  const states = new Map<string, SettledState>()
  const baselines: HeldTable[] = []

  const taken = results.map(({ tableId, checks }) => {
    const table = held.get(tableId)
    // A table removed while its scan was under way: there is nothing left to write to.
    if (table === undefined) return checks.map(() => false)
    return checks.map(({ sentinel, shape, state }) => {
      const key = `${tableId} ${sentinel}`
      const version = states.get(key)?.version ?? table.stateVersions.get(sentinel) ?? 0
      if (shape !== null && (shapes.has(tableId) || shape.expectedLatestId !== table.latestId)) return false
      if (state !== null && state.expectedVersion !== version) return false
      if (shape !== null) {
        shapes.set(tableId, shape.snapshot)
        if (table.latestId === null) baselines.push(table)
      }
      if (state?.value !== undefined)
        states.set(key, { tableId, sentinel, version: version + 1, value: state.value })
      return true
    })
  })
  return { taken, shapes, states: [...states.values()], baselines }
}
