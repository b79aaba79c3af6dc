import type { DialectTypes } from './dialects/dialect-types.ts'
import { spelledField } from './field-names.ts'
import { MAX_DEPTH, type MemberSyntax, parseTypeText, type TypeSyntax } from './parse-type.ts'
import { collated } from './scalars.ts'
import type { Slot, SqlType, StructField } from './sql-type.ts'
import { unquoted } from './tokens.ts'

interface Context {
  readonly types: DialectTypes
  /** How many types this one stands in. */
  readonly depth: number
}

function unknownType(canonical: string, written: string): SqlType {
  return { kind: 'unknown', canonical, written }
}

/** The name to look up: without the schema of the built-in types, and without quotes that change nothing. */
function builtInName(name: string, { builtInSchema, anySchema, scalars }: DialectTypes): string {
  if (builtInSchema === undefined) return name
  const last = name.slice(name.lastIndexOf('.') + 1)
  if (anySchema?.has(last) === true) return last
  const bare = name.startsWith(`${builtInSchema}.`) ? name.slice(builtInSchema.length + 1) : name
  if (!bare.startsWith('"') || scalars.has(bare)) return bare
  const inside = unquoted({ kind: 'quoted', text: bare, start: 0, end: bare.length })
  // Quoted, a word of the grammar such as `integer` is the name of somebody's own type; `int4` is the catalog's.
  return /^(int[248]|float[48]|bool|text|varchar|bpchar|numeric|date|timestamptz?|timetz?|uuid|jsonb?|bytea|name)$/.test(
    inside,
  )
    ? inside
    : bare
}

function slotOf(syntax: TypeSyntax, context: Context): Slot {
  return { type: resolve(syntax, context), nullable: !syntax.notNull, written: syntax.decorated }
}

function spelledSlot({ type, nullable }: Slot): string {
  return nullable ? type.canonical : `${type.canonical} NOT NULL`
}

function arrayOf(element: Slot, written: string, types: DialectTypes): SqlType {
  return { kind: 'array', canonical: types.spell.array(spelledSlot(element)), written, element }
}

/** A key of its own for each field, also where two have one name. */
function uniqueKey(folded: string, taken: Map<string, number>): string {
  let times = taken.get(folded) ?? 0
  let key = folded
  do {
    times += 1
    key = times === 1 ? folded : `${folded}#${times}`
  } while (times > 1 && taken.has(key))
  taken.set(folded, times)
  if (key !== folded) taken.set(key, 1)
  return key
}

function fieldsOf(members: readonly MemberSyntax[], context: Context): readonly StructField[] {
  const taken = new Map<string, number>()
  return members.map(({ name, isQuoted, type }, index) => {
    const shown = name ?? `_field_${index + 1}`
    const key = uniqueKey(context.types.foldField(shown, isQuoted), taken)
    return { ...slotOf(type, context), name: shown, key }
  })
}

function byKey(a: StructField, b: StructField): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0
}

function structOf(members: readonly MemberSyntax[], written: string, context: Context): SqlType {
  const { types } = context
  const fields = fieldsOf(members, context)
  // In the order of their names: the order of fields alone is no drift, as that of columns is none.
  const spelled = fields
    .toSorted(byKey)
    .map((field): [string, string] => [
      spelledField(field.key, types.fieldQuote, types.foldField(field.key, false) === field.key),
      spelledSlot(field),
    ])
  return { kind: 'struct', canonical: types.spell.struct(spelled), written, fields }
}

function nestedOf(
  { name, bare }: TypeSyntax,
  members: readonly MemberSyntax[],
  context: Context,
): SqlType | null {
  const { types } = context
  const [first, second] = members
  if (types.structs.has(name)) return structOf(members, bare, context)
  if (types.arrays.has(name) && first?.name === null && second === undefined) {
    return arrayOf(slotOf(first.type, context), bare, types)
  }
  if (types.maps.has(name) && first?.name === null && second?.name === null && members.length === 2) {
    const [key, value] = [slotOf(first.type, context), slotOf(second.type, context)]
    const canonical = types.spell.map(spelledSlot(key), spelledSlot(value))
    return { kind: 'map', canonical, written: bare, key, value }
  }
  return null
}

/** A collation is a part of the type, and may be all that changed. */
function shown({ collation, bare, decorated }: TypeSyntax): string {
  return collation === null ? bare : decorated
}

function scalarOf(syntax: TypeSyntax, collation: string, context: Context): SqlType | null {
  const { types } = context
  const { name, args, members } = syntax
  // RANGE<DATE>: the member is a parameter like another.
  const spelled = args ?? members?.map((member) => resolve(member.type, context).canonical) ?? []
  const scalar = types.scalars.get(builtInName(name, types))?.(spelled, collation) ?? null
  return scalar === null ? null : { kind: 'scalar', ...scalar, written: shown(syntax) }
}

function withoutDimensions(syntax: TypeSyntax, context: Context): SqlType {
  const { types } = context
  const { name, members } = syntax
  const named = syntax.collation ?? ''
  const collation = types.defaultCollations.has(named) ? '' : named
  const isNested = types.structs.has(name) || types.arrays.has(name) || types.maps.has(name)
  const known =
    members !== null && isNested ? nestedOf(syntax, members, context) : scalarOf(syntax, collation, context)
  return known ?? unknownType(collated(syntax.normalized(), collation), shown(syntax))
}

/** `_int4` is what PostgreSQL's catalog calls int4[]. */
function catalogArrayOf(syntax: TypeSyntax, context: Context): SqlType | null {
  const { types } = context
  const name = syntax.name.slice(1)
  const is = types.builtInSchema !== undefined && syntax.name.startsWith('_') && types.scalars.has(name)
  if (!is || syntax.args !== null || syntax.members !== null) return null
  const element = { ...syntax, name, dimensions: 0, notNull: false, normalized: () => name }
  return arrayOf(slotOf(element, context), syntax.written, types)
}

function resolve(syntax: TypeSyntax, { types, depth }: Context): SqlType {
  const dimensions = types.nestsDimensions ? syntax.dimensions : Math.min(syntax.dimensions, 1)
  if (depth + dimensions > MAX_DEPTH) {
    return unknownType(syntax.normalized() + '[]'.repeat(syntax.dimensions), syntax.written)
  }
  const context = { types, depth: depth + dimensions + 1 }
  const catalogArray = catalogArrayOf(syntax, context)
  if (catalogArray !== null) return catalogArray
  let type = withoutDimensions(syntax, context)
  for (let level = 0; level < dimensions; level += 1) {
    const written = level === dimensions - 1 ? syntax.written : type.canonical
    type = arrayOf({ type, nullable: true, written: type.written }, written, types)
  }
  return type
}

/** What a type's text means in a dialect. Any text has an answer; a type never seen is `unknown`. */
export function resolveType(text: string, types: DialectTypes): SqlType {
  const { syntax, normalized } = parseTypeText(text, types)
  return syntax === null ? unknownType(normalized, text.trim()) : resolve(syntax, { types, depth: 0 })
}
