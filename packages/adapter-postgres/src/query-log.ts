import { AdapterError, type QueryLogEntry, type QueryLogPage, type QueryLogWindow } from '@aegis/core'
import * as z from 'zod'
import { loggedStatements, logState } from './queries.ts'
import { grantToReadAll, obstacleOf, type QueryLogSetup, readSetup } from './query-log-setup.ts'
import { bool, integer, parseRows } from './rows.ts'
import type { Session } from './session.ts'

const count = z.string().regex(/^\d+$/)

const cursorSchema = z.object({
  at: z.iso.datetime().transform((text) => new Date(text)),
  reset: z.number(),
  dealloc: count.transform(BigInt),
  /** What could be seen then: whose statements, and whether their texts. */
  scope: z.string(),
  calls: z.record(z.string(), count.transform(BigInt)),
})

type Cursor = z.infer<typeof cursorSchema>

function parseCursor(text: string | null): Cursor | null {
  if (text === null) return null
  try {
    const parsed = cursorSchema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

const stateRow = z.object({ dealloc: count.transform(BigInt), reset_ms: integer, now_ms: integer })

type State = z.infer<typeof stateRow>

const statementRow = z.object({
  userid: z.string(),
  /** null: all statements of a role whose texts are hidden. */
  queryid: z.string().nullable(),
  toplevel: bool,
  calls: count.transform(BigInt),
  query: z.string().nullable(),
  role: z.string().nullable(),
  since_ms: integer.nullable(),
  now_ms: integer,
  statements: integer,
})

type Statement = z.infer<typeof statementRow>

function idOf({ userid, queryid, toplevel }: Statement): string {
  return `${userid}/${queryid ?? 'hidden'}/${toplevel ? 't' : 'f'}`
}

/** Executions since the last look. */
function executionsOf({ queryid, calls }: Statement, known: bigint | undefined): bigint {
  if (known === undefined) return calls
  if (calls >= known) return calls - known
  // Counted anew from 0: it was evicted, and ran again. Of hidden ones some were evicted, and no more is known.
  return queryid === null ? 0n : calls
}

/** When a statement ran at the earliest: the log has no times, only counts and since when it counts. */
function earliest(statement: Statement, before: Cursor | null, state: State, scope: string): Date {
  const countedSince = statement.since_ms ?? state.reset_ms
  // What is new to us was new to the log only if we would have seen it the last time.
  const wasWatched =
    before !== null && (before.calls[idOf(statement)] !== undefined || before.scope === scope)
  return new Date(wasWatched ? Math.max(countedSince, before.at.getTime()) : countedSince)
}

function entryOf(statement: Statement, before: Cursor | null, state: State, scope: string): QueryLogEntry {
  const notAfter = new Date(statement.now_ms)
  const notBefore = earliest(statement, before, state, scope)
  return {
    id: idOf(statement),
    text: statement.query,
    textState: statement.query === null ? 'no_privilege' : 'normalized',
    notBefore: notBefore > notAfter ? notAfter : notBefore,
    notAfter,
    executions: executionsOf(statement, before?.calls[idOf(statement)]),
    defaultCatalog: null,
    defaultSchema: null,
    sessionId: null,
    user: statement.role,
  }
}

function gapsOf(
  setup: QueryLogSetup,
  statements: readonly Statement[],
  kept: Cursor | null,
  state: State,
): readonly string[] {
  const gaps: string[] = []
  const hidden = statements
    .filter(({ queryid }) => queryid === null)
    .reduce((sum, statement) => sum + statement.statements, 0)
  if (hidden > 0) {
    gaps.push(`${hidden} statements of other roles are hidden from this one. Run: ${grantToReadAll(setup)}`)
  }
  const wasReset = kept !== null && kept.reset !== state.reset_ms
  if (wasReset) gaps.push('The log was reset since the last look; what ran before the reset is lost.')
  const evictedBefore = kept === null || wasReset ? 0n : kept.dealloc
  if (state.dealloc > evictedBefore) {
    gaps.push(
      'The server dropped rarely used statements from its log; raise pg_stat_statements.max to keep more.',
    )
  }
  return gaps
}

/**
 * Statements that ran since the cursor, from `pg_stat_statements`. Throws failure `not_found` or `forbidden` with the
 * statements that would open it.
 */
export async function readQueryLog(
  session: Session,
  window: QueryLogWindow,
  excludeRoles: readonly string[],
): Promise<QueryLogPage> {
  const setup = await readSetup(session)
  const obstacle = obstacleOf(setup)
  if (obstacle !== null || setup.schema === null) {
    const message = `PostgreSQL has no query log to read: ${obstacle?.what}. Run: ${obstacle?.fix}`
    throw new AdapterError(message, { adapter: 'postgresql', failure: obstacle?.failure ?? 'not_found' })
  }
  // The clock first, then the counts: what runs in between is seen the next time, if it is not seen now.
  const [state] = parseRows(stateRow, await session.run(logState(setup.schema)), 'the query log')
  if (state === undefined) {
    const message = 'PostgreSQL gave no answer about its query log.'
    throw new AdapterError(message, { adapter: 'postgresql', failure: 'contract' })
  }
  const rows = await session.run(loggedStatements(setup.schema, setup.version, excludeRoles))
  const statements = parseRows(statementRow, rows, 'the query log')
  const kept = parseCursor(window.cursor)
  // After a reset every count starts anew.
  const before = kept?.reset === state.reset_ms ? kept : null
  const scope = `${setup.mayReadAll ? 'all' : 'own'} ${[...excludeRoles].sort().join(' ')}`
  const entries = statements
    .map((statement) => entryOf(statement, before, state, scope))
    .filter(({ executions }) => executions > 0n)
  const at = new Date(state.now_ms)
  const cursor = JSON.stringify({
    at: at.toISOString(),
    reset: state.reset_ms,
    dealloc: `${state.dealloc}`,
    scope,
    calls: Object.fromEntries(statements.map((statement) => [idOf(statement), `${statement.calls}`])),
  })
  return { entries, cursor, completeThrough: at, gaps: gapsOf(setup, statements, kept, state) }
}
