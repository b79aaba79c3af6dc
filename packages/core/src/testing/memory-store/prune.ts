import { AegisError } from '../../errors.ts'
import type { Incident } from '../../model/incident.ts'
import type { PrunableKind, PruneReport, PruneRequest } from '../../ports/store.ts'
import type { MemoryState } from './memory-data.ts'
import { checkLimit } from './paging.ts'
import { isClosed } from './raise-anomaly.ts'

/** A row as pruning looks at it. */
interface Aged {
  readonly id: number
  /** When it began: from then on it can have ended. */
  readonly at: Date
  /** Nothing needs it any more. Called only for a row from before. */
  readonly isDone: () => boolean
  readonly remove: () => void
}

function openIncidents(state: MemoryState): ReadonlyMap<number, Incident> {
  const all = [...state.incidents.values()].map(({ incident }) => [incident.id, incident] as const)
  return new Map(all.filter(([, incident]) => !isClosed(incident)))
}

function agedSnapshots(draft: MemoryState, before: Date): readonly Aged[] {
  const open = openIncidents(draft)
  const inUse = new Set<number | null>()
  for (const { latestId, acceptedId } of draft.tables.values()) inUse.add(latestId).add(acceptedId)
  for (const { incidentId, snapshotId } of draft.anomalies.values()) {
    if (open.has(incidentId)) inUse.add(snapshotId)
  }
  const all = [...draft.snapshots.values()]
  return all.map(({ id, tableId, capturedAt }) => ({
    id,
    at: capturedAt,
    isDone: () =>
      !inUse.has(id) &&
      all.some((other) => other.tableId === tableId && other.id > id && other.capturedAt < before),
    remove: () => draft.snapshots.delete(id),
  }))
}

function agedObservations(draft: MemoryState, before: Date): readonly Aged[] {
  const open = openIncidents(draft)
  return [...draft.observations].flatMap(([key, series]) =>
    series.kept.map(({ id, at, incidentId }) => ({
      id,
      at,
      isDone: () =>
        !(incidentId !== null && open.has(incidentId)) &&
        series.kept.some((other) => other.id > id && other.at < before),
      remove: (): void => {
        const now = draft.observations.get(key) ?? series
        draft.observations.set(key, { ...now, kept: now.kept.filter((kept) => kept.id !== id) })
      },
    })),
  )
}

function agedActivity(draft: MemoryState, before: Date): readonly Aged[] {
  const open = openIncidents(draft)
  const acceptances = [...draft.activity.values()].filter(({ action }) => action === 'shape_accepted')
  return [...draft.activity.values()].map(({ id, at, action, tableId, incidentId }) => ({
    id,
    at,
    isDone: () =>
      !(incidentId !== null && open.has(incidentId)) &&
      (action !== 'shape_accepted' ||
        tableId === null ||
        !draft.tables.has(tableId) ||
        acceptances.some((other) => other.tableId === tableId && other.id > id && other.at < before)),
    remove: () => draft.activity.delete(id),
  }))
}

function agedIncidents(draft: MemoryState, before: Date): readonly Aged[] {
  return [...draft.incidents.values()].map(({ incident }) => ({
    id: incident.id,
    at: incident.createdAt,
    isDone: () => incident.resolvedAt !== null && incident.resolvedAt < before,
    remove: (): void => {
      draft.incidents.delete(incident.id)
      for (const [id, { incidentId }] of draft.anomalies)
        if (incidentId === incident.id) draft.anomalies.delete(id)
      for (const [id, line] of draft.transitions)
        if (line.incidentId === incident.id) draft.transitions.delete(id)
    },
  }))
}

const AGED: Readonly<
  Record<Exclude<PrunableKind, 'events'>, (draft: MemoryState, before: Date) => readonly Aged[]>
> = {
  snapshots: agedSnapshots,
  observations: agedObservations,
  activity: agedActivity,
  incidents: agedIncidents,
}

/** Only from the oldest on, so that the rest has no gap. */
function pruneEvents(draft: MemoryState, before: Date, limit: number): PruneReport {
  const page = draft.events.slice(0, limit)
  const firstKept = page.findIndex(({ at }) => at >= before)
  const removed = firstKept === -1 ? page.length : firstKept
  draft.events.splice(0, removed)
  return { removed, nextAfterId: removed === limit ? (page.at(-1)?.seq ?? null) : null }
}

function pruneRows(
  draft: MemoryState,
  { kind, before, afterId = 0, limit }: PruneRequest & { readonly kind: keyof typeof AGED },
): PruneReport {
  const page = AGED[kind](draft, before)
    .filter(({ id }) => id > afterId)
    .sort((a, b) => a.id - b.id)
    .slice(0, limit)
  const old = page.filter(({ at }) => at < before)
  const done = old.filter(({ isDone }) => isDone())
  for (const { remove } of done) remove()
  const isLast = page.length < limit || old.length === 0
  return { removed: done.length, nextAfterId: isLast ? null : (page.at(-1)?.id ?? null) }
}

export function prune(draft: MemoryState, request: PruneRequest): PruneReport {
  const { kind, before } = request
  const limit = checkLimit(request.limit)
  if (Number.isNaN(before.getTime())) throw new AegisError('STORE_FAILED', '`before` is not a valid time.')
  const report =
    kind === 'events' ? pruneEvents(draft, before, limit) : pruneRows(draft, { ...request, kind, limit })
  const last = draft.prunedBefore[kind]
  if (report.removed > 0 && (last === null || last < before)) draft.prunedBefore[kind] = new Date(before)
  return report
}
