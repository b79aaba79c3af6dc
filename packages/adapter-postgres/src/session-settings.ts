import type { Query, TextRow } from './client.ts'
import type { CheckedOptions } from './options.ts'

type Settings = readonly (readonly [name: string, value: string])[]

/** In force for every statement, whatever the role's or the database's own settings are. */
const ALWAYS: Settings = [
  // Nobody else's functions or operators take the place of the catalog's.
  ['search_path', 'pg_catalog'],
  // A row hidden by a policy makes a statement fail instead of an answer wrong.
  ['row_security', 'off'],
  // Compiling costs more than it saves on catalog queries.
  ['jit', 'off'],
]

function ofSession({ statementTimeoutMs, lockTimeoutMs }: CheckedOptions): Settings {
  return [
    ...ALWAYS,
    ['default_transaction_read_only', 'on'],
    ['statement_timeout', `${statementTimeoutMs}`],
    ['lock_timeout', `${lockTimeoutMs}`],
  ]
}

/** Settings of a session, as `options` of a connection. */
export function startupOptions(options: CheckedOptions): string {
  return ofSession(options)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ')
}

/** Asks what has become of the settings of a session. Trusts no search path: it may not be ours. */
export function settingsInForce(options: CheckedOptions): Query {
  const names = ofSession(options).map(([name]) => name)
  return {
    text: `SELECT s.name, s.setting FROM pg_catalog.pg_settings s WHERE s.name OPERATOR(pg_catalog.=) ANY ('{${names.join(',')}}')`,
  }
}

/** Whether a session is as it was asked for: a pooler may swallow what a connection begins with, and say nothing. */
export function isAsAsked(options: CheckedOptions, rows: readonly TextRow[]): boolean {
  const inForce = new Map(rows.map(({ name, setting }) => [name, setting]))
  return ofSession(options).every(([name, value]) => inForce.get(name) === value)
}

/** The same for one transaction; nothing of it outlives the transaction. One round trip, which also tells the process. */
export function openingStatements(statementTimeoutMs: number, lockTimeoutMs: number): string {
  const local: Settings = [
    ...ALWAYS,
    ['statement_timeout', `${statementTimeoutMs}`],
    ['lock_timeout', `${lockTimeoutMs}`],
  ]
  const settings = local.map(([name, value]) => `SET LOCAL ${name} = ${value}`)
  return ['BEGIN READ ONLY', ...settings, 'SELECT pg_backend_pid() AS pid'].join('; ')
}
