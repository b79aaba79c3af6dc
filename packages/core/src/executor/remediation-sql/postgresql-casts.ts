type Family =
  | 'text'
  | 'integer'
  | 'decimal'
  | 'float'
  | 'money'
  | 'boolean'
  | 'bits'
  | 'bytes'
  | 'json'
  | 'date'
  | 'time'
  | 'timestamp'
  | 'interval'
  | 'other'

const FAMILIES: readonly (readonly [RegExp, Family])[] = [
  [/^(text|character varying|varchar|character|char|bpchar|citext|name|"char")$/, 'text'],
  [/^(smallint|integer|bigint|int[248]?|oid)$/, 'integer'],
  [/^(numeric|decimal)$/, 'decimal'],
  [/^(real|double precision|float[48]?)$/, 'float'],
  [/^money$/, 'money'],
  [/^bool(ean)?$/, 'boolean'],
  [/^(bit|bit varying|varbit)$/, 'bits'],
  [/^bytea$/, 'bytes'],
  [/^jsonb?$/, 'json'],
  [/^date$/, 'date'],
  [/^time with(out)? time zone$|^timetz$|^time$/, 'time'],
  [/^timestamp with(out)? time zone$|^timestamp(tz)?$/, 'timestamp'],
  [/^interval\b/, 'interval'],
]

interface ReadType {
  readonly family: Family
  readonly isArray: boolean
  /** Without length, precision and brackets. */
  readonly base: string
  /** What stands in parentheses; null: nothing. */
  readonly args: readonly number[] | null
}

function readType(type: string): ReadType {
  const isArray = type.endsWith('[]')
  const plain = type.replace(/(\[\])+$/, '')
  const args = /\(([\d, -]+)\)/.exec(plain)
  const base = plain.replace(/\([\d, -]+\)/, '').trim()
  return {
    family: FAMILIES.find(([pattern]) => pattern.test(base))?.[1] ?? 'other',
    isArray,
    base,
    args: args?.[1] === undefined ? null : args[1].split(',').map(Number),
  }
}

const NUMBERS: ReadonlySet<Family> = new Set(['integer', 'decimal', 'float', 'money'])

function scalarCast(value: string, a: ReadType, b: ReadType, to: string): string | null {
  const direct = `${value}::${to}`
  const viaText = `${value}::text::${to}`
  if (b.family === 'text') {
    // Without its length, so that a value that is too long is refused and not cut.
    if (a.family === 'bytes') return null
    return a.family === 'text' ? direct : `${value}::text`
  }
  if (a.family === 'text') return b.family === 'bytes' ? null : direct
  if (a.family === b.family && a.family !== 'other' && a.family !== 'time') return direct
  if (a.family === 'time' && b.family === 'time') return direct
  if (NUMBERS.has(a.family) && NUMBERS.has(b.family)) {
    return a.family === 'money' || b.family === 'money' ? `${value}::numeric::${to}` : direct
  }
  if (a.family === 'boolean' && NUMBERS.has(b.family)) {
    return b.base === 'integer' ? direct : `${value}::integer::${to}`
  }
  if (NUMBERS.has(a.family) && b.family === 'boolean') {
    return a.family === 'money' ? null : `(${value} <> 0)`
  }
  if (a.family === 'json' && (NUMBERS.has(b.family) || b.family === 'boolean')) {
    if (b.family === 'money') return null
    return a.base === 'jsonb' ? direct : `${value}::jsonb::${to}`
  }
  if (b.family === 'json' && (NUMBERS.has(a.family) || a.family === 'boolean')) {
    return a.family === 'money' ? null : `to_${b.base}(${value})`
  }
  if (a.family === 'timestamp' && (b.family === 'date' || b.family === 'time')) return direct
  if (a.family === 'date' && b.family === 'timestamp') return direct
  if ((a.family === 'time' && b.family === 'interval') || (a.family === 'interval' && b.family === 'time')) {
    return direct
  }
  // Between a number, a time, bits and bytes no rule says what a value means.
  const plain = (type: ReadType): boolean =>
    type.family === 'other' || type.family === 'json' || type.family === 'boolean'
  return plain(a) && plain(b) ? viaText : a.family === 'other' || b.family === 'other' ? viaText : null
}

/**
 * An expression that gives a value of one PostgreSQL type as another; it refuses rather than cuts a text that is too long. null: how a
 * value of one is meant as the other, nobody can tell from the types.
 */
export function castOnPostgresql(value: string, from: string, to: string): string | null {
  const [a, b] = [readType(from), readType(to)]
  if (!a.isArray && !b.isArray) return scalarCast(value, a, b, to)
  if (!a.isArray && a.family !== 'text' && a.family !== 'other') return null
  if (!b.isArray)
    return b.family === 'text' ? `${value}::text` : b.family === 'other' ? `${value}::text::${to}` : null
  if (!a.isArray) return a.family === 'text' ? `${value}::${to}` : `${value}::text::${to}`
  if (scalarCast('v', a, b, to) === null) return null
  // Elements that need more than one step are read from the text of the whole array.
  const isDirect = a.family === b.family || a.family === 'text' || b.family === 'text'
  const areNumbers = NUMBERS.has(a.family) && NUMBERS.has(b.family)
  return isDirect || areNumbers ? `${value}::${to}` : `${value}::text::${to}`
}

/** The assignment does it: nothing is to be said. */
export function needsNoUsing(from: string, to: string): boolean {
  const [a, b] = [readType(from), readType(to)]
  return a.isArray === b.isArray && a.family === 'text' && b.family === 'text'
}

function precisionOf({ args }: ReadType): number {
  return args?.[0] ?? 6
}

/** Within one family: numbers are rounded, times cut. */
function losesWithin(a: ReadType, b: ReadType): boolean {
  switch (a.family) {
    case 'decimal':
      return b.args !== null && (a.args === null || (a.args[1] ?? 0) > (b.args[1] ?? 0))
    case 'float':
      return a.base !== 'real' && b.base === 'real'
    case 'json':
      return a.base === 'json' && b.base === 'jsonb'
    case 'time':
    case 'timestamp':
      return a.base !== b.base || precisionOf(b) < precisionOf(a)
    case 'interval':
    case 'bits':
      return a.base !== b.base || b.args !== null
    default:
      return false
  }
}

/** Whether values may be changed without an error. */
export function losesOnPostgresql(from: string, to: string): boolean {
  const [a, b] = [readType(from), readType(to)]
  if (a.family === b.family) return losesWithin(a, b)
  // A text is read strictly, and any value can be written as one.
  if (b.family === 'text') return false
  if (a.family === 'text') {
    return b.family === 'date' || b.family === 'time' || (b.args !== null && b.family !== 'other')
  }
  if (a.family === 'integer') return b.family !== 'decimal' && b.family !== 'json'
  if (a.family === 'date' && b.family === 'timestamp') return isZoned(to)
  if (a.family === 'boolean') return false
  return a.family !== 'other' && b.family !== 'other' && b.family !== 'json'
}

/** Values of it are meant in the time zone of the session when they come from a type that has none. */
export function isZoned(type: string): boolean {
  return /^(timestamp|time)\b.*with time zone|tz$/.test(type)
}

/** PostgreSQL changes the type in the catalog alone, without writing the rows again. */
export function keepsRows(from: string, to: string): boolean {
  const [a, b] = [readType(from), readType(to)]
  if (a.isArray || b.isArray || a.family !== b.family) return false
  const isVarying = (base: string): boolean => base === 'text' || base.startsWith('character varying')
  if (a.family === 'text') {
    if (!isVarying(a.base) || !isVarying(b.base)) return false
    return b.args === null || (a.args !== null && (a.args[0] ?? 0) <= (b.args[0] ?? 0))
  }
  if (a.family !== 'decimal') return false
  if (b.args === null) return true
  return a.args !== null && (a.args[1] ?? 0) === (b.args[1] ?? 0) && (a.args[0] ?? 0) <= (b.args[0] ?? 0)
}

/** The longest text that the type takes; null: no limit. */
export function longestText(type: string): number | null {
  const { family, isArray, args, base } = readType(type)
  if (family !== 'text' || isArray) return null
  return args?.[0] ?? (base === 'character' ? 1 : null)
}
