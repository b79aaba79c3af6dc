import { Cron } from 'croner'
import type { ExpectedBy } from '../../model/table.ts'

/** The times of one cron line in one time zone, in milliseconds since 1970. */
export interface DueTimes {
  /** The first that is not earlier than `time`, nor than 1970; Infinity: none follows. */
  atOrAfter(time: number): number
  /** The last that is earlier than `time`; -Infinity: none came before. */
  before(time: number): number
}

type Line = Pick<ExpectedBy, 'cron' | 'timeZone'>

/** Lines remembered, and stretches between two due times of each: far more than one scan meets. */
const MOST_LINES = 1000
const MOST_STRETCHES = 10_000

function open({ cron, timeZone }: Line): Cron {
  return new Cron(cron, { timezone: timeZone, mode: '5-part' })
}

/**
 * Looking one up in a calendar takes some 40 microseconds, and 10,000 tables share few lines: what was looked up is kept as
 * stretches, each from after one due time up to the next.
 */
function remembered(line: Cron): DueTimes {
  /** In order; `starts[i] < time <= ends[i]`. */
  const starts: number[] = []
  const ends: number[] = []
  const firstNotBefore = (time: number): number => {
    let low = 0
    let high = ends.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((ends[middle] ?? 0) < time) low = middle + 1
      else high = middle
    }
    return low
  }
  const stretchOf = (time: number): readonly [start: number, end: number] => {
    const at = firstNotBefore(time)
    const start = starts[at]
    const end = ends[at]
    if (start !== undefined && end !== undefined && start < time) return [start, end]
    const next = line.nextRun(new Date(time - 1))?.getTime() ?? Number.POSITIVE_INFINITY
    const [last] = line.previousRuns(1, new Date(Number.isFinite(next) ? next : time))
    const previous = last?.getTime() ?? Number.NEGATIVE_INFINITY
    if (ends.length >= MOST_STRETCHES) {
      starts.length = 0
      ends.length = 0
    }
    const place = firstNotBefore(time)
    starts.splice(place, 0, previous)
    ends.splice(place, 0, next)
    return [previous, next]
  }
  return {
    atOrAfter: (time) => stretchOf(Math.max(time, 0))[1],
    before: (time) => stretchOf(Math.max(time, 0))[0],
  }
}

const known = new Map<string, DueTimes>()

/**
 * When data is due. A time that the clocks skip on one day comes as soon as they have; of a fixed time that they show twice
 * the first counts. Throws for a line that `whyNeverDue` refuses.
 */
export function dueTimes(line: Line): DueTimes {
  const key = `${line.timeZone} ${line.cron}`
  const found = known.get(key)
  if (found !== undefined) return found
  if (known.size >= MOST_LINES) known.clear()
  const fresh = remembered(open(line))
  known.set(key, fresh)
  return fresh
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

const FIELDS = 'minute, hour, day of month, month, day of week'

/** What is wrong with a line, by the field it is wrong in; null: it gives due times. */
export function whyNeverDue(line: Line): { readonly field: keyof Line; readonly why: string } | null {
  const { cron, timeZone } = line
  if (!isTimeZone(timeZone)) {
    const why = `there is no time zone \`${timeZone}\`; write an IANA name, such as Europe/Berlin or UTC`
    return { field: 'timeZone', why }
  }
  const fields = cron.trim().split(/\s+/)
  if (fields.length !== 5) {
    const hint = fields.length === 6 ? '; seconds are not among them' : ''
    return { field: 'cron', why: `\`${cron}\` must have five fields: ${FIELDS}${hint}` }
  }
  // It would stand for the moment at which the line is read.
  if (cron.includes('?')) return { field: 'cron', why: `\`${cron}\` has a \`?\`; write \`*\`` }
  try {
    if (open(line).nextRun() !== null) return null
    return { field: 'cron', why: `\`${cron}\` never comes: no month has such a day` }
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).replace(/^CronPattern: /, '')
    return { field: 'cron', why: `\`${cron}\` is not a cron line: ${reason}` }
  }
}
