import type { Dialect } from '../model/connection.ts'
import type { TableRef } from '../model/table.ts'
import type { IdentifierPart, IdentifierRules, NameContext } from '../ports/identifiers.ts'
import { type DialectNames, namesOf } from './dialect-names.ts'
import { splitName } from './split-name.ts'

function partsOf({ catalog, schema, name }: TableRef, { hasCatalogs }: DialectNames): readonly string[] {
  const parts = hasCatalogs && catalog !== '' ? [catalog, schema, name] : [schema, name]
  return parts.filter((part, index) => part !== '' || index === parts.length - 1)
}

function quoteName(name: string, { quote, escapes }: DialectNames): string {
  // One character at a time: an escape must not be escaped again.
  const written = Array.from(
    name,
    (character) => escapes.find(([from]) => from === character)?.[1] ?? character,
  )
  return quote + written.join('') + quote
}

/** The rules of a dialect for folding, quoting and naming. An unknown dialect follows standard SQL, names kept exact. */
export function identifierRules(dialect: Dialect): IdentifierRules {
  const names: DialectNames = namesOf(dialect)
  const quoteWhereNeeded = (name: string): string => (names.isPlain(name) ? name : quoteName(name, names))
  const qualify = (ref: TableRef): string => partsOf(ref, names).map(quoteWhereNeeded).join('.')
  const fold = (part: IdentifierPart): string => names.fold(part.text, part.quoted)

  return {
    fold,
    quote: (name) => quoteName(name, names),
    sql: qualify,
    key: qualify,
    parse: (qualifiedName) => splitName(qualifiedName, names),
    resolve(parts: readonly IdentifierPart[], context: NameContext): TableRef | null {
      const folded = parts.map(fold)
      const name = folded.at(-1)
      if (name === undefined || name === '' || folded.length > 3) return null
      const catalog = folded.length === 3 ? folded[0] : (context.defaultCatalog ?? '')
      const schema = folded.length >= 2 ? folded.at(-2) : context.searchPath[0]
      if (schema === undefined || schema === '' || catalog === undefined) return null
      return { catalog: names.hasCatalogs ? catalog : '', schema, name }
    },
  }
}
