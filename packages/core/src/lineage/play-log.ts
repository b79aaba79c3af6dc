import type { ViewDefinition } from '../model/query-log.ts'
import type { DistinctText } from './distinct-texts.ts'
import { type FlowGroups, flowGroups } from './flow-groups.ts'
import type { LoggedRun } from './log/logged-run.ts'
import type { LoggedRuns } from './log/logged-runs.ts'
import { runsOf } from './log/plain-runs.ts'
import { followSession, type SessionRules } from './session/follow-session.ts'
import { type KnownFlows, type LoggedSession, loggedSession } from './session/logged-session.ts'
import type { CarriedSessions, SessionState } from './session/session-state.ts'
import { temporaryName } from './session/temporary-tables.ts'
import type { TimedChange } from './table-changes.ts'
import type { UndatedChange } from './undated-changes.ts'

export interface ViewText {
  readonly view: ViewDefinition
  readonly text: DistinctText
}

export interface PlayedLog {
  readonly groups: FlowGroups
  readonly timed: readonly TimedChange[]
  readonly undated: readonly UndatedChange[]
  /** Sessions as they were at `keepAt`, the one that ran last comes last. */
  readonly sessions: ReadonlyMap<string, SessionState>
}

export interface LogPlay {
  readonly rules: Pick<SessionRules, 'dialect' | 'identifiers' | 'resolve'>
  readonly runs: LoggedRuns
  readonly views: readonly ViewText[]
  /** Taken as the time of the views. */
  readonly now: Date
  /** Sessions that an earlier reading left. */
  readonly carried: CarriedSessions
  /** Milliseconds since the epoch: where the next reading begins. */
  readonly keepAt: number
  /** Told of each run that is left for the next reading. */
  readonly onLeft: (run: LoggedRun) => void
  /** Told each name of a text that cannot be told, once. */
  readonly onAmbiguous: (text: DistinctText, name: string) => void
}

/** What happens in a session at one time besides its runs. */
interface Milestone {
  readonly at: number
  readonly pass: () => void
}

/** Names of tables that entries without a session made for a session only: another entry may mean them, or not. */
function strangersIn(runs: LoggedRuns, rules: LogPlay['rules']): ReadonlySet<string> {
  const names = new Set<string>()
  for (const { text } of runs.alone()) {
    for (const statement of text.statements) {
      if (statement.status !== 'parsed' || statement.temporary !== true) continue
      if (statement.target.parts.length === 1) names.add(temporaryName(statement.target, rules.identifiers))
    }
  }
  return names
}

/** Runs every session of the log, and the views, and gathers what they moved and changed. */
export function playLog({
  rules,
  runs,
  views,
  now,
  carried,
  keepAt,
  onLeft,
  onAmbiguous,
}: LogPlay): PlayedLog {
  const groups = flowGroups()
  const timed: TimedChange[] = []
  const undated: UndatedChange[] = []
  const sessions = new Map(carried.states)
  const told = new Map<DistinctText, Set<string>>()
  let current: DistinctText | null = null
  const sessionRules: SessionRules = {
    ...rules,
    onAmbiguous(name) {
      if (current === null) return
      const names = told.get(current) ?? new Set<string>()
      if (!names.has(name)) onAmbiguous(current, name)
      told.set(current, names.add(name))
    },
  }
  const aloneRules: SessionRules = { ...sessionRules, strangers: strangersIn(runs, rules) }
  const known: KnownFlows = new Map()
  const knownAlone: KnownFlows = new Map()

  function play(session: readonly LoggedRun[], using: SessionRules, flows: KnownFlows): void {
    const lineage = loggedSession(using, flows)
    for (const run of session) {
      current = run.text
      lineage.run(run)
    }
    gather(lineage, session)
  }

  /** A session goes on from where an earlier reading left it, and is kept for the next one. */
  function playSession(id: string, session: readonly LoggedRun[]): void {
    const lineage = loggedSession(sessionRules, known)
    const before = carried.states.get(id)
    const steps: readonly Milestone[] = [
      ...(before === undefined || carried.since === null
        ? []
        : [{ at: carried.since, pass: () => lineage.resume(before) }]),
      { at: keepAt, pass: () => keep(id, lineage.state()) },
    ]
    const left = [...steps]
    const passUntil = (at: number): void => {
      for (let next = left[0]; next !== undefined && next.at <= at; next = left[0]) {
        next.pass()
        left.shift()
      }
    }
    for (const run of session) {
      passUntil(run.at)
      current = run.text
      lineage.run(run)
    }
    passUntil(Number.POSITIVE_INFINITY)
    leaveOpen(lineage, session)
    gather(lineage, session)
  }

  /**
   * Whether an open transaction will be committed, the next reading may tell: it reads all of it again, if it began
   * late enough. One that began earlier counts as committed.
   */
  function leaveOpen(lineage: LoggedSession, session: readonly LoggedRun[]): void {
    const open = session.slice(lineage.openSince() ?? session.length)
    const [begun] = open
    if (begun === undefined || begun.at < keepAt) return
    lineage.abandon()
    for (const run of open) onLeft(run)
  }

  function keep(id: string, state: SessionState | null): void {
    sessions.delete(id)
    if (state !== null) sessions.set(id, state)
  }

  function gather(lineage: LoggedSession, session: readonly LoggedRun[]): void {
    const [first] = session
    for (const event of lineage.events()) {
      if (event.kind === 'flow') groups.add(event.flow, event)
      else if (first?.isTimed === true) timed.push({ change: event.change, at: event.at })
      else undated.push({ change: event.change, notBefore: first?.notBefore ?? null, notAfter: event.at })
    }
  }

  function playView({ view: { ref }, text }: ViewText): void {
    current = text
    const session = followSession(sessionRules)
    const defaultCatalog = ref.catalog === '' ? null : ref.catalog
    session.scope.enter({ defaultCatalog, defaultSchema: null, user: null })
    const target = { ref, key: rules.identifiers.key(ref), kind: 'table' as const }
    const time = { at: now.getTime(), executions: 1 }
    for (const [index, statement] of text.statements.entries()) {
      const { id, queryHash } = text
      const place = { id: `${id}.${index}`, queryHash, origin: 'view_definition', target } as const
      for (const flow of session.run(statement, place, time).flows) groups.add(flow, time)
    }
  }

  for (const view of views) playView(view)
  for (const [id, session] of runs.sessions()) playSession(id, session)
  for (const run of runs.alone()) play([run], aloneRules, knownAlone)
  for (const plain of runs.plain()) for (const run of runsOf(plain)) play([run], aloneRules, knownAlone)
  return { groups, timed, undated, sessions }
}
