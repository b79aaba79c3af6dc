import type { FreshnessReading, FreshnessRequest, Reading } from '@aegis/core'
import { identifierRules } from '@aegis/core'
import * as z from 'zod'
import type { WatermarkColumn, WatermarkType } from './queries.ts'
import type { CounterRow, WatermarkRow } from './rows.ts'

const rules = identifierRules('postgresql')

const tokenSchema = z.object({
  oid: z.string(),
  dml: z.string().regex(/^\d+$/).transform(BigInt),
  mods: z.string().regex(/^\d+$/).transform(BigInt),
  analyzes: z.string().regex(/^\d+$/).transform(BigInt),
  files: z.string().nullable(),
  reset: z.string().nullable(),
  started: z.string(),
})

type Token = z.infer<typeof tokenSchema>

function encode(row: CounterRow): string {
  const { oid, dml, mods, analyzes, files, reset, started } = row
  return JSON.stringify({
    oid,
    dml: `${dml}`,
    mods: `${mods}`,
    analyzes: `${analyzes}`,
    files,
    reset,
    started,
  })
}

function decode(token: string | null): Token | null {
  if (token === null) return null
  try {
    const parsed = tokenSchema.safeParse(JSON.parse(token))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

type Comparison = 'unchanged' | 'changed' | 'maybe_changed' | 'incomparable'

/**
 * Rolled-back writes raise `dml` but not `mods`; ANALYZE sets `mods` to 0; TRUNCATE, VACUUM FULL and REFRESH move the
 * file. Tried on PostgreSQL 15 and 18; see the truth table in the tests.
 */
function compare(before: Token, now: CounterRow): Comparison {
  if (before.reset !== now.reset || before.started !== now.started) return 'incomparable'
  if (before.oid !== now.oid) return 'maybe_changed'
  const analyzed = now.analyzes > before.analyzes
  if (now.dml < before.dml || now.analyzes < before.analyzes) return 'incomparable'
  if (now.mods < before.mods && !analyzed) return 'incomparable'
  if (now.mods > before.mods || (analyzed && now.dml > before.dml)) return 'changed'
  return now.files === before.files ? 'unchanged' : 'maybe_changed'
}

const REWRITTEN = 'the table was rewritten: TRUNCATE or a load, but also VACUUM FULL or ALTER look like this'
const INCOMPARABLE =
  'the statistics were reset or the server restarted, so changes since the last look are not known'

/** What the change counters say: bounds of the last change, from the last reading kept to now. */
export function readByCounters(
  row: CounterRow,
  request: FreshnessRequest,
  caveats: readonly string[] = [],
): FreshnessReading {
  const token = encode(row)
  const base = {
    method: 'change_counter',
    observedAt: row.now,
    notAfter: row.now,
    mayIncludeNonDataChanges: false,
    token,
    caveats,
  } as const
  const { previous } = request
  // The same counters need no reading: most tables of most scans.
  const before = previous === null || previous.token === token ? null : decode(previous.token)
  const isUnchanged = previous?.token === token || (before !== null && compare(before, row) === 'unchanged')
  if (previous !== null && isUnchanged) {
    const { notBefore } = previous
    const precision = notBefore === null ? 'upper_bound' : 'interval'
    return { ...base, precision, notBefore, notAfter: previous.notAfter ?? row.now }
  }
  // The last change is not later than the first look: that much is true from the start.
  if (previous === null || before === null) return { ...base, precision: 'upper_bound', notBefore: null }
  const moved = { ...base, precision: 'interval', notBefore: previous.observedAt } as const
  switch (compare(before, row)) {
    case 'incomparable': {
      const { notBefore } = previous
      return { ...base, precision: 'unknown', notBefore, caveats: [...caveats, INCOMPARABLE] }
    }
    case 'maybe_changed':
      return { ...moved, mayIncludeNonDataChanges: true, caveats: [...caveats, REWRITTEN] }
    default:
      return moved
  }
}

const TYPES: ReadonlySet<string> = new Set<WatermarkType>([
  'timestamp with time zone',
  'timestamp without time zone',
  'date',
])

function isWatermarkType(type: string | null): type is WatermarkType {
  return type !== null && TYPES.has(type)
}

export type WatermarkPlan =
  /** No watermark is wanted, or it cannot be one: the counters answer, with a caveat. */
  | { readonly plan: 'counters'; readonly caveats: readonly string[] }
  | { readonly plan: 'refused'; readonly reading: Reading<FreshnessReading> }
  | { readonly plan: 'watermark'; readonly column: WatermarkColumn }

/** How one table is to be read. */
export function planWatermark(
  row: CounterRow,
  request: FreshnessRequest,
  index: number,
  role: string,
): WatermarkPlan {
  const { ref, watermarkColumn } = request
  if (watermarkColumn === null) {
    if (row.kind === 'view' || row.kind === 'foreign') {
      const detail = `A ${row.kind === 'view' ? 'view' : 'foreign table'} has no change counters here. Name a watermark column, or check the tables it reads.`
      return { plan: 'refused', reading: { ref, status: 'unsupported', detail } }
    }
    return { plan: 'counters', caveats: [] }
  }
  const counted =
    row.kind === 'view' || row.kind === 'foreign' ? null : 'the change counters are used instead'
  const unusable = (why: string): WatermarkPlan =>
    counted === null
      ? { plan: 'refused', reading: { ref, status: 'unsupported', detail: `${why}.` } }
      : { plan: 'counters', caveats: [`${why}; ${counted}`] }
  if (!row.hasColumn) return unusable(`there is no column \`${watermarkColumn}\``)
  if (!isWatermarkType(row.columnType))
    return unusable(`\`${watermarkColumn}\` is ${row.columnType}, not a time`)
  if (!row.mayEnter || !row.maySelect) {
    const grantee = rules.sql({ catalog: '', schema: '', name: role })
    const schema = rules.sql({ catalog: '', schema: '', name: ref.schema })
    const grants = [
      ...(row.mayEnter ? [] : [`GRANT USAGE ON SCHEMA ${schema} TO ${grantee};`]),
      ...(row.maySelect ? [] : [`GRANT SELECT ON ${rules.sql(ref)} TO ${grantee};`]),
    ]
    return {
      plan: 'refused',
      reading: { ref, status: 'forbidden', detail: `Its watermark cannot be read. Run: ${grants.join(' ')}` },
    }
  }
  const table = `${rules.quote(ref.schema)}.${rules.quote(ref.name)}`
  return {
    plan: 'watermark',
    column: { index, table, column: rules.quote(watermarkColumn), type: row.columnType },
  }
}

const HOUR_MS = 3_600_000
/** Zones run from UTC-12 to UTC+14: local time lies at most so far from UTC. */
const EARLIEST_MS = 14 * HOUR_MS
const LATEST_MS = 12 * HOUR_MS
const DAY_MS = 24 * HOUR_MS

function boundsOf(
  newest: string,
  type: WatermarkType,
): { readonly notBefore: number; readonly notAfter: number } {
  const isInstant = newest.endsWith('Z')
  const at = Date.parse(isInstant ? newest : `${newest}Z`)
  const length = type === 'date' ? DAY_MS : 0
  if (isInstant) return { notBefore: at, notAfter: at + length }
  return { notBefore: at - EARLIEST_MS, notAfter: at + LATEST_MS + length }
}

/** What the newest watermark says. Never a time that lies ahead of the server's clock. */
export function readByWatermark(
  row: CounterRow,
  mark: WatermarkRow | undefined,
  column: WatermarkColumn,
): FreshnessReading {
  const base = {
    method: 'watermark',
    observedAt: row.now,
    mayIncludeNonDataChanges: false,
    token: null,
  } as const
  const unknown = (caveat: string): FreshnessReading => ({
    ...base,
    precision: 'unknown',
    notBefore: null,
    notAfter: null,
    caveats: [caveat],
  })
  if (mark === undefined) return unknown(`the maximum of ${column.column} could not be read`)
  if (mark.infinite) return unknown(`the newest ${column.column} is infinity`)
  if (mark.newest === null) return unknown(`the table is empty, or ${column.column} is NULL in every row`)
  const { notBefore, notAfter } = boundsOf(mark.newest, column.type)
  const now = row.now.getTime()
  if (!Number.isFinite(notBefore)) return unknown(`the newest ${column.column} is not a time of our calendar`)
  if (notBefore > now)
    return unknown(`the newest ${column.column} (${mark.newest}) lies ahead of the server's clock`)
  if (notBefore === notAfter) {
    return {
      ...base,
      precision: 'exact',
      notBefore: new Date(notBefore),
      notAfter: new Date(notAfter),
      caveats: [],
    }
  }
  const caveat =
    column.type === 'date'
      ? `${column.column} holds days, not times`
      : `${column.column} has no time zone; set \`watermarkTimeZone\``
  return {
    ...base,
    precision: 'interval',
    notBefore: new Date(notBefore),
    notAfter: new Date(Math.min(notAfter, now)),
    caveats: [caveat],
  }
}
