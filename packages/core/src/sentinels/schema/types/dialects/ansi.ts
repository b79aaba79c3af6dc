import {
  decimal,
  float,
  intervals,
  named,
  plain,
  type ScalarRule,
  signed,
  sized,
  text,
  time,
  timestamp,
  unsigned,
  wholeNumbers,
  withWidth,
} from '../scalars.ts'
import { byName, type DialectTypes, type NamedRules, NOTHING_SHAPELESS } from './dialect-types.ts'

const CLOCK = { alone: 'engine_sized', most: 12 } as const
const LOCAL = timestamp('timestamp', CLOCK, 'none')
const ZONED = timestamp('timestamp', { ...CLOCK, suffix: ' with time zone' }, 'instant')
const CHAR = text('char', { alone: 1, ignoresBlanks: true })
const VARCHAR = text('varchar', { alone: 'unlimited' })
const REAL = float('real', 24)
const DOUBLE = float('double precision', 53)
/** Four bytes in some engines, eight in others: a double holds it, and it holds a real. */
const FLOAT = float('float', 24, 53)

const floatOfBits: ScalarRule = (args, collation) => {
  const bits = wholeNumbers(args)
  if (bits === null || bits.length > 1) return null
  const [wanted] = bits
  if (wanted === undefined) return FLOAT([], collation)
  if (wanted < 1 || wanted > 53) return null
  return wanted <= 24 ? REAL([], '') : DOUBLE([], '')
}

const NUMBERS: NamedRules = [
  ['tinyint|int1', withWidth(signed('tinyint', 8))],
  ['smallint|int2', withWidth(signed('smallint', 16))],
  ['mediumint|int3', withWidth(signed('mediumint', 24))],
  ['integer|int|int4|int32|signed', withWidth(signed('integer', 32))],
  // `int8` is left out: eight bytes in one engine, eight bits in another.
  ['bigint|int64', withWidth(signed('bigint', 64))],
  ['hugeint|int128', signed('hugeint', 128)],
  ['utinyint|tinyint unsigned|uint8', withWidth(unsigned('tinyint unsigned', 8))],
  ['mediumint unsigned', withWidth(unsigned('mediumint unsigned', 24))],
  ['usmallint|smallint unsigned|uint16', withWidth(unsigned('smallint unsigned', 16))],
  ['uinteger|integer unsigned|int unsigned|uint32', withWidth(unsigned('integer unsigned', 32))],
  ['ubigint|bigint unsigned|uint64', withWidth(unsigned('bigint unsigned', 64))],
  ['decimal|numeric|dec|number', decimal('decimal', { alone: 'engine_sized' })],
  ['real|float4|float32', REAL],
  ['double precision|double|float8|float64', DOUBLE],
  ['float', floatOfBits],
  ['decfloat', plain('decfloat', { kind: 'decfloat', digits: 34 })],
]

const OTHERS: NamedRules = [
  ['character|char|nchar|national character|national char', CHAR],
  [
    'character varying|varchar|char varying|nvarchar|varchar2|nvarchar2|nchar varying|national character varying|national char varying',
    VARCHAR,
  ],
  ['text|string|clob|character large object|char large object', text('varchar', { alone: 'unlimited' })],
  ['binary', sized('bytes', 'binary', 1, true)],
  ['varbinary|binary varying|bytea|bytes|blob|binary large object', sized('bytes', 'varbinary', 'unlimited')],
  ['bit', sized('bits', 'bit', 1, true)],
  ['bit varying|varbit', sized('bits', 'bit varying', 'unlimited')],
  ['boolean|bool', plain('boolean', { kind: 'boolean' })],
  ['date', plain('date', { kind: 'date', fitsTimestamp: true })],
  ['time|time without time zone', time('time', CLOCK)],
  ['time with time zone|timetz', time('time', { ...CLOCK, suffix: ' with time zone' }, true)],
  ['timestamp|timestamp without time zone|datetime', LOCAL],
  ['timestamp with time zone|timestamptz', ZONED],
  ...intervals('interval', true, 9),
  ['json', named('json')],
  ['uuid', named('uuid')],
  ['xml', named('xml')],
]

/**
 * The names of the SQL standard and the common aliases, for every dialect that has no table of its own. Where engines
 * differ (the size of a bare `decimal`, the precision of a bare `timestamp`) the answer is that nobody can tell.
 */
export const ANSI: DialectTypes = {
  backslashQuotes: '',
  constructors: new Set(['row', 'struct', 'array', 'map', 'list']),
  scalars: byName(NUMBERS, OTHERS),
  arrays: new Set(['array', 'list']),
  structs: new Set(['row', 'struct', 'record']),
  maps: new Set(['map']),
  nestsDimensions: true,
  foldField: (name, isQuoted) => (isQuoted ? name : name.toLowerCase()),
  defaultCollations: new Set(['']),
  spell: {
    array: (element) => `array<${element}>`,
    struct: (fields) => `row(${fields.map((field) => field.join(' ')).join(', ')})`,
    map: (key, value) => `map<${key}, ${value}>`,
  },
  fieldQuote: '"',
  shapeless: NOTHING_SHAPELESS,
}
