import { describe, expect, test } from 'vitest'
import type { Column } from '../../src/model/table.ts'
import { diffColumns, tableChange } from '../../src/sentinels/schema/diff-columns.ts'

const column = (name: string, type: string, nullable: boolean | null = true, ordinal = 1): Column => ({
  name,
  type,
  nullable,
  ordinal,
})

const PRICE = column('price', 'double precision')

const rows: readonly {
  readonly title: string
  readonly before: readonly Column[]
  readonly after: readonly Column[]
  readonly expected: readonly (readonly [kind: string, column: string, severity: string])[]
}[] = [
  {
    title: 'a deleted column is critical',
    before: [PRICE],
    after: [],
    expected: [['column_deleted', 'price', 'critical']],
  },
  {
    title: 'a changed type is critical',
    before: [PRICE],
    after: [column('price', 'character varying(255)')],
    expected: [['type_changed', 'price', 'critical']],
  },
  {
    title: 'an added nullable column is low',
    before: [PRICE],
    after: [PRICE, column('tax', 'numeric', true, 2)],
    expected: [['column_added', 'tax', 'low']],
  },
  {
    title: 'an added not-null column is medium',
    before: [PRICE],
    after: [PRICE, column('tax', 'numeric', false, 2)],
    expected: [['column_added', 'tax', 'medium']],
  },
  {
    title: 'a renamed column is high',
    before: [column('cust_nm', 'text')],
    after: [column('customer_name', 'text')],
    expected: [['column_renamed', 'customer_name', 'high']],
  },
  {
    title: 'becoming NOT NULL is medium',
    before: [PRICE],
    after: [column('price', 'double precision', false)],
    expected: [['nullability_changed', 'price', 'medium']],
  },
  {
    title: 'becoming nullable is low',
    before: [column('price', 'double precision', false)],
    after: [PRICE],
    expected: [['nullability_changed', 'price', 'low']],
  },
  {
    title: 'unknown nullability is no change',
    before: [column('price', 'double precision', null)],
    after: [column('price', 'double precision', false)],
    expected: [],
  },
  {
    title: 'another type at another place is a deletion and an addition',
    before: [PRICE],
    after: [column('amount', 'text')],
    expected: [
      ['column_deleted', 'price', 'critical'],
      ['column_added', 'amount', 'low'],
    ],
  },
  {
    title: 'type and nullability changed at once are two changes',
    before: [PRICE],
    after: [column('price', 'text', false)],
    expected: [
      ['type_changed', 'price', 'critical'],
      ['nullability_changed', 'price', 'medium'],
    ],
  },
  {
    title: 'another order is no change',
    before: [column('a', 'text', true, 1), column('b', 'text', true, 2)],
    after: [column('b', 'text', true, 1), column('a', 'text', true, 2)],
    expected: [],
  },
  {
    title: 'the same type in other letters is no change',
    before: [column('a', 'NUMERIC(10, 2)')],
    after: [column('a', 'numeric(10,2)')],
    expected: [],
  },
  {
    title: 'two columns that differ only by case are two columns',
    before: [column('Price', 'text', true, 1), column('price', 'text', true, 2)],
    after: [column('price', 'text', true, 2)],
    expected: [['column_deleted', 'Price', 'critical']],
  },
]

const options = { dialect: 'postgresql', sameObject: null }

describe('the severity of each schema change (spec 5.1)', () => {
  test.each(rows)('$title', ({ before, after, expected }) => {
    const changes = diffColumns(before, after, options)
    expect(changes.map(({ kind, column: name, severity }) => [kind, name, severity])).toEqual(expected)
  })

  test('a dropped table is critical, a replaced one low', () => {
    expect(tableChange('table_dropped', []).severity).toBe('critical')
    expect(tableChange('table_replaced', []).severity).toBe('low')
  })

  test('a rename says what it was called, how sure it is, and why', () => {
    const [change] = diffColumns([column('cust_nm', 'text')], [column('customer_name', 'text')], options)
    expect(change).toMatchObject({ previousName: 'cust_nm', confidence: expect.closeTo(0.95, 1) })
    expect(change?.evidence.length).toBeGreaterThan(0)
  })
})
