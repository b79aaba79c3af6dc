import { AdapterError, AegisError } from '../errors.ts'
import { scrubError } from '../secrets/index.ts'

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

function isAbort(error: unknown): boolean {
  if (AegisError.isInstance(error)) return error.code === 'ABORTED'
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'AbortError'
}

/** Any error an adapter throws, as the `AdapterError` that the port promises, without the secrets that drivers put into theirs. */
export function toAdapterError(
  call: GuardedCall,
  thrown: unknown,
  signal: AbortSignal | undefined,
): AdapterError {
  const error = scrubError(thrown)
  if (AdapterError.isInstance(error)) return error
  if (signal?.aborted === true || isAbort(error)) return aborted(call, error)
  const text = error instanceof Error ? error.message : String(error)
  return new AdapterError(`${call.method} of the connection "${call.name}" failed: ${text}`, {
    adapter: call.name,
    failure: 'other',
    cause: error,
  })
}
