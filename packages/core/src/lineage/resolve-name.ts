import type { TableRef } from '../model/table.ts'
import type { IdentifierRules } from '../ports/identifiers.ts'
import type { WrittenName } from '../ports/lineage-parser.ts'

/** What the session that ran a statement is known to have looked names up with. */
export interface SessionNames {
  readonly defaultCatalog: string | null
  readonly defaultSchema: string | null
}

type ResolvedName =
  | { readonly status: 'table'; readonly ref: TableRef; readonly key: string }
  /** A table of the system or of one session: no part of the lineage. */
  | { readonly status: 'left_out' }
  /** No table or several tables may be meant. */
  | { readonly status: 'ambiguous' }

export type NameResolver = (name: WrittenName, session: SessionNames) => ResolvedName

const SYSTEM_SCHEMAS: ReadonlySet<string> = new Set(['pg_catalog', 'information_schema'])

function isLeftOut(schema: string): boolean {
  const folded = schema.toLowerCase()
  return SYSTEM_SCHEMAS.has(folded) || folded.startsWith('pg_temp') || folded.startsWith('pg_toast')
}

/**
 * Resolves names against the catalog. A qualified name stands for itself, known or not: lineage is history, and the
 * table may have been dropped since. An unqualified one is resolved by the session's schema, or by being the name of
 * exactly one known table; never guessed. `temporary` holds names that some session used for a temporary table.
 */
export function createNameResolver(
  identifiers: IdentifierRules,
  knownTables: readonly TableRef[],
  temporary: ReadonlySet<string>,
): NameResolver {
  const byName = Map.groupBy(knownTables, ({ name }) => name)
  const settled = (ref: TableRef | null): ResolvedName => {
    if (ref === null) return { status: 'ambiguous' }
    return isLeftOut(ref.schema)
      ? { status: 'left_out' }
      : { status: 'table', ref, key: identifiers.key(ref) }
  }
  return ({ parts }, { defaultCatalog, defaultSchema }) => {
    const [only] = parts
    if (only === undefined || parts.length > 1) {
      return settled(identifiers.resolve(parts, { defaultCatalog, searchPath: [] }))
    }
    const name = identifiers.fold(only)
    if (temporary.has(name)) return { status: 'ambiguous' }
    if (defaultSchema !== null) {
      return settled(identifiers.resolve(parts, { defaultCatalog, searchPath: [defaultSchema] }))
    }
    const [candidate, ...others] = byName.get(name) ?? []
    return settled(candidate === undefined || others.length > 0 ? null : candidate)
  }
}
