import { AegisError } from '@aegis/core'
import { type Dialect, Kysely, sql } from 'kysely'
import type { SqlDialectTraits } from './dialect-traits.ts'
import { type ColumnValues, columnValues, type StoredTime } from './mapping/column-values.ts'
import { type RowReaders, rowReaders } from './mapping/rows.ts'
import type { AegisDatabase } from './schema/database.ts'

/** One step on the database, with the mapping of its values. */
export interface SqlStep {
  readonly db: Kysely<AegisDatabase>
  readonly values: ColumnValues
  readonly rows: RowReaders
  /** The store's own time, which judges leases and claims. */
  now(): Promise<Date>
}

type Work<T> = (step: SqlStep) => Promise<T>

/** Runs steps. Inside one, nothing but the database may be awaited: other writers wait for it. */
export interface SqlSession {
  /** One reading statement. */
  query<T>(work: Work<T>): Promise<T>
  /** Several reading statements that see the same moment. */
  snapshot<T>(work: Work<T>): Promise<T>
  /** All or nothing; one writer at a time. */
  write<T>(work: Work<T>): Promise<T>
  /** Like `write`, also before there is a schema; of several processes one at a time. */
  migration<T>(work: Work<T>): Promise<T>
  /** Waits for steps under way. Safe to call twice. */
  close(): Promise<void>
}

export interface SqlSessionOptions {
  readonly dialect: Dialect
  /** Runs migrations, which may take longer than other steps; absent: `dialect` does. */
  readonly migrationDialect?: Dialect | undefined
  readonly traits: SqlDialectTraits
  /** Turns an error of the driver into one that says what to do. */
  readonly describeError: (error: unknown) => AegisError
  /** The clock that judges leases and claims; absent: that of the database, so that many machines agree. */
  readonly now?: (() => Date) | undefined
}

export function sqlSession(options: SqlSessionOptions): SqlSession {
  const { dialect, migrationDialect, traits, describeError, now } = options
  const database = new Kysely<AegisDatabase>({ dialect })
  const migrating =
    migrationDialect === undefined ? database : new Kysely<AegisDatabase>({ dialect: migrationDialect })
  const values = columnValues(traits)
  const rows = rowReaders(values)
  const readClock = sql<{ readonly at: StoredTime }>`${sql.raw(traits.readClock)}`
  const stepOn = (db: Kysely<AegisDatabase>): SqlStep => ({
    db,
    values,
    rows,
    async now(): Promise<Date> {
      if (now !== undefined) return now()
      const [row] = (await readClock.execute(db)).rows
      if (row === undefined) throw new AegisError('STORE_FAILED', 'The store does not say what time it is.')
      return values.readTime(row.at)
    },
  })
  const underWay = new Set<Promise<unknown>>()
  let closing: Promise<void> | null = null

  async function run<T>(work: () => Promise<T>): Promise<T> {
    if (closing !== null) throw new AegisError('STORE_FAILED', 'The store is closed.')
    const step = work()
    underWay.add(step)
    try {
      return await step
    } catch (error) {
      throw AegisError.isInstance(error) ? error : describeError(error)
    } finally {
      underWay.delete(step)
    }
  }

  async function lockWriter(db: Kysely<AegisDatabase>): Promise<void> {
    await db.selectFrom('event_counter').select('last_seq').where('id', '=', 1).forUpdate().execute()
  }

  return {
    query: (work) => run(() => work(stepOn(database))),
    snapshot: (work) =>
      run(() =>
        database
          .transaction()
          .setAccessMode('read only')
          .setIsolationLevel('repeatable read')
          .execute((db) => work(stepOn(db))),
      ),
    write: (work) =>
      run(() =>
        database.transaction().execute(async (db) => {
          if (traits.locksRows) await lockWriter(db)
          return work(stepOn(db))
        }),
      ),
    migration: (work) =>
      run(() =>
        migrating.transaction().execute(async (db) => {
          for (const statement of traits.migrationOpening) await sql.raw(statement).execute(db)
          return work(stepOn(db))
        }),
      ),
    close(): Promise<void> {
      closing ??= Promise.allSettled(underWay).then(async () => {
        await migrating.destroy()
        if (migrating !== database) await database.destroy()
      })
      return closing
    },
  }
}
