import type { TableKind, TableRef, WarehouseAdapter } from '@aegis/core/ports'

/** A table that `create()` made, as it was made. */
export interface SeededTable {
  readonly ref: TableRef
  readonly kind: TableKind
  /** In order. A table without columns is welcome: `W-DESCRIBE-07` asks for it. */
  readonly columns: readonly SeededColumn[]
}

export interface SeededColumn {
  readonly name: string
  /** null: this warehouse does not say. */
  readonly nullable: boolean | null
}

export interface SeededWatermark {
  readonly ref: TableRef
  readonly column: string
}

/** What lies in the warehouse. Everything optional that is left out is skipped, and the skip says so. */
export interface SeededWarehouse {
  /**
   * Every object of the schemas it names, views too, and at least two base tables. Names that need quotes
   * belong here: capitals, spaces, quotes, dots, keywords, other alphabets.
   */
  readonly tables: readonly SeededTable[]
  /** An address in one of those schemas where nothing is. */
  readonly missing: TableRef
  /** A table of `tables` whose column holds `at` as its newest time. */
  readonly watermarked?: (SeededWatermark & { readonly at: Date }) | undefined
  /** A table of `tables` without rows. */
  readonly empty?: SeededWatermark | undefined
  /** A table of `tables` whose newest time lies in the future. */
  readonly future?: SeededWatermark | undefined
  /** A table that is there and that the adapter may not read, in a schema of its own and not one of `tables`. */
  readonly forbidden?: TableRef | undefined
  /** A view of `tables`, and words that its definition must hold, such as the tables it reads. */
  readonly view?: { readonly ref: TableRef; readonly mentions: readonly string[] } | undefined
  /** A piece of the text of a statement that is in the query log. */
  readonly logged?: string | undefined
  /** Schemas of the warehouse's own, besides `information_schema` and `pg_*`. */
  readonly systemSchemas?: readonly string[] | undefined
}

/** Changes to the seeded warehouse. Each resolves when a new read can see the change, statistics included. */
export interface WarehouseHooks {
  dropTable?(ref: TableRef): Promise<void>
  /** Drops the table and creates one of the same name and columns. */
  recreateTable?(ref: TableRef): Promise<void>
  /** Adds a nullable column at the end. */
  addColumn?(ref: TableRef, column: string): Promise<void>
  insertRow?(ref: TableRef): Promise<void>
  /** Runs a statement that the query log takes up; resolves to a piece of its text. */
  runStatement?(): Promise<string>
}

/** What `create()` returns: an adapter, and what it must find. A new one for each case. */
export interface WarehouseSubject {
  readonly warehouse: WarehouseAdapter
  readonly seeded: SeededWarehouse
  readonly mutate?: WarehouseHooks | undefined
  /** An adapter of the same kind for a place where nothing answers, such as a closed port. */
  readonly unreachable?: WarehouseAdapter | undefined
}

export function baseTables({ seeded }: WarehouseSubject): readonly SeededTable[] {
  return seeded.tables.filter(({ kind }) => kind === 'table')
}

/** Why a subject without this method is not asked. */
export function lacks(
  method: 'readFreshness' | 'readQueryLog' | 'readViewDefinitions' | 'testConnection',
): (subject: WarehouseSubject) => string | undefined {
  return ({ warehouse }) => (warehouse[method] === undefined ? `the adapter has no ${method}` : undefined)
}

export function lacksHook(name: keyof WarehouseHooks): (subject: WarehouseSubject) => string | undefined {
  return ({ mutate }) => (mutate?.[name] === undefined ? `the subject has no hook ${name}` : undefined)
}

export function lacksSeed(name: keyof SeededWarehouse): (subject: WarehouseSubject) => string | undefined {
  return ({ seeded }) => (seeded[name] === undefined ? `nothing is seeded as ${name}` : undefined)
}

/** The first reason there is. */
export function skipWhen(
  ...reasons: readonly ((subject: WarehouseSubject) => string | undefined)[]
): (subject: WarehouseSubject) => string | undefined {
  return (subject) => {
    for (const reason of reasons) {
      const text = reason(subject)
      if (text !== undefined) return text
    }
    return undefined
  }
}
