import type { Dialect } from '../model/connection.ts'
import type { WrittenName } from './lineage-parser.ts'

/**
 * What a statement is. A statement that does two things is named by the more dangerous word or `other`: a SELECT whose
 * CTE deletes is no `select`.
 */
export type InspectedKind =
  | 'select'
  | 'insert'
  | 'update'
  | 'delete'
  | 'merge'
  | 'truncate'
  | 'copy'
  | 'create_table'
  | 'create_table_as'
  | 'create_view'
  | 'create_or_replace_view'
  | 'create_materialized_view'
  | 'refresh_materialized_view'
  | 'create_index'
  | 'create_schema'
  | 'create_function'
  | 'alter_table_add_column'
  | 'alter_table_drop_column'
  | 'alter_table_rename_column'
  | 'alter_table_rename'
  | 'alter_table_alter_column_type'
  | 'alter_table_set_not_null'
  | 'alter_table_drop_not_null'
  | 'alter_table_set_default'
  | 'alter_table_drop_default'
  | 'alter_table_add_constraint'
  | 'alter_table_drop_constraint'
  /** Any other ALTER TABLE, and one of several different actions. */
  | 'alter_table_other'
  | 'drop_table'
  | 'drop_view'
  | 'drop_schema'
  | 'grant'
  | 'revoke'
  | 'comment'
  | 'set'
  | 'explain'
  | 'transaction'
  | 'call'
  /** An anonymous block: what it does is not looked at. */
  | 'do'
  | 'other'

export type SqlInspection =
  | {
      readonly kind: InspectedKind
      /** Every table, view or other relation that it reads, writes or changes, each once. CTEs are none. */
      readonly targets: readonly WrittenName[]
      /** Every function that it calls, in lower case, `schema.name` where written so, each once. */
      readonly functions: readonly string[]
    }
  | {
      /** Why nothing is said of it: a syntax error, several statements, a text that is too long or too deep. */
      readonly unparseable: string
    }

/** Looks at one statement with a real SQL parser of its dialect, never by guessing. Nothing is run. */
export interface SqlInspector {
  /** Never rejects on input. Exactly one statement is taken; a closing semicolon is allowed. */
  inspect(sql: string, dialect: Dialect): Promise<SqlInspection>
}
