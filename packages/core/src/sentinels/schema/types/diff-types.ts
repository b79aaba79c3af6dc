import type { Dialect } from '../../../model/connection.ts'
import type { TypeVerdict } from '../../../model/type-verdict.ts'
import { compareScalars, isHeldByAll, type TypeComparison } from './compare-scalars.ts'
import type { DialectTypes } from './dialects/dialect-types.ts'
import { typesOf } from './dialects/index.ts'
import { fieldInPath, joinPath } from './field-names.ts'
import type { Slot, SqlType, StructField } from './sql-type.ts'
import { typeOf } from './type-memory.ts'

/** One difference between two types, at the leaf where it is. */
export interface TypeDifference {
  readonly kind: 'type_changed' | 'field_added' | 'field_deleted' | 'field_nullability_changed'
  /**
   * Where in the column: '' for the column itself, `address.zip` for a field, `[]` for the elements of an array and `[].sku`
   * for a field of theirs, `[key]` and `[value]` for those of a map. Names that hold a dot, a bracket or a quote stand in
   * double quotes. The whole path of a leaf is the column's name, then a dot unless this begins with `[`, then this.
   */
  readonly path: string
  /** The type as written, with its NOT NULL where only that changed; null: the field was not there. */
  readonly before: string | null
  /** null: the field is gone. */
  readonly after: string | null
  readonly verdict: TypeVerdict
  /** The rule that decided, in words a person understands. */
  readonly rule: string
  /** Position in its struct, 1-based; absent where the field was not there, and outside structs. */
  readonly ordinalBefore?: number
  readonly ordinalAfter?: number
}

interface Walk {
  readonly types: DialectTypes
  readonly found: TypeDifference[]
}

type Ordinals = Pick<TypeDifference, 'ordinalBefore' | 'ordinalAfter'>

const LONGEST_NAME = 80

function short(type: SqlType): string {
  const { canonical } = type
  return canonical.length <= LONGEST_NAME ? canonical : `${canonical.slice(0, LONGEST_NAME)}...`
}

function compareUnlike(from: SqlType, to: SqlType, types: DialectTypes): TypeComparison {
  const strangers = [from, to].filter(({ kind }) => kind === 'unknown')
  if (strangers.length > 0) {
    const names = strangers.map(short).join(' and ')
    return {
      verdict: 'unknown',
      rule: `${names} ${strangers.length === 1 ? 'is' : 'are'} not a built-in type: nobody can tell what fits`,
    }
  }
  const holds = (holder: SqlType, held: SqlType): boolean => {
    if (held.kind === 'scalar') return isHeldByAll(held.domain)
    return held.kind !== 'unknown' && types.shapeless[held.kind].includes(holder.canonical)
  }
  if (holds(to, from)) return { verdict: 'widening', rule: `${short(to)} holds every ${short(from)}` }
  if (holds(from, to))
    return { verdict: 'narrowing', rule: `${short(to)} holds only some of the values of ${short(from)}` }
  return { verdict: 'incompatible', rule: `${short(from)} and ${short(to)} are built differently` }
}

function walkSlots(from: Slot, to: Slot, path: string, ordinals: Ordinals, walk: Walk): void {
  walkTypes(from.type, to.type, path, ordinals, walk)
  if (from.nullable === to.nullable) return
  const judged: TypeComparison = to.nullable
    ? { verdict: 'widening', rule: 'it may be NULL now' }
    : { verdict: 'narrowing', rule: 'it must not be NULL any more' }
  const [before, after] = [from.written, to.written]
  walk.found.push({ kind: 'field_nullability_changed', path, before, after, ...judged, ...ordinals })
}

function deleted(field: StructField, path: string, ordinalBefore: number): TypeDifference {
  const judged = { verdict: 'narrowing', rule: 'the field is gone, and its values with it' } as const
  return { kind: 'field_deleted', path, before: field.type.written, after: null, ...judged, ordinalBefore }
}

function added(field: StructField, path: string, ordinalAfter: number): TypeDifference {
  const judged = field.nullable
    ? ({ verdict: 'widening', rule: 'a new field that may be NULL: old values keep their place' } as const)
    : ({
        verdict: 'narrowing',
        rule: 'a new field that must not be NULL: old values have nothing for it',
      } as const)
  return { kind: 'field_added', path, before: null, after: field.type.written, ...judged, ordinalAfter }
}

function walkFields(
  from: readonly StructField[],
  to: readonly StructField[],
  path: string,
  walk: Walk,
): void {
  const pathOf = ({ name }: StructField): string => joinPath(path, fieldInPath(name))
  const old = new Map(from.map((field, index) => [field.key, { field, ordinal: index + 1 }]))
  const kept = new Set(to.map(({ key }) => key))
  for (const [key, { field, ordinal }] of old) {
    if (!kept.has(key)) walk.found.push(deleted(field, pathOf(field), ordinal))
  }
  to.forEach((field, index) => {
    const before = old.get(field.key)
    const ordinalAfter = index + 1
    if (before === undefined) walk.found.push(added(field, pathOf(field), ordinalAfter))
    else walkSlots(before.field, field, pathOf(field), { ordinalBefore: before.ordinal, ordinalAfter }, walk)
  })
}

function walkTypes(from: SqlType, to: SqlType, path: string, ordinals: Ordinals, walk: Walk): void {
  if (from.canonical === to.canonical && from.kind === to.kind) return
  if (from.kind === 'array' && to.kind === 'array') {
    walkSlots(from.element, to.element, joinPath(path, '[]'), {}, walk)
  } else if (from.kind === 'struct' && to.kind === 'struct') {
    walkFields(from.fields, to.fields, path, walk)
  } else if (from.kind === 'map' && to.kind === 'map') {
    walkSlots(from.key, to.key, joinPath(path, '[key]'), {}, walk)
    walkSlots(from.value, to.value, joinPath(path, '[value]'), {}, walk)
  } else {
    const judged =
      from.kind === 'scalar' && to.kind === 'scalar'
        ? compareScalars(from, to)
        : compareUnlike(from, to, walk.types)
    if (judged.verdict === 'equivalent') return
    const [before, after] = [from.written, to.written]
    walk.found.push({ kind: 'type_changed', path, before, after, ...judged, ...ordinals })
  }
}

/**
 * Where two types of a column differ, leaf by leaf: fields that are gone first, then in the order of the new type. Empty: the types
 * are identical or equivalent. The order of fields alone is no difference. A NOT NULL behind the whole type is left to
 * `Column.nullable`. Any text has an answer.
 */
export function diffTypes(before: string, after: string, dialect: Dialect): readonly TypeDifference[] {
  if (before === after) return []
  const walk: Walk = { types: typesOf(dialect), found: [] }
  walkTypes(typeOf(before, dialect), typeOf(after, dialect), '', {}, walk)
  return walk.found
}
