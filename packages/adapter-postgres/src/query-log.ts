import { AdapterError, type QueryLogEntry, type QueryLogPage, type QueryLogWindow } from '@aegis/core'
import * as z from 'zod'
import { loggedStatements, logState, queryLogSetup } from './queries.ts'
import { bool, integer, parseRows } from './rows.ts'
import type { Session } from './session.ts'

export interface QueryLogSetup {
  /** Quoted schema of the extension; null: this database has none. */
  readonly schema: string | null
  /** This role may use that schema. */
  readonly mayEnter: boolean
  readonly version: number
  /** null: this role may not see the setting. */
  readonly preloaded: boolean | null
  readonly mayReadAll: boolean
  /** Quoted. */
  readonly role: string
  readonly database: string
}

const setupRow = z
  .object({
    schema: z.string().nullable(),
    may_enter: bool.nullable(),
    version: integer,
    preloaded: z.string().nullable(),
    may_read_all: bool,
    quoted_role: z.string(),
    database: z.string(),
  })
  .transform(
    (row): QueryLogSetup => ({
      schema: row.schema,
      mayEnter: row.may_enter === true,
      version: row.version,
      preloaded:
        row.preloaded === null || row.preloaded === '' ? null : row.preloaded.includes('pg_stat_statements'),
      mayReadAll: row.may_read_all,
      role: row.quoted_role,
      database: row.database,
    }),
  )

export async function readSetup(session: Session): Promise<QueryLogSetup> {
  const [setup] = parseRows(setupRow, await session.run(queryLogSetup()), 'the query log')
  if (setup === undefined) throw new Error('PostgreSQL gave no answer about its query log.')
  return setup
}

/** The statements that turn the query log on, in order. */
export function enablingStatements(setup: QueryLogSetup): string {
  const create = 'CREATE EXTENSION pg_stat_statements;'
  if (setup.preloaded === true) return create
  return `ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'; (keep what it already lists, then restart the server) ${create}`
}

export function grantToEnter(setup: QueryLogSetup): string {
  return `GRANT USAGE ON SCHEMA ${setup.schema} TO ${setup.role};`
}

export function grantToReadAll(setup: QueryLogSetup): string {
  return `GRANT pg_read_all_stats TO ${setup.role};`
}

const cursorSchema = z.object({
  at: z.iso.datetime().transform((text) => new Date(text)),
  reset: z.string().nullable(),
  dealloc: z.string(),
  calls: z.record(z.string(), z.string()),
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

const stateRow = z.object({
  dealloc: z.string(),
  reset: z.string().nullable(),
  now_ms: integer,
  hidden: integer,
})

const statementRow = z.object({
  userid: z.string(),
  queryid: z.string(),
  toplevel: bool,
  calls: z.string(),
  query: z.string(),
  role: z.string().nullable(),
  since_ms: integer.nullable(),
})

type Statement = z.infer<typeof statementRow>

function idOf({ userid, queryid, toplevel }: Statement): string {
  return `${userid}/${queryid}/${toplevel ? 't' : 'f'}`
}

/** The log has no times: a statement ran between the last look, or the start of its counting, and now. */
function entryOf(statement: Statement, before: Cursor | null, now: Date): QueryLogEntry {
  const id = idOf(statement)
  const calls = BigInt(statement.calls)
  const known = before?.calls[id]
  const countedSince = statement.since_ms === null ? null : new Date(statement.since_ms)
  return {
    id,
    text: statement.query,
    textState: 'normalized',
    notBefore: known === undefined ? countedSince : (before?.at ?? null),
    notAfter: now,
    executions: known === undefined ? calls : calls - BigInt(known),
    defaultCatalog: null,
    defaultSchema: null,
    sessionId: null,
    user: statement.role,
  }
}

function gapsOf(setup: QueryLogSetup, hidden: number, evicted: boolean): readonly string[] {
  const gaps: string[] = []
  if (hidden > 0) {
    gaps.push(`${hidden} statements of other roles are hidden from this one. Run: ${grantToReadAll(setup)}`)
  }
  if (evicted) {
    gaps.push(
      'The server dropped rarely used statements from its log; raise pg_stat_statements.max to keep more.',
    )
  }
  return gaps
}

/**
 * Statements that ran since the cursor, from `pg_stat_statements`. Throws failure `not_found` with the statements that
 * would enable it.
 */
export async function readQueryLog(
  session: Session,
  window: QueryLogWindow,
  excludeRoles: readonly string[],
): Promise<QueryLogPage> {
  const setup = await readSetup(session)
  if (setup.schema === null) {
    throw new AdapterError(
      `PostgreSQL keeps no query log in database ${setup.database}: the extension pg_stat_statements is missing. Run: ${enablingStatements(setup)}`,
      { adapter: 'postgresql', failure: 'not_found' },
    )
  }
  if (!setup.mayEnter) {
    throw new AdapterError(
      `PostgreSQL: this role may not read the query log in schema ${setup.schema}. Run: ${grantToEnter(setup)}`,
      { adapter: 'postgresql', failure: 'forbidden' },
    )
  }
  const [state] = parseRows(stateRow, await session.run(logState(setup.schema)), 'the query log')
  if (state === undefined) throw new Error('PostgreSQL gave no answer about its query log.')
  const rows = await session.run(loggedStatements(setup.schema, setup.version, excludeRoles))
  const statements = parseRows(statementRow, rows, 'the query log')
  const now = new Date(state.now_ms)
  const kept = parseCursor(window.cursor)
  // After a reset every count starts anew.
  const before = kept !== null && kept.reset === state.reset ? kept : null
  const entries = statements
    .map((statement) => entryOf(statement, before, now))
    // A smaller count: the entry was evicted and counted again from 0; it ran.
    .map((entry) => (entry.executions < 0n ? { ...entry, executions: 1n } : entry))
    .filter(({ executions }) => executions > 0n)
  const calls = Object.fromEntries(statements.map((statement) => [idOf(statement), statement.calls]))
  const cursor = JSON.stringify({ at: now.toISOString(), reset: state.reset, dealloc: state.dealloc, calls })
  const evicted = BigInt(state.dealloc) > BigInt(before?.dealloc ?? '0')
  return { entries, cursor, completeThrough: now, gaps: gapsOf(setup, state.hidden, evicted) }
}
