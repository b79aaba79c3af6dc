import { createHash } from 'node:crypto'
import { AegisError, type MigrationReport } from '@aegis/core'
import { sql } from 'kysely'
import type { SqlDialectTraits } from './dialect-traits.ts'
import type { SqlSession, SqlStep } from './session.ts'

/** A step of the schema as data. Its statements never change once released. */
export interface Migration {
  /** Sorts in the order of application, e.g. `0001-initial`. */
  readonly name: string
  readonly statements: readonly string[]
}

export interface MigrateOptions {
  readonly traits: SqlDialectTraits
  /** In the order of application. */
  readonly migrations: readonly Migration[]
  /** Called inside the locked step, before the first pending migration; a rejection stops the migration. */
  readonly beforeMigration?: ((name: string) => Promise<void>) | undefined
  /** Called before anything is written, with the names of what was applied; a rejection stops the migration. */
  readonly check?: ((step: SqlStep, applied: readonly string[]) => Promise<void>) | undefined
}

interface Applied {
  readonly name: string
  readonly checksum: string
}

export function checksumOf(migration: Migration): string {
  return createHash('sha256').update(JSON.stringify(migration.statements)).digest('hex')
}

/** What is still to be applied. Throws `STORE_INCOMPATIBLE` when the store is not what this version knows. */
export function pendingMigrations(
  migrations: readonly Migration[],
  applied: readonly Applied[],
): readonly Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]))
  for (const { name, checksum } of applied) {
    const migration = known.get(name)
    if (migration === undefined) {
      throw new AegisError(
        'STORE_INCOMPATIBLE',
        `The store holds migration "${name}", which this version of Aegis does not know: a newer one made it. Use that version, or restore the backup that was taken before it.`,
      )
    }
    if (checksumOf(migration) !== checksum) {
      throw new AegisError(
        'STORE_INCOMPATIBLE',
        `Migration "${name}" was applied to this store with other statements than this version has. Use the version of Aegis that made the store, or restore a backup.`,
      )
    }
  }
  const done = new Set(applied.map(({ name }) => name))
  const pending = migrations.filter(({ name }) => !done.has(name))
  const last = applied
    .map(({ name }) => name)
    .sort()
    .at(-1)
  const late = pending.find(({ name }) => last !== undefined && name < last)
  if (late !== undefined) {
    throw new AegisError(
      'STORE_INCOMPATIBLE',
      `Migration "${late.name}" is missing from this store although "${last}" was applied. Restore a backup.`,
    )
  }
  return pending
}

async function readApplied({ db }: SqlStep, traits: SqlDialectTraits): Promise<readonly Applied[]> {
  const { text, time, tableOptions } = traits.columnTypes
  // CREATE TABLE IF NOT EXISTS asks for the right to create one even where it exists.
  const { rows } = await sql.raw(traits.findMigrations).execute(db)
  if (rows.length === 0) {
    const columns = `name ${text} primary key, checksum ${text} not null, applied_at ${time} not null`
    await sql.raw(`create table aegis_migrations (${columns})${tableOptions}`).execute(db)
  }
  return db.selectFrom('aegis_migrations').select(['name', 'checksum']).orderBy('name').execute()
}

async function apply({ db, values }: SqlStep, migration: Migration, at: Date): Promise<void> {
  for (const statement of migration.statements) await sql.raw(statement).execute(db)
  await db
    .insertInto('aegis_migrations')
    .values({ name: migration.name, checksum: checksumOf(migration), applied_at: values.time(at) })
    .execute()
}

/** Brings the schema up to date in one transaction, all or nothing. Of several processes at once one migrates, the others wait. */
export function migrate(session: SqlSession, options: MigrateOptions): Promise<MigrationReport> {
  const { traits, migrations, beforeMigration, check } = options
  return session.migration(async (step) => {
    const applied = await readApplied(step, traits)
    const pending = pendingMigrations(migrations, applied)
    await check?.(
      step,
      applied.map(({ name }) => name),
    )
    const [first] = pending
    if (first !== undefined) await beforeMigration?.(first.name)
    for (const migration of pending) await apply(step, migration, await step.now())
    return { applied: pending.map(({ name }) => name), version: migrations.at(-1)?.name ?? 'empty' }
  })
}
