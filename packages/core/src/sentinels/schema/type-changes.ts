import type { SchemaChange, SchemaChangeKind } from '../../model/anomaly.ts'
import type { Dialect } from '../../model/connection.ts'
import type { Column } from '../../model/table.ts'
import { type SeverityPolicy, severityOfChange } from './severity.ts'
import { compareTypes, diffTypes, type TypeComparison, type TypeDifference } from './types/index.ts'

const KIND_OF: Readonly<Record<TypeDifference['kind'], SchemaChangeKind>> = {
  type_changed: 'type_changed',
  field_added: 'column_added',
  field_deleted: 'column_deleted',
  field_nullability_changed: 'nullability_changed',
}

/** A field inside a nested type, as if it were a column with its path for a name. */
function leafOf(column: Column, path: string, type: string | null, nullable: boolean | null): Column | null {
  if (type === null) return null
  const name = `${column.name}${path.startsWith('[') ? '' : '.'}${path}`
  return { name, type, nullable, ordinal: column.ordinal }
}

/** What stands behind a type's name: parameters, dimensions, collation. */
const BEHIND_NAME = /^(?:"(?:[^"]|"")*"|(?! COLLATE )[^"([])+/

/** A type that was only renamed, or moved to another schema. */
function isSameType(before: Column, after: Column): boolean {
  if (before.typeId === undefined || before.typeId !== after.typeId) return false
  return before.type.replace(BEHIND_NAME, '') === after.type.replace(BEHIND_NAME, '')
}

function isComposite({ madeOf }: Column): boolean {
  return madeOf?.startsWith('row(') === true
}

/** What a domain stands over; of any other type itself. */
function baseOf(column: Column): string {
  return column.madeOf === undefined || isComposite(column) ? column.type : column.madeOf
}

/** A domain may forbid some of the values of what it stands over, which nobody here can tell. */
function compareDomains(before: Column, after: Column, dialect: Dialect): TypeComparison {
  const [from, to] = [baseOf(before), baseOf(after)]
  const bases = [
    ...(from === before.type ? [] : [`${before.type} stood over ${from}`]),
    ...(to === after.type ? [] : [`${after.type} stands over ${to}`]),
  ]
  const { verdict, rule } = compareTypes(from, to, dialect)
  const isSame = verdict === 'identical' || verdict === 'equivalent'
  const mayForbid = to !== after.type && (isSame || verdict === 'widening')
  if (mayForbid) {
    return { verdict: 'unknown', rule: [...bases, 'it may forbid some of its values'].join('; ') }
  }
  return isSame
    ? { verdict: 'widening', rule: bases.join('; ') }
    : { verdict, rule: [...bases, rule].join('; ') }
}

function differencesOf(before: Column, after: Column, dialect: Dialect): readonly TypeDifference[] {
  const isNamedSame = before.type === after.type || isSameType(before, after)
  if (isNamedSame) {
    // Of what was not read nothing is known to have changed.
    if (before.madeOf === undefined || after.madeOf === undefined || before.madeOf === after.madeOf) return []
    if (isComposite(before) && isComposite(after)) return diffTypes(before.madeOf, after.madeOf, dialect)
    if (compareTypes(before.madeOf, after.madeOf, dialect).verdict === 'equivalent') return []
  } else {
    const differences = diffTypes(before.type, after.type, dialect)
    const isDomain = [before, after].some((column) => baseOf(column) !== column.type)
    if (differences.length === 0 || !isDomain) return differences
  }
  const judged = compareDomains(before, after, dialect)
  return [{ kind: 'type_changed', path: '', before: before.type, after: after.type, ...judged }]
}

/** The changes of a column's type: one, or of a nested type one for each leaf that changed. Equivalent types have none. */
export function typeChanges(
  before: Column,
  after: Column,
  options: { readonly dialect: Dialect; readonly severityPolicy?: SeverityPolicy | undefined },
): readonly SchemaChange[] {
  if (before.type === after.type && before.madeOf === after.madeOf) return []
  return differencesOf(before, after, options.dialect).map((difference): SchemaChange => {
    const { path, verdict, rule } = difference
    const kind = KIND_OF[difference.kind]
    const isWhole = path === ''
    const mayBeNull = kind === 'nullability_changed' ? verdict === 'widening' : null
    const old = isWhole
      ? before
      : leafOf(before, path, difference.before, mayBeNull === null ? null : !mayBeNull)
    const now = isWhole ? after : leafOf(after, path, difference.after, mayBeNull)
    return {
      kind,
      column: (now ?? old ?? after).name,
      ...(isWhole ? {} : { insideColumn: after.name }),
      before: old,
      after: now,
      severity: severityOfChange(kind, now, verdict, options.severityPolicy),
      ...(kind === 'type_changed' ? { verdict } : {}),
      evidence: [rule],
    }
  })
}
