const DAY_MS = 86_400_000

/** An edge that was not seen for more than this many days is stale. */
export const DEFAULT_STALE_AFTER_DAYS = 30

/** Exactly `days` days ago is not stale yet. */
export function isStale(lastSeenAt: Date, now: Date, days: number): boolean {
  return now.getTime() - lastSeenAt.getTime() > days * DAY_MS
}
