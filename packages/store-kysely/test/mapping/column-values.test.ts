import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { type SqlDialectTraits, sqliteTraits } from '../../src/index.ts'
import { columnValues, readJson, writeJson } from '../../src/mapping/column-values.ts'

const native: SqlDialectTraits = { ...sqliteTraits, timesAsText: false, flagsAsIntegers: false }
const dialects = [
  { what: 'as text and integers', values: columnValues(sqliteTraits) },
  { what: 'as the driver has them', values: columnValues(native) },
] as const

const anyTime = fc.date({
  min: new Date('0000-01-01T00:00:00.000Z'),
  max: new Date('9999-12-31T23:59:59.999Z'),
  noInvalidDate: true,
})

describe.for(dialects)('values $what', ({ values }) => {
  test('times come back to the millisecond', () => {
    fc.assert(fc.property(anyTime, (time) => values.readTime(values.time(time)).getTime() === time.getTime()))
  })

  test('flags come back', () => {
    for (const flag of [true, false]) expect(values.readFlag(values.flag(flag))).toBe(flag)
  })

  test.for([new Date(Number.NaN), new Date(Date.UTC(10_000, 0, 1)), new Date(-1e15)])(
    '%s is not stored as a time',
    (time) => {
      expect(() => values.time(time)).toThrowError(expect.objectContaining({ code: 'STORE_FAILED' }))
    },
  )
})

describe('values on SQLite', () => {
  const { values } = dialects[0]

  test('times are ISO-8601 text in UTC that sorts like the times', () => {
    expect(values.time(new Date(0))).toBe('1970-01-01T00:00:00.000Z')
    fc.assert(
      fc.property(anyTime, anyTime, (a, b) => values.time(a) < values.time(b) === a < b),
      { numRuns: 500 },
    )
  })

  test('flags are 0 and 1', () => {
    expect([values.flag(false), values.flag(true)]).toEqual([0, 1])
  })

  test('ids are safe integers, in whatever form the driver gives them', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (id) =>
        [id, BigInt(id), String(id)].every((stored) => values.readId(stored) === id),
      ),
    )
    for (const bad of [2 ** 53, 1.5, '9007199254740993', 'x']) {
      expect(() => values.readId(bad)).toThrowError(expect.objectContaining({ code: 'STORE_FAILED' }))
    }
  })
})

describe('JSON columns', () => {
  const schema = z.object({ a: z.number() })

  test.for([
    ['not JSON', '{', 'JSON'],
    ['another form', '{"a":"x"}', 'a: '],
    ['nothing', 'null', 'its top'],
  ] as const)('that hold %s are named', ([, stored, says]) => {
    const read = (): unknown => readJson(schema, stored, 'anomalies.detail of row 7')
    expect(read).toThrowError(expect.objectContaining({ code: 'STORE_FAILED' }))
    expect(read).toThrowError(/anomalies\.detail of row 7/)
    expect(read).toThrowError(new RegExp(says))
  })

  test('refuse what they could not read back', () => {
    const write = (): unknown => writeJson(schema, { a: Number.NaN })
    expect(write).toThrowError(expect.objectContaining({ code: 'STORE_FAILED' }))
  })
})
