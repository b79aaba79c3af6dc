import { describe, expect, it } from 'vitest'
import type { FreshnessReading, FreshnessRequest } from '../../src/ports/index.ts'
import {
  AT,
  customers,
  description,
  expectBreach,
  freshness,
  guarded,
  malformed,
  NO_DATE,
  orders,
  shop,
} from './guarded.ts'

describe('a broken describeTables', () => {
  const column = { name: 'id', type: 'bigint', nullable: false, ordinal: 1 }
  const second = { ...column, name: 'price' }
  const ok = (value: unknown) => [{ ref: orders, status: 'ok', value }]
  const columns = (...all: readonly unknown[]) => ok({ ...description, columns: all })

  it.each<[string, unknown, RegExp]>([
    ['no list', null, /not a list/],
    ['a row too few', [], /0 answers for 1 tables/],
    ['a row too many', [...ok(description), ...ok(description)], /2 answers for 1 tables/],
    ['a hole', [undefined], /position 0 is empty/],
    ['another table', [{ ref: customers, status: 'missing' }], /"raw\.customers" instead of "raw\.orders"/],
    ['no table', [{ status: 'missing' }], /undefined instead of "raw\.orders"/],
    ['an unknown status', [{ ref: orders, status: 'gone' }], /"gone"/],
    ['no value', [{ ref: orders, status: 'ok' }], /no value/],
    ['a value of another table', ok({ ...description, ref: customers }), /describes "raw\.customers"/],
    ['no columns', ok({ ...description, columns: undefined }), /no list of columns/],
    ['a column without a name', columns({ ...column, name: undefined }), /no name/],
    ['an ordinal of 0', columns({ ...column, ordinal: 0 }), /"id".*ordinal 0/],
    ['an ordinal as text', columns({ ...column, ordinal: '1' }), /ordinal 1 after 0/],
    ['an ordinal twice', columns(column, second), /"price".*ordinal 1 after 1/],
    ['falling ordinals', columns({ ...column, ordinal: 2 }, second), /"price".*ordinal 1 after 2/],
    ['a nullable of text', columns({ ...column, nullable: 'YES' }), /nullable/],
  ])('%s', async (_, answer, message) => {
    const warehouse = guarded({ describeTables: async () => malformed(answer) })
    await expectBreach(warehouse.describeTables([orders]), message)
  })

  it('answers in another order', async () => {
    const raw = shop()
    const warehouse = guarded({
      describeTables: async (refs, options) => [...(await raw.describeTables(refs, options))].reverse(),
    })
    await expectBreach(warehouse.describeTables([orders, customers]), /position 0/)
  })

  it('may leave gaps between ordinals, and have no columns', async () => {
    const gap = columns(column, { ...second, ordinal: 9 })
    expect(await guarded({ describeTables: async () => malformed(gap) }).describeTables([orders])).toEqual(
      gap,
    )
    const none = columns()
    expect(await guarded({ describeTables: async () => malformed(none) }).describeTables([orders])).toEqual(
      none,
    )
  })
})

describe('a broken readFreshness', () => {
  const request: FreshnessRequest = { ref: orders, watermarkColumn: null, previous: null }

  it.each<[string, object, RegExp]>([
    ['an unknown method', { method: 'guess' }, /"guess"/],
    ['an unknown precision', { precision: 'about' }, /"about"/],
    ['an invalid time of reading', { observedAt: NO_DATE }, /observedAt/],
    ['a time as text', { observedAt: AT.toISOString() }, /observedAt/],
    ['an invalid bound', { notAfter: NO_DATE }, /bound/],
    ['a bound in seconds', { notBefore: 1_772_366_400 }, /bound/],
    ['a missing bound', { notBefore: undefined }, /bound/],
    ['bounds the wrong way round', { notBefore: new Date(AT.getTime() + 1) }, /later than notAfter/],
  ])('%s', async (_, change, message) => {
    const value = malformed<FreshnessReading>({ ...freshness, ...change })
    const warehouse = guarded({ readFreshness: async () => [{ ref: orders, status: 'ok', value }] })
    await expectBreach(warehouse.readFreshness?.([request]) ?? Promise.resolve(), message)
  })

  it('answers for another table', async () => {
    const warehouse = guarded({ readFreshness: async () => [{ ref: customers, status: 'missing' }] })
    await expectBreach(warehouse.readFreshness?.([request]) ?? Promise.resolve(), /instead of/)
  })
})
