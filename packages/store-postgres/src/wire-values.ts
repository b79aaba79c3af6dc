import { AegisError } from '@aegis/core'
import type { ValueParsers } from './client.ts'

function safeInteger(text: string): number {
  const value = Number(text)
  if (Number.isSafeInteger(value)) return value
  throw new AegisError(
    'STORE_FAILED',
    `The store holds the number ${text}, which is too big for Aegis. Was it changed by hand?`,
  )
}

/** `2026-03-01 12:00:00.5+00`: what ISO dates in UTC look like, which every transaction asks for. */
function time(text: string): Date {
  return new Date(`${text.slice(0, 10)}T${text.slice(11, text.indexOf('+'))}Z`)
}

/** By OID. Everything else stays text. */
const PARSERS: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [16, (text) => text === 't'],
  [20, safeInteger],
  [21, Number],
  [23, Number],
  [700, Number],
  [701, Number],
  [1184, time],
])

const asText = (text: string): string => text

/** Our own reading of values, whatever parsers the process has registered with `pg`. */
export const valueParsers: ValueParsers = { getTypeParser: (oid) => PARSERS.get(oid) ?? asText }

/** NUL, which text of PostgreSQL cannot hold. JSON has its own spelling of it. */
const NUL = '\0'

/** A parameter as the server reads it the same way in every time zone. NUL becomes U+FFFD. */
export function encodeParameter(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'string' && value.includes(NUL)) return value.replaceAll(NUL, '\uFFFD')
  return value
}
