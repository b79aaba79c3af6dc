import { identifierRules } from '../../identity/index.ts'
import type { Dialect } from '../../model/connection.ts'
import type { IdentifierRules } from '../../ports/identifiers.ts'
import type { ParsedStatement, StatementEffect } from '../../ports/lineage-parser.ts'
import type { Flow } from '../flow.ts'
import { createWrittenNameResolver, type LineageTable } from '../resolve-name.ts'
import { creates } from './entry.ts'
import { followSession } from './follow-session.ts'
import type { LoggedScope } from './session-scope.ts'

/** "Data of `source` reaches `target`", as one statement says it. */
export type SessionEdge = Pick<
  Flow,
  'source' | 'target' | 'relationship' | 'confidence' | 'columns' | 'usedColumns' | 'columnsComplete'
>

/** What one text did to tables that others see too. Everything in the order of the statements. */
export interface SessionStep {
  /** One for each statement and source; an edge may come several times, and lead from a table to itself. */
  readonly edges: readonly SessionEdge[]
  /** Tables that were read, each as often as it was. */
  readonly reads: readonly LineageTable[]
  /** Tables whose data or name changed, temporary ones too. */
  readonly writes: readonly LineageTable[]
  /** Names without a schema that any schema of the search path may hold, as they were written; each once. */
  readonly unresolved: readonly string[]
}

/** What the text that runs now has done so far. */
interface OpenStep {
  readonly edges: SessionEdge[]
  readonly writes: (LineageTable | null)[]
  readonly unresolved: Set<string>
}

/** Between texts: thousands of sessions must not hold what was told already. */
const IDLE: OpenStep = { edges: [], writes: [], unresolved: new Set() }

/** One session of a warehouse: what later statements know from earlier ones. */
export interface LineageSession {
  /** What is said of the next text's scope. What is not said, or said as before, stays as the session left it. */
  enter(scope: Partial<LoggedScope>): void
  /** Runs the statements of the next text. What the text itself rolls back leaves no edge and no write. */
  run(statements: readonly ParsedStatement[]): SessionStep
  /**
   * Equal for two moments, also of two sessions of one dialect, at which the same text does the same; null: this one is
   * like no other, because of temporary tables or a transaction.
   */
  state(): string | null
}

export interface LineageSessionOptions {
  readonly dialect: Dialect
  /** Default those of the dialect. */
  readonly identifiers?: IdentifierRules | undefined
  /** false: temporary tables are shown as they are written. Default true: edges go around them. */
  readonly hidesTemporary?: boolean | undefined
}

/**
 * Follows a session without a catalog: text in, edges between its tables out. `USE` and `SET search_path` change what
 * later names mean, temporary tables are stitched out, a rollback takes back what it undoes. A name without a schema
 * stands alone where none is known, and where several may hold it. A table of the system is no part of the lineage.
 */
export function createLineageSession(options: LineageSessionOptions): LineageSession {
  const { dialect, identifiers = identifierRules(dialect), hidesTemporary = true } = options
  let step = IDLE
  const session = followSession({
    dialect,
    identifiers,
    hidesTemporary,
    mostInputs: 0,
    resolve: createWrittenNameResolver(identifiers),
    onAmbiguous: (name) => step.unresolved.add(name),
    record: {
      flow() {},
      change() {},
      make() {},
      events: () => [],
      save() {
        const { edges, writes } = step
        const [edgeCount, writeCount] = [edges.length, writes.length]
        return () => {
          // Of a later text all is undone; what an earlier one did was told already.
          step.edges.length = step.edges === edges ? edgeCount : 0
          step.writes.length = step.writes === writes ? writeCount : 0
        }
      },
    },
  })
  const time = { at: 0, executions: 0 }
  const place = { id: '', queryHash: '', origin: 'query_log' as const }

  function changedBy(effect: StatementEffect): readonly (LineageTable | null)[] {
    switch (effect.effect) {
      case 'drop':
      case 'truncate':
        return [session.addressOf(effect.table)]
      case 'rename':
        return [session.addressOf(effect.table), session.renamed(effect)]
      case 'swap':
        return [session.addressOf(effect.table), session.addressOf(effect.with)]
      default:
        return []
    }
  }

  return {
    enter({ defaultCatalog = null, defaultSchema = null, user = null }) {
      session.scope.enter({ defaultCatalog, defaultSchema, user })
    },
    run(statements) {
      const edges: SessionEdge[] = []
      const reads: LineageTable[] = []
      const writes: (LineageTable | null)[] = []
      const unresolved = new Set<string>()
      step = { edges, writes, unresolved }
      for (const [index, statement] of statements.entries()) {
        if (statement.status === 'parsed')
          writes.push(session.addressOf(statement.target, creates(statement)))
        if (statement.status === 'irrelevant') {
          for (const name of statement.reads ?? []) reads.push(...session.originsOf(name))
          if (statement.effect !== undefined) writes.push(...changedBy(statement.effect))
          for (const name of statement.writes ?? []) writes.push(session.addressOf(name))
        }
        const { flows, isKept } = session.run(statement, { ...place, id: `${index}` }, time)
        // Not spread: a text may name more tables than a call takes arguments.
        for (const flow of flows) {
          reads.push(flow.source)
          if (!isKept) edges.push(flow)
        }
      }
      session.endText()
      step = IDLE
      return { edges, reads, writes: writes.flatMap((table) => table ?? []), unresolved: [...unresolved] }
    },
    state: () => (session.hasTemporary() || session.isInTransaction() ? null : session.scope.key()),
  }
}
