import type { FreshnessReading, FreshnessRequest } from '../../ports/warehouse.ts'
import type { CatalogEntry } from './fake-catalog.ts'

type Bounds = Pick<FreshnessReading, 'precision' | 'notBefore' | 'notAfter' | 'caveats'>

const unknown = (caveat: string): Bounds => ({
  precision: 'unknown',
  notBefore: null,
  notAfter: null,
  caveats: [caveat],
})

function watermarkBounds(at: Date | null, observedAt: Date): Bounds {
  if (at === null) return unknown('the table is empty')
  if (at > observedAt) return unknown(`the watermark ${at.toISOString()} lies in the future`)
  return { precision: 'exact', notBefore: at, notAfter: at, caveats: [] }
}

function counterBounds(
  token: string,
  previous: FreshnessRequest['previous'],
  observedAt: Date,
  caveats: readonly string[],
): Bounds {
  if (previous === null || previous.token === null)
    return { precision: 'upper_bound', notBefore: null, notAfter: observedAt, caveats }
  const { notBefore, notAfter } = previous
  if (previous.token !== token)
    return { precision: 'interval', notBefore: previous.observedAt, notAfter: observedAt, caveats }
  const precision = notAfter === null ? 'unknown' : notBefore === null ? 'upper_bound' : 'interval'
  return { precision, notBefore, notAfter, caveats }
}

/** The watermark where the column asked for exists, else the counter of changes. */
export function fakeFreshness(
  entry: CatalogEntry,
  { watermarkColumn, previous }: FreshnessRequest,
  observedAt: Date,
): FreshnessReading {
  const shared = { observedAt, mayIncludeNonDataChanges: false }
  if (entry.columns.some(({ name }) => name === watermarkColumn))
    return { method: 'watermark', token: null, ...shared, ...watermarkBounds(entry.watermark, observedAt) }
  const caveats =
    watermarkColumn === null ? [] : [`there is no column ${watermarkColumn}; counters were used`]
  const token = `${entry.objectId}/${entry.changes}`
  return {
    method: 'change_counter',
    token,
    ...shared,
    ...counterBounds(token, previous, observedAt, caveats),
  }
}
