import { AegisError } from '../errors.ts'
import { scrubText } from './scrub-text.ts'

/** Causes of causes, and what drivers hang on their errors; deeper than this nothing is printed. */
const DEEPEST = 6

/** Is there a secret in this value, or in what hangs on it? What cannot be looked at counts as one. */
function holdsSecret(value: unknown, depth: number, seen: Set<object>): boolean {
  if (typeof value === 'string') return scrubText(value) !== value
  if (typeof value !== 'object' || value === null || seen.has(value)) return false
  if (depth > DEEPEST) return true
  seen.add(value)
  try {
    return Reflect.ownKeys(value).some((key) => holdsSecret(Reflect.get(value, key), depth + 1, seen))
  } catch {
    return true
  }
}

function textOf(error: object, field: 'name' | 'message' | 'stack' | 'code'): string | undefined {
  const value: unknown = Reflect.get(error, field)
  return typeof value === 'string' ? scrubText(value) : undefined
}

/** What a person needs of a foreign error, and nothing else that hangs on it. */
function redraw(error: object, depth: number): Error {
  const drawn = new Error(textOf(error, 'message') ?? scrubText(String(error)))
  const { cause } = error as { readonly cause?: unknown }
  const fields = { name: textOf(error, 'name'), stack: textOf(error, 'stack'), code: textOf(error, 'code') }
  for (const [field, value] of Object.entries(fields)) {
    if (value !== undefined)
      Object.defineProperty(drawn, field, { value, configurable: true, writable: true })
  }
  if (cause !== undefined && depth < DEEPEST) hang(drawn, 'cause', scrubAt(cause, depth + 1))
  return drawn
}

function hang(error: object, field: string, value: unknown): void {
  Object.defineProperty(error, field, { value, configurable: true, writable: true })
}

/** An error of ours keeps what it is; its texts change in place. */
function cleanInPlace(error: AegisError, depth: number): void {
  const { message, stack, cause } = error
  hang(error, 'message', scrubText(message))
  if (stack !== undefined) hang(error, 'stack', scrubText(stack))
  if (cause !== undefined) hang(error, 'cause', depth < DEEPEST ? scrubAt(cause, depth + 1) : undefined)
}

function scrubAt(error: unknown, depth: number): unknown {
  if (!holdsSecret(error, 0, new Set())) return error
  if (typeof error === 'string') return scrubText(error)
  if (typeof error !== 'object' || error === null) return error
  if (!AegisError.isInstance(error)) return redraw(error, depth)
  cleanInPlace(error, depth)
  return error
}

/**
 * The error without secrets in message, stack, causes and whatever else hangs on it. One without is returned as it is; one of Aegis is
 * cleaned in place; of another only name, code, message, stack and cause are left.
 */
export function scrubError(error: unknown): unknown {
  return scrubAt(error, 0)
}
