import { rename, rm } from 'node:fs/promises'
import { AegisError } from '@aegis/core'
import Database from 'better-sqlite3'

/** Copies the file as it was before a migration, unless it has nothing in it yet. Returns the copy's path. */
export async function backUpBefore(path: string, migration: string): Promise<string | null> {
  const copy = `${path}.before-${migration}.bak`
  const unfinished = `${copy}.part`
  const source = new Database(path, { readonly: true, fileMustExist: true })
  try {
    const [tables] = source
      .prepare<[], { count: number }>('select count(*) as count from sqlite_schema')
      .all()
    if (tables === undefined || tables.count === 0) return null
    await rm(unfinished, { force: true })
    await source.backup(unfinished)
    await rename(unfinished, copy)
    return copy
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new AegisError(
      'STORE_FAILED',
      `The store file ${path} was not migrated, because its backup ${copy} could not be written: ${reason}. Make room, or give this user the right to write there.`,
      { cause: error },
    )
  } finally {
    source.close()
  }
}
