import type { IdentifierRules } from '../ports/identifiers.ts'
import type { WrittenName } from '../ports/lineage-parser.ts'
import type { Flow } from './flow.ts'
import { isLeftOut, type LineageTable } from './resolve-name.ts'

/** A table that only its session sees, and what fed it. */
export interface TemporaryTable {
  /** Folded, without schema. */
  readonly name: string
  /** Its address where the dialect gives temporary tables one; null: known by name alone. */
  readonly key: string | null
  /** Flows from real tables into it, each once. */
  readonly inputs: readonly Flow[]
}

/** Never changed in place: a transaction that is rolled back goes back to an earlier value. */
export type TemporaryTables = ReadonlyMap<string, TemporaryTable>

/** The address of the name in the present scope; null: it has none. */
export type AddressOf = (name: WrittenName) => LineageTable | null

export function temporaryName(name: WrittenName, identifiers: IdentifierRules): string {
  const last = name.parts.at(-1)
  return last === undefined ? '' : identifiers.fold(last)
}

/** The temporary table that a name means, which hides a real one of the same name. */
export function findTemporary(
  tables: TemporaryTables,
  name: WrittenName,
  identifiers: IdentifierRules,
  addressOf: AddressOf,
): TemporaryTable | null {
  if (tables.size === 0 || (name.kind ?? 'table') !== 'table') return null
  const found = tables.get(temporaryName(name, identifiers))
  if (found === undefined) return null
  const schema = name.parts.at(-2)
  if (schema !== undefined && isLeftOut(schema.text)) return found
  if (found.key === null) return schema === undefined ? found : null
  const address = addressOf(name)
  return address === null || address.key === found.key ? found : null
}

export function withInputs(table: TemporaryTable, more: readonly Flow[]): TemporaryTable {
  const byId = new Map([...table.inputs, ...more].map((flow) => [flow.id, flow]))
  return { ...table, inputs: [...byId.values()] }
}
