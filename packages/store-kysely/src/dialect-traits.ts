/** The words of a dialect's DDL that differ between databases. */
export interface ColumnTypes {
  /** Primary key that counts up and is never given out twice. */
  readonly id: string
  /** A reference to such a key, and every other whole number. */
  readonly integer: string
  readonly real: string
  readonly text: string
  readonly flag: string
  readonly time: string
  /** What stands behind `)` of CREATE TABLE, with a leading space; '' for nothing. */
  readonly tableOptions: string
}

/** Everything in which the supported databases differ. Repositories ask this and nothing else. */
export interface SqlDialectTraits {
  readonly name: 'sqlite' | 'postgresql'
  readonly columnTypes: ColumnTypes
  /** true: ISO-8601 UTC text with milliseconds. false: the driver takes and gives `Date`. */
  readonly timesAsText: boolean
  /** true: 0 and 1. false: the driver takes and gives booleans. */
  readonly flagsAsIntegers: boolean
  /**
   * true: a writing transaction locks the row of the event counter first, so that writers queue up there.
   * false: the beginning of a writing transaction already lets in one writer at a time.
   */
  readonly locksRows: boolean
  /** Statement that makes other migrations wait until the transaction ends; null: its beginning does. */
  readonly migrationLock: string | null
}

export const sqliteTraits: SqlDialectTraits = {
  name: 'sqlite',
  columnTypes: {
    id: 'integer primary key autoincrement',
    integer: 'integer',
    real: 'real',
    text: 'text',
    flag: 'integer',
    time: 'text',
    tableOptions: ' strict',
  },
  timesAsText: true,
  flagsAsIntegers: true,
  locksRows: false,
  migrationLock: null,
}
