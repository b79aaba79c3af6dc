import assert from 'node:assert/strict'
import { AdapterError } from '@aegis/core'
import type { Reading, TableDescription, TableRef, WarehouseAdapter } from '@aegis/core/ports'
import type { WarehouseSubject } from './warehouse-subject.ts'

/** The value, when it is there; fails with `what` when not. */
export function must<T>(value: T | null | undefined, what: string): T {
  assert.ok(value !== undefined && value !== null, what)
  return value
}

export async function collect<T>(pages: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = []
  for await (const page of pages) all.push(page)
  return all
}

export async function flatten<T>(pages: AsyncIterable<readonly T[]>): Promise<readonly T[]> {
  return (await collect(pages)).flat()
}

/** Cannot clash, whatever the names hold; the adapter's own keys are among what is tested. */
export function addressOf({ catalog, schema, name }: TableRef): string {
  return JSON.stringify([catalog, schema, name])
}

export function schemasOf({ seeded }: WarehouseSubject): readonly string[] {
  return [...new Set(seeded.tables.map(({ ref }) => ref.schema))]
}

/** Exactly one answer for each table, in order, whatever the answers say. */
export function assertAnswersInOrder(
  readings: readonly Reading<unknown>[],
  asked: readonly TableRef[],
): void {
  assert.deepEqual(
    readings.map(({ ref }) => addressOf(ref)),
    asked.map(addressOf),
    'one answer for each table asked about, in the order asked',
  )
}

export function assertMissing(reading: Reading<unknown> | undefined, what: string): void {
  const { status } = must(reading, `${what}: there is no answer`)
  assert.ok(
    status === 'missing' || status === 'missing_or_forbidden',
    `${what}: the status must be missing or missing_or_forbidden, it is ${status}`,
  )
}

export function assertOk<T>(reading: Reading<T> | undefined): T {
  const found = must(reading, 'there is no answer')
  assert.ok(found.status === 'ok', `${addressOf(found.ref)} is ${found.status}, it must be ok`)
  return found.value
}

/** `work` must reject with an `AdapterError`, which is returned. */
export async function rejection(work: Promise<unknown>, what: string): Promise<AdapterError> {
  const outcome: unknown = await work.then(
    () => undefined,
    (error: unknown) => error ?? new Error('rejected with nothing'),
  )
  assert.ok(outcome !== undefined, `${what} must reject; it answered`)
  assert.ok(
    AdapterError.isInstance(outcome),
    `${what} must reject with an AdapterError, not ${String(outcome)}`,
  )
  return outcome
}

/** What can be aborted: a promise, or an iterable of which the first page is asked. */
type Abortable = (signal: AbortSignal) => Promise<unknown> | AsyncIterable<unknown>

function begin(call: Abortable, signal: AbortSignal): Promise<unknown> {
  const work = call(signal)
  return work instanceof Promise ? work : work[Symbol.asyncIterator]().next()
}

export async function assertAbortedBefore(call: Abortable): Promise<void> {
  const { failure } = await rejection(begin(call, AbortSignal.abort()), 'A call that was aborted before')
  assert.equal(failure, 'aborted')
}

export async function assertAbortedDuring(call: Abortable): Promise<void> {
  const controller = new AbortController()
  const work = begin(call, controller.signal)
  controller.abort()
  const { failure } = await rejection(work, 'A call that is aborted under way')
  assert.equal(failure, 'aborted')
}

export function assertDate(value: unknown, what: string): asserts value is Date {
  assert.ok(
    value instanceof Date && !Number.isNaN(value.getTime()),
    `${what} must be a valid Date, it is ${value}`,
  )
  // A time in seconds, read as milliseconds, lies in January 1970.
  assert.ok(
    value.getUTCFullYear() >= 1971,
    `${what} is ${value.toISOString()}: seconds instead of milliseconds?`,
  )
}

export async function describeOne(
  warehouse: WarehouseAdapter,
  ref: TableRef,
): Promise<Reading<TableDescription> | undefined> {
  const readings = await warehouse.describeTables([ref])
  assert.equal(readings.length, 1, 'one answer for one table')
  return readings[0]
}
