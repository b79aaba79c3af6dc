import { createLineageSession, type Dialect, type LineageSession } from '@aegis/core'
import type { ParsedStatement, ParseResult, StatementKind } from '@aegis/core/ports'
import { type AnswerEdge, answerEdges, uniteEdges } from './edge.ts'
import { exactNames, type NameDefaults } from './given-names.ts'

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

function describe(statement: ParsedStatement, sql: string, session: LineageSession): ScriptStatement {
  const { edges, reads, writes } = session.run([statement])
  const common = { statement: statement.index + 1, status: statement.status }
  if (statement.status === 'parsed') {
    const { kind, partial, temporary, agreement } = statement
    const [target] = writes
    return {
      ...common,
      kind,
      ...(target === undefined ? {} : { target: target.key }),
      ...(temporary === true ? { temporary } : {}),
      ...(partial ? { partial } : {}),
      ...(agreement === 'disagreed' ? { disagreed: true } : {}),
      sources: answerEdges(edges),
      reads: [],
      changes: [],
    }
  }
  if (statement.status === 'unparsed') {
    const line = lineOf(sql, statement.reason)
    const reason = statement.reason.replace(STOPPED_AT, '')
    return { ...common, sources: [], reads: [], changes: [], reason, ...(line === null ? {} : { line }) }
  }
  return {
    ...common,
    sources: [],
    reads: reads.map(({ key }) => key),
    changes: writes.map(({ key }) => key),
    reason: statement.reason,
  }
}

/** A script as one session: `USE` holds for what follows. Temporary tables are shown as they are written. */
export function readScript(
  { file, dialect, sql }: { readonly file: string; readonly dialect: Dialect; readonly sql: string },
  result: ParseResult,
  defaults: NameDefaults,
): Script {
  const session = createLineageSession({ dialect, hidesTemporary: false })
  session.enter(exactNames(defaults, dialect))
  const statements = result.statements.map((statement) => describe(statement, sql, session))
  return { file, dialect, statements, edges: uniteEdges(statements.flatMap(({ sources }) => sources)) }
}
