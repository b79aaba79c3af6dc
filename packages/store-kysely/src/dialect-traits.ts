import { createHash } from 'node:crypto'

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
  /** What a migration begins with: other migrations then wait until its transaction ends, and there is a place for tables. */
  readonly migrationOpening: readonly string[]
  /** Query that gives a row if the place holds the table of migrations. */
  readonly findMigrations: string
  /** Query for the database's present time, as column `at`. */
  readonly readClock: string
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
  migrationOpening: [],
  findMigrations: `select 1 from sqlite_schema where type = 'table' and name = 'aegis_migrations'`,
  readClock: `select strftime('%Y-%m-%dT%H:%M:%fZ', 'now') as at`,
}

/** A number of our own for each schema: advisory locks are shared by a whole database. */
function lockOf(schema: string): bigint {
  return createHash('sha256').update(`aegis migrations of ${schema}`).digest().readBigInt64BE()
}

/**
 * PostgreSQL 15 and newer, with the tables in a schema of their own. `schema` is a plain name of a-z, 0-9 and _; the driver
 * must have it as the `search_path` of every transaction.
 */
export function postgresTraits(schema: string): SqlDialectTraits {
  return {
    name: 'postgresql',
    columnTypes: {
      id: 'bigint generated always as identity primary key',
      integer: 'bigint',
      real: 'double precision',
      text: 'text',
      flag: 'boolean',
      time: 'timestamptz',
      tableOptions: '',
    },
    timesAsText: false,
    flagsAsIntegers: false,
    locksRows: true,
    migrationOpening: [
      `select pg_catalog.pg_advisory_xact_lock(${lockOf(schema)})`,
      // CREATE SCHEMA IF NOT EXISTS asks for the right to create one even where it exists.
      `do $$ begin
  if not exists (select from pg_catalog.pg_namespace where nspname = '${schema}') then
    create schema "${schema}";
  end if;
end $$`,
    ],
    findMigrations: `select 1 from pg_catalog.pg_tables where schemaname = '${schema}' and tablename = 'aegis_migrations'`,
    readClock: 'select pg_catalog.clock_timestamp() as at',
  }
}
