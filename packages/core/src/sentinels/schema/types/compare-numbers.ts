import type { Domain } from './sql-type.ts'

export type NumberDomain = Extract<Domain, { readonly kind: 'integer' | 'decimal' | 'float' | 'decfloat' }>

interface Named<D> {
  readonly name: string
  readonly domain: D
}

type Decimal = Extract<Domain, { readonly kind: 'decimal' }>
type Integer = Extract<Domain, { readonly kind: 'integer' }>

export function isNumber(domain: Domain): domain is NumberDomain {
  const { kind } = domain
  return kind === 'integer' || kind === 'decimal' || kind === 'float' || kind === 'decfloat'
}

function digitsOf({ min, max }: Integer): number {
  const [most, least] = [max.toString().length, (-min).toString().length]
  return Math.max(most, least)
}

function digits(count: number): string {
  return count === 1 ? '1 digit' : `${count} digits`
}

/** Whole numbers of so many digits that a mantissa of so many bits keeps exactly. */
function exactDigits(bits: number): number {
  return Math.floor(bits * Math.log10(2))
}

function integerInto(from: Named<Integer>, to: Named<NumberDomain>): string | null {
  const { domain } = to
  switch (domain.kind) {
    case 'integer':
      if (from.domain.max > domain.max) return `${to.name} ends at ${domain.max}`
      return from.domain.min < domain.min ? `${to.name} begins at ${domain.min}` : null
    case 'decimal': {
      const needed = digitsOf(from.domain)
      if (domain.scale !== null && domain.scale < 0) return `${to.name} rounds whole numbers`
      if (domain.integerDigits === null || domain.integerDigits >= needed) return null
      return `${from.name} has up to ${digits(needed)}, ${to.name} has room for ${domain.integerDigits} before the point`
    }
    case 'float': {
      const most = 2n ** BigInt(domain.atLeastBits)
      const fits = from.domain.max <= most && -from.domain.min <= most
      return fits ? null : `${to.name} is exact only up to ${most}`
    }
    case 'decfloat':
      return digitsOf(from.domain) <= domain.digits ? null : `${to.name} keeps ${digits(domain.digits)}`
  }
}

function decimalIntoDecimal(from: Named<Decimal>, to: Named<Decimal>): string | null {
  const { integerDigits, scale } = to.domain
  if (integerDigits !== null && (from.domain.integerDigits ?? Number.POSITIVE_INFINITY) > integerDigits) {
    const had =
      from.domain.integerDigits === null ? 'any number of digits' : digits(from.domain.integerDigits)
    return `${from.name} has ${had} before the point, ${to.name} has room for ${integerDigits}`
  }
  if (scale !== null && (from.domain.scale ?? Number.POSITIVE_INFINITY) > scale) {
    const had = from.domain.scale === null ? 'any number of digits' : digits(from.domain.scale)
    return `${from.name} has ${had} after the point, ${to.name} keeps ${scale}`
  }
  return from.domain.hasNaN && !to.domain.hasNaN ? `${to.name} has no NaN` : null
}

function decimalInto(from: Named<Decimal>, to: Named<NumberDomain>): string | null {
  const { integerDigits, scale, hasNaN } = from.domain
  const { domain } = to
  if (domain.kind === 'decimal') return decimalIntoDecimal(from, { name: to.name, domain })
  if (domain.kind === 'decfloat') {
    const total =
      integerDigits === null || scale === null ? null : Math.max(integerDigits, integerDigits + scale)
    return total !== null && total <= domain.digits ? null : `${to.name} keeps ${digits(domain.digits)}`
  }
  if (scale === null || scale > 0) {
    return domain.kind === 'integer'
      ? `${to.name} has no digits after the point`
      : `${to.name} rounds decimal fractions`
  }
  if (domain.kind === 'float') {
    const exact = exactDigits(domain.atLeastBits)
    return integerDigits !== null && integerDigits <= exact
      ? null
      : `${to.name} is exact only up to ${digits(exact)}`
  }
  if (hasNaN) return `${to.name} has no NaN`
  // More digits than any integer type has would only make the power below costly.
  if (integerDigits === null || integerDigits >= 40) return `${to.name} ends at ${domain.max}`
  const most = 10n ** BigInt(Math.max(integerDigits, 0)) - 1n
  if (most > domain.max) return `${to.name} ends at ${domain.max}`
  return -most < domain.min ? `${to.name} begins at ${domain.min}` : null
}

/** Why some numbers of one type have no exact place in another; null: all have. */
export function numberMisfit(from: Named<NumberDomain>, to: Named<NumberDomain>): string | null {
  const { domain } = from
  switch (domain.kind) {
    case 'integer':
      return integerInto({ name: from.name, domain }, to)
    case 'decimal':
      return decimalInto({ name: from.name, domain }, to)
    case 'float': {
      const { domain: target } = to
      if (target.kind === 'integer') return `${to.name} has neither fractions nor infinity`
      if (target.kind !== 'float')
        return `${to.name} does not hold every value of a binary ${from.name} exactly`
      return domain.atMostBits <= target.atLeastBits
        ? null
        : `${to.name} keeps fewer digits than ${from.name}`
    }
    case 'decfloat': {
      const { domain: target } = to
      if (target.kind === 'decfloat' && target.digits >= domain.digits) return null
      return `${to.name} does not reach as far, or keeps fewer digits`
    }
  }
}
