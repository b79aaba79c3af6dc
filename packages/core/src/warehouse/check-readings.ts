import type { TableDescription, TableRef } from '../model/table.ts'
import type { FreshnessReading, Reading } from '../ports/warehouse.ts'
import { breach, type GuardedCall } from './breach.ts'

// Runs over every table of every scan: plain loops, no copies.

const STATUSES: ReadonlySet<string> = new Set([
  'ok',
  'missing',
  'forbidden',
  'missing_or_forbidden',
  'unsupported',
])
const METHODS: ReadonlySet<string> = new Set([
  'watermark',
  'change_counter',
  'commit_timestamp',
  'last_altered',
  'history',
  'row_count',
  'none',
])
const PRECISIONS: ReadonlySet<string> = new Set([
  'exact',
  'upper_bound',
  'lower_bound',
  'interval',
  'unknown',
])

/** For messages only; null-safe, since what it shows may be malformed. */
export function show(ref: TableRef | undefined): string {
  if (typeof ref !== 'object' || ref === null) return String(ref)
  const parts = [ref.catalog, ref.schema, ref.name].map(String)
  return JSON.stringify(parts.filter((part) => part !== '').join('.'))
}

function sameRef(a: TableRef | undefined, b: TableRef): boolean {
  if (a === b) return true
  return a?.name === b.name && a.schema === b.schema && a.catalog === b.catalog
}

export function isValidDate(value: unknown): value is Date {
  return value instanceof Date && !Number.isNaN(value.getTime())
}

function isBound(value: unknown): value is Date | null {
  return value === null || isValidDate(value)
}

/** Exactly one answer per table, in request order, each with a known status. */
export function checkReadings<T>(
  call: GuardedCall,
  asked: readonly TableRef[],
  readings: readonly Reading<T>[],
  checkValue: (call: GuardedCall, ref: TableRef, value: T) => void,
): void {
  if (!Array.isArray(readings)) throw breach(call, 'it answered with something that is not a list')
  if (readings.length !== asked.length)
    throw breach(call, `it gave ${readings.length} answers for ${asked.length} tables`)
  for (let index = 0; index < asked.length; index += 1) {
    const ref = asked[index]
    const reading = readings[index]
    if (ref === undefined || reading === undefined || reading === null)
      throw breach(call, `the answer at position ${index} is empty`)
    if (!sameRef(reading.ref, ref))
      throw breach(call, `at position ${index} it answered for ${show(reading.ref)} instead of ${show(ref)}`)
    if (!STATUSES.has(reading.status))
      throw breach(call, `the status "${String(reading.status)}" of ${show(ref)} is not a status`)
    if (reading.status === 'ok') {
      if (typeof reading.value !== 'object' || reading.value === null)
        throw breach(call, `${show(ref)} is ok, but has no value`)
      checkValue(call, ref, reading.value)
    }
  }
}

export function checkDescription(call: GuardedCall, ref: TableRef, value: TableDescription): void {
  if (!sameRef(value.ref, ref)) throw breach(call, `the value for ${show(ref)} describes ${show(value.ref)}`)
  if (!Array.isArray(value.columns)) throw breach(call, `${show(ref)} has no list of columns`)
  let previous = 0
  for (const { name, type, ordinal, nullable } of value.columns) {
    if (typeof name !== 'string' || typeof type !== 'string')
      throw breach(call, `a column of ${show(ref)} has no name or no type`)
    if (!Number.isInteger(ordinal) || ordinal <= previous)
      throw breach(
        call,
        `column "${name}" of ${show(ref)} has ordinal ${ordinal} after ${previous}; they start at 1 and ascend`,
      )
    if (nullable !== null && typeof nullable !== 'boolean')
      throw breach(call, `column "${name}" of ${show(ref)} must say true, false or null for nullable`)
    previous = ordinal
  }
}

export function checkFreshness(call: GuardedCall, ref: TableRef, value: FreshnessReading): void {
  const { method, precision, notBefore, notAfter, observedAt } = value
  if (!METHODS.has(method)) throw breach(call, `"${method}" of ${show(ref)} is not a method`)
  if (!PRECISIONS.has(precision)) throw breach(call, `"${precision}" of ${show(ref)} is not a precision`)
  if (!isValidDate(observedAt)) throw breach(call, `observedAt of ${show(ref)} is not a valid Date`)
  if (!isBound(notBefore) || !isBound(notAfter))
    throw breach(call, `a bound of ${show(ref)} is neither a valid Date nor null`)
  if (notBefore !== null && notAfter !== null && notBefore > notAfter)
    throw breach(call, `notBefore of ${show(ref)} is later than notAfter`)
}
