import {
  decimal,
  float,
  intervals,
  named,
  plain,
  type ScalarRule,
  signed,
  sized,
  spatial,
  text,
  time,
  timestamp,
  wholeNumbers,
} from '../scalars.ts'
import type { Scalar } from '../sql-type.ts'
import { byName, type DialectTypes, type NamedRules, NOTHING_SHAPELESS } from './dialect-types.ts'

/** `float(p)`: p bits of mantissa, of which the server makes one of its two types. */
function floatOfBits(args: readonly string[]): Scalar | null {
  const bits = wholeNumbers(args)
  if (bits === null || bits.length > 1) return null
  const [wanted = 53] = bits
  if (wanted < 1 || wanted > 53) return null
  return wanted <= 24 ? REAL([], '') : DOUBLE([], '')
}

const REAL = float('real', 24)
const DOUBLE = float('double precision', 53)
const CHAR = text('character', { alone: 1, ignoresBlanks: true })
const VARCHAR = text('character varying', { alone: 'unlimited', unlimitedName: 'text' })
const BPCHAR = text('character', { alone: 'unlimited', unlimitedName: 'bpchar', ignoresBlanks: true })
const VARBIT = sized('bits', 'bit varying', 'unlimited')
const CLOCK = { alone: 6, most: 6 }
const LOCAL = timestamp('timestamp', { ...CLOCK, suffix: ' without time zone' }, 'none')
const INSTANT = timestamp('timestamp', { ...CLOCK, suffix: ' with time zone' }, 'instant')
const TIME = time('time', { ...CLOCK, suffix: ' without time zone' })
const TIMETZ = time('time', { ...CLOCK, suffix: ' with time zone' }, true)

const NUMBERS: NamedRules = [
  ['smallint|int2|smallserial|serial2', signed('smallint', 16)],
  ['integer|int|int4|serial|serial4', signed('integer', 32)],
  ['bigint|int8|bigserial|serial8', signed('bigint', 64)],
  ['numeric|decimal|dec', decimal('numeric', { alone: 'unlimited', hasNaN: true })],
  ['real|float4', REAL],
  ['double precision|float8', DOUBLE],
  ['float', floatOfBits],
]

const TEXTS: NamedRules = [
  ['text', VARCHAR],
  [
    'character varying|varchar|char varying|national character varying|national char varying|nchar varying',
    VARCHAR,
  ],
  ['character|char|nchar|national character|national char', CHAR],
  ['bpchar', BPCHAR],
  ['name', plain('name', { kind: 'text', max: 63, unit: 'bytes', ignoresBlanks: false, collation: '' })],
  ['bytea', plain('bytea', { kind: 'bytes', max: null, isFixed: false })],
  ['bit', sized('bits', 'bit', 1, true)],
  ['bit varying|varbit', VARBIT],
]

const TIMES: NamedRules = [
  // Dates reach the year 5874897, timestamps only 294276.
  ['date', plain('date', { kind: 'date', fitsTimestamp: false })],
  ['timestamp|timestamp without time zone', LOCAL],
  ['timestamptz|timestamp with time zone', INSTANT],
  ['time|time without time zone', TIME],
  ['timetz|time with time zone', TIMETZ],
  ...intervals('interval', false),
]

/** A type that holds all values of another where the server casts both ways without a word. Proved on the server. */
const HELD_BY: Readonly<Record<string, readonly string[]>> = {
  cidr: ['inet'],
  jsonb: ['json'],
  oid: ['bigint'],
  polygon: ['path'],
  macaddr: ['macaddr8'],
}

const NAMED = `uuid json jsonb jsonpath xml money inet cidr macaddr macaddr8
  oid regclass regcollation regconfig regdictionary regnamespace regoper regoperator regproc regprocedure regrole regtype
  xid xid8 cid tid pg_lsn pg_snapshot txid_snapshot aclitem refcursor int2vector oidvector
  point line lseg box path polygon circle tsvector tsquery
  int4range int8range numrange tsrange tstzrange daterange
  int4multirange int8multirange nummultirange tsmultirange tstzmultirange datemultirange`.split(/\s+/)

/** Of widely used extensions, by their documentation: what is in parentheses restricts the values. */
const EXTENSIONS: NamedRules = [
  // In a column of no reference system shapes of every one are kept; what is on the globe is in 4326.
  ['geometry', spatial('geometry', '*')],
  ['geography', spatial('geography', '4326')],
  ...['vector', 'halfvec', 'sparsevec'].map((name): readonly [string, ScalarRule] => [
    name,
    named(name, { args: 1, argsRestrict: true }),
  ]),
]

const OTHERS: NamedRules = [
  ['boolean|bool', plain('boolean', { kind: 'boolean' })],
  // One byte of the system catalogs; without the quotes it is another type.
  ['"char"', named('"char"')],
  ...NAMED.map((name): readonly [string, ScalarRule] => [name, named(name, { heldBy: HELD_BY[name] ?? [] })]),
  ...EXTENSIONS,
]

/** PostgreSQL: what `format_type` prints, and every other spelling that the server takes for it. */
export const POSTGRESQL: DialectTypes = {
  backslashQuotes: '',
  // No type of the server: how an adapter tells what a composite type is made of.
  constructors: new Set(['row']),
  scalars: byName(NUMBERS, TEXTS, TIMES, OTHERS),
  arrays: new Set(),
  structs: new Set(['row']),
  maps: new Set(),
  nestsDimensions: false,
  foldField: (name) => name,
  defaultCollations: new Set(['', 'default']),
  spell: {
    array: (element) => `${element}[]`,
    struct: (fields) => `row(${fields.map((field) => field.join(' ')).join(',')})`,
    map: (key, value) => `(${key},${value})`,
  },
  fieldQuote: '"',
  builtInSchema: 'pg_catalog',
  anySchema: new Set(EXTENSIONS.map(([name]) => name)),
  shapeless: NOTHING_SHAPELESS,
}
