import type { TableRef } from '../model/table.ts'

/** One part of a name as it stood in SQL text. */
export interface IdentifierPart {
  /** Without its quotes and with escapes undone. */
  readonly text: string
  readonly quoted: boolean
}

/** What an unqualified name is looked up with. */
export interface NameContext {
  readonly defaultCatalog: string | null
  /** Schemas in search order; empty when unknown. */
  readonly searchPath: readonly string[]
}

/** A dialect's rules for names. Pure; the same answer every time. */
export interface IdentifierRules {
  /** The stored form of a part written in SQL: folded when unquoted, exact when quoted. */
  fold(part: IdentifierPart): string
  /** The part as SQL, always quoted, quotes inside escaped. */
  quote(name: string): string
  /** A table as SQL for a statement; each part quoted only where it must be. */
  sql(ref: TableRef): string
  /** The qualified name that Aegis uses as key: `[catalog.]schema.table`, parts quoted only where needed. */
  key(ref: TableRef): string
  /** The inverse of `key`, also for a name typed by a person. null: not a name in this dialect. */
  parse(qualifiedName: string): readonly IdentifierPart[] | null
  /**
   * The table meant by a name of one to three parts. Without a schema: the first of `searchPath`.
   * null: cannot tell (no schema and no search path, or too many parts).
   */
  resolve(parts: readonly IdentifierPart[], context: NameContext): TableRef | null
}
