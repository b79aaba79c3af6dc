import { decimal, float, intervals, named, plain, sized, text, time, timestamp } from '../scalars.ts'
import { byName, type DialectTypes, type NamedRules } from './dialect-types.ts'

/** A VARCHAR without a length. Up to 134217728 must be asked for. */
const VARCHAR_LENGTH = 16_777_216
/** A BINARY without a length, in bytes. Up to 67108864 must be asked for. */
const BINARY_LENGTH = 8_388_608

const NUMBER = decimal('NUMBER', { alone: [38, 0] })
const INTEGER = plain('NUMBER(38,0)', { kind: 'decimal', integerDigits: 38, scale: 0, hasNaN: false })
const CLOCK = { alone: 9, most: 9 }
const NTZ = timestamp('TIMESTAMP_NTZ', CLOCK, 'none')

const SCALARS: NamedRules = [
  ['number|decimal|dec|numeric|fixed', NUMBER],
  ['int|integer|bigint|smallint|tinyint|byteint', INTEGER],
  ['float|float4|float8|double|double precision|real', float('FLOAT', 53)],
  ['decfloat', plain('DECFLOAT', { kind: 'decfloat', digits: 38 })],
  [
    'varchar|string|text|nvarchar|nvarchar2|char varying|nchar varying|character varying',
    text('VARCHAR', { alone: VARCHAR_LENGTH }),
  ],
  // Not padded: only its length without a parameter is its own.
  ['char|character|nchar', text('VARCHAR', { alone: 1 })],
  ['binary|varbinary|binary varying', sized('bytes', 'BINARY', BINARY_LENGTH)],
  ['boolean', plain('BOOLEAN', { kind: 'boolean' })],
  ['date', plain('DATE', { kind: 'date', fitsTimestamp: true })],
  ['time', time('TIME', CLOCK)],
  // TIMESTAMP alone is what TIMESTAMP_TYPE_MAPPING says, which is TIMESTAMP_NTZ unless somebody changed it; the
  // catalog never prints it.
  ['timestamp|datetime|timestamp_ntz|timestampntz|timestamp without time zone', NTZ],
  ['timestamp_ltz|timestampltz|timestamp with local time zone', timestamp('TIMESTAMP_LTZ', CLOCK, 'instant')],
  ['timestamp_tz|timestamptz|timestamp with time zone', timestamp('TIMESTAMP_TZ', CLOCK, 'offset')],
  ...intervals('interval', true, 9).filter(([name]) => name !== 'interval'),
  ['variant', named('VARIANT')],
  ['object', named('OBJECT', { heldBy: ['VARIANT'] })],
  ['array', named('ARRAY', { heldBy: ['VARIANT'] })],
  ['vector', named('VECTOR', { args: 2 })],
  ['geography', named('GEOGRAPHY')],
  ['geometry', named('GEOMETRY')],
  ['file', named('FILE')],
  ['uuid', named('UUID')],
]

/** Snowflake. Sources: the vendor's pages on numeric, string and binary, date and time, and structured types. */
export const SNOWFLAKE: DialectTypes = {
  backslashQuotes: "'",
  constructors: new Set(['object', 'array', 'map']),
  scalars: byName(SCALARS),
  arrays: new Set(['array']),
  structs: new Set(['object']),
  maps: new Set(['map']),
  nestsDimensions: true,
  // Keys of a structured OBJECT keep their case.
  foldField: (name) => name,
  defaultCollations: new Set(['', 'utf8']),
  spell: {
    array: (element) => `ARRAY(${element})`,
    struct: (fields) => `OBJECT(${fields.map((field) => field.join(' ')).join(', ')})`,
    map: (key, value) => `MAP(${key}, ${value})`,
  },
  fieldQuote: '"',
  shapeless: { array: ['ARRAY', 'VARIANT'], struct: ['OBJECT', 'VARIANT'], map: ['OBJECT', 'VARIANT'] },
}
