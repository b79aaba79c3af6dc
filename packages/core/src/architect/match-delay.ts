import type { Anomaly, FreshnessViolationDetail, SchemaChange } from '../model/anomaly.ts'
import type { NeighbourHistory } from '../ports/architect.ts'
import type { Match, TimedChange } from './match-drift.ts'

const MINUTE_MS = 60_000

/** Bounds of the last change of data of the incident's table. */
export type LastChange = Pick<FreshnessViolationDetail, 'notBefore' | 'notAfter' | 'slaMinutes' | 'method'>

/** A load takes time, and clocks of rows and of loads differ: so much newer is not newer. */
function slackMs({ slaMinutes }: LastChange): number {
  return Math.min(15, (slaMinutes ?? 60) / 4) * MINUTE_MS
}

/** true: the neighbour certainly had data after the last that came here; null: cannot tell. */
export function hadDataSince(
  neighbour: Pick<NeighbourHistory, 'lastChange'>,
  here: LastChange,
): boolean | null {
  const { lastChange } = neighbour
  if (lastChange == null) return null
  const { notBefore, notAfter, of } = lastChange
  const limit = here.notAfter.getTime() + slackMs(here)
  // Rows are older than the load that wrote them: a load upstream later than the newest row here may have brought just that row.
  const isComparable = of === 'rows' || here.method !== 'watermark'
  if (isComparable && notBefore !== null && notBefore.getTime() > limit) return true
  return notAfter !== null && notAfter.getTime() <= limit ? false : null
}

/** The neighbour is stale, and has been for as long as this table. */
export function matchStale(neighbour: NeighbourHistory, here: LastChange): Match {
  const since = hadDataSince(neighbour, here)
  if (since === true)
    return { score: 0.3, why: 'the upstream table is stale too, but had data after this one' }
  return { score: 0.95, why: 'the upstream table is stale too' }
}

/** One load that goes on is no proof: another way may lead here. */
const STILL_RUNS = 0.4

/** How surely a change of a column, or of a table, stops the statement that reads it. */
function stops(change: SchemaChange, used: readonly string[] | null): number {
  const { kind, after } = change
  if (kind === 'table_dropped') return 0.97
  if (kind === 'table_replaced') return 0.3
  if (kind === 'column_added') return after?.nullable === false ? 0.2 : 0
  if (kind === 'nullability_changed') return after?.nullable === true ? 0.2 : 0.1
  // What the statements named was the name before.
  const name = (
    change.insideColumn ??
    change.previousName ??
    change.before?.name ??
    change.column ??
    ''
  ).toLowerCase()
  const isUsed = used === null ? null : used.some((item) => item.toLowerCase() === name)
  if (isUsed === false) return 0
  const isGone = kind === 'column_deleted' || kind === 'column_renamed'
  if (isGone) return isUsed === true ? 0.95 : 0.8
  return isUsed === true ? 0.75 : 0.6
}

/** The load that reads the neighbour had data after the change: it goes on. */
function goesOn(next: NeighbourHistory | undefined, at: number): boolean {
  const since = next?.lastChange?.notBefore
  return since != null && since.getTime() > at
}

/**
 * A change of shape upstream may have stopped the load. One that data passed through since has not. `next`: the table on the way
 * that reads the neighbour; absent where that is the table itself.
 */
export function matchBroken(
  changes: readonly TimedChange[],
  neighbour: NeighbourHistory,
  next: NeighbourHistory | undefined,
  here: LastChange,
  seenAt: number,
): (Match & { readonly lagMs: number }) | null {
  let best: (Match & { readonly lagMs: number }) | null = null
  for (const { change, at } of changes) {
    const passedSince = here.notBefore !== null && here.notBefore.getTime() > at
    if (passedSince || at > seenAt) continue
    const score = stops(change, neighbour.route?.used ?? null) * (goesOn(next, at) ? STILL_RUNS : 1)
    const why =
      change.kind === 'table_dropped'
        ? 'the load reads the upstream table, which is gone'
        : 'the upstream table changed its shape, which may have stopped the load'
    if (score > 0 && (best === null || score > best.score)) best = { score, why, lagMs: seenAt - at }
  }
  return best
}

/** The neighbour was stale and is not any more: it may have come too late for the last load here. */
export function matchLate(
  { detectedAt }: Anomaly,
  { lastChange }: NeighbourHistory,
  here: LastChange,
  seenAt: number,
): Match | null {
  const last = here.notAfter.getTime()
  const came = lastChange?.notAfter?.getTime()
  if (came === undefined || detectedAt.getTime() > seenAt || detectedAt.getTime() < last) return null
  // The later of the time that data was missing here, the likelier after the load that was to take it along.
  const share = (came - last) / Math.max(1, seenAt - last)
  const score = share > 0.9 ? 0.75 : share > 0.6 ? 0.65 : 0.3
  return { score, why: 'the upstream table had its new data late' }
}
