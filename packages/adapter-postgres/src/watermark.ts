import type { TimeType } from './freshness-queries.ts'
import type { ProbeRow } from './freshness-rows.ts'
import { instantsOf, instantsOfDay } from './local-time.ts'

/** The newest time in the rows, or why there is none. */
export type Mark =
  | {
      readonly found: true
      /** Milliseconds since 1970; the same where the time is exact. */
      readonly notBefore: number
      readonly notAfter: number
      /** Why it is no exact time, in words; null: it is one. */
      readonly caveat: string | null
      /** The server's clock after it was read. */
      readonly now: Date
    }
  | {
      readonly found: false
      readonly why: string
      /** Other signals may answer in its place: what stands in the rows is no time of any data. */
      readonly isOffClock: boolean
      readonly now: Date
    }

const TYPES: ReadonlySet<string> = new Set<TimeType>([
  'timestamp with time zone',
  'timestamp without time zone',
  'date',
])

export function isTimeType(type: string | null): type is TimeType {
  return type !== null && TYPES.has(type)
}

function caveatOf(column: string, type: TimeType, timeZone: string | null): string {
  if (type === 'date') return `${column} holds days, not times`
  if (timeZone === null) return `${column} has no time zone; set \`watermarkTimeZone\``
  return `the clocks of ${timeZone} were changed around the newest ${column}`
}

/** What the newest watermark says. Never a time that lies ahead of the server's clock. */
export function readMark(row: ProbeRow, column: string, type: TimeType, timeZone: string | null): Mark {
  const { newest, infinite, now } = row
  const none = (why: string, isOffClock: boolean): Mark => ({ found: false, why, isOffClock, now })
  if (infinite) return none(`the newest ${column} is infinity`, true)
  if (newest === null) return none(`the table is empty, or ${column} is NULL in every row`, false)
  const readLocal = type === 'date' ? instantsOfDay : instantsOf
  const bounds =
    type === 'timestamp with time zone'
      ? { notBefore: newest, notAfter: newest }
      : readLocal(newest, timeZone)
  if (bounds === null || Number.isNaN(new Date(newest).getTime()))
    return none(`the newest ${column} is not a time of our calendar`, true)
  const { notBefore, notAfter } = bounds
  if (notBefore > now.getTime()) {
    const at = new Date(notBefore).toISOString()
    return none(`the newest ${column} (${at}) lies ahead of the server's clock`, true)
  }
  const caveat = notBefore === notAfter ? null : caveatOf(column, type, timeZone)
  return { found: true, notBefore, notAfter: Math.min(notAfter, now.getTime()), caveat, now }
}
