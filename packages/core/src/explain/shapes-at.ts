import type { Snapshot } from '../model/table.ts'
import type { Store } from '../ports/store.ts'
import { countWords, timeWords } from './words.ts'

/** The shapes of a table at one time, as far as known. */
export interface ShapesAt {
  readonly latest: Snapshot | null
  readonly accepted: Snapshot | null
}

const PAGE = 1000

async function allSnapshots(store: Store, tableId: number): Promise<readonly Snapshot[]> {
  const all: Snapshot[] = []
  for (;;) {
    const page = await store.listSnapshots(tableId, { beforeId: all.at(-1)?.id, limit: PAGE })
    all.push(...page)
    if (page.length < PAGE) return all
  }
}

export async function shapesAt(store: Store, tableId: number, at: Date): Promise<ShapesAt> {
  const snapshots = await allSnapshots(store, tableId)
  const newestBy = (time: Date): Snapshot | null =>
    snapshots.find(({ capturedAt }) => capturedAt <= time) ?? null
  const latest = newestBy(at)
  if (latest === null) return { latest, accepted: null }
  const acceptances = await store.listActivity({ tableId, actions: ['shape_accepted'], limit: 1000 })
  const last = acceptances.find((line) => line.at <= at)
  // The first shape was accepted as the baseline; a review accepts the shape that was there.
  return { latest, accepted: last === undefined ? (snapshots.at(-1) ?? null) : newestBy(last.at) }
}

function shapeWords({ id, exists, kind, columns, capturedAt }: Snapshot): string {
  const what = exists ? `${kind.replaceAll('_', ' ')} of ${countWords(columns.length, 'column')}` : 'no table'
  return `${what} (snapshot ${id} of ${timeWords(capturedAt)})`
}

export function shapesWords({ latest, accepted }: ShapesAt): string {
  if (latest === null) return 'Shape: none was known then.'
  const is = `Shape: ${shapeWords(latest)}`
  if (accepted === null) return `${is}; which one was accepted is not known.`
  if (accepted.id === latest.id || accepted.hash === latest.hash) return `${is}, the accepted one.`
  return `${is}; accepted was ${shapeWords(accepted)}.`
}
