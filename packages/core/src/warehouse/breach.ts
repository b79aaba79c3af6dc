import { AdapterError, AegisError } from '../errors.ts'

/** Who was asked what: the words in front of every message of the guard. */
export interface GuardedCall {
  /** The connection's name. */
  readonly name: string
  readonly method: string
}

/** The adapter broke its contract; never the warehouse's fault. */
export function breach({ name, method }: GuardedCall, what: string): AdapterError {
  return new AdapterError(
    `The adapter of the connection "${name}" broke its contract in ${method}: ${what}. Report it to the adapter's author.`,
    { adapter: name, failure: 'contract' },
  )
}

function aborted({ name, method }: GuardedCall, cause?: unknown): AdapterError {
  return new AdapterError(`${method} of the connection "${name}" was aborted.`, {
    adapter: name,
    failure: 'aborted',
    cause,
  })
}

export function throwIfAborted(call: GuardedCall, signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw aborted(call, signal.reason)
}

/** Where the messages of drivers give secrets away: the sign-in part of a URL, and the value after `password`. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/\/\/[^\s"']*@/g, '//***@'],
  [/\b(password|passwd|pwd|secret)(["']?\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s,;&]+)/gi, '$1$2***'],
  [/\b(token|key)=[^\s,;&]+/gi, '$1=***'],
]

function withoutSecrets(text: string): string {
  return SECRETS.reduce((cleaned, [pattern, replacement]) => cleaned.replace(pattern, replacement), text)
}

function isAbort(error: unknown): boolean {
  if (AegisError.isInstance(error)) return error.code === 'ABORTED'
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'AbortError'
}

/** Any error an adapter throws, as the `AdapterError` that the port promises. */
export function toAdapterError(
  call: GuardedCall,
  error: unknown,
  signal: AbortSignal | undefined,
): AdapterError {
  if (AdapterError.isInstance(error)) return error
  if (signal?.aborted === true || isAbort(error)) return aborted(call, error)
  const text = error instanceof Error ? error.message : String(error)
  const cleaned = withoutSecrets(text)
  return new AdapterError(`${call.method} of the connection "${call.name}" failed: ${cleaned}`, {
    adapter: call.name,
    failure: 'other',
    // A cause with a secret in it would be printed by the next logger.
    cause: cleaned === text ? error : undefined,
  })
}
