import {
  AegisError,
  type PrunableKind,
  type PrunedBefore,
  type PruneReport,
  type PruneRequest,
} from '@aegis/core'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { StoredTime } from '../mapping/column-values.ts'
import type { SqlSession, SqlStep } from '../session.ts'
import { checkLimit } from './paging.ts'

type Condition = RawBuilder<SqlBool>

interface PrunedTable {
  readonly name: 'schema_snapshots' | 'observations' | 'activity' | 'incidents'
  /** When a row began: from then on it can have ended. */
  readonly time: 'captured_at' | 'at' | 'created_at'
  /** Nothing needs a row from before any more. */
  readonly isDone: (before: StoredTime) => Condition
}

const noOpenIncident = (incidentId: string): Condition =>
  sql`not exists (select 1 from incidents where incidents.id = ${sql.ref(incidentId)} and incidents.status not in ('resolved', 'dismissed'))`

const TABLES: Readonly<Record<Exclude<PrunableKind, 'events'>, PrunedTable>> = {
  snapshots: {
    name: 'schema_snapshots',
    time: 'captured_at',
    isDone: (before) => sql`
      exists (select 1 from schema_snapshots as newer
        where newer.table_id = schema_snapshots.table_id and newer.id > schema_snapshots.id
          and newer.captured_at < ${before})
      and not exists (select 1 from monitored_tables
        where monitored_tables.id = schema_snapshots.table_id
          and schema_snapshots.id in (latest_snapshot_id, accepted_snapshot_id))
      and not exists (select 1 from anomalies inner join incidents on incidents.id = anomalies.incident_id
        where anomalies.table_id = schema_snapshots.table_id and anomalies.snapshot_id = schema_snapshots.id
          and incidents.status not in ('resolved', 'dismissed'))`,
  },
  observations: {
    name: 'observations',
    time: 'at',
    isDone: (before) => sql`
      exists (select 1 from observations as newer
        where newer.table_id = observations.table_id and newer.sentinel = observations.sentinel
          and newer.number > observations.number and newer.at < ${before})
      and ${noOpenIncident('observations.incident_id')}`,
  },
  activity: {
    name: 'activity',
    time: 'at',
    isDone: (before) => sql`
      ${noOpenIncident('activity.incident_id')}
      and (action <> 'shape_accepted'
        or not exists (select 1 from monitored_tables where monitored_tables.id = activity.table_id)
        or exists (select 1 from activity as newer
          where newer.table_id = activity.table_id and newer.id > activity.id
            and newer.action = 'shape_accepted' and newer.at < ${before}))`,
  },
  incidents: {
    name: 'incidents',
    time: 'created_at',
    isDone: (before) => sql`status in ('resolved', 'dismissed') and resolved_at < ${before}`,
  },
}

async function markPruned(
  { db, values }: SqlStep,
  { kind, before }: PruneRequest,
  removed: number,
): Promise<void> {
  if (removed === 0) return
  const row = { kind, pruned_before: values.time(before) }
  await db
    .insertInto('pruned')
    .values(row)
    .onConflict((conflict) =>
      conflict.column('kind').doUpdateSet(row).where('pruned.pruned_before', '<', row.pruned_before),
    )
    .execute()
}

/** Only from the oldest on, so that the rest has no gap. */
async function pruneEvents(session: SqlSession, request: PruneRequest): Promise<PruneReport> {
  const { before, limit } = request
  const oldest = (step: SqlStep): Promise<readonly number[]> => oldestEvents(step, before, limit)
  if ((await session.query(oldest)).length === 0) return { removed: 0, nextAfterId: null }
  return session.write(async (step) => {
    const removed = await oldest(step)
    const last = removed.at(-1)
    if (last === undefined) return { removed: 0, nextAfterId: null }
    await step.db.deleteFrom('events').where('seq', '<=', last).execute()
    await markPruned(step, request, removed.length)
    return { removed: removed.length, nextAfterId: removed.length === limit ? last : null }
  })
}

async function oldestEvents({ db, values }: SqlStep, before: Date, limit: number): Promise<number[]> {
  const page = await db.selectFrom('events').select(['seq', 'at']).orderBy('seq').limit(limit).execute()
  const firstKept = page.findIndex(({ at }) => values.readTime(at) >= before)
  return (firstKept === -1 ? page : page.slice(0, firstKept)).map(({ seq }) => values.readId(seq))
}

async function pruneRows(
  session: SqlSession,
  request: PruneRequest,
  { name, time, isDone }: PrunedTable,
): Promise<PruneReport> {
  const { before, afterId = 0, limit } = request
  const found = await session.query(async ({ db, values }) => {
    const page = await db
      .selectFrom(name)
      .select(['id', sql.ref<StoredTime>(time).as('at')])
      .where('id', '>', afterId)
      .orderBy('id')
      .limit(limit)
      .execute()
    const last = page.at(-1)
    return {
      lastId: last === undefined ? afterId : values.readId(last.id),
      isFull: page.length === limit,
      hasOld: page.some(({ at }) => values.readTime(at) < before),
    }
  })
  if (!found.hasOld) return { removed: 0, nextAfterId: null }
  const nextAfterId = found.isFull ? found.lastId : null

  const condition = (stored: StoredTime): Condition =>
    sql`id > ${afterId} and id <= ${found.lastId} and ${sql.ref(time)} < ${stored} and ${isDone(stored)}`
  // Most of what is old and still there is needed: looking for the rest must not keep writers waiting.
  const isAny = await session.query(async ({ db, values }) => {
    const where = condition(values.time(before))
    return (await db.selectFrom(name).select('id').where(where).limit(1).execute()).length > 0
  })
  if (!isAny) return { removed: 0, nextAfterId }
  return session.write(async (step) => {
    const { numDeletedRows } = await step.db
      .deleteFrom(name)
      .where(condition(step.values.time(before)))
      .executeTakeFirst()
    await markPruned(step, request, Number(numDeletedRows))
    return { removed: Number(numDeletedRows), nextAfterId }
  })
}

export async function prune(session: SqlSession, request: PruneRequest): Promise<PruneReport> {
  checkLimit(request.limit)
  const { kind, before } = request
  if (Number.isNaN(before.getTime())) throw new AegisError('STORE_FAILED', '`before` is not a valid time.')
  return kind === 'events' ? pruneEvents(session, request) : pruneRows(session, request, TABLES[kind])
}

export function getPrunedBefore(session: SqlSession): Promise<PrunedBefore> {
  return session.query(async ({ db, values }) => {
    const found = await db.selectFrom('pruned').selectAll().execute()
    const by = new Map(found.map(({ kind, pruned_before }) => [kind, values.readTime(pruned_before)]))
    const of = (kind: PrunableKind): Date | null => by.get(kind) ?? null
    return {
      snapshots: of('snapshots'),
      observations: of('observations'),
      activity: of('activity'),
      events: of('events'),
      incidents: of('incidents'),
    }
  })
}
