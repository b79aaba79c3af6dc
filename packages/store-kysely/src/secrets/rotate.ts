import type { Secrets } from '@aegis/core'
import { AegisError } from '@aegis/core'
import type { SqlSession } from '../session.ts'
import { countByKey, uriPlace, useSealingKey } from './key-ring.ts'
import { headerOf } from './sealed-text.ts'

const BATCH = 500

export interface RotateOptions {
  /** Secrets in one transaction, 1..10000; default 500. */
  readonly batchSize?: number | undefined
  /** Told after each batch. */
  readonly onProgress?: ((rotated: number) => void) | undefined
}

export interface Rotation {
  /** Secrets sealed again by this call. */
  readonly rotated: number
  /** Secrets sealed with the first key now. */
  readonly sealed: number
  /** Ids of connections whose URI does not open. They keep their key. */
  readonly unreadable: readonly number[]
  /** Ids of the keys that may be dropped from the list: nothing is sealed with them, and nothing can be. */
  readonly droppable: readonly string[]
  /** Ids of the keys that are still needed besides the first. */
  readonly stillNeeded: readonly string[]
}

interface Sealed {
  readonly id: number
  readonly text: string
}

async function readOthers(
  session: SqlSession,
  secrets: Secrets,
  afterId: number,
  limit: number,
): Promise<readonly Sealed[]> {
  return session.query(async ({ db, values }) => {
    const found = await db
      .selectFrom('connections')
      .select(['id', 'connection_uri'])
      .where('id', '>', afterId)
      .where('connection_uri', 'is not', null)
      .where('connection_uri', 'not like', `${headerOf(secrets.sealingKeyId)}%`)
      .orderBy('id')
      .limit(limit)
      .execute()
    return found.flatMap(({ id, connection_uri }) =>
      connection_uri === null ? [] : [{ id: values.readId(id), text: connection_uri }],
    )
  })
}

/** Compare-and-swap: a URI that somebody changed or removed meanwhile is left as it is. */
async function replace(
  session: SqlSession,
  secrets: Secrets,
  changes: readonly { readonly id: number; readonly before: string; readonly after: string }[],
): Promise<number> {
  return session.write(async (step) => {
    // Another rotation may have begun, towards another key.
    await useSealingKey(step, secrets, await step.now())
    let replaced = 0
    for (const { id, before, after } of changes) {
      const { numUpdatedRows } = await step.db
        .updateTable('connections')
        .set({ connection_uri: after })
        .where('id', '=', id)
        .where('connection_uri', '=', before)
        .executeTakeFirst()
      replaced += Number(numUpdatedRows)
    }
    return replaced
  })
}

/** One walk over what is sealed with other keys. */
async function walk(
  session: SqlSession,
  secrets: Secrets,
  install: string,
  { batchSize = BATCH, onProgress }: RotateOptions,
): Promise<{ readonly rotated: number; readonly unreadable: readonly number[] }> {
  const unreadable: number[] = []
  let rotated = 0
  let afterId = 0
  for (;;) {
    const sealed = await readOthers(session, secrets, afterId, batchSize)
    const last = sealed.at(-1)
    if (last === undefined) return { rotated, unreadable }
    const changes = sealed.flatMap(({ id, text }) => {
      try {
        return [{ id, before: text, after: secrets.reseal(text, uriPlace(install, id)) }]
      } catch {
        unreadable.push(id)
        return []
      }
    })
    rotated += await replace(session, secrets, changes)
    onProgress?.(rotated)
    afterId = last.id
  }
}

/** Lets the first key seal, and no other any more: from here on no process can add what the walk would miss. */
async function beginWith(session: SqlSession, secrets: Secrets): Promise<string> {
  return session.write(async (step) => {
    const at = await step.now()
    const install = await useSealingKey(step, secrets, at, true)
    await step.db
      .updateTable('encryption_keys')
      .set({ retired_at: step.values.time(at) })
      .where('retired_at', 'is', null)
      .where('key_id', '!=', secrets.sealingKeyId)
      .execute()
    return install
  })
}

export async function rotate(
  session: SqlSession,
  secrets: Secrets,
  options: RotateOptions,
): Promise<Rotation> {
  const { batchSize = BATCH } = options
  if (!Number.isInteger(batchSize) || batchSize < 1 || batchSize > 10_000) {
    throw new AegisError(
      'CONFIG_INVALID',
      `batchSize must be a whole number of 1 to 10000, not ${batchSize}.`,
    )
  }
  const install = await beginWith(session, secrets)
  const { rotated, unreadable } = await walk(session, secrets, install, options)
  const counts = await session.query((step) => countByKey(step, secrets))
  const stillNeeded = [...counts.keys()].filter((id) => id !== secrets.sealingKeyId)
  return {
    rotated,
    sealed: counts.get(secrets.sealingKeyId) ?? 0,
    unreadable,
    droppable: secrets.keyIds.filter((id) => id !== secrets.sealingKeyId && !stillNeeded.includes(id)),
    stillNeeded,
  }
}
