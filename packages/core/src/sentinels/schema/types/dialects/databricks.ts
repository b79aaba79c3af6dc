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
  timestamp,
} from '../scalars.ts'
import { byName, type DialectTypes, type NamedRules, NOTHING_SHAPELESS } from './dialect-types.ts'

const MICROSECONDS = { alone: 6, most: 6 }

/** `geometry(4326)`; `ANY` in place of the reference system: each value has its own. */
function inSystem(name: string): ScalarRule {
  const rule = named(name, { args: 1, argsRestrict: true })
  return (args, collation) => {
    const scalar = rule(args, collation)
    if (scalar?.domain.kind !== 'named' || args[0] !== 'any') return scalar
    return { ...scalar, domain: { ...scalar.domain, args: ['*'] } }
  }
}

const SCALARS: NamedRules = [
  ['tinyint|byte', signed('tinyint', 8)],
  ['smallint|short', signed('smallint', 16)],
  ['int|integer', signed('int', 32)],
  ['bigint|long', signed('bigint', 64)],
  ['decimal|dec|numeric', decimal('decimal', { alone: [10, 0] })],
  ['float|real', float('float', 24)],
  ['double', float('double', 53)],
  ['string', text('string', { alone: 'unlimited' })],
  ['varchar', text('varchar', { alone: 'unlimited', unlimitedName: 'string' })],
  ['char|character', text('char', { alone: 1, ignoresBlanks: true })],
  ['binary', sized('bytes', 'binary', 'unlimited')],
  ['boolean', plain('boolean', { kind: 'boolean' })],
  ['date', plain('date', { kind: 'date', fitsTimestamp: true })],
  ['timestamp|timestamp_ltz', timestamp('timestamp', MICROSECONDS, 'instant')],
  ['timestamp_ntz', timestamp('timestamp_ntz', MICROSECONDS, 'none')],
  ...intervals('interval', true).filter(([name]) => name !== 'interval'),
  ['variant', named('variant')],
  ['object', named('object', { heldBy: ['variant'] })],
  ['void|null', named('void', { heldBy: ['*'] })],
  ['geography', inSystem('geography')],
  ['geometry', inSystem('geometry')],
]

/** Databricks and Spark: the `full_data_type` of Unity Catalog and the `simpleString` of Spark. */
export const DATABRICKS: DialectTypes = {
  backslashQuotes: '\'"',
  constructors: new Set(),
  scalars: byName(SCALARS),
  arrays: new Set(['array']),
  structs: new Set(['struct']),
  maps: new Set(['map']),
  nestsDimensions: true,
  foldField: (name) => name.toLowerCase(),
  defaultCollations: new Set(['', 'utf8_binary']),
  spell: {
    array: (element) => `array<${element}>`,
    struct: (fields) => `struct<${fields.map((field) => field.join(':')).join(',')}>`,
    map: (key, value) => `map<${key},${value}>`,
  },
  fieldQuote: '`',
  shapeless: NOTHING_SHAPELESS,
}
