import type { Activity, ActivityFilter, EventPage, Store } from '@aegis/core'
import type { SqlSession } from '../session.ts'
import { createJournal } from './journal.ts'
import { checkLimit, pageLimit } from './paging.ts'

export async function append(
  session: SqlSession,
  { activity, events }: Parameters<Store['append']>[0],
): Promise<void> {
  if (activity.length === 0 && events.length === 0) return
  await session.write(async (step) => {
    const journal = createJournal(step)
    for (const line of activity) journal.activity(line)
    for (const { at, facts } of events) journal.event(at, facts)
    await journal.write()
  })
}

export function listActivity(session: SqlSession, filter: ActivityFilter): Promise<readonly Activity[]> {
  return session.query(async ({ db, rows }) => {
    const { connectionId, tableId, incidentId, beforeId, actions } = filter
    let query = db.selectFrom('activity').selectAll().orderBy('id', 'desc').limit(pageLimit(filter))
    if (beforeId !== undefined) query = query.where('id', '<', beforeId)
    if (connectionId !== undefined) query = query.where('connection_id', '=', connectionId)
    if (tableId !== undefined) query = query.where('table_id', '=', tableId)
    if (incidentId !== undefined) query = query.where('incident_id', '=', incidentId)
    if (actions !== undefined) query = query.where('action', 'in', actions)
    return (await query.execute()).map(rows.activity)
  })
}

export function readEvents(session: SqlSession, afterSeq: number, limit: number): Promise<EventPage> {
  return session.snapshot(async ({ db, rows }) => {
    const events = await db
      .selectFrom('events')
      .selectAll()
      .where('seq', '>', afterSeq)
      .orderBy('seq')
      .limit(checkLimit(limit))
      .execute()
    const head = await db.selectFrom('event_counter').select('last_seq').executeTakeFirst()
    const oldest = await db.selectFrom('events').select('seq').orderBy('seq').limit(1).executeTakeFirst()
    const headSeq = head?.last_seq ?? 0
    return { events: events.map(rows.event), headSeq, oldestSeq: oldest?.seq ?? headSeq + 1 }
  })
}
