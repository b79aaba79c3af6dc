import type { Dialect, IdentifierPart, WrittenName } from '@aegis/core/ports'
import { foldPart, type Lexis, lexisOf } from '../lexer/lexis.ts'
import { pathOf } from '../scanner/files.ts'
import { nameKey } from '../scanner/name-key.ts'
import { foldShard } from '../scanner/shards.ts'

/** A name as the scanner gives it: shards of a table are the table, and files read as a table are their path. */
export function scannedName(name: WrittenName, lexis: Lexis): WrittenName {
  const file = pathOf(name)
  if (file !== null) return file
  return lexis.dateShards ? { ...name, parts: foldShard([...name.parts]) } : name
}

/** A table that a statement reads, once however often it is read. */
export interface TableUse {
  readonly key: string
  readonly name: WrittenName
  /** Its columns as stored, by their keys, in order; null: not known. */
  readonly known: ReadonlyMap<string, string> | null
  /** Columns that were named, by their keys. */
  readonly origins: Map<string, Origin>
  /** Some reference to it was not understood. */
  incomplete: boolean
}

/** A column of a table. */
export interface Origin {
  readonly table: TableUse
  readonly column: string
}

export interface Catalog {
  readonly dialect: Dialect
  readonly lexis: Lexis
  tableOf(name: WrittenName): TableUse
  originOf(table: TableUse, column: IdentifierPart): Origin
}

/** Equal for two spellings of the same column. */
export function columnKey(part: IdentifierPart, lexis: Lexis): string {
  const { nameCase } = lexis
  return nameCase === 'lower' || nameCase === 'upper' ? foldPart(part, nameCase) : part.text.toLowerCase()
}

/** A column's name as it is stored. */
export function columnText(part: IdentifierPart, lexis: Lexis): string {
  return foldPart(part, lexis.nameCase)
}

export function knownColumns(
  columns: readonly string[] | null,
  lexis: Lexis,
): ReadonlyMap<string, string> | null {
  return columns === null
    ? null
    : new Map(columns.map((text) => [columnKey({ text, quoted: true }, lexis), text] as const))
}

export function openCatalog(
  dialect: Dialect,
  columnsOf: (table: WrittenName) => readonly string[] | null,
): Catalog {
  const tables = new Map<string, TableUse>()
  const lexis = lexisOf(dialect)
  return {
    dialect,
    lexis,
    tableOf(written) {
      const name = scannedName(written, lexis)
      const key = nameKey(name, lexis)
      const known = tables.get(key)
      if (known !== undefined) return known
      const table: TableUse = {
        key,
        name,
        known: knownColumns(columnsOf(name), lexis),
        origins: new Map(),
        incomplete: false,
      }
      tables.set(key, table)
      return table
    },
    originOf(table, part) {
      const key = columnKey(part, lexis)
      const before = table.origins.get(key)
      if (before !== undefined) return before
      const origin: Origin = { table, column: table.known?.get(key) ?? columnText(part, lexis) }
      table.origins.set(key, origin)
      return origin
    },
  }
}
