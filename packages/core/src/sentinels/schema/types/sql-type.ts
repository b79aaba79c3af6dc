/** What values a type has, as far as comparing it needs. `null` for a length or a count of digits: no limit. */
export type Domain =
  | { readonly kind: 'integer'; readonly min: bigint; readonly max: bigint }
  | {
      readonly kind: 'decimal'
      /** Digits before the point; negative where the scale exceeds the precision. */
      readonly integerDigits: number | null
      readonly scale: number | null
      readonly hasNaN: boolean
    }
  /** Bits of the mantissa; two figures where engines differ. */
  | { readonly kind: 'float'; readonly atLeastBits: number; readonly atMostBits: number }
  | { readonly kind: 'decfloat'; readonly digits: number }
  | {
      readonly kind: 'text'
      readonly max: number | null
      readonly unit: 'characters' | 'bytes'
      /** Trailing blanks carry no meaning, as in `char(n)`. */
      readonly ignoresBlanks: boolean
      /** '' is the engine's default. */
      readonly collation: string
    }
  | { readonly kind: 'bytes'; readonly max: number | null; readonly isFixed: boolean }
  | { readonly kind: 'bits'; readonly max: number | null; readonly isFixed: boolean }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'date'; readonly fitsTimestamp: boolean }
  | { readonly kind: 'time'; readonly precision: number; readonly hasZone: boolean }
  | {
      readonly kind: 'timestamp'
      readonly precision: number
      /** `none`: what a clock on the wall shows; `instant`: a point in time; `offset`: one with the offset it was written with. */
      readonly zone: 'none' | 'instant' | 'offset'
    }
  | {
      readonly kind: 'interval'
      readonly part: 'any' | 'year_month' | 'day_time'
      /** The finest field: 0 year, 1 month, 2 day, 3 hour, 4 minute, 5 second. */
      readonly finest: number
      readonly precision: number
    }
  /** A known type that relates to hardly any other. */
  | {
      readonly kind: 'named'
      readonly name: string
      /** `*` as one of them restricts nothing. */
      readonly args: readonly string[]
      /** Arguments only restrict, so that the type without them holds all values. */
      readonly argsRestrict: boolean
      /** Canonical spellings of the types that hold each of its values; `*`: all do. */
      readonly heldBy: readonly string[]
    }
  /** A type of a known family whose size the engine decides. */
  | { readonly kind: 'engine_sized'; readonly family: Family; readonly what: string }

export type Family =
  | 'number'
  | 'text'
  | 'bytes'
  | 'bits'
  | 'boolean'
  | 'datetime'
  | 'time'
  | 'interval'
  | 'named'

export interface Scalar {
  /** One spelling for all equivalent ones. */
  readonly canonical: string
  readonly domain: Domain
}

interface Spelled {
  readonly canonical: string
  /** As it stands in the source. */
  readonly written: string
}

/** The place of a value inside another: an element, a field, a value of a map. */
export interface Slot {
  readonly type: SqlType
  readonly nullable: boolean
  /** The type with its NOT NULL and other decorations, as it stands in the source. */
  readonly written: string
}

export interface StructField extends Slot {
  /** As written, without quotes. */
  readonly name: string
  /** What the dialect matches fields by; unique within the struct. */
  readonly key: string
}

export type SqlType =
  | (Spelled & { readonly kind: 'scalar'; readonly domain: Domain })
  | (Spelled & { readonly kind: 'array'; readonly element: Slot })
  | (Spelled & { readonly kind: 'struct'; readonly fields: readonly StructField[] })
  | (Spelled & { readonly kind: 'map'; readonly key: Slot; readonly value: Slot })
  | (Spelled & { readonly kind: 'unknown' })
