import { AdapterError } from '@aegis/core'
import * as z from 'zod'
import { queryLogSetup } from './queries.ts'
import { bool, integer, parseRows } from './rows.ts'
import type { Session } from './session.ts'

export interface QueryLogSetup {
  /** Quoted schema of the extension; null: this database has none. */
  readonly schema: string | null
  /** This role may use that schema. */
  readonly mayEnter: boolean
  /** The extension's objects are those of PostgreSQL 14 or newer, not left over from before an upgrade. */
  readonly isCurrent: boolean
  readonly version: number
  /** The library is loaded. */
  readonly preloaded: boolean
  /** What the server preloads; null: this role may not see the setting. */
  readonly libraries: string | null
  readonly mayReadAll: boolean
  /** Quoted. */
  readonly role: string
  readonly database: string
}

const setupRow = z
  .object({
    schema: z.string().nullable(),
    may_enter: bool.nullable(),
    is_current: bool,
    version: integer,
    preloaded: bool,
    libraries: z.string().nullable(),
    may_read_all: bool,
    quoted_role: z.string(),
    database: z.string(),
  })
  .transform(
    (row): QueryLogSetup => ({
      schema: row.schema,
      mayEnter: row.may_enter === true,
      isCurrent: row.is_current,
      version: row.version,
      preloaded: row.preloaded,
      libraries: row.libraries,
      mayReadAll: row.may_read_all,
      role: row.quoted_role,
      database: row.database,
    }),
  )

export async function readSetup(session: Session): Promise<QueryLogSetup> {
  const [setup] = parseRows(setupRow, await session.run(queryLogSetup()), 'the query log')
  if (setup !== undefined) return setup
  const message = 'PostgreSQL gave no answer about its query log.'
  throw new AdapterError(message, { adapter: 'postgresql', failure: 'contract' })
}

function preloadingStatement({ libraries }: QueryLogSetup): string {
  const restart = 'then restart the server'
  if (libraries === null)
    return `ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'; (after what it already lists, ${restart})`
  const listed = libraries.split(',').map((name) => name.trim())
  const all = [...listed.filter((name) => name !== ''), 'pg_stat_statements']
  // Each name on its own: one string of several would be one name with commas.
  return `ALTER SYSTEM SET shared_preload_libraries = ${all.map((name) => `'${name}'`).join(', ')}; (${restart})`
}

/** What keeps the query log shut, with the statements that open it, in order; null: it is open. */
export interface Obstacle {
  readonly failure: 'not_found' | 'forbidden'
  readonly what: string
  readonly fix: string
}

export function obstacleOf(setup: QueryLogSetup): Obstacle | null {
  const { schema, preloaded, database, role } = setup
  const preload = preloaded ? [] : [preloadingStatement(setup)]
  if (schema === null) {
    const what = `the extension pg_stat_statements is missing in database ${database}`
    return { failure: 'not_found', what, fix: [...preload, 'CREATE EXTENSION pg_stat_statements;'].join(' ') }
  }
  if (!preloaded)
    return {
      failure: 'not_found',
      what: 'the library pg_stat_statements is not loaded',
      fix: preload.join(' '),
    }
  if (!setup.isCurrent) {
    const what = `the extension pg_stat_statements in database ${database} is older than the server`
    return { failure: 'not_found', what, fix: 'ALTER EXTENSION pg_stat_statements UPDATE;' }
  }
  if (!setup.mayEnter) {
    const what = `the schema ${schema} of pg_stat_statements is closed to this role`
    const grants = [`GRANT USAGE ON SCHEMA ${schema} TO ${role};`]
    if (!setup.mayReadAll) grants.push(grantToReadAll(setup))
    return { failure: 'forbidden', what, fix: grants.join(' ') }
  }
  return null
}

export function grantToReadAll({ role }: QueryLogSetup): string {
  return `GRANT pg_read_all_stats TO ${role};`
}
