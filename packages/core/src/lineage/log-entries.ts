import type { QueryLogEntry } from '../model/query-log.ts'
import type { DistinctText } from './distinct-texts.ts'

/** One entry of the log, as short as it can be: a log has millions. */
export interface LoggedRun {
  readonly text: DistinctText
  readonly defaultCatalog: string | null
  readonly defaultSchema: string | null
  readonly user: string | null
  /** Milliseconds since the epoch; of an entry without a time the time of the reading. */
  readonly at: number
  /** Earliest time it can have run; null: unknown. */
  readonly notBefore: number | null
  /** `at` is when it ran, and not only a bound. */
  readonly isTimed: boolean
  readonly executions: number
}

/** An entry that counts runs over some time says that they were, not when. */
export function isTimed({ notAfter, executions, textState }: QueryLogEntry): boolean {
  return notAfter !== null && executions === 1n && textState !== 'normalized'
}

/** Runs by session, in the order in which they were met. */
export interface LoggedSessions {
  add(sessionId: string | null, run: LoggedRun): void
  /** Each session's runs in the order of time. */
  sessions(): Iterable<readonly LoggedRun[]>
  /** Runs without a session, of texts that change tables or sessions. */
  alone(): readonly LoggedRun[]
  /** Runs without a session, of texts that change nothing: their order does not matter. */
  plain(): Iterable<PlainRuns>
}

/** Runs of one plain text with one scope. */
interface PlainRuns {
  readonly run: LoggedRun
  readonly times: readonly number[]
  readonly executions: number
}

interface Collected {
  readonly run: LoggedRun
  readonly times: number[]
  executions: number
}

export function loggedSessions(): LoggedSessions {
  const bySession = new Map<string, LoggedRun[]>()
  const alone: LoggedRun[] = []
  const plain = new Map<DistinctText, Map<string, Collected>>()

  function addPlain(run: LoggedRun): void {
    const scope = `${run.defaultCatalog ?? ''}\n${run.defaultSchema ?? ''}`
    const scopes = plain.get(run.text) ?? new Map<string, Collected>()
    if (scopes.size === 0) plain.set(run.text, scopes)
    const known = scopes.get(scope)
    if (known === undefined) {
      scopes.set(scope, { run, times: [run.at], executions: run.executions })
      return
    }
    known.executions += run.executions
    if (known.times.at(-1) !== run.at) known.times.push(run.at)
  }

  return {
    add(sessionId, run) {
      if (sessionId === null) {
        if (run.text.isPlain) addPlain(run)
        else alone.push(run)
        return
      }
      const runs = bySession.get(sessionId)
      if (runs === undefined) bySession.set(sessionId, [run])
      else runs.push(run)
    },
    *sessions() {
      // Sorting is stable: of equal times the log's own order holds.
      for (const runs of bySession.values()) yield runs.sort((a, b) => a.at - b.at)
    },
    alone: () => alone,
    *plain() {
      for (const scopes of plain.values()) yield* scopes.values()
    },
  }
}
