import type { Anomaly, Incident, IncidentTransition, Snapshot, Store, StoredEvent } from '@aegis/core'

const PAGE = 1000

/** Lists run newest first, page by page; here oldest first, whole. */
async function whole<T extends { readonly id: number }>(
  read: (page: { readonly limit: number; readonly beforeId: number | undefined }) => Promise<readonly T[]>,
): Promise<readonly T[]> {
  const found: T[] = []
  for (;;) {
    const page = await read({ limit: PAGE, beforeId: found.at(-1)?.id })
    found.push(...page)
    if (page.length < PAGE) return found.reverse()
  }
}

async function allEvents(
  store: Store,
): Promise<{ readonly events: readonly StoredEvent[]; readonly headSeq: number }> {
  const events: StoredEvent[] = []
  for (;;) {
    const page = await store.readEvents(events.at(-1)?.seq ?? 0, PAGE)
    events.push(...page.events)
    if (page.events.length < PAGE) return { events, headSeq: page.headSeq }
  }
}

export interface Collected {
  readonly anomalies: readonly Anomaly[]
  readonly incidents: readonly Incident[]
  readonly transitions: ReadonlyMap<number, readonly IncidentTransition[]>
  readonly events: readonly StoredEvent[]
  readonly headSeq: number
}

/** Reads everything that the store remembers of what happened. */
export async function collect(store: Store): Promise<Collected> {
  const incidents = await whole<Incident>((page) => store.listIncidents(page))
  const transitions = new Map<number, readonly IncidentTransition[]>()
  for (const { id } of incidents) transitions.set(id, await store.listTransitions(id))
  return {
    incidents,
    transitions,
    anomalies: await whole<Anomaly>((page) => store.listAnomalies(page)),
    ...(await allEvents(store)),
  }
}

export function allSnapshots(store: Store, tableId: number): Promise<readonly Snapshot[]> {
  return whole<Snapshot>((page) => store.listSnapshots(tableId, page))
}
