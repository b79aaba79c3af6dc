import type { Clock } from '../ports/clock.ts'
import type { PrunableKind, Store } from '../ports/store.ts'
import { systemClock } from '../system-clock.ts'

/** Rows that went, by kind. */
export type PruneTotals = Readonly<Record<PrunableKind, number>>

/** Days that each kind is kept; null: for ever. */
export type KeptDays = Readonly<Record<PrunableKind, number | null>>

/** Incidents first: what a closed one held on to is free then. */
const ORDER: readonly PrunableKind[] = ['incidents', 'snapshots', 'observations', 'activity', 'events']
const PAGE = 1000
const DAY_MS = 86_400_000

async function pruneKind(
  store: Store,
  kind: PrunableKind,
  before: Date,
  signal: AbortSignal | undefined,
): Promise<number> {
  let total = 0
  let afterId: number | undefined
  for (;;) {
    signal?.throwIfAborted()
    const { removed, nextAfterId } = await store.prune({ kind, before, afterId, limit: PAGE })
    total += removed
    if (nextAfterId === null) return total
    afterId = nextAfterId
    // Between two pages everybody else has a turn, also where the store works without waiting.
    await systemClock.sleep(0)
  }
}

/** Removes what is older than it is to be kept, in small steps. What an aborted call removed is gone; the next one goes on. */
export async function pruneStore(
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  keptDays: KeptDays,
  signal?: AbortSignal,
): Promise<PruneTotals> {
  const totals = { snapshots: 0, observations: 0, activity: 0, events: 0, incidents: 0 }
  const now = clock.now().getTime()
  for (const kind of ORDER) {
    const days = keptDays[kind]
    if (days !== null) totals[kind] = await pruneKind(store, kind, new Date(now - days * DAY_MS), signal)
  }
  return totals
}
