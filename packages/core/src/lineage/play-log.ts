import type { ViewDefinition } from '../model/query-log.ts'
import type { DistinctText } from './distinct-texts.ts'
import { type FlowGroups, flowGroups } from './flow-groups.ts'
import type { LoggedRun, LoggedSessions } from './log-entries.ts'
import type { LineageTable } from './resolve-name.ts'
import { createLineageSession, type SessionEntry, type SessionRules } from './resolve-session.ts'
import type { TimedChange } from './table-changes.ts'
import { temporaryName } from './temporary-tables.ts'
import type { UndatedChange } from './undated-changes.ts'

export interface ViewText {
  readonly view: ViewDefinition
  readonly text: DistinctText
}

export interface PlayedLog {
  readonly groups: FlowGroups
  readonly timed: readonly TimedChange[]
  readonly undated: readonly UndatedChange[]
}

export interface LogPlay {
  readonly rules: Omit<SessionRules, 'onAmbiguous' | 'strangers' | 'known'>
  readonly runs: LoggedSessions
  readonly views: readonly ViewText[]
  /** Taken as the time of the views. */
  readonly now: Date
  /** Told each name of a text that cannot be told, once. */
  readonly onAmbiguous: (text: DistinctText, name: string) => void
}

function entryOf({ text, defaultCatalog, defaultSchema, user, at, executions }: LoggedRun): SessionEntry {
  const { id: textId, statements, queryHash, isPlain } = text
  return {
    textId,
    statements,
    queryHash,
    isPlain,
    origin: 'query_log',
    defaultCatalog,
    defaultSchema,
    user,
    at,
    executions,
  }
}

function viewEntry({ text, view: { ref } }: ViewText, target: LineageTable, now: Date): SessionEntry {
  const { id: textId, statements, queryHash } = text
  return {
    textId,
    statements,
    queryHash,
    isPlain: false,
    origin: 'view_definition',
    target,
    defaultCatalog: ref.catalog === '' ? null : ref.catalog,
    defaultSchema: null,
    user: null,
    at: now.getTime(),
    executions: 1,
  }
}

/** Names of tables that entries without a session made for a session only: another entry may mean them, or not. */
function strangersIn(runs: LoggedSessions, rules: LogPlay['rules']): ReadonlySet<string> {
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
export function playLog({ rules, runs, views, now, onAmbiguous }: LogPlay): PlayedLog {
  const groups = flowGroups()
  const timed: TimedChange[] = []
  const undated: UndatedChange[] = []
  const known: SessionRules['known'] = new Map()
  const told = new Map<DistinctText, Set<string>>()
  let current: DistinctText | null = null
  const sessionRules: SessionRules = {
    ...rules,
    known,
    onAmbiguous(name) {
      if (current === null) return
      const names = told.get(current) ?? new Set<string>()
      if (!names.has(name)) onAmbiguous(current, name)
      told.set(current, names.add(name))
    },
  }
  const aloneRules: SessionRules = { ...sessionRules, known: new Map(), strangers: strangersIn(runs, rules) }

  function play(session: readonly LoggedRun[], using: SessionRules): void {
    const lineage = createLineageSession(using)
    for (const run of session) {
      current = run.text
      lineage.run(entryOf(run))
    }
    const [first] = session
    for (const event of lineage.events()) {
      if (event.kind === 'flow') groups.add(event.flow, [event.at], event.executions)
      else if (first?.isTimed === true) timed.push({ change: event.change, at: event.at })
      else undated.push({ change: event.change, notBefore: first?.notBefore ?? null, notAfter: event.at })
    }
  }

  for (const view of views) {
    current = view.text
    const { ref } = view.view
    const target = { ref, key: rules.identifiers.key(ref), kind: 'table' as const }
    for (const event of createLineageSession(sessionRules).run(viewEntry(view, target, now)))
      if (event.kind === 'flow') groups.add(event.flow, [event.at], event.executions)
  }
  for (const session of runs.sessions()) play(session, sessionRules)
  for (const run of runs.alone()) play([run], aloneRules)
  for (const { run, times, executions } of runs.plain()) {
    current = run.text
    for (const event of createLineageSession(aloneRules).run(entryOf(run)))
      if (event.kind === 'flow') groups.add(event.flow, times, executions)
  }
  return { groups, timed, undated }
}
