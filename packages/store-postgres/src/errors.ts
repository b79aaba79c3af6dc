import { AegisError } from '@aegis/core'
import { NO_ANSWER } from './lost-connection.ts'

/** What messages call by its name. */
export interface StorePlace {
  readonly place: string
  readonly schema: string
  /** null: not known. */
  readonly user: string | null
}

interface Rule {
  readonly kind: 'STORE_FAILED' | 'STORE_INCOMPATIBLE'
  readonly retryable: boolean
  readonly says: (at: StorePlace) => string
}

function failed(says: Rule['says']): Rule {
  return { kind: 'STORE_FAILED', retryable: false, says }
}

function passing(says: Rule['says']): Rule {
  return { kind: 'STORE_FAILED', retryable: true, says }
}

function incompatible(says: Rule['says']): Rule {
  return { kind: 'STORE_INCOMPATIBLE', retryable: false, says }
}

const UNREACHABLE = passing(
  ({ place }) =>
    `${place} cannot be reached. Check host and port, that the server runs and that a firewall lets this machine through.`,
)
const LOST = passing(({ place }) => `${place} lost its connection. Nothing of this step was kept; try again.`)
const TLS = failed(
  ({ place }) =>
    `${place} cannot be reached over TLS. Set \`ssl\` to match the server: false where it has none, \`{ ca }\` for a certificate of your own authority.`,
)
const CREDENTIALS = failed(
  ({ place }) =>
    `${place} refuses the sign-in. Check user and password, and the line for them in pg_hba.conf.`,
)
const ENDED = passing(
  ({ place }) =>
    `${place} ended the connection: the server is shutting down or starting, or somebody closed it. Nothing of this step was kept; try again in a moment.`,
)
const CONNECTIONS = passing(
  ({ place }) =>
    `${place} has no connection free. Try again later, raise the server's limit, or lower \`maxConnections\`.`,
)
const NO_ROOM = passing(
  ({ place }) =>
    `${place} has no room left on its server: disk or memory. Make room; nothing of this step was kept.`,
)
const CONFLICT = passing(
  ({ place }) => `${place} could not finish a step beside others. Nothing of it was kept; try again.`,
)
const DAMAGED = failed(
  ({ place }) => `${place} is damaged, or its disk fails. Look into the server's log; restore a backup.`,
)
const NOT_MIGRATED = incompatible(
  ({ place }) => `${place} lacks a table or column that Aegis needs. Call migrate() first.`,
)
const FORBIDDEN = failed(({ place, schema, user }) => {
  const role = user === null ? 'the role of the store' : `"${user}"`
  return `${place} may not be used so by ${role}. The role needs the schema (CREATE SCHEMA ${schema} AUTHORIZATION role, or GRANT USAGE, CREATE ON SCHEMA ${schema} TO role) and its tables (GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO role); CREATE only for migrations.`
})

/** By SQLSTATE or Node's code, or by what it begins with: two characters are a class of SQLSTATEs. */
const RULES: Readonly<Record<string, Rule>> = {
  ECONNREFUSED: UNREACHABLE,
  ENOTFOUND: UNREACHABLE,
  EAI_AGAIN: UNREACHABLE,
  EHOSTUNREACH: UNREACHABLE,
  ENETUNREACH: UNREACHABLE,
  ETIMEDOUT: UNREACHABLE,
  ENOENT: UNREACHABLE,
  ECONNRESET: LOST,
  EPIPE: LOST,
  [NO_ANSWER]: passing(
    ({ place }) =>
      `${place} gave no answer, and the connection was given up. Nothing of this step was kept. Check the network to the server, and try again.`,
  ),
  DEPTH_ZERO_SELF_SIGNED_CERT: TLS,
  SELF_SIGNED_CERT_IN_CHAIN: TLS,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: TLS,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: TLS,
  CERT_HAS_EXPIRED: TLS,
  CERT_NOT_YET_VALID: TLS,
  EPROTO: TLS,
  ERR_SSL: TLS,
  ERR_TLS: TLS,
  '08': LOST,
  '28': CREDENTIALS,
  '3D000': failed(({ place }) => `${place} does not exist: there is no such database. Create it first.`),
  '3F000': NOT_MIGRATED,
  '42P01': NOT_MIGRATED,
  '42703': NOT_MIGRATED,
  '42P07': incompatible(
    ({ place }) =>
      `${place} already has a table that Aegis wants to create. Give Aegis a schema of its own: the option \`schema\`.`,
  ),
  '42501': FORBIDDEN,
  '25006': failed(
    ({ place }) =>
      `${place} takes no writes: the server is a standby, or transactions are read-only by default there. Connect to the primary, or find out who set default_transaction_read_only and why.`,
  ),
  '57014': passing(
    ({ place }) =>
      `${place} took too long for a statement, or somebody cancelled it. Nothing of this step was kept. Try again; if it stays so, raise \`statementTimeoutMs\`.`,
  ),
  '55P03': passing(
    ({ place }) =>
      `${place} is busy: others kept writing for longer than this process waits. Try again; if it stays so, look in pg_stat_activity for a session that holds a transaction open.`,
  ),
  '25P03': passing(
    ({ place }) =>
      `${place} ended a transaction in which this process was silent for longer than \`idleTimeoutMs\`. Nothing of this step was kept; try again.`,
  ),
  '25P04': ENDED,
  '40': CONFLICT,
  '57P': ENDED,
  '53300': CONNECTIONS,
  '53': NO_ROOM,
  '58': DAMAGED,
  XX001: DAMAGED,
  XX002: DAMAGED,
  '23505': failed(({ place }) => `${place} holds such a row already.`),
}

/** What has no code of its own. Messages of `pg`; of the server's only those that it sends before it knows a language. */
const BY_MESSAGE: readonly (readonly [pattern: RegExp, rule: Rule])[] = [
  [/no encryption|SSL off|does not support SSL|ssl is not enabled/i, TLS],
  [/timeout expired|timeout exceeded when trying to connect|due to connection timeout/i, UNREACHABLE],
  [/Connection terminated|connection ended|not queryable|socket/i, LOST],
  [/password must be a string|SASL/i, CREDENTIALS],
]

/** The error of the driver itself; of several attempts (IPv6, IPv4) that of the first. */
function originalOf(error: unknown): unknown {
  return error instanceof AggregateError && error.errors.length > 0 ? error.errors[0] : error
}

function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null
  return typeof error.code === 'string' ? error.code : null
}

function ruleFor(code: string | null, message: string): Rule | undefined {
  const said = BY_MESSAGE.find(([pattern]) => pattern.test(message))?.[1]
  const ofCode =
    code === null
      ? undefined
      : (RULES[code] ?? RULES[code.slice(0, 7)] ?? RULES[code.slice(0, 3)] ?? RULES[code.slice(0, 2)])
  // Refusals by pg_hba.conf have one code for "no TLS" and "not you".
  return code?.startsWith('28') === true ? (said ?? ofCode) : (ofCode ?? said)
}

/** Says what is wrong with the store and what to do. */
export function describePostgresError(error: unknown, at: StorePlace): AegisError {
  if (AegisError.isInstance(error)) return error
  const original = originalOf(error)
  const code = codeOf(original)
  const message = original instanceof Error ? original.message : String(original)
  const rule = ruleFor(code, message)
  if (rule === undefined) {
    return new AegisError('STORE_FAILED', `${at.place} failed: ${message}`, { cause: error })
  }
  const reason = code === null ? message : `${code}: ${message}`
  return new AegisError(rule.kind, `${rule.says(at)} (${reason})`, {
    cause: error,
    retryable: rule.retryable,
  })
}
