import {
  type AdapterError,
  type FreshnessReading,
  type FreshnessRequest,
  identifierRules,
  type Reading,
} from '@aegis/core'
import { instantsOf, instantsOfDay } from './local-time.ts'
import type { WatermarkColumn, WatermarkType } from './queries.ts'
import type { CounterRow, WatermarkRow } from './rows.ts'

const rules = identifierRules('postgresql')
const nameOf = (name: string): string => rules.sql({ catalog: '', schema: '', name })

const TYPES: ReadonlySet<string> = new Set<WatermarkType>([
  'timestamp with time zone',
  'timestamp without time zone',
  'date',
])

function isWatermarkType(type: string | null): type is WatermarkType {
  return type !== null && TYPES.has(type)
}

/** Views and foreign tables hold no data here that could be counted. */
function hasCounters({ kind }: CounterRow): boolean {
  return kind !== 'view' && kind !== 'foreign'
}

export type WatermarkPlan =
  /** No watermark is wanted, or it cannot be one: the counters answer, with a caveat. */
  | { readonly plan: 'counters'; readonly caveats: readonly string[] }
  | { readonly plan: 'refused'; readonly reading: Reading<FreshnessReading> }
  | { readonly plan: 'watermark'; readonly column: WatermarkColumn }

/** Why the watermark is of no use, in words without a full stop. */
function withoutWatermark(row: CounterRow, { ref }: FreshnessRequest, why: string): WatermarkPlan {
  if (hasCounters(row)) return { plan: 'counters', caveats: [`${why}; the change counters are used instead`] }
  return { plan: 'refused', reading: { ref, status: 'unsupported', detail: `${why}.` } }
}

function missingGrants(row: CounterRow, { ref }: FreshnessRequest, role: string): readonly string[] {
  const grantee = nameOf(role)
  return [
    ...(row.mayEnter ? [] : [`GRANT USAGE ON SCHEMA ${nameOf(ref.schema)} TO ${grantee};`]),
    ...(row.maySelect ? [] : [`GRANT SELECT ON ${rules.sql(ref)} TO ${grantee};`]),
  ]
}

/** How one table is to be read. */
export function planWatermark(
  row: CounterRow,
  request: FreshnessRequest,
  index: number,
  role: string,
): WatermarkPlan {
  const { ref, watermarkColumn } = request
  if (watermarkColumn === null) {
    if (hasCounters(row)) return { plan: 'counters', caveats: [] }
    const what = row.kind === 'view' ? 'view' : 'foreign table'
    const detail = `A ${what} has no change counters here. Name a watermark column, or check the tables it reads.`
    return { plan: 'refused', reading: { ref, status: 'unsupported', detail } }
  }
  if (!row.hasColumn) return withoutWatermark(row, request, `there is no column \`${watermarkColumn}\``)
  if (!isWatermarkType(row.columnType))
    return withoutWatermark(row, request, `\`${watermarkColumn}\` is ${row.columnType}, not a time`)
  const grants = missingGrants(row, request, role)
  if (grants.length > 0) {
    const detail = `Its watermark cannot be read. Run: ${grants.join(' ')}`
    return { plan: 'refused', reading: { ref, status: 'forbidden', detail } }
  }
  if (row.hasPolicies) {
    const why = `row security hides rows from this role, so the newest ${watermarkColumn} is not known (ALTER ROLE ${nameOf(role)} BYPASSRLS; would show it)`
    return withoutWatermark(row, request, why)
  }
  const table = `${rules.quote(ref.schema)}.${rules.quote(ref.name)}`
  return {
    plan: 'watermark',
    column: { index, table, column: rules.quote(watermarkColumn), type: row.columnType },
  }
}

function unknown(observedAt: Date, caveat: string): FreshnessReading {
  return {
    method: 'watermark',
    precision: 'unknown',
    notBefore: null,
    notAfter: null,
    observedAt,
    mayIncludeNonDataChanges: false,
    token: null,
    caveats: [caveat],
  }
}

function caveatOf({ column, type }: WatermarkColumn, timeZone: string | null): string {
  if (type === 'date') return `${column} holds days, not times`
  if (timeZone === null) return `${column} has no time zone; set \`watermarkTimeZone\``
  return `the clocks of ${timeZone} were changed around the newest ${column}`
}

/** What the newest watermark says. Never a time that lies ahead of the server's clock. */
export function readByWatermark(
  mark: WatermarkRow,
  watermark: WatermarkColumn,
  timeZone: string | null,
): FreshnessReading {
  const { column, type } = watermark
  const { newest, now } = mark
  if (mark.infinite) return unknown(now, `the newest ${column} is infinity`)
  if (newest === null) return unknown(now, `the table is empty, or ${column} is NULL in every row`)
  const readLocal = type === 'date' ? instantsOfDay : instantsOf
  const bounds =
    type === 'timestamp with time zone'
      ? { notBefore: newest, notAfter: newest }
      : readLocal(newest, timeZone)
  if (bounds === null || Number.isNaN(new Date(newest).getTime()))
    return unknown(now, `the newest ${column} is not a time of our calendar`)
  const { notBefore, notAfter } = bounds
  if (notBefore > now.getTime()) {
    const at = new Date(notBefore).toISOString()
    return unknown(now, `the newest ${column} (${at}) lies ahead of the server's clock`)
  }
  const isExact = notBefore === notAfter
  return {
    method: 'watermark',
    precision: isExact ? 'exact' : 'interval',
    notBefore: new Date(notBefore),
    notAfter: new Date(Math.min(notAfter, now.getTime())),
    observedAt: now,
    mayIncludeNonDataChanges: false,
    token: null,
    caveats: isExact ? [] : [caveatOf(watermark, timeZone)],
  }
}

function reasonOf({ failure, driverCode }: AdapterError, column: string): string {
  if (driverCode === '55P03' || driverCode === '40P01') return 'another session holds a lock on the table'
  if (failure === 'timeout') return `it took too long; an index on ${column} would make it fast`
  // Not the server's message: it may quote what stands in the rows.
  return `the server refused with ${driverCode ?? failure}`
}

/** Of a table for which no time was left. `budgetMs`: what the tables that were read one by one had in all. */
export function readOutOfTime(
  budgetMs: number,
  row: CounterRow,
  { column }: WatermarkColumn,
): FreshnessReading {
  const why = `a table spoiled the reading of many at once, and the ${budgetMs} ms in all for reading them one by one were not enough; an index on ${column} would make it fast`
  return unknown(row.now, `the maximum of ${column} could not be read: ${why}`)
}

/** What a failure that concerns this table alone says about it. */
export function readByFailure(
  error: AdapterError,
  row: CounterRow,
  request: FreshnessRequest,
  { column }: WatermarkColumn,
): WatermarkPlan | Reading<FreshnessReading> {
  const { ref } = request
  switch (error.driverCode) {
    // Dropped since the catalog was read.
    case '42P01':
    case '3F000':
      return { ref, status: 'missing' }
    case '42703':
      return withoutWatermark(row, request, `there is no column ${column} any more`)
    case '42501': {
      const detail = `Its watermark cannot be read: the server refuses something that it stands on, such as a table or function of a view. Grant this role what the view needs.`
      return { ref, status: 'forbidden', detail }
    }
    default: {
      const caveat = `the maximum of ${column} could not be read: ${reasonOf(error, column)}`
      return { ref, status: 'ok', value: unknown(row.now, caveat) }
    }
  }
}
