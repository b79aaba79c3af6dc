import type { Domain, Family, Scalar } from './sql-type.ts'

/**
 * Reads the parameters of a type into what it holds. null: parameters that this type does not take, so that it counts
 * as a type never seen.
 */
export type ScalarRule = (args: readonly string[], collation: string) => Scalar | null

const WHOLE = /^-?\d{1,9}$/

/** The arguments as whole numbers; null: one of them is something else. */
export function wholeNumbers(args: readonly string[]): readonly number[] | null {
  return args.every((arg) => WHOLE.test(arg)) ? args.map(Number) : null
}

/** A type without parameters. */
export function plain(canonical: string, domain: Domain): ScalarRule {
  return (args) => (args.length === 0 ? { canonical, domain } : null)
}

export function signed(canonical: string, bits: number): ScalarRule {
  const half = 2n ** BigInt(bits - 1)
  return plain(canonical, { kind: 'integer', min: -half, max: half - 1n })
}

export function unsigned(canonical: string, bits: number): ScalarRule {
  return plain(canonical, { kind: 'integer', min: 0n, max: 2n ** BigInt(bits) - 1n })
}

/** MySQL's `int(11)`: how wide the number is shown, which restricts nothing. */
export function withWidth(rule: ScalarRule): ScalarRule {
  return (args, collation) => rule(args.length === 1 && wholeNumbers(args) !== null ? [] : args, collation)
}

export function float(canonical: string, atLeastBits: number, atMostBits: number = atLeastBits): ScalarRule {
  return plain(canonical, { kind: 'float', atLeastBits, atMostBits })
}

export interface DecimalOptions {
  /** Of the name alone: precision and scale, no limit, or left to the engine. */
  readonly alone: readonly [precision: number, scale: number] | 'unlimited' | 'engine_sized'
  readonly hasNaN?: boolean
}

/** `numeric(p)` has no digits after the point in any of the dialects. */
export function decimal(name: string, { alone, hasNaN = false }: DecimalOptions): ScalarRule {
  const sized = (precision: number, scale: number): Scalar => ({
    canonical: `${name}(${precision},${scale})`,
    domain: { kind: 'decimal', integerDigits: precision - scale, scale, hasNaN },
  })
  return (args) => {
    const [precision, scale = 0, ...more] = wholeNumbers(args) ?? [0, 0, 0]
    if (more.length > 0) return null
    if (precision !== undefined) return precision > 0 ? sized(precision, scale) : null
    if (alone === 'engine_sized') return engineSized(name, 'number', `how many digits ${name} keeps`)
    if (alone !== 'unlimited') return sized(...alone)
    return { canonical: name, domain: { kind: 'decimal', integerDigits: null, scale: null, hasNaN } }
  }
}

function engineSized(canonical: string, family: Family, what: string): Scalar {
  return { canonical, domain: { kind: 'engine_sized', family, what } }
}

export interface TextOptions {
  /** Length of the name alone. */
  readonly alone: number | 'unlimited'
  /** The spelling without a length where it has no limit. Default: the name. */
  readonly unlimitedName?: string
  readonly ignoresBlanks?: boolean
}

/** A single length, `max` allowed; undefined: it is not one. */
function lengthOf(args: readonly string[], alone: number | 'unlimited'): number | null | undefined {
  if (args.length > 1) return undefined
  if (args.length === 0) return alone === 'unlimited' ? null : alone
  if (args[0] === 'max') return null
  const length = wholeNumbers(args)?.[0] ?? 0
  return length > 0 ? length : undefined
}

const PLAIN_COLLATION = /^[a-z][a-z0-9_]*$/

/** With its collation, where that is not the default. */
export function collated(canonical: string, collation: string): string {
  if (collation === '') return canonical
  const name = PLAIN_COLLATION.test(collation) ? collation : `'${collation.replaceAll("'", "''")}'`
  return `${canonical} collate ${name}`
}

export function text(
  name: string,
  { alone, unlimitedName = name, ignoresBlanks = false }: TextOptions,
): ScalarRule {
  return (args, collation) => {
    const max = lengthOf(args, alone)
    if (max === undefined) return null
    return {
      canonical: collated(max === null ? unlimitedName : `${name}(${max})`, collation),
      domain: { kind: 'text', max, unit: 'characters', ignoresBlanks, collation },
    }
  }
}

export function sized(
  kind: 'bytes' | 'bits',
  name: string,
  alone: number | 'unlimited',
  isFixed = false,
): ScalarRule {
  return (args) => {
    const max = lengthOf(args, alone)
    if (max === undefined) return null
    return { canonical: max === null ? name : `${name}(${max})`, domain: { kind, max, isFixed } }
  }
}

export interface ClockOptions {
  /** Digits of a second of the name alone; `engine_sized`: engines differ. */
  readonly alone: number | 'engine_sized'
  readonly most: number
  /** Written behind the precision: `timestamp(3) with time zone`. */
  readonly suffix?: string
}

function precisionOf(args: readonly string[], alone: number, most: number): number | null {
  if (args.length > 1) return null
  const precision = args.length === 0 ? alone : (wholeNumbers(args)?.[0] ?? -1)
  return precision < 0 ? null : Math.min(precision, most)
}

function clock(
  name: string,
  family: Family,
  { alone, most, suffix = '' }: ClockOptions,
  domainOf: (precision: number) => Domain,
): ScalarRule {
  return (args) => {
    if (args.length === 0 && alone === 'engine_sized') {
      return engineSized(`${name}${suffix}`, family, `how exact ${name}${suffix} is`)
    }
    const precision = precisionOf(args, alone === 'engine_sized' ? most : alone, most)
    if (precision === null) return null
    const parameter = precision === alone ? '' : `(${precision})`
    return { canonical: `${name}${parameter}${suffix}`, domain: domainOf(precision) }
  }
}

export function time(name: string, options: ClockOptions, hasZone = false): ScalarRule {
  return clock(name, 'time', options, (precision) => ({ kind: 'time', precision, hasZone }))
}

export function timestamp(
  name: string,
  options: ClockOptions,
  zone: 'none' | 'instant' | 'offset',
): ScalarRule {
  return clock(name, 'datetime', options, (precision) => ({ kind: 'timestamp', precision, zone }))
}

export interface NamedOptions {
  /** How many arguments it takes at most. Default 0. */
  readonly args?: number
  readonly argsRestrict?: boolean
  readonly heldBy?: readonly string[]
}

export function named(
  name: string,
  { args: most = 0, argsRestrict = false, heldBy = [] }: NamedOptions = {},
): ScalarRule {
  return (args) => {
    if (args.length > most) return null
    return {
      canonical: args.length === 0 ? name : `${name}(${args.join(',')})`,
      domain: { kind: 'named', name, args, argsRestrict, heldBy },
    }
  }
}

const SHAPE =
  /^(geometry|point|linestring|polygon|multipoint|multilinestring|multipolygon|geometrycollection|circularstring|compoundcurve|curvepolygon|multicurve|multisurface|polyhedralsurface|triangle|tin) ?(z|m|zm)?$/

/**
 * PostGIS: the kind of shape with its dimensions, then the reference system, 0 or absent being `unnamedSystem`. `Geometry` is any
 * kind, but of these dimensions; the system `*` restricts nothing. A name alone restricts not even the dimensions.
 */
export function spatial(name: string, unnamedSystem: string): ScalarRule {
  const bare = named(name, { argsRestrict: true })
  return (args, collation) => {
    if (args.length === 0) return bare(args, collation)
    const [, shape, dimensions = ''] = SHAPE.exec(args[0] ?? '') ?? []
    const given = args[1] ?? '0'
    if (args.length > 2 || shape === undefined || !/^\d{1,6}$/.test(given)) return null
    const system = Number(given) === 0 ? unnamedSystem : given
    const spelled = system === '*' ? '' : `,${system}`
    const kind = shape === 'geometry' ? '*' : shape
    return {
      canonical: `${name}(${shape}${dimensions}${spelled})`,
      domain: {
        ...{ kind: 'named', name, args: [kind, dimensions, system] },
        ...{ argsRestrict: true, heldBy: [] },
      },
    }
  }
}

const FIELDS = ['year', 'month', 'day', 'hour', 'minute', 'second']
const FINEST_MONTH = 1
const FINEST_SECOND = 5

/**
 * `interval`, `interval(3)`, `interval minute`, `interval day to second(3)` under all their names. With `twoKinds`, years and
 * months are one kind and days to seconds another; without, only the finest field restricts the values.
 */
export function intervals(
  name: string,
  twoKinds: boolean,
  most = 6,
): readonly (readonly [string, ScalarRule])[] {
  const rules: (readonly [string, ScalarRule])[] = []
  const add = (
    words: string,
    finest: number,
    part: 'any' | 'year_month' | 'day_time',
    spelled: string,
  ): void => {
    rules.push([
      `interval${words}`,
      (args) => {
        const precision = precisionOf(args, most, most)
        // `interval day(3)` gives a width of the leading field, which no catalog restricts values by.
        if (precision === null || (args.length > 0 && finest !== FINEST_SECOND)) return null
        const parameter = precision === most ? '' : `(${precision})`
        return {
          canonical: `${name}${spelled}${parameter}`,
          domain: { kind: 'interval', part, finest, precision },
        }
      },
    ])
  }
  add('', FINEST_SECOND, 'any', '')
  FIELDS.forEach((from, first) => {
    FIELDS.forEach((to, finest) => {
      if (finest < first) return
      const isMonths = finest <= FINEST_MONTH
      if (twoKinds && !isMonths && first <= FINEST_MONTH) return
      const words = first === finest ? ` ${from}` : ` ${from} to ${to}`
      if (twoKinds) add(words, finest, isMonths ? 'year_month' : 'day_time', ` ${to}`)
      else add(words, finest, 'any', finest === FINEST_SECOND ? '' : ` ${to}`)
    })
  })
  return rules
}
