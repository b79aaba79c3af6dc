import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalType, compareTypes, diffTypes } from '../../../../src/sentinels/schema/types/index.ts'
import type { SqlType } from '../../../../src/sentinels/schema/types/sql-type.ts'
import { typeOf } from '../../../../src/sentinels/schema/types/type-memory.ts'

const DIALECTS = ['postgresql', 'snowflake', 'bigquery', 'databricks', 'trino'] as const
type Name = (typeof DIALECTS)[number]

const SCALARS: Readonly<Record<Name, readonly string[]>> = {
  postgresql:
    `int2|integer|bigint|numeric|numeric(4,0)|numeric(10,2)|numeric(12,4)|numeric(10,-2)|real|double precision|text|varchar(3)|varchar(15)|name|
    char(3)|char(5)|bpchar|"char"|bytea|bit(3)|bit(5)|bit varying(5)|varbit|date|timestamp|timestamp(3)|timestamptz|timestamptz(0)|time|time(3)|timetz|
    interval|interval(3)|interval year|interval day|interval day to minute|json|jsonb|inet|cidr|oid|path|polygon|uuid|money|geometry|geometry(Point,4326)|int4range|bool`.split(
      '|',
    ),
  snowflake:
    `NUMBER|NUMBER(10,2)|NUMBER(9,0)|FLOAT|DECFLOAT|VARCHAR|VARCHAR(10)|VARCHAR(134217728)|CHAR|BINARY|BINARY(5)|BOOLEAN|DATE|TIME|TIME(3)|TIMESTAMP_NTZ|TIMESTAMP_NTZ(3)|
    TIMESTAMP_LTZ|TIMESTAMP_TZ(6)|VARIANT|OBJECT|ARRAY|VECTOR(FLOAT, 3)|GEOGRAPHY|INTERVAL YEAR TO MONTH|INTERVAL DAY TO SECOND(3)|INTERVAL HOUR`.split(
      '|',
    ),
  bigquery:
    `INT64|NUMERIC|NUMERIC(5,2)|NUMERIC(18)|BIGNUMERIC|BIGNUMERIC(20,10)|FLOAT64|BOOL|STRING|STRING(5)|BYTES|BYTES(3)|DATE|DATETIME|TIMESTAMP|TIMESTAMP(12)|TIME|INTERVAL|JSON|
    GEOGRAPHY|RANGE<DATE>|RANGE<DATETIME>`.split('|'),
  databricks:
    `tinyint|smallint|int|bigint|decimal(3,0)|decimal(10,0)|decimal(20,5)|float|double|string|varchar(5)|char(5)|binary|boolean|date|timestamp|timestamp_ntz|variant|void|
    interval month|interval year to month|interval day to second|interval hour|string collate utf8_lcase`.split(
      '|',
    ),
  trino:
    `tinyint|smallint|integer|bigint|hugeint|uinteger|ubigint|decimal|decimal(10,2)|decimal(19,0)|real|float|double|decfloat|varchar|varchar(5)|char(5)|binary(3)|varbinary|varbinary(5)|bit(3)|
    bit varying|boolean|date|time|time(3)|time(3) with time zone|timestamp|timestamp(3)|timestamp(6)|timestamp(3) with time zone|interval|interval year|interval day to second|json|uuid`.split(
      '|',
    ),
}

const NAMES = [
  'a',
  'b',
  'C',
  'zip code',
  'x.y',
  'array',
  'double',
  'time',
  'not',
  '_field_1',
  'a#2',
  'größe',
  '"q"',
  '`',
]

interface Spelling {
  readonly quote: string
  readonly array: (element: string) => string
  readonly struct: ((fields: readonly (readonly [string, string])[]) => string) | null
  readonly map: ((key: string, value: string) => string) | null
}

const spaced = (fields: readonly (readonly [string, string])[]): string =>
  fields.map((field) => field.join(' ')).join(', ')

const SPELLINGS: Readonly<Record<Name, Spelling>> = {
  postgresql: { quote: '"', array: (e) => `${e}[]`, struct: null, map: null },
  snowflake: {
    quote: '"',
    array: (e) => `ARRAY(${e})`,
    struct: (f) => `OBJECT(${spaced(f)})`,
    map: (k, v) => `MAP(${k}, ${v})`,
  },
  bigquery: { quote: '`', array: (e) => `ARRAY<${e}>`, struct: (f) => `STRUCT<${spaced(f)}>`, map: null },
  databricks: {
    quote: '`',
    array: (e) => `array<${e}>`,
    struct: (f) => `struct<${f.map(([name, type]) => `${name}: ${type}`).join(',')}>`,
    map: (k, v) => `map<${k},${v}>`,
  },
  trino: {
    quote: '"',
    array: (e) => `array(${e})`,
    struct: (f) => `row(${spaced(f)})`,
    map: (k, v) => `map(${k}, ${v})`,
  },
}

function strangersIn(type: SqlType): readonly string[] {
  switch (type.kind) {
    case 'unknown':
      return [type.written]
    case 'scalar':
      return []
    case 'array':
      return strangersIn(type.element.type)
    case 'struct':
      return type.fields.flatMap((field) => strangersIn(field.type))
    case 'map':
      return [...strangersIn(type.key.type), ...strangersIn(type.value.type)]
  }
}

/** Types that are known, nested or not. */
function knownTypes(dialect: Name): fc.Arbitrary<string> {
  const { quote, array, struct, map } = SPELLINGS[dialect]
  const scalar = fc.constantFrom(...SCALARS[dialect].map((text) => text.trim()))
  const field = (type: fc.Arbitrary<string>): fc.Arbitrary<readonly [string, string]> =>
    fc
      .tuple(fc.constantFrom(...NAMES), type, fc.boolean())
      .map(([name, text, notNull]) => [
        quote + name.replaceAll(quote, quote + quote) + quote,
        notNull ? `${text} NOT NULL` : text,
      ])
  return fc.letrec<{ type: string }>((tie) => ({
    type: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      scalar,
      tie('type').map(array),
      ...(struct === null ? [] : [fc.array(field(tie('type')), { maxLength: 4 }).map(struct)]),
      ...(map === null ? [] : [fc.tuple(scalar, tie('type')).map(([key, value]) => map(key, value))]),
    ),
  })).type
}

/** Texts of the pieces that types are made of, in any order, and texts of anything. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        ...'( ) < > [ ] , : . \' " ` - 1 38 varchar int4 numeric struct array map row object not null collate comment options double precision time zone with interval day to _int4 É \u00a0'.split(
          ' ',
        ),
        ' ',
        '\\',
      ),
      { maxLength: 30 },
    )
    .map((pieces) => pieces.join('')),
)

const dialects = fc.constantFrom(...DIALECTS, 'other')
const RUNS = { numRuns: 2_000 }

test('equal texts are identical, whatever they are', () => {
  fc.assert(
    fc.property(anyText, dialects, (text, dialect) => {
      expect(compareTypes(text, text, dialect).verdict).toBe('identical')
      expect(diffTypes(text, text, dialect)).toEqual([])
    }),
    RUNS,
  )
})

test('a canonical spelling is its own, and equivalent to what it came from', () => {
  fc.assert(
    fc.property(anyText, dialects, (text, dialect) => {
      const canonical = canonicalType(text, dialect)
      expect(canonicalType(canonical, dialect)).toBe(canonical)
      expect(compareTypes(text, canonical, dialect).verdict).toMatch(/^(identical|equivalent)$/)
    }),
    RUNS,
  )
})

test('two texts are equivalent exactly when they have one canonical spelling, and nothing throws', () => {
  fc.assert(
    fc.property(anyText, anyText, dialects, (before, after, dialect) => {
      const { verdict, rule } = compareTypes(before, after, dialect)
      const same = canonicalType(before, dialect) === canonicalType(after, dialect)
      expect(verdict === 'identical' || verdict === 'equivalent').toBe(same)
      expect(diffTypes(before, after, dialect).length === 0).toBe(same)
      expect(rule).not.toBe('')
    }),
    RUNS,
  )
})

describe.each(DIALECTS)('known types of %s', (dialect) => {
  const types = knownTypes(dialect)

  test('are known', () => {
    fc.assert(
      fc.property(types, (type) => {
        expect(strangersIn(typeOf(type, dialect))).toEqual([])
        const verdict = compareTypes(type, canonicalType(type, dialect), dialect).verdict
        expect(verdict).toMatch(/^(identical|equivalent)$/)
        expect(canonicalType(canonicalType(type, dialect), dialect)).toBe(canonicalType(type, dialect))
      }),
    )
  })

  test('widen in one direction and narrow in the other', () => {
    fc.assert(
      fc.property(types, types, (a, b) => {
        const [there, back] = [compareTypes(a, b, dialect).verdict, compareTypes(b, a, dialect).verdict]
        if (there === 'widening') expect([a, b, back]).toEqual([a, b, 'narrowing'])
        if (there === 'equivalent') expect(back).toBe('equivalent')
        // A point in time loses its time of day in a date, while a date is no point in time at all.
        if (there === 'incompatible')
          expect([a, b, back]).toEqual([a, b, expect.stringMatching(/^(incompatible|narrowing)$/)])
        if (there === 'unknown') expect(back).toBe('unknown')
      }),
      { numRuns: 1_000 },
    )
  })

  test('keep a widening through a third type', () => {
    // PostgreSQL turns an oid into a bigint, and a bigint into a numeric, but no oid into a numeric.
    const scalars = SCALARS[dialect].map((text) => text.trim()).filter((text) => text !== 'oid')
    const widens = (a: string, b: string): boolean => compareTypes(a, b, dialect).verdict === 'widening'
    for (const a of scalars) {
      for (const b of scalars) {
        if (!widens(a, b)) continue
        for (const c of scalars) {
          if (widens(b, c))
            expect([a, b, c, compareTypes(a, c, dialect).verdict]).toEqual([a, b, c, 'widening'])
        }
      }
    }
  })
})

describe('texts that nest too deep, or are too long, have an answer', () => {
  const DEEP = 10_000
  test.each([
    ['angle brackets', `${'ARRAY<'.repeat(DEEP)}INT64${'>'.repeat(DEEP)}`],
    ['parentheses', `${'ARRAY('.repeat(DEEP)}INT${')'.repeat(DEEP)}`],
    ['parentheses of a number', `numeric${'('.repeat(DEEP)}1${')'.repeat(DEEP)}`],
    ['square brackets', `integer${'[]'.repeat(DEEP)}`],
    ['arrays of arrays', `${'array<'.repeat(150)}int${'[]'.repeat(150)}${'>'.repeat(150)}`],
    ['brackets that open only', 'struct<a:'.repeat(DEEP)],
    ['an unclosed quote', `struct<\`${'a'.repeat(DEEP)}`],
    ['words', 'time zone '.repeat(DEEP)],
    ['decorations', `int64 ${"comment 'x' ".repeat(DEEP)}`],
  ])('%s', (_, text) => {
    for (const dialect of DIALECTS) {
      expect(compareTypes(text, text.replace('int', 'bigint'), dialect).rule).not.toBe('')
      expect(compareTypes(text, ` ${text}`, dialect).verdict).toBe('equivalent')
      expect(compareTypes(text, 'boolean', dialect).verdict).toMatch(/unknown|incompatible/)
    }
  })

  test('a hundred levels are still told apart', () => {
    const nested = (inner: string): string => `${'ARRAY<'.repeat(100)}${inner}${'>'.repeat(100)}`
    const [difference] = diffTypes(nested('INT64'), nested('NUMERIC'), 'bigquery')
    expect(difference).toMatchObject({ path: '[]'.repeat(100), verdict: 'widening' })
  })

  test('a struct of ten thousand fields', () => {
    const fields = (type: string): string =>
      `struct<${Array.from({ length: 10_000 }, (_, index) => `f${index}:${index === 7_777 ? type : 'int'}`).join(',')}>`
    const found = diffTypes(fields('int'), fields('string'), 'databricks')
    expect(found.map(({ path }) => path)).toEqual(['f7777'])
  })

  test('more texts than are remembered', () => {
    for (let index = 0; index < 25_000; index += 1) canonicalType(`varchar(${index + 1})`, 'postgresql')
    expect(compareTypes('varchar(1)', 'varchar(20000)', 'postgresql').verdict).toBe('widening')
  })
})
