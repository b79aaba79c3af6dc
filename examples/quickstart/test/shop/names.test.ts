import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DEFAULT_NAMES, SHOP_TABLES, type ShopNames, shopNames, tableRef } from '../../src/shop/names.ts'

const seeds = fc.integer({ min: 0, max: 999_999_999 })

function allOf({ schemas, tables, columns }: ShopNames): readonly string[] {
  return [...Object.values(schemas), ...Object.values(tables), ...Object.values(columns)]
}

const plain = new Set(allOf(DEFAULT_NAMES))

test('without a seed the names are the plain ones', () => {
  expect(shopNames(null)).toBe(DEFAULT_NAMES)
})

test('a seed gives every schema, table and column another name, and the same seed the same names', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const names = allOf(shopNames(seed))
      expect(names.filter((name) => plain.has(name))).toEqual([])
      expect(new Set(names).size).toBe(names.length)
      expect(allOf(shopNames(seed))).toEqual(names)
    }),
  )
})

test('PostgreSQL can hold every name: 1 to 63 bytes', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      for (const name of allOf(shopNames(seed))) {
        const bytes = Buffer.byteLength(name)
        expect(bytes).toBeGreaterThan(0)
        expect(bytes).toBeLessThanOrEqual(63)
      }
    }),
  )
})

test('tables and columns of a seed hold each kind of name that needs quotes', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const { tables, columns } = shopNames(seed)
      for (const names of [Object.values(tables), Object.values(columns)]) {
        expect(names.some((name) => /^[A-Z][a-zA-Z]*$/.test(name))).toBe(true)
        expect(names.some((name) => name.includes(' '))).toBe(true)
        expect(names.some((name) => /[^ -~]/.test(name))).toBe(true)
      }
    }),
  )
})

test('different seeds give different shops', () => {
  const shops = [1, 2, 3, 4, 5].map((seed) => JSON.stringify(shopNames(seed)))
  expect(new Set(shops).size).toBe(5)
})

test('every table has an address of its own', () => {
  const addresses = SHOP_TABLES.map((table) => JSON.stringify(tableRef(DEFAULT_NAMES, table)))
  expect(new Set(addresses).size).toBe(SHOP_TABLES.length)
})
