import type { QueryLogEntry } from '../../model/query-log.ts'
import type { IdentifierRules } from '../../ports/identifiers.ts'
import type { DistinctText } from '../distinct-texts.ts'
import { createChangeTimes } from './change-times.ts'
import { isTimed, type LoggedRun } from './logged-run.ts'
import { foldedRuns, type PlainRuns } from './plain-runs.ts'
import { type SessionRuns, sessionRuns } from './session-runs.ts'

/** Runs by session. Of those that cannot be told apart only the first, the last and their number are held. */
export interface LoggedRuns {
  /** `at`: milliseconds since the epoch. `executions`: 0 for a run that is counted already. */
  add(entry: QueryLogEntry, text: DistinctText, at: number, executions: number): void
  /** Each session with its runs in the order of time. */
  sessions(): Iterable<readonly [sessionId: string, runs: readonly LoggedRun[]]>
  /** Runs without a session, of texts that change tables or sessions. */
  alone(): readonly LoggedRun[]
  /** Runs without a session, of texts that change nothing: their order does not matter. */
  plain(): Iterable<PlainRuns>
}

function runOf(entry: QueryLogEntry, text: DistinctText, at: number, executions: number): LoggedRun {
  const { defaultCatalog, defaultSchema, user, sessionId, notBefore } = entry
  return {
    entryId: entry.id,
    text,
    defaultCatalog,
    defaultSchema,
    user,
    at,
    notBefore: notBefore?.getTime() ?? null,
    isTimed: sessionId !== null || isTimed(entry),
    executions,
  }
}

export function loggedRuns(identifiers: IdentifierRules): LoggedRuns {
  const changes = createChangeTimes(identifiers)
  const bySession = new Map<string, SessionRuns>()
  const alone: LoggedRun[] = []
  const plain = foldedRuns(changes.of, { byUser: false })

  return {
    add(entry, text, at, executions) {
      if (!text.isPlain) changes.note(text, at)
      const { sessionId } = entry
      if (sessionId === null) {
        if (text.isPlain) plain.add(text, entry, at, executions)
        else alone.push(runOf(entry, text, at, executions))
        return
      }
      let session = bySession.get(sessionId)
      if (session === undefined) {
        session = sessionRuns(changes)
        bySession.set(sessionId, session)
      }
      session.add(runOf(entry, text, at, executions))
    },
    *sessions() {
      for (const [id, session] of bySession) yield [id, session.runs()]
    },
    alone: () => alone,
    plain: () => plain.all(),
  }
}
