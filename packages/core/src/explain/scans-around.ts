import type { Activity, ActivityAction } from '../model/activity.ts'
import type { Store } from '../ports/store.ts'

/** The scans of a connection around one time; each is its `scan_completed` line. */
export interface ScansAround {
  /** The last that completed by then and was answered; null: none. */
  readonly last: Activity | null
  /** The first that completed later; null: none. */
  readonly next: Activity | null
  /** Since when the warehouse did not answer at that time; null: it did. */
  readonly silentSince: Activity | null
}

const SCANS: readonly ActivityAction[] = ['scan_completed']
const OUTAGES: readonly ActivityAction[] = ['connection_failed', 'connection_recovered']

/**
 * Halves the ids between the first line and the newest: 288 scans a day make a long log, and lines come in the order of
 * their times.
 */
async function scansByTime(
  newestScan: (beforeId: number | undefined) => Promise<Activity | null>,
  at: Date,
): Promise<{ readonly last: Activity | null; readonly next: Activity | null }> {
  const newest = await newestScan(undefined)
  if (newest === null || newest.at <= at) return { last: newest, next: null }
  let next = newest
  let last: Activity | null = null
  /** Scans with ids up to this one completed by then. */
  let low = 0
  while (low < next.id - 1) {
    const middle = Math.floor((low + next.id) / 2) + 1
    const found = await newestScan(middle)
    if (found !== null && found.at > at) {
      next = found
    } else {
      last = found
      low = middle - 1
    }
  }
  return { last, next }
}

export async function scansAround(store: Store, connectionId: number, at: Date): Promise<ScansAround> {
  const newestScan = async (beforeId: number | undefined): Promise<Activity | null> =>
    (await store.listActivity({ connectionId, actions: SCANS, beforeId, limit: 1 }))[0] ?? null
  const { last, next } = await scansByTime(newestScan, at)
  // The next scan may have told of an outage already, but later than `at`.
  const outages = await store.listActivity({ connectionId, actions: OUTAGES, beforeId: next?.id, limit: 10 })
  const newest = outages.find((line) => line.at <= at)
  if (newest?.action !== 'connection_failed') return { last, next, silentSince: null }
  return { last: await newestScan(newest.id), next, silentSince: newest }
}
