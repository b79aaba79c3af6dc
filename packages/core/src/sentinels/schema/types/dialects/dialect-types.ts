import type { Grammar } from '../parse-type.ts'
import type { ScalarRule } from '../scalars.ts'

/** What a dialect's type texts mean. */
export interface DialectTypes extends Grammar {
  /** By every name that it goes by, lower case. */
  readonly scalars: ReadonlyMap<string, ScalarRule>
  /** Names of struct constructors. */
  readonly structs: ReadonlySet<string>
  /** `int[][]` is a type of its own; where not, all arrays of int are one type. */
  readonly nestsDimensions: boolean
  /** What fields of a struct are matched by. */
  foldField(name: string, isQuoted: boolean): string
  /** Collations that are the default, so that naming them changes nothing. Lower case. */
  readonly defaultCollations: ReadonlySet<string>
  /** Canonical spellings of nested types; each is read back as the same type. */
  readonly spell: {
    array(element: string): string
    struct(fields: readonly (readonly [name: string, type: string])[]): string
    map(key: string, value: string): string
  }
  readonly fieldQuote: '"' | '`'
  /** Schemas of built-in types: `pg_catalog.int4` is `int4`. */
  readonly builtInSchema?: string
  /** Types of extensions, which live in whatever schema they were installed in. */
  readonly anySchema?: ReadonlySet<string>
  /** Canonical spellings of the types without a shape that hold every value of an array, struct or map. */
  readonly shapeless: Readonly<Record<'array' | 'struct' | 'map', readonly string[]>>
}

export type NamedRules = readonly (readonly [names: string, rule: ScalarRule])[]

/** One entry a name; names are separated by `|`. */
export function byName(...tables: readonly NamedRules[]): ReadonlyMap<string, ScalarRule> {
  const all = new Map<string, ScalarRule>()
  for (const table of tables) {
    for (const [names, rule] of table) for (const name of names.split('|')) all.set(name, rule)
  }
  return all
}

export const NOTHING_SHAPELESS: DialectTypes['shapeless'] = { array: [], struct: [], map: [] }
