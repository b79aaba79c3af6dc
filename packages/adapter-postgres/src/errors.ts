import { AdapterError, type AdapterFailure } from '@aegis/core'

/** Code of what is thrown in place of a password function's own error: that may hold the secret. */
export const PASSWORD_FUNCTION_FAILED = 'AEGIS_PASSWORD_FUNCTION'

interface Rule {
  readonly failure: AdapterFailure
  /** What to do about it. */
  readonly advice: string
}

const NETWORK: Rule = {
  failure: 'network',
  advice: 'Check host and port, that the server runs and that a firewall lets this machine through.',
}
const TLS: Rule = {
  failure: 'tls',
  advice:
    'Set `ssl` to match the server: false where it has none, `{ ca }` for a certificate of your own authority.',
}
const CREDENTIALS: Rule = {
  failure: 'credentials',
  advice: 'Check user and password, and the line for them in pg_hba.conf.',
}
const TIMEOUT: Rule = { failure: 'timeout', advice: 'Try again later, or raise `statementTimeoutMs`.' }
const CONNECTIONS: Rule = {
  failure: 'rate_limited',
  advice:
    'All connections of the server are taken: try again later, raise its limit, or lower `maxConnections`.',
}
const QUOTA: Rule = { failure: 'quota', advice: 'Free memory or disk space on the server.' }
const OTHER: Rule = { failure: 'other', advice: 'See the cause.' }

/** By SQLSTATE or Node's code, or by what it begins with: two characters are a class of SQLSTATEs. */
const RULES: Readonly<Record<string, Rule>> = {
  ECONNREFUSED: NETWORK,
  ECONNRESET: NETWORK,
  ENOTFOUND: NETWORK,
  EAI_AGAIN: NETWORK,
  EHOSTUNREACH: NETWORK,
  ENETUNREACH: NETWORK,
  EPIPE: NETWORK,
  ETIMEDOUT: NETWORK,
  ENOENT: NETWORK,
  DEPTH_ZERO_SELF_SIGNED_CERT: TLS,
  SELF_SIGNED_CERT_IN_CHAIN: TLS,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: TLS,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: TLS,
  CERT_HAS_EXPIRED: TLS,
  CERT_NOT_YET_VALID: TLS,
  EPROTO: TLS,
  ERR_SSL: TLS,
  ERR_TLS: TLS,
  [PASSWORD_FUNCTION_FAILED]: {
    failure: 'credentials',
    advice: 'Check the function given as `password`: it threw, or returned no text.',
  },
  '28P01': CREDENTIALS,
  '28': CREDENTIALS,
  '3D000': { failure: 'not_found', advice: 'Check the name of the database.' },
  '42501': { failure: 'forbidden', advice: 'Grant the right that the server names.' },
  '42P01': {
    failure: 'not_found',
    advice: 'The object was dropped while it was read; the next scan sees that.',
  },
  '3F000': {
    failure: 'not_found',
    advice: 'The schema was dropped while it was read; the next scan sees that.',
  },
  '57014': TIMEOUT,
  '40P01': TIMEOUT,
  // A replica that must replay what the statement still reads.
  '40001': TIMEOUT,
  '55P03': { failure: 'timeout', advice: 'Another session holds a lock on the table; try again later.' },
  '25P03': TIMEOUT,
  '57P': { failure: 'network', advice: 'The server is shutting down or starting; try again in a moment.' },
  '53300': CONNECTIONS,
  '53': QUOTA,
  '08': NETWORK,
}

/** What has no code of its own. Messages of `pg`; of the server's only those that it sends before it knows a language. */
const BY_MESSAGE: readonly (readonly [pattern: RegExp, rule: Rule])[] = [
  [
    /unsupported startup parameter/i,
    {
      failure: 'invalid_input',
      advice:
        'This is a pooler, such as PgBouncer: give an open `pool` instead, and settings are made per transaction.',
    },
  ],
  [
    /due to user request/i,
    {
      failure: 'other',
      advice: 'Somebody cancelled the statement on the server; the next scan reads again.',
    },
  ],
  [/no encryption|SSL off|does not support SSL|ssl is not enabled/i, TLS],
  [/timeout expired|timeout exceeded when trying to connect/i, NETWORK],
  [/Connection terminated|connection ended|socket/i, NETWORK],
  [
    /password must be a string|SASL/i,
    { ...CREDENTIALS, advice: 'Give a password, or let pg_hba.conf trust this user.' },
  ],
]

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  if (!('code' in error)) return error instanceof AggregateError ? codeOf(error.errors[0]) : undefined
  return typeof error.code === 'string' ? error.code : undefined
}

/** The message of the driver; of several attempts (IPv6, IPv4) that of the first. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return messageOf(error.errors[0])
  return error instanceof Error ? error.message : String(error)
}

function ruleFor(code: string | undefined, message: string): Rule {
  // Refusals by pg_hba.conf have one code for "no TLS" and "not you", cancels one for time and person.
  const said = BY_MESSAGE.find(([pattern]) => pattern.test(message))?.[1]
  const ofCode =
    code === undefined
      ? undefined
      : (RULES[code] ?? RULES[code.slice(0, 7)] ?? RULES[code.slice(0, 3)] ?? RULES[code.slice(0, 2)])
  const isVague = code?.startsWith('28') === true || code === '57014' || code === '08P01'
  return (isVague ? (said ?? ofCode) : (ofCode ?? said)) ?? OTHER
}

/** What to do about a failure of the driver or the server. */
export function adviceFor(error: unknown): string {
  const original = AdapterError.isInstance(error) ? error.cause : error
  return ruleFor(codeOf(original), messageOf(original)).advice
}

/** A failure of the driver or the server, in the words of the port. `doing` names what was under way. */
export function toAdapterError(error: unknown, doing: string, signal?: AbortSignal): AdapterError {
  if (AdapterError.isInstance(error)) return error
  const driverCode = codeOf(error)
  if (signal?.aborted === true) {
    return new AdapterError(`PostgreSQL: ${doing} was aborted.`, {
      adapter: 'postgresql',
      failure: 'aborted',
      driverCode,
    })
  }
  const message = messageOf(error)
  const { failure, advice } = ruleFor(driverCode, message)
  const said = message.replace(/\.$/, '')
  return new AdapterError(`PostgreSQL: ${doing} failed: ${said}. ${advice}`, {
    adapter: 'postgresql',
    failure,
    driverCode,
    cause: error,
  })
}
