import type { TableRef } from '../model/table.ts'
import type { IdentifierRules } from '../ports/identifiers.ts'
import type { WrittenName } from '../ports/lineage-parser.ts'
import type { DistinctText } from './distinct-texts.ts'
import type { NameResolver } from './resolve-name.ts'

/** Columns in order by the table's qualified name. A table that could not be read is left out. */
export type ColumnNames = ReadonlyMap<string, readonly string[]>

export interface ColumnLookup {
  readonly identifiers: IdentifierRules
  readonly resolve: NameResolver
  readonly knownTables: readonly TableRef[]
  readonly describe: ((refs: readonly TableRef[]) => Promise<ColumnNames>) | undefined
}

/** A star may be a multiplication; then a table is described in vain. */
function mayHaveStar({ sql }: DistinctText): boolean {
  return sql.includes('*')
}

function namesIn({ statements }: DistinctText): readonly WrittenName[] {
  return statements.flatMap((statement) =>
    statement.status === 'parsed' ? statement.sources.map(({ name }) => name) : [],
  )
}

/**
 * Reads the columns of the tables that some text may read with a star, all in one go, so that the parser can be told
 * them at once. Names are looked up without a session: those that need one are not told.
 */
export async function readColumns(
  lookup: ColumnLookup,
  texts: readonly DistinctText[],
): Promise<(name: WrittenName) => readonly string[] | null> {
  const { identifiers, resolve, knownTables, describe } = lookup
  if (describe === undefined) return () => null
  const known = new Map(knownTables.map((ref) => [identifiers.key(ref), ref]))
  const keyOf = (name: WrittenName): string | null => {
    const resolved = resolve(name, { catalog: null, searchPath: [] })
    return resolved.status === 'table' && resolved.table.kind === 'table' ? resolved.table.key : null
  }
  const wanted = new Map<string, TableRef>()
  for (const text of texts.filter(mayHaveStar)) {
    for (const name of namesIn(text)) {
      const key = keyOf(name)
      const ref = key === null ? undefined : known.get(key)
      if (key !== null && ref !== undefined) wanted.set(key, ref)
    }
  }
  if (wanted.size === 0) return () => null
  const columns = await describe([...wanted.values()])
  return (name) => columns.get(keyOf(name) ?? '') ?? null
}
