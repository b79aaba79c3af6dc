import type { WrittenName } from '../../ports/lineage-parser.ts'
import type { LineageTable, NameResolver, NameScope } from '../resolve-name.ts'

/** The table under its new name: a bare one keeps database and schema of the old one. null: it cannot be told. */
export function renamedTable(
  { ref: { catalog, schema } }: LineageTable,
  to: WrittenName,
  resolve: NameResolver,
  scope: NameScope,
): LineageTable | null {
  const old = catalog === '' ? null : catalog
  const isBare = to.parts.length === 1 && schema !== ''
  const name = isBare ? { parts: [{ text: schema, quoted: true }, ...to.parts] } : to
  const named: NameScope = isBare
    ? { catalog: old, searchPath: [] }
    : { ...scope, catalog: scope.catalog ?? old }
  const resolved = resolve(name, named, true)
  return resolved.status === 'table' ? resolved.table : null
}
