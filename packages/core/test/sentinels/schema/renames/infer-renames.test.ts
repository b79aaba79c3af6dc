import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Column } from '../../../../src/model/table.ts'
import type { RenameEvidence } from '../../../../src/ports/sentinel.ts'
import { diffShapes } from '../../../../src/sentinels/schema/diff-shapes.ts'
import { inferRenames } from '../../../../src/sentinels/schema/renames/infer-renames.ts'
import type { InferredRename } from '../../../../src/sentinels/schema/renames/rename-case.ts'

/** `name type`, in order; the position counts from 1 unless `name@7 type` says another. */
function columns(...lines: readonly string[]): readonly Column[] {
  return lines.map((line, index) => {
    const [, name = '', at, type = ''] = /^(.+?)(?:@(\d+))? (\S.*)$/.exec(line) ?? []
    return { name, type, nullable: true, ordinal: at === undefined ? index + 1 : Number(at) }
  })
}

function infer(
  before: readonly Column[],
  after: readonly Column[],
  more: {
    readonly dialect?: string
    readonly sameObject?: boolean | null
    readonly evidence?: readonly RenameEvidence[]
  } = {},
): readonly InferredRename[] {
  const old = new Set(before.map(({ name }) => name))
  const now = new Set(after.map(({ name }) => name))
  const deleted = before.filter(({ name }) => !now.has(name))
  const added = after.filter(({ name }) => !old.has(name))
  const { dialect = 'snowflake', sameObject = null, evidence = [] } = more
  return inferRenames({ deleted, added, before, after, dialect, sameObject, evidence })
}

const pairs = (renames: readonly InferredRename[]): readonly string[] =>
  renames.map(({ before, after }) => `${before.name} > ${after.name}`).sort()

type Row = readonly [
  title: string,
  before: readonly string[],
  after: readonly string[],
  expected: readonly string[],
]

const rows: readonly Row[] = [
  [
    'an abbreviation',
    ['id NUMBER', 'cust_nm TEXT'],
    ['id NUMBER', 'customer_name TEXT'],
    ['cust_nm > customer_name'],
  ],
  [
    'another case style',
    ['orderDate DATE', 'id NUMBER'],
    ['order_date DATE', 'id NUMBER'],
    ['orderDate > order_date'],
  ],
  [
    'a synonym',
    ['client_id NUMBER', 'x TEXT'],
    ['customer_id NUMBER', 'x TEXT'],
    ['client_id > customer_id'],
  ],
  [
    'a typing error',
    ['a TEXT', 'recieved_at DATE'],
    ['a TEXT', 'received_at DATE'],
    ['recieved_at > received_at'],
  ],
  ['initials', ['dob DATE', 'a TEXT'], ['date_of_birth DATE', 'a TEXT'], ['dob > date_of_birth']],
  [
    'words in another order',
    ['price_net FLOAT', 'a TEXT'],
    ['net_price FLOAT', 'a TEXT'],
    ['price_net > net_price'],
  ],
  [
    'a whole table in another style, every column its own',
    [
      'orderId NUMBER',
      'custId NUMBER',
      'orderTotal FLOAT',
      'createdAt DATE',
      'shipCity TEXT',
      'billCity TEXT',
    ],
    [
      'order_id NUMBER',
      'cust_id NUMBER',
      'order_total FLOAT',
      'created_at DATE',
      'ship_city TEXT',
      'bill_city TEXT',
    ],
    [
      'billCity > bill_city',
      'createdAt > created_at',
      'custId > cust_id',
      'orderId > order_id',
      'orderTotal > order_total',
      'shipCity > ship_city',
    ],
  ],
  [
    'a wider type with it',
    ['a TEXT', 'qty NUMBER(5,0)'],
    ['a TEXT', 'quantity NUMBER(10,0)'],
    ['qty > quantity'],
  ],
  ['two things that share a word', ['utm_source TEXT', 'a DATE'], ['utm_medium TEXT', 'a DATE'], []],
  ['words that exclude each other', ['first_login DATE', 'a TEXT'], ['last_login DATE', 'a TEXT'], []],
  ['another type family', ['country TEXT', 'a DATE'], ['country_id NUMBER', 'a DATE'], []],
  ['another unit in another type', ['amount FLOAT', 'a DATE'], ['amount_cents NUMBER', 'a DATE'], []],
  [
    'nothing in common, in another place',
    ['a DATE', 'legacy_flag BOOLEAN', 'b TEXT'],
    ['a DATE', 'b TEXT', 'is_vip BOOLEAN'],
    [],
  ],
  ['dropped and added at the end', ['fax TEXT', 'a DATE'], ['a DATE', 'channel TEXT'], []],
  [
    'one split into two that are as likely',
    ['name TEXT', 'a DATE'],
    ['name_one TEXT', 'name_two TEXT', 'a DATE'],
    [],
  ],
  ['nothing gone', ['a DATE'], ['a DATE', 'b DATE'], []],
  [
    'run together and cut short',
    ['custname TEXT', 'a DATE'],
    ['customer_name TEXT', 'a DATE'],
    ['custname > customer_name'],
  ],
  ['an inflection', ['hire_dt DATE', 'a TEXT'], ['hired_date DATE', 'a TEXT'], ['hire_dt > hired_date']],
  [
    'a unit that is only told',
    ['duration NUMBER', 'a DATE'],
    ['duration_ms NUMBER', 'a DATE'],
    ['duration > duration_ms'],
  ],
  [
    'one that became two',
    ['address TEXT', 'a DATE'],
    ['billing_address TEXT', 'shipping_address TEXT', 'a DATE'],
    [],
  ],
]

/** Names that are alike and mean two things; each pair stands at the same place, with the same type. */
const DIFFERENT =
  `valid_from valid_to, sold_by sold_to, sign_up_at sign_in_at, address_line_1 address_line_2, q1_revenue q2_revenue,
  p50_latency p99_latency, team_a_score team_b_score, is_active is_inactive, included_tax excluded_tax, imported_at exported_at,
  is_online is_offline, encrypted_size decrypted_size, internal_id external_id, contact_id contract_id, county country, card_id cart_id,
  payer_id payee_id, employer_id employee_id, latitude altitude, quantity_score quality_score, subscription_id prescription_id,
  old_value new_value, raw_amount clean_amount, current_balance original_balance, car_id carrier_id, tax_id taxi_id, net_value network_value,
  count county, revenue revenue_target, amount amount_refunded, status status_reason, email email_hash, price price_cents,
  duration_ms duration_s, temp_c temp_f, north_lat south_lat, mtd_sales ytd_sales, image_size image_height, billing_state billing_status`
    .split(',')
    .map((pair) => pair.trim().split(' '))

describe('a table of PostgreSQL whose numbers have gaps', () => {
  const before = columns('id@1 bigint', 'foo@2 text', 'bar@3 text', 'qty@4 integer')
  const renamesIn = (after: readonly Column[], dialect = 'postgresql'): readonly string[] =>
    diffShapes(before, after, { dialect }).map(({ kind, previousName, column }) =>
      kind === 'column_renamed' ? `${previousName} > ${column}` : `${kind} ${column}`,
    )

  test('was altered in place: equal numbers decide, others exclude', () => {
    const after = columns('id@1 bigint', 'merchant@2 text', 'quantity@5 integer')
    expect(renamesIn(after)).toEqual([
      ...['column_deleted bar', 'column_deleted qty'],
      ...['foo > merchant', 'column_added quantity'],
    ])
  })

  test('says nothing when the columns stand elsewhere', () => {
    expect(renamesIn(columns('qty@1 integer', 'bar@2 text', 'id@3 bigint', 'foo@5 text'))).toEqual([])
  })
})

describe('inferred renames', () => {
  test.each(rows)('%s', (_title, before, after, expected) => {
    const found = infer(columns(...before), columns(...after))
    expect(pairs(found)).toEqual([...expected].sort())
    for (const { confidence, evidence } of found) {
      expect(confidence).toBeGreaterThanOrEqual(0.55)
      expect(evidence.length).toBeGreaterThan(0)
    }
  })

  test.each(DIFFERENT)('%s is not %s', (from = '', to = '') => {
    const before = columns(`${from} NUMBER`, 'a DATE', 'b TEXT')
    const rebuilt = columns(`${to} NUMBER`, 'a DATE', 'b TEXT')
    expect(infer(before, rebuilt, { sameObject: false })).toEqual([])
    expect(infer(before, columns('a DATE', 'b TEXT', `${to} NUMBER`))).toEqual([])
  })

  test('where no added column comes, the only one that changed its name is likely the same, and no more than likely', () => {
    const before = columns('id NUMBER', 'legacy_flag BOOLEAN', 'a DATE')
    const after = columns('id NUMBER', 'is_vip BOOLEAN', 'a DATE')
    const [rename] = infer(before, after)
    expect(rename?.confidence).toBeCloseTo(0.6, 1)
    expect(rename?.evidence).toContain('a column that is added would come last')
    expect(infer(before, after, { sameObject: false })).toEqual([])
    const siblings = columns('id NUMBER', 'utm_source BOOLEAN', 'a DATE')
    expect(infer(siblings, columns('id NUMBER', 'utm_medium BOOLEAN', 'a DATE'))).toEqual([])
  })

  test('no statement makes a number of a text, nor decides for another object of the name', () => {
    const text = 'the query log has: ALTER TABLE t RENAME COLUMN fax TO channel'
    const evidence = [{ kind: 'renamed', from: 'fax', to: 'channel', text } as const]
    expect(infer(columns('fax TEXT', 'a DATE'), columns('channel NUMBER', 'a DATE'), { evidence })).toEqual(
      [],
    )
    const rebuilt = infer(columns('fax TEXT', 'a DATE'), columns('channel TEXT', 'a DATE'), {
      evidence,
      sameObject: false,
    })
    expect(rebuilt[0]?.confidence).toBeLessThan(0.99)
  })

  test('a statement of the log decides, whatever the names', () => {
    const text = 'ALTER TABLE t RENAME COLUMN fax TO channel is in the query log'
    const evidence = [{ kind: 'renamed', from: 'fax', to: 'channel', text } as const]
    const [rename] = infer(columns('fax TEXT', 'a DATE'), columns('a DATE', 'channel TEXT'), { evidence })
    expect(rename).toMatchObject({ confidence: 0.99, evidence: [text] })
  })

  test('a reader that moved makes likely what names alone do not', () => {
    const before = columns('a DATE', 'fax TEXT', 'b DATE')
    const after = columns('a DATE', 'b DATE', 'channel TEXT')
    expect(infer(before, after)).toEqual([])
    const text = 'the query that fills mart.contacts.channel from `fax` reads `channel` now'
    const evidence = [{ kind: 'reader_moved', from: 'fax', to: 'channel', text } as const]
    expect(infer(before, after, { evidence })[0]?.evidence).toContain(text)
  })

  test('of 1,600 columns in another style each finds its own', () => {
    const names = Array.from({ length: 1600 }, (_, index) => `metric${index}Total`)
    const before = columns(...names.map((name) => `${name} FLOAT`))
    const after = columns(...names.map((name) => `${name.replace('Total', '_total')} FLOAT`))
    expect(infer(before, after)).toHaveLength(1600)
  })
})

const anyColumns = fc
  .uniqueArray(
    fc.record({
      name: fc.oneof(
        fc.string({ minLength: 1, maxLength: 12 }),
        fc.constantFrom(
          'id',
          'customer_id',
          'cust_id',
          'qty',
          'quantity',
          'amt',
          'amount',
          'created_at',
          'crt_ts',
        ),
      ),
      type: fc.constantFrom('TEXT', 'NUMBER', 'DATE', 'BOOLEAN', 'geography_of_nowhere'),
    }),
    { selector: ({ name }) => name, maxLength: 12 },
  )
  .map((items) => items.map((item, index): Column => ({ ...item, nullable: null, ordinal: index + 1 })))

describe('for any two shapes', () => {
  test('renames are one-to-one, from gone to new, and never between families', () => {
    fc.assert(
      fc.property(anyColumns, anyColumns, (before, after) => {
        const found = infer(before, after)
        expect(new Set(found.map((rename) => rename.before)).size).toBe(found.length)
        expect(new Set(found.map((rename) => rename.after)).size).toBe(found.length)
        for (const rename of found) {
          expect(after.some(({ name }) => name === rename.before.name)).toBe(false)
          expect(before.some(({ name }) => name === rename.after.name)).toBe(false)
          const known = ['TEXT', 'NUMBER', 'DATE', 'BOOLEAN']
          const types = [rename.before.type, rename.after.type]
          if (types.every((type) => known.includes(type))) expect(types[0]).toBe(types[1])
        }
      }),
    )
  })

  test('the order of the lists does not matter', () => {
    fc.assert(
      fc.property(anyColumns, anyColumns, (before, after) => {
        expect(pairs(infer([...before].reverse(), [...after].reverse()))).toEqual(pairs(infer(before, after)))
      }),
    )
  })
})
