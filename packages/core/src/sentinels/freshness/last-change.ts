import type { FreshnessReading } from '../../ports/warehouse.ts'

/** Bounds of the last change of data that can be judged, or why there are none. */
export type LastChange =
  | { readonly notBefore: Date | null; readonly notAfter: Date }
  | { readonly notBefore: Date | null; readonly notAfter: null; readonly why: string }

/** Unknown is neither stale nor fresh. A time ahead of the warehouse's clock is no proof: it would look fresh until it has come. */
export function lastChangeOf(reading: FreshnessReading): LastChange {
  const { notBefore, notAfter, observedAt, precision, caveats, method } = reading
  const ahead = [notBefore, notAfter].find((bound) => bound !== null && bound > observedAt)
  if (ahead !== undefined && ahead !== null) {
    const why = `${ahead.toISOString()} lies ahead of the warehouse's clock, ${observedAt.toISOString()}`
    return { notBefore: null, notAfter: null, why }
  }
  // Equal numbers of rows prove nothing: updates leave them as they are.
  const isLowerBound = precision === 'lower_bound' || (method === 'row_count' && precision !== 'unknown')
  if (isLowerBound && notBefore !== null) return { notBefore, notAfter: observedAt }
  if (notAfter !== null && precision !== 'unknown' && method !== 'row_count') return { notBefore, notAfter }
  return { notBefore, notAfter: null, why: caveats.join('; ') || 'the warehouse does not say' }
}
