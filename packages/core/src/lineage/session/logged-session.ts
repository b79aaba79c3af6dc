import type { Flow } from '../flow.ts'
import type { LoggedRun } from '../log/logged-run.ts'
import type { StatementPlace } from './entry.ts'
import { followSession, type SessionRules } from './follow-session.ts'
import { createSessionRecord, type SessionEvent } from './session-record.ts'
import type { SessionState } from './session-state.ts'

/** Flows of quiet texts by scope and text, kept between sessions that look names up alike. */
export type KnownFlows = Map<string, readonly Flow[]>

/** One session of a log. */
export interface LoggedSession {
  run(run: LoggedRun): void
  /** Everything that stands, in order. */
  events(): readonly SessionEvent[]
  /** What it knows now; null: no more than any session does at its beginning. */
  state(): SessionState | null
  resume(state: SessionState): void
  /** The run that began the transaction which is not ended, 0-based; null: there is none. */
  openSince(): number | null
  abandon(): void
}

/** Runs a session of a log from its beginning. */
export function loggedSession(rules: SessionRules, known: KnownFlows): LoggedSession {
  const record = createSessionRecord()
  const session = followSession({ ...rules, record })

  let count = -1
  let begun = 0

  function runStatements(run: LoggedRun): readonly Flow[] {
    const { id, queryHash, statements } = run.text
    const flows: Flow[] = []
    for (const [index, statement] of statements.entries()) {
      const place: StatementPlace = { id: `${id}.${index}`, queryHash, origin: 'query_log' }
      flows.push(...session.run(statement, place, run).flows)
    }
    session.endText()
    return flows
  }

  return {
    run(run) {
      count += 1
      session.scope.enter(run)
      if (!run.text.isQuiet || session.hasTemporary()) {
        const wasOpen = session.isInTransaction()
        runStatements(run)
        if (!wasOpen) begun = count
        return
      }
      // Most runs are of quiet texts that were met before: what they move is worked out once.
      const key = `${session.scope.key()}\n${run.text.id}`
      const flows = known.get(key)
      if (flows === undefined) known.set(key, runStatements(run))
      else for (const flow of flows) record.flow(flow, run)
    },
    events: () => record.events(),
    state() {
      const state = session.state()
      const { catalog, searchPath } = state.scope
      return state.temporary.length === 0 && catalog === null && searchPath === null ? null : state
    },
    resume: (state) => session.resume(state),
    openSince: () => (session.isInTransaction() ? begun : null),
    abandon: () => session.abandon(),
  }
}
