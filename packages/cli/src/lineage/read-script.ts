import type { Dialect } from '@aegis/core'
import type { ParsedStatement, ParseResult, StatementKind } from '@aegis/core/ports'
import { type AnswerEdge, edgeOf, unite } from './edge.ts'
import { changedBy } from './effect.ts'
import type { NameDefaults } from './names.ts'
import { createSession, type Session } from './session.ts'

/** What one statement of a script does. A statement with several targets is several of these. */
export interface ScriptStatement {
  /** Position in the script, 1-based. */
  readonly statement: number
  readonly status: ParsedStatement['status']
  /** Absent: no data moves. */
  readonly kind?: StatementKind
  readonly target?: string
  /** The target lives only in the session. */
  readonly temporary?: true
  /** Understood in part: there may be more sources. */
  readonly partial?: true
  /** A second parser sees other tables. */
  readonly disagreed?: true
  readonly sources: readonly AnswerEdge[]
  readonly reads: readonly string[]
  /** Tables that are dropped, emptied or renamed. */
  readonly changes: readonly string[]
  /** Why no data moves, or what was not understood. */
  readonly reason?: string
  /** Line of the script where reading stopped, 1-based. Absent: not known, or it was understood. */
  readonly line?: number
}

export interface Script {
  readonly file: string
  readonly dialect: Dialect
  readonly statements: readonly ScriptStatement[]
  /** Edges of all statements, each once. */
  readonly edges: readonly AnswerEdge[]
}

const STOPPED_AT = / ?\(character (\d+)\)/

function lineOf(sql: string, reason: string): number | null {
  const position = STOPPED_AT.exec(reason)?.[1]
  return position === undefined ? null : sql.slice(0, Number(position) - 1).split('\n').length
}

function describe(statement: ParsedStatement, sql: string, { names }: Session): ScriptStatement {
  const common = { statement: statement.index + 1, status: statement.status }
  if (statement.status === 'parsed') {
    const { kind, target, sources, partial, temporary, agreement } = statement
    return {
      ...common,
      kind,
      target: names.of(target),
      ...(temporary === true ? { temporary } : {}),
      ...(partial ? { partial } : {}),
      ...(agreement === 'disagreed' ? { disagreed: true } : {}),
      sources: sources.map((source) => edgeOf(source, target, names)),
      reads: [],
      changes: [],
    }
  }
  if (statement.status === 'unparsed') {
    const line = lineOf(sql, statement.reason)
    const reason = statement.reason.replace(STOPPED_AT, '')
    return { ...common, sources: [], reads: [], changes: [], reason, ...(line === null ? {} : { line }) }
  }
  const { effect, reads = [], reason } = statement
  const changes = effect === undefined ? [] : changedBy(effect)
  return {
    ...common,
    sources: [],
    reads: reads.map(names.of),
    changes: changes.map(names.of),
    reason,
  }
}

/** A script as one session: `USE` holds for what follows. Temporary tables are shown as they are written. */
export function readScript(
  { file, dialect, sql }: { readonly file: string; readonly dialect: Dialect; readonly sql: string },
  result: ParseResult,
  defaults: NameDefaults,
): Script {
  const session = createSession(dialect, defaults, false)
  const statements = result.statements.map((statement) => {
    const described = describe(statement, sql, session)
    if (statement.status === 'irrelevant' && statement.effect !== undefined) session.follow(statement.effect)
    return described
  })
  const edges = new Map<string, AnswerEdge>()
  for (const edge of statements.flatMap(({ sources }) => sources)) {
    const key = JSON.stringify([edge.source, edge.target])
    const before = edges.get(key)
    edges.set(key, before === undefined ? edge : unite(before, edge))
  }
  return { file, dialect, statements, edges: [...edges.values()] }
}
