import type { Column, TableKind, TableRef, TableSelector } from '../../model/table.ts'
import type { IdentifierRules } from '../../ports/identifiers.ts'
import { columnsOf, type FakeColumns, type FakeTable } from './fake-table.ts'

/** A qualified name, quoted where the dialect needs it, or the address itself. */
export type FakeName = string | TableRef

export interface CatalogEntry {
  readonly ref: TableRef
  readonly kind: TableKind
  columns: readonly Column[]
  readonly objectId: string
  readonly sql: string | null
  watermark: Date | null
  /** Changes of data so far. */
  changes: number
  /** What a reader lacks; null: it may read. */
  forbidden: string | null
}

export interface FakeCatalog {
  /** The entry behind an address; undefined: there is none. */
  find(ref: TableRef): CatalogEntry | undefined
  /** The entry of a name. Throws when there is none, since a test that names it means it. */
  get(name: FakeName): CatalogEntry
  list(selector: TableSelector): readonly CatalogEntry[]
  /** Creates the table, or replaces it by a new object. */
  create(name: FakeName, table: FakeTable): void
  setColumns(name: FakeName, columns: FakeColumns): void
  drop(name: FakeName): void
}

function addressOf(rules: IdentifierRules, name: FakeName): TableRef {
  if (typeof name !== 'string') return name
  const parts = rules.parse(name)
  const ref = parts === null ? null : rules.resolve(parts, { defaultCatalog: null, searchPath: [] })
  if (ref === null) throw new Error(`The fake warehouse needs a name with a schema, not ${name}.`)
  return ref
}

export function fakeCatalog(rules: IdentifierRules): FakeCatalog {
  const entries = new Map<string, CatalogEntry>()
  let objects = 0

  function get(name: FakeName): CatalogEntry {
    const key = rules.key(addressOf(rules, name))
    const entry = entries.get(key)
    if (entry === undefined)
      throw new Error(`The fake warehouse has no table ${key}. It has: ${[...entries.keys()].join(', ')}.`)
    return entry
  }

  return {
    find: (ref) => entries.get(rules.key(ref)),
    get,
    list: ({ schemas }) =>
      [...entries.values()].filter(({ ref }) => schemas === undefined || schemas.includes(ref.schema)),
    create(name, table): void {
      const ref = addressOf(rules, name)
      objects += 1
      entries.set(rules.key(ref), {
        ref,
        kind: table.kind ?? (table.sql === undefined ? 'table' : 'view'),
        columns: columnsOf(table.columns),
        objectId: String(objects),
        sql: table.sql ?? null,
        watermark: table.watermark ?? null,
        changes: 0,
        forbidden: null,
      })
    },
    setColumns(name, columns): void {
      get(name).columns = columnsOf(columns)
    },
    drop(name): void {
      entries.delete(rules.key(get(name).ref))
    },
  }
}
