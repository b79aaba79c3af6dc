import type { TypeVerdict } from '../../../model/type-verdict.ts'
import { isNumber, numberMisfit } from './compare-numbers.ts'
import type { Domain, Family, Scalar } from './sql-type.ts'

/** How two types relate, and the rule that decided. */
export interface TypeComparison {
  readonly verdict: TypeVerdict
  /** In words a person understands: `numeric(12,2) holds every numeric(10,2)`. */
  readonly rule: string
}

type Of<K extends Domain['kind']> = Extract<Domain, { readonly kind: K }>

function familyOf(domain: Domain): Family {
  switch (domain.kind) {
    case 'integer':
    case 'decimal':
    case 'float':
    case 'decfloat':
      return 'number'
    case 'date':
    case 'timestamp':
      return 'datetime'
    case 'engine_sized':
      return domain.family
    default:
      return domain.kind
  }
}

const FAMILY_WORDS: Readonly<Record<Family, string>> = {
  number: 'numbers',
  text: 'text',
  bytes: 'bytes',
  bits: 'strings of bits',
  boolean: 'true or false',
  datetime: 'dates or timestamps',
  time: 'times of day',
  interval: 'lengths of time',
  named: 'values of their own kind',
}

function textMisfit(from: Of<'text'>, to: Of<'text'>, name: string): string | null {
  if (to.ignoresBlanks && !from.ignoresBlanks) return `${name} does not keep blanks at the end`
  if (to.max === null) return null
  if (from.max === null) return `${name} holds at most ${to.max} ${to.unit}`
  // A character takes up to four bytes in UTF-8.
  const needed = to.unit === 'bytes' && from.unit === 'characters' ? from.max * 4 : from.max
  return needed <= to.max ? null : `${name} holds at most ${to.max} ${to.unit}`
}

function lengthMisfit(
  from: Of<'bytes'> | Of<'bits'>,
  to: Of<'bytes'> | Of<'bits'>,
  name: string,
): string | null {
  if (to.isFixed)
    return from.isFixed && from.max === to.max ? null : `${name} holds exactly ${to.max} ${to.kind}`
  const fits = to.max === null || (from.max !== null && from.max <= to.max)
  return fits ? null : `${name} holds at most ${to.max} ${to.kind}`
}

function precisionMisfit(from: number, to: number, name: string): string | null {
  return from <= to ? null : `${name} keeps ${to} digits of a second, it was ${from}`
}

const FIELDS = ['years', 'months', 'days', 'hours', 'minutes', 'seconds']

function intervalMisfit(from: Of<'interval'>, to: Of<'interval'>, name: string): string | null {
  if (to.part !== 'any' && from.part === 'any') return `${name} holds only a part of an interval`
  if (from.finest > to.finest) return `${name} ends at ${FIELDS[to.finest] ?? 'seconds'}`
  return from.finest < FIELDS.length - 1 ? null : precisionMisfit(from.precision, to.precision, name)
}

/** Why some values do not fit; null: all do. Of two domains of one family that can be compared at all. */
function misfit(from: Scalar, to: Scalar): string | null {
  const [a, b, name] = [from.domain, to.domain, to.canonical]
  if (isNumber(a) && isNumber(b)) {
    return numberMisfit({ name: from.canonical, domain: a }, { name, domain: b })
  }
  if (a.kind === 'text' && b.kind === 'text') return textMisfit(a, b, name)
  if ((a.kind === 'bytes' || a.kind === 'bits') && a.kind === b.kind) return lengthMisfit(a, b, name)
  if (a.kind === 'time' && b.kind === 'time') return precisionMisfit(a.precision, b.precision, name)
  if (a.kind === 'interval' && b.kind === 'interval') return intervalMisfit(a, b, name)
  if (a.kind === 'timestamp' && b.kind === 'date') return 'a date has no time of day'
  if (a.kind === 'date' && b.kind === 'timestamp') {
    return a.fitsTimestamp ? null : 'a date reaches further into the future than a timestamp'
  }
  if (a.kind === 'timestamp' && b.kind === 'timestamp') {
    if (a.zone === 'offset' && b.zone === 'instant')
      return `${name} forgets the offset that came with the time`
    return precisionMisfit(a.precision, b.precision, name)
  }
  return null
}

/** Why two domains of one family mean different things; null: they can be compared. */
function clash(from: Scalar, to: Scalar): string | null {
  const [a, b] = [from.domain, to.domain]
  if (a.kind === 'text' && b.kind === 'text' && a.collation !== b.collation) {
    return 'another collation: equality and order of the same text change'
  }
  if (a.kind === 'time' && b.kind === 'time' && a.hasZone !== b.hasZone) {
    return 'a time with a zone and one without mean different things: the conversion takes the zone of the session'
  }
  if (a.kind === 'timestamp' && b.kind === 'timestamp' && (a.zone === 'none') !== (b.zone === 'none')) {
    return 'a point in time and a time on a wall clock mean different things: the conversion takes the zone of the session'
  }
  if (a.kind === 'date' && b.kind === 'timestamp' && b.zone !== 'none') {
    return 'a day is no point in time: the conversion takes the zone of the session'
  }
  if (
    a.kind === 'interval' &&
    b.kind === 'interval' &&
    a.part !== b.part &&
    a.part !== 'any' &&
    b.part !== 'any'
  ) {
    return 'months and days cannot be converted into each other'
  }
  return null
}

/** PostGIS keeps what consists of several shapes of one kind in a column of collections too. */
function argHolds(to: string | undefined, from: string | undefined): boolean {
  if (to === '*' || to === from) return true
  return to === 'geometrycollection' && /^multi(point|linestring|polygon)$/.test(from ?? '')
}

function compareNamed(from: Scalar, to: Scalar): TypeComparison {
  const [a, b] = [from.domain, to.domain]
  if (a.kind === 'named' && b.kind === 'named' && a.name === b.name && a.argsRestrict) {
    if (b.args.length === 0) return widening(from.canonical, to.canonical)
    if (a.args.length === 0)
      return narrowing(`${to.canonical} holds only some of the values of ${from.canonical}`)
    const isEach = (fits: (before: string, index: number) => boolean): boolean =>
      a.args.length === b.args.length && a.args.every(fits)
    if (isEach((before, index) => argHolds(b.args[index], before))) {
      return widening(from.canonical, to.canonical)
    }
    if (isEach((before, index) => argHolds(b.args[index], before) || argHolds(before, b.args[index]))) {
      return narrowing(`${to.canonical} holds only some of the values of ${from.canonical}`)
    }
    return { verdict: 'incompatible', rule: `no value of ${from.canonical} fits ${to.canonical}` }
  }
  return {
    verdict: 'incompatible',
    rule: `${from.canonical} and ${to.canonical} are different kinds of values`,
  }
}

function widening(from: string, to: string): TypeComparison {
  return { verdict: 'widening', rule: `${to} holds every ${from}` }
}

function narrowing(reason: string): TypeComparison {
  return { verdict: 'narrowing', rule: reason }
}

/** Such as Spark's `void`, which has no value but NULL. */
export function isHeldByAll(domain: Domain): boolean {
  return domain.kind === 'named' && domain.heldBy.includes('*')
}

function isHeldBy({ domain }: Scalar, { canonical }: Scalar): boolean {
  return isHeldByAll(domain) || (domain.kind === 'named' && domain.heldBy.includes(canonical))
}

/**
 * Two scalar types of different canonical spelling. What decides is the set of values, and what who reads the column
 * makes of them:
 *
 * - A number that becomes text is incompatible, though a cast loses nothing: every sum and every comparison breaks.
 * - Blanks at the end of a `char(n)` mean nothing, so that a varchar holds them all, while a varchar's own blanks are
 *   lost in a char.
 * - A decimal fraction has no exact place in a binary float, even where its first fifteen digits come back.
 * - With and without a zone are incompatible, and so is a date that becomes a point in time: the session's zone
 *   decides. A timestamp that becomes a date loses the time of day in every zone: narrowing, with a zone or without.
 * - A document that is stored parsed (`jsonb`) lost its spaces, order and duplicate keys: narrowing.
 * - Another collation is incompatible: the same texts are equal, or ordered, otherwise.
 */
export function compareScalars(from: Scalar, to: Scalar): TypeComparison {
  const [a, b] = [from.domain, to.domain]
  if (isHeldBy(from, to)) return widening(from.canonical, to.canonical)
  if (isHeldBy(to, from))
    return narrowing(`${to.canonical} holds only some of the values of ${from.canonical}`)
  const [familyA, familyB] = [familyOf(a), familyOf(b)]
  if (familyA !== familyB) {
    const rule = `${from.canonical} holds ${FAMILY_WORDS[familyA]}, ${to.canonical} holds ${FAMILY_WORDS[familyB]}`
    return { verdict: 'incompatible', rule }
  }
  if (a.kind === 'named') return compareNamed(from, to)
  const meaning = clash(from, to)
  if (meaning !== null) return { verdict: 'incompatible', rule: meaning }
  const open = [a, b].find((domain) => domain.kind === 'engine_sized')
  if (open !== undefined) return { verdict: 'unknown', rule: `${open.what} depends on the engine` }
  const reason = misfit(from, to)
  if (reason !== null) return narrowing(reason)
  if (misfit(to, from) === null) {
    return { verdict: 'equivalent', rule: `${from.canonical} and ${to.canonical} hold the same values` }
  }
  return widening(from.canonical, to.canonical)
}
