/** The part of a better-sqlite3 statement that is used. */
export interface SqliteStatement {
  /** true: it returns rows. */
  readonly reader: boolean
  all(...parameters: unknown[]): unknown[]
  run(...parameters: unknown[]): { changes: number; lastInsertRowid: number | bigint }
}

/** The part of a better-sqlite3 `Database` that is used. */
export interface SqliteClient {
  readonly name: string
  readonly open: boolean
  readonly memory: boolean
  readonly readonly: boolean
  readonly inTransaction: boolean
  prepare(sql: string): SqliteStatement
  exec(sql: string): unknown
  pragma(source: string, options?: { simple?: boolean }): unknown
  close(): unknown
}
