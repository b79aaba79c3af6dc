import type { ObservationDraft, ObservationVerdict } from '../../model/observation.ts'
import type { MonitoredTable } from '../../model/table.ts'
import type { FreshnessMethod, FreshnessReading } from '../../ports/warehouse.ts'
import type { Judgement } from './judge.ts'
import type { LastChange } from './last-change.ts'

/** What an observation says, in short: another key, another observation. */
export interface Said {
  readonly key: string
  observation(): ObservationDraft
}

const METHODS: Readonly<Record<FreshnessMethod, string>> = {
  watermark: 'watermark',
  change_counter: 'change counters',
  commit_timestamp: 'commit times',
  last_altered: 'the time of the last alteration',
  history: 'history',
  row_count: 'row counts',
  none: 'no method',
}

const LETTERS: Readonly<Record<ObservationVerdict, string>> = { fine: 'f', violated: 'v', cannot_tell: 'c' }

/** FNV-1a: short, and quick over every table of every scan. A clash would keep one observation back, no verdict. */
function digest(text: string): string {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return (hash >>> 0).toString(36)
}

const time = (at: Date): string => at.toISOString().slice(0, 19).replace('T', ' ')
const minutes = (count: number): string => `${Math.floor(count * 10) / 10} min`

function between({ notBefore, notAfter }: LastChange): string {
  if (notBefore === null) return notAfter === null ? 'not known' : `not later than ${time(notAfter)} UTC`
  if (notAfter === null) return `not earlier than ${time(notBefore)} UTC`
  if (notBefore.getTime() === notAfter.getTime()) return `at ${time(notAfter)} UTC`
  const until = time(notAfter)
  const isSameDay = until.startsWith(time(notBefore).slice(0, 10))
  return `between ${time(notBefore)} and ${isSameDay ? until.slice(11) : until} UTC`
}

function how(
  { watermarkColumn }: MonitoredTable,
  { method, mayIncludeNonDataChanges }: FreshnessReading,
): string {
  const name = method === 'watermark' && watermarkColumn !== null ? ` ${watermarkColumn}` : ''
  return `${METHODS[method]}${name}${mayIncludeNonDataChanges ? ', which may have been no change of data' : ''}`
}

/** The rules of the table, with what was found of each. */
function rules(
  { freshnessSlaMinutes, expectedBy }: MonitoredTable,
  { minutesSince, missed }: Judgement,
): string {
  const parts: string[] = []
  if (freshnessSlaMinutes !== null)
    parts.push(`SLA ${freshnessSlaMinutes} min; at least ${minutes(minutesSince)} old`)
  if (expectedBy !== null) {
    const { cron, timeZone, graceMinutes } = expectedBy
    const found =
      missed === null
        ? 'no time due was provably missed'
        : `nothing came for ${time(new Date(missed.dueAt))} UTC, ${minutes(missed.overdueMs / 60_000)} past the grace`
    parts.push(`due by ${cron} in ${timeZone} with ${graceMinutes} min of grace; ${found}`)
  }
  return parts.join('; ')
}

export interface Seen {
  readonly table: MonitoredTable
  readonly reading: FreshnessReading
  readonly lastChange: LastChange
  /** null: the reading allowed none. */
  readonly judgement: Judgement | null
  readonly verdict: ObservationVerdict
  readonly isSilenced: boolean
}

const VERDICTS: Readonly<Record<ObservationVerdict, string>> = {
  fine: 'fine',
  violated: 'violated',
  cannot_tell: 'cannot tell, and nothing is raised',
}

function verdictWords({ verdict, judgement, isSilenced }: Seen): string {
  if (verdict !== 'violated') return VERDICTS[verdict]
  const severity = judgement?.violation?.severity ?? ''
  return `violated, ${severity}${isSilenced ? '; silent, since a person closed the incident' : ''}`
}

/** A bound that moves on with the clock says nothing new. */
function bound(at: Date | null, { observedAt, token, precision, method }: FreshnessReading): string {
  if (at === null) return ''
  const isOpen = token === null || precision === 'lower_bound' || method === 'row_count'
  return isOpen && at.getTime() === observedAt.getTime() ? 'now' : `${at.getTime()}`
}

export function saidOf(seen: Seen): Said {
  const { table, reading, lastChange, judgement, verdict, isSilenced } = seen
  const { freshnessSlaMinutes, expectedBy } = table
  const rule = `${freshnessSlaMinutes} ${expectedBy?.cron} ${expectedBy?.timeZone} ${expectedBy?.graceMinutes}`
  const reason = `${rule} ${reading.method} ${reading.mayIncludeNonDataChanges} ${reading.caveats.join(';')}`
  const severity = judgement?.violation?.severity ?? ''
  const bounds = `${bound(lastChange.notBefore, reading)},${bound(lastChange.notAfter, reading)}`
  const state = `${LETTERS[verdict]}${severity}${isSilenced ? '!' : ''},${judgement?.missed?.dueAt ?? ''}`
  return {
    key: `${state},${bounds},${digest(reason)}`,
    observation(): ObservationDraft {
      const { notBefore, notAfter } = lastChange
      const change = `Last change ${between(lastChange)} by ${how(table, reading)}`
      const told = judgement === null ? '' : `; ${rules(table, judgement)}`
      const why = 'why' in lastChange && !reading.caveats.includes(lastChange.why) ? [lastChange.why] : []
      const notes = [...new Set([...reading.caveats, ...why])].join('; ')
      const text = `${change}${told}: ${verdictWords(seen)}.${notes === '' ? '' : ` Note: ${notes}.`}`
      const isUnknown = notBefore === null && notAfter === null
      return { verdict, text, lastChange: isUnknown ? null : { notBefore, notAfter } }
    },
  }
}

/** Of a table whose reading was no value. */
export function saidUnread(detail: string): Said {
  return {
    key: `c,unread,${digest(detail)}`,
    observation: () => ({
      verdict: 'cannot_tell',
      text: `Freshness could not be read: ${detail}`,
      lastChange: null,
    }),
  }
}
