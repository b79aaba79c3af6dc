import { AdapterError, type AdapterFailure } from '@aegis/core'

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
const QUOTA: Rule = {
  failure: 'quota',
  advice: 'Free connections or memory on the server, or lower `maxConnections`.',
}

/** By SQLSTATE or Node's code; the first two characters stand for a class of SQLSTATEs. */
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
  ERR_TLS_CERT_ALTNAME_INVALID: TLS,
  CERT_HAS_EXPIRED: TLS,
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
  '55P03': { failure: 'timeout', advice: 'Another session holds a lock on the table; try again later.' },
  '25P03': TIMEOUT,
  '57P': { failure: 'network', advice: 'The server is shutting down or starting; try again in a moment.' },
  '53': QUOTA,
  '08': NETWORK,
}

const BY_MESSAGE: readonly (readonly [pattern: RegExp, rule: Rule])[] = [
  [/no encryption|SSL off|does not support SSL|ssl is not enabled/i, TLS],
  [/timeout expired|timeout exceeded when trying to connect/i, NETWORK],
  [/Connection terminated|connection ended|socket/i, NETWORK],
  [
    /password must be a string|SASL/i,
    { ...CREDENTIALS, advice: 'Give a password, or let pg_hba.conf trust this user.' },
  ],
]

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

/** The message of the driver; of several attempts (IPv6, IPv4) that of the first. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return messageOf(error.errors[0])
  return error instanceof Error ? error.message : String(error)
}

function ruleFor(code: string | undefined, message: string): Rule {
  // pg_hba.conf refusals have one code for "no TLS" and "not you"; the message tells them apart.
  const said = BY_MESSAGE.find(([pattern]) => pattern.test(message))?.[1]
  if (code === undefined) return said ?? { failure: 'other', advice: 'See the cause.' }
  if (code.startsWith('28') && said !== undefined) return said
  return (
    RULES[code] ??
    RULES[code.slice(0, 3)] ??
    RULES[code.slice(0, 2)] ??
    said ?? { failure: 'other', advice: 'See the cause.' }
  )
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
