import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { identifierRules } from '../../src/identity/index.ts'
import type { Dialect, TableRef } from '../../src/ports/index.ts'

const DIALECTS: readonly Dialect[] = ['postgresql', 'snowflake', 'bigquery', 'databricks', 'clickhouse']
const NOWHERE = { defaultCatalog: null, searchPath: [] }
const bytes = (text: string): number => new TextEncoder().encode(text).length

/** Names that people give, and those that break quoting. */
const anyName = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }),
  fc.string({
    unit: fc.constantFrom('a', 'Z', '_', '.', '"', '`', '\\', ' ', '\n', 'ß', 'İ', '😀'),
    minLength: 1,
  }),
  fc.constantFrom(
    'select',
    'ORDER',
    'Daily Revenue',
    '"',
    '""',
    '`',
    '\\',
    '\\`',
    '.',
    '..',
    '$1',
    '9to5',
    '-',
  ),
)

/** A name as the dialect could have stored it. */
function storedName(dialect: Dialect): fc.Arbitrary<string> {
  if (dialect === 'postgresql') return anyName.filter((name) => bytes(name) <= 63)
  return dialect === 'databricks' ? anyName.map((name) => name.toLowerCase()) : anyName
}

function storedRef(dialect: Dialect): fc.Arbitrary<TableRef> {
  const name = storedName(dialect)
  const catalog = dialect === 'postgresql' ? fc.constant('') : fc.oneof(fc.constant(''), name)
  return fc.record({ catalog, schema: name, name })
}

describe.each(DIALECTS)('names of %s', (dialect) => {
  const rules = identifierRules(dialect)

  it('come back from their key, whatever they hold', () => {
    fc.assert(
      fc.property(storedRef(dialect), (ref) => {
        const parts = rules.parse(rules.key(ref))
        expect(parts).not.toBeNull()
        expect(rules.resolve(parts ?? [], NOWHERE)).toEqual(ref)
      }),
      { numRuns: 500 },
    )
  })

  it('never share a key', () => {
    fc.assert(
      fc.property(storedRef(dialect), storedRef(dialect), (one, other) => {
        const same = one.catalog === other.catalog && one.schema === other.schema && one.name === other.name
        expect(rules.key(one) === rules.key(other)).toBe(same)
      }),
      { numRuns: 500 },
    )
  })

  it('are one part again after quoting', () => {
    fc.assert(
      fc.property(storedName(dialect), storedName(dialect), (schema, name) => {
        const parts = rules.parse(`${rules.quote(schema)}.${rules.quote(name)}`)
        expect(parts).toEqual([
          { text: schema, quoted: true },
          { text: name, quoted: true },
        ])
      }),
    )
  })

  it('fold to something that folds to itself', () => {
    fc.assert(
      fc.property(anyName, fc.boolean(), (text, quoted) => {
        const stored = rules.fold({ text, quoted })
        expect(rules.fold({ text: stored, quoted: true })).toBe(stored)
      }),
    )
  })

  it('are never parsed into nothing, and never make the parser throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '.', '"', '`', '\\', ' ') }), (text) => {
        const parts = rules.parse(text)
        if (parts === null) return
        expect(parts.length).toBeGreaterThan(0)
        expect(parts.length).toBeLessThanOrEqual(3)
        for (const part of parts) expect(part.text).not.toBe('')
      }),
    )
  })
})

describe('fold', () => {
  it.each([
    ['postgresql', 'MyTable', false, 'mytable'],
    ['postgresql', 'MyTable', true, 'MyTable'],
    ['postgresql', 'ÄÖTab', false, 'ÄÖtab'],
    ['postgresql', 'İstanbul', false, 'İstanbul'],
    ['snowflake', 'MyTable', false, 'MYTABLE'],
    ['snowflake', 'MyTable', true, 'MyTable'],
    ['bigquery', 'MyTable', false, 'MyTable'],
    ['databricks', 'MyTable', false, 'mytable'],
    ['databricks', 'MyTable', true, 'mytable'],
    ['clickhouse', 'MyTable', false, 'MyTable'],
  ])('%s: %s, quoted %s, is stored as %s', (dialect, text, quoted, stored) => {
    expect(identifierRules(dialect).fold({ text, quoted })).toBe(stored)
  })

  const { fold } = identifierRules('postgresql')

  it.each([
    ['exactly 63 bytes', 'a'.repeat(63), 'a'.repeat(63)],
    ['64 bytes', 'a'.repeat(64), 'a'.repeat(63)],
    ['two-byte characters', 'ä'.repeat(32), 'ä'.repeat(31)],
    ['a two-byte character on the edge', `${'a'.repeat(62)}ä`, 'a'.repeat(62)],
    ['three-byte characters, 22 of them', '表'.repeat(22), '表'.repeat(21)],
    ['four-byte characters', '😀'.repeat(16), '😀'.repeat(15)],
  ])('cuts a PostgreSQL name after 63 bytes: %s', (_, text, stored) => {
    expect(fold({ text, quoted: true })).toBe(stored)
  })

  it('cuts a PostgreSQL name nowhere else, and never inside a character', () => {
    const long = fc.string({ unit: fc.constantFrom('a', 'ä', '表', '😀'), minLength: 10, maxLength: 80 })
    fc.assert(
      fc.property(long, (text) => {
        const stored = fold({ text, quoted: true })
        expect(text.startsWith(stored)).toBe(true)
        expect(stored.isWellFormed()).toBe(true)
        expect(bytes(stored)).toBeLessThanOrEqual(63)
        const [next] = text.slice(stored.length)
        if (next !== undefined) expect(bytes(stored + next)).toBeGreaterThan(63)
      }),
    )
  })

  it('folds only ASCII letters in PostgreSQL', () => {
    const nonAscii = fc.string({ unit: 'grapheme', maxLength: 8 }).map((text) => text.replace(/[A-Z]/g, ''))
    fc.assert(
      fc.property(nonAscii, (text) => {
        fc.pre(bytes(text) <= 60)
        expect(fold({ text: `A${text}Z`, quoted: false })).toBe(`a${text}z`)
      }),
    )
  })
})

describe('key', () => {
  it.each([
    ['postgresql', { catalog: '', schema: 'analytics', name: 'orders' }, 'analytics.orders'],
    ['postgresql', { catalog: '', schema: 'Sales', name: 'daily.revenue' }, '"Sales"."daily.revenue"'],
    ['postgresql', { catalog: '', schema: 'public', name: 'order' }, 'public."order"'],
    ['postgresql', { catalog: '', schema: 'public', name: 'say "hi"' }, 'public."say ""hi"""'],
    // A connection sees one database, so a catalog would only make two keys of one table.
    ['postgresql', { catalog: 'shop', schema: 'public', name: 't' }, 'public.t'],
    ['snowflake', { catalog: 'SHOP', schema: 'PUBLIC', name: 'ORDERS' }, 'SHOP.PUBLIC.ORDERS'],
    ['snowflake', { catalog: 'SHOP', schema: 'PUBLIC', name: 'orders' }, 'SHOP.PUBLIC."orders"'],
    ['snowflake', { catalog: 'SHOP', schema: 'PUBLIC', name: 'ORDER' }, 'SHOP.PUBLIC."ORDER"'],
    ['bigquery', { catalog: 'my-shop', schema: 'raw', name: 'Orders' }, 'my-shop.raw.Orders'],
    ['bigquery', { catalog: 'my-shop', schema: 'raw', name: 'a\\b`c' }, 'my-shop.raw.`a\\\\b\\`c`'],
    ['bigquery', { catalog: '', schema: 'raw', name: 'Select' }, 'raw.`Select`'],
    ['databricks', { catalog: 'main', schema: 'raw', name: 'a`b' }, 'main.raw.`a``b`'],
    ['databricks', { catalog: 'main', schema: 'raw', name: 'order' }, 'main.raw.`order`'],
    ['clickhouse', { catalog: '', schema: 'raw', name: 'Qualify' }, 'raw."Qualify"'],
  ])('%s: %o is %s', (dialect, ref, key) => {
    const rules = identifierRules(dialect)
    expect(rules.key(ref)).toBe(key)
    expect(rules.sql(ref)).toBe(key)
  })
})

describe('parse', () => {
  const plain = (text: string) => ({ text, quoted: false })
  const quoted = (text: string) => ({ text, quoted: true })

  it.each([
    ['postgresql', 'Orders', [plain('Orders')]],
    ['postgresql', ' raw . "Daily Orders" ', [plain('raw'), quoted('Daily Orders')]],
    ['postgresql', '"a.b"."c""d"', [quoted('a.b'), quoted('c"d')]],
    ['postgresql', 'db.raw.orders', [plain('db'), plain('raw'), plain('orders')]],
    ['bigquery', '`my-shop.raw.orders`', [quoted('my-shop'), quoted('raw'), quoted('orders')]],
    ['bigquery', 'my-shop.raw.`orders`', [plain('my-shop'), plain('raw'), quoted('orders')]],
    ['databricks', '`my.orders`', [quoted('my.orders')]],
    ['postgresql', '', null],
    ['postgresql', '   ', null],
    ['postgresql', 'raw.', null],
    ['postgresql', '.orders', null],
    ['postgresql', 'a..b', null],
    ['postgresql', '""', null],
    ['postgresql', '"orders', null],
    ['postgresql', '"a"b', null],
    ['postgresql', 'or"ders', null],
    ['postgresql', 'a.b.c.d', null],
    ['bigquery', '`a.b.c.d`', null],
    ['bigquery', '`a..b`', null],
  ])('%s: %j', (dialect, name, parts) => {
    expect(identifierRules(dialect).parse(name)).toEqual(parts)
  })
})

describe('resolve', () => {
  const parts = (...names: readonly string[]) => names.map((text) => ({ text, quoted: false }))
  const context = { defaultCatalog: 'SHOP', searchPath: ['first', 'second'] }

  it.each([
    ['postgresql', parts('Orders'), context, { catalog: '', schema: 'first', name: 'orders' }],
    ['postgresql', parts('Raw', 'Orders'), NOWHERE, { catalog: '', schema: 'raw', name: 'orders' }],
    ['postgresql', parts('shop', 'raw', 'orders'), NOWHERE, { catalog: '', schema: 'raw', name: 'orders' }],
    ['snowflake', parts('raw', 'orders'), context, { catalog: 'SHOP', schema: 'RAW', name: 'ORDERS' }],
    ['snowflake', parts('db', 'raw', 'orders'), context, { catalog: 'DB', schema: 'RAW', name: 'ORDERS' }],
    ['snowflake', parts('raw', 'orders'), NOWHERE, { catalog: '', schema: 'RAW', name: 'ORDERS' }],
    ['postgresql', parts('orders'), NOWHERE, null],
    ['postgresql', parts('a', 'b', 'c', 'd'), context, null],
    ['postgresql', parts(), context, null],
    ['postgresql', parts('', 'orders'), context, null],
    ['postgresql', parts('raw', ''), context, null],
  ])('%s: %j in %j', (dialect, given, where, ref) => {
    expect(identifierRules(dialect).resolve(given, where)).toEqual(ref)
  })
})
