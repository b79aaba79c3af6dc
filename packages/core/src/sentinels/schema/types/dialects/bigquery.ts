import {
  decimal,
  float,
  named,
  plain,
  type ScalarRule,
  signed,
  sized,
  text,
  time,
  timestamp,
} from '../scalars.ts'
import { byName, type DialectTypes, type NamedRules, NOTHING_SHAPELESS } from './dialect-types.ts'

const CLOCK = { alone: 6, most: 6 }

/** `RANGE<DATE>`, `RANGE<DATETIME>`, `RANGE<TIMESTAMP>`. */
const RANGE: ScalarRule = (args) => {
  const element = args.length === 1 ? (args[0] ?? '').toUpperCase() : ''
  if (!/^(DATE|DATETIME|TIMESTAMP)$/.test(element)) return null
  return {
    canonical: `RANGE<${element}>`,
    domain: { kind: 'named', name: 'RANGE', args: [element], argsRestrict: false, heldBy: [] },
  }
}

const BIGNUMERIC = decimal('BIGNUMERIC', { alone: 'unlimited' })

/** The name alone reaches to 5.7E38: a part of a 39th digit before the point, which no parameters give. */
const bigNumeric: ScalarRule = (args, collation) =>
  args.length > 0
    ? BIGNUMERIC(args, collation)
    : { canonical: 'BIGNUMERIC', domain: { kind: 'decimal', integerDigits: 39, scale: 38, hasNaN: false } }

const SCALARS: NamedRules = [
  ['int64|int|smallint|integer|bigint|tinyint|byteint', signed('INT64', 64)],
  ['numeric|decimal', decimal('NUMERIC', { alone: [38, 9] })],
  ['bignumeric|bigdecimal', bigNumeric],
  ['float64|float', float('FLOAT64', 53)],
  ['bool|boolean', plain('BOOL', { kind: 'boolean' })],
  ['string', text('STRING', { alone: 'unlimited' })],
  ['bytes', sized('bytes', 'BYTES', 'unlimited')],
  ['date', plain('DATE', { kind: 'date', fitsTimestamp: true })],
  ['datetime', timestamp('DATETIME', CLOCK, 'none')],
  // TIMESTAMP(12) keeps picoseconds.
  ['timestamp', timestamp('TIMESTAMP', { alone: 6, most: 12 }, 'instant')],
  ['time', time('TIME', CLOCK)],
  ['interval', plain('INTERVAL', { kind: 'interval', part: 'any', finest: 5, precision: 6 })],
  ['json', named('JSON')],
  ['geography', named('GEOGRAPHY')],
  ['range', RANGE],
]

/** BigQuery (GoogleSQL), with the names of its API (`INTEGER`, `FLOAT`, `BOOLEAN`, `RECORD`). */
export const BIGQUERY: DialectTypes = {
  backslashQuotes: '\'"`',
  constructors: new Set(),
  scalars: byName(SCALARS),
  arrays: new Set(['array']),
  structs: new Set(['struct', 'record']),
  maps: new Set(),
  nestsDimensions: true,
  foldField: (name) => name.toLowerCase(),
  defaultCollations: new Set(['']),
  spell: {
    array: (element) => `ARRAY<${element}>`,
    struct: (fields) => `STRUCT<${fields.map((field) => field.join(' ')).join(', ')}>`,
    map: (key, value) => `MAP<${key}, ${value}>`,
  },
  fieldQuote: '`',
  shapeless: NOTHING_SHAPELESS,
}
