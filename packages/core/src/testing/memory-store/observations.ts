import type { Observation, ObservationDraft } from '../../model/observation.ts'
import type { CheckOutcome, CheckResult, ObservationFilter } from '../../ports/store.ts'
import { keep, type MemoryState, nextId, stateKey } from './memory-data.ts'
import { newestFirst } from './paging.ts'

const KEPT = 500
const SWEEP_EVERY = 50

/** Bounds of which neither is known are none. */
function normal({ verdict, text, lastChange }: ObservationDraft): ObservationDraft {
  const { notBefore = null, notAfter = null } = lastChange ?? {}
  return {
    verdict,
    text,
    lastChange: notBefore === null && notAfter === null ? null : { notBefore, notAfter },
  }
}

function saysTheSame(a: Observation, draft: ObservationDraft, incidentId: number | null): boolean {
  return (
    a.verdict === draft.verdict &&
    a.text === draft.text &&
    a.lastChange?.notBefore?.getTime() === draft.lastChange?.notBefore?.getTime() &&
    a.lastChange?.notAfter?.getTime() === draft.lastChange?.notAfter?.getTime() &&
    a.incidentId === incidentId
  )
}

export function writeObservation(
  state: MemoryState,
  tableId: number,
  { sentinel, observation }: CheckResult,
  outcome: CheckOutcome,
  at: Date,
): void {
  if (observation === undefined || observation === null) return
  const draft = normal(observation)
  const incidentId = 'incident' in outcome ? outcome.incident.id : null
  const anomalyId = 'anomaly' in outcome ? outcome.anomaly.id : null
  const key = stateKey(tableId, sentinel)
  const { count: before = 0, kept = [] } = state.observations.get(key) ?? {}
  const newest = kept.at(-1)
  if (newest !== undefined && saysTheSame(newest, draft, incidentId)) return
  const fresh = keep<Observation>({
    ...draft,
    id: nextId(state),
    tableId,
    sentinel,
    at,
    anomalyId,
    incidentId,
  })
  const count = before + 1
  const all = [...kept, fresh]
  state.observations.set(key, { tableId, count, kept: count % SWEEP_EVERY === 0 ? all.slice(-KEPT) : all })
}

export function listObservations(
  state: MemoryState,
  tableId: number,
  filter: ObservationFilter,
): readonly Observation[] {
  const ofTable = [...state.observations.values()].filter((series) => series.tableId === tableId)
  return newestFirst(
    ofTable.flatMap(({ kept }) => kept),
    filter,
    (row) =>
      (filter.sentinel === undefined || row.sentinel === filter.sentinel) &&
      (filter.before === undefined || row.at <= filter.before),
  )
}
