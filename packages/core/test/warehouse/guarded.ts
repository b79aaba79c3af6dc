import { expect } from 'vitest'
import { AdapterError } from '../../src/errors.ts'
import type {
  FreshnessReading,
  QueryLogEntry,
  QueryLogPage,
  TableDescription,
  TableRef,
  WarehouseAdapter,
} from '../../src/ports/index.ts'
import { type FakeWarehouse, fakeWarehouse } from '../../src/testing/index.ts'
import { type GuardOptions, guardWarehouse } from '../../src/warehouse/guard-warehouse.ts'
import { collect } from '../collect.ts'

export const AT = new Date('2026-03-01T12:00:00Z')
export const NO_DATE: Date = new Date(Number.NaN)
export const window = { since: null, until: AT, cursor: null }

export function tableRef(name: string): TableRef {
  return { catalog: '', schema: 'raw', name }
}

export const orders = tableRef('orders')
export const customers = tableRef('customers')

export function shop(): FakeWarehouse {
  const columns = { id: 'bigint' }
  return fakeWarehouse({ tables: { 'raw.orders': { columns }, 'raw.customers': { columns } } })
}

export function guarded(
  raw: Partial<WarehouseAdapter> = {},
  options: Partial<GuardOptions> = {},
): WarehouseAdapter {
  return guardWarehouse({ ...shop(), ...raw }, { name: 'shop', ...options })
}

export async function failureOf(work: Promise<unknown> | AsyncIterable<unknown>): Promise<AdapterError> {
  const error = await (work instanceof Promise ? work : collect(work)).then(
    () => 'it did not reject',
    (reason: unknown) => reason,
  )
  if (!AdapterError.isInstance(error)) throw new Error(`not an AdapterError: ${String(error)}`)
  return error
}

export async function expectBreach(
  work: Promise<unknown> | AsyncIterable<unknown>,
  message: RegExp,
): Promise<void> {
  const error = await failureOf(work)
  expect(error.failure).toBe('contract')
  expect(error.adapter).toBe('shop')
  expect(error.message).toContain('"shop"')
  expect(error.message).toMatch(message)
}

/** What an adapter in plain JavaScript may hand over, whatever the types say. */
export function malformed<T>(value: unknown): T {
  return value as T
}

export const description: TableDescription = {
  ref: orders,
  kind: 'table',
  columns: [{ name: 'id', type: 'bigint', nullable: false, ordinal: 1 }],
  objectId: '1',
  approxRows: null,
}

export const freshness: FreshnessReading = {
  method: 'watermark',
  precision: 'exact',
  notBefore: AT,
  notAfter: AT,
  observedAt: AT,
  mayIncludeNonDataChanges: false,
  token: null,
  caveats: [],
}

export const entry: QueryLogEntry = {
  id: 'q1',
  text: 'SELECT 1',
  textState: 'full',
  notBefore: null,
  notAfter: null,
  executions: 1n,
  defaultCatalog: null,
  defaultSchema: null,
  sessionId: null,
  user: null,
}

export const page: QueryLogPage = { entries: [entry], cursor: '1', completeThrough: null, gaps: [] }

export async function* pages<T>(...all: readonly T[]): AsyncGenerator<T> {
  yield* all
}
