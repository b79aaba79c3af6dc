import type { Dialect } from '../model/connection.ts'
import type { TableRef } from '../model/table.ts'
import type { IdentifierPart, IdentifierRules, NameContext } from '../ports/identifiers.ts'
import { type DialectNames, namesOf } from './dialect-names.ts'
import { splitName } from './split-name.ts'

function partsOf(ref: TableRef): readonly string[] {
  return [ref.catalog, ref.schema, ref.name].filter((part, index) => index === 2 || part !== '')
}

/** The rules of a dialect for folding, quoting and naming. An unknown dialect follows standard SQL, names kept exact. */
export function identifierRules(dialect: Dialect): IdentifierRules {
  const names: DialectNames = namesOf(dialect)
  const quote = (name: string): string =>
    names.quote + name.replaceAll(names.quote, names.escapedQuote) + names.quote
  const quoteWhereNeeded = (name: string): string => (names.isPlain(name) ? name : quote(name))
  const fold = (part: IdentifierPart): string => names.fold(part.text, part.quoted)

  return {
    fold,
    quote,
    sql: (ref) => partsOf(ref).map(quoteWhereNeeded).join('.'),
    key: (ref) => partsOf(ref).map(quoteWhereNeeded).join('.'),
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
