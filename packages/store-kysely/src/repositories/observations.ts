import type { CheckOutcome, CheckResult, Observation, ObservationDraft, ObservationFilter } from '@aegis/core'
import type { Insertable } from 'kysely'
import type { ObservationsTable } from '../schema/database.ts'
import type { SqlSession, SqlStep } from '../session.ts'
import { inChunks, pageLimit } from './paging.ts'

const KEPT = 500
const SWEEP_EVERY = 50

/** What a batch concluded. */
interface Concluded {
  readonly tableId: number
  readonly sentinel: string
  readonly draft: ObservationDraft
  readonly at: Date
  readonly anomalyId: number | null
  readonly incidentId: number | null
}

type Said = Pick<Concluded, 'draft' | 'incidentId'>

/** The newest observation of one table and sentinel. */
interface Newest {
  readonly number: number
  readonly said: Said
}

const keyOf = ({ tableId, sentinel }: Pick<Concluded, 'tableId' | 'sentinel'>): string =>
  `${tableId} ${sentinel}`

function isSame(a: Said, b: Said): boolean {
  return (
    a.draft.verdict === b.draft.verdict &&
    a.draft.text === b.draft.text &&
    a.draft.lastChange?.notBefore?.getTime() === b.draft.lastChange?.notBefore?.getTime() &&
    a.draft.lastChange?.notAfter?.getTime() === b.draft.lastChange?.notAfter?.getTime() &&
    a.incidentId === b.incidentId
  )
}

async function loadNewest(
  { db, rows }: SqlStep,
  concluded: readonly Concluded[],
): Promise<Map<string, Newest>> {
  const newest = new Map<string, Newest>()
  for (const [sentinel, ofSentinel] of Map.groupBy(concluded, (item) => item.sentinel)) {
    const tableIds = [...new Set(ofSentinel.map(({ tableId }) => tableId))]
    for (const chunk of inChunks(tableIds)) {
      const found = await db
        .selectFrom('monitored_tables')
        .innerJoin('observations', (join) =>
          join
            .onRef('observations.table_id', '=', 'monitored_tables.id')
            .on('observations.sentinel', '=', sentinel)
            .on('observations.number', '=', (eb) =>
              eb
                .selectFrom('observations as each')
                .select('each.number')
                .whereRef('each.table_id', '=', 'monitored_tables.id')
                .where('each.sentinel', '=', sentinel)
                .orderBy('each.number', 'desc')
                .limit(1),
            ),
        )
        .selectAll('observations')
        .where('monitored_tables.id', 'in', chunk)
        .execute()
      for (const row of found) {
        const { tableId, incidentId, ...draft } = rows.observation(row)
        newest.set(keyOf({ tableId, sentinel }), { number: row.number, said: { draft, incidentId } })
      }
    }
  }
  return newest
}

/** Collects what a step's looks concluded and writes it in few statements at its end. */
export interface ObservationLog {
  add(tableId: number, check: CheckResult, outcome: CheckOutcome, at: Date): void
  write(): Promise<void>
}

export function observationLog(step: SqlStep): ObservationLog {
  const { db, values } = step
  const concluded: Concluded[] = []
  const orNull = (at: Date | null | undefined): ObservationsTable['not_before'] =>
    at === null || at === undefined ? null : values.time(at)

  function toRow(item: Concluded, number: number): Insertable<ObservationsTable> {
    const { tableId, sentinel, draft, at, anomalyId, incidentId } = item
    return {
      table_id: tableId,
      sentinel,
      number,
      at: values.time(at),
      verdict: draft.verdict,
      text: draft.text,
      not_before: orNull(draft.lastChange?.notBefore),
      not_after: orNull(draft.lastChange?.notAfter),
      anomaly_id: anomalyId,
      incident_id: incidentId,
    }
  }

  async function sweep({ table_id, sentinel, number }: Insertable<ObservationsTable>): Promise<void> {
    await db
      .deleteFrom('observations')
      .where('table_id', '=', table_id)
      .where('sentinel', '=', sentinel)
      .where('number', '<=', number - KEPT)
      .execute()
  }

  return {
    add(tableId, { sentinel, observation }, outcome, at): void {
      if (observation === undefined || observation === null) return
      const anomalyId = 'anomaly' in outcome ? outcome.anomaly.id : null
      const incidentId = 'incident' in outcome ? outcome.incident.id : null
      concluded.push({ tableId, sentinel, draft: observation, at, anomalyId, incidentId })
    },
    async write(): Promise<void> {
      if (concluded.length === 0) return
      const newest = await loadNewest(step, concluded)
      const fresh: Insertable<ObservationsTable>[] = []
      for (const item of concluded) {
        const before = newest.get(keyOf(item))
        if (before !== undefined && isSame(before.said, item)) continue
        const number = (before?.number ?? 0) + 1
        newest.set(keyOf(item), { number, said: item })
        fresh.push(toRow(item, number))
      }
      for (const chunk of inChunks(fresh)) await db.insertInto('observations').values(chunk).execute()
      for (const row of fresh) if (row.number % SWEEP_EVERY === 0) await sweep(row)
    },
  }
}

export function listObservations(
  session: SqlSession,
  tableId: number,
  filter: ObservationFilter,
): Promise<readonly Observation[]> {
  return session.query(async ({ db, rows, values }) => {
    const { sentinel, before, beforeId } = filter
    let query = db
      .selectFrom('observations')
      .selectAll()
      .where('table_id', '=', tableId)
      .orderBy('id', 'desc')
      .limit(pageLimit(filter))
    if (sentinel !== undefined) query = query.where('sentinel', '=', sentinel)
    if (before !== undefined) query = query.where('at', '<=', values.time(before))
    if (beforeId !== undefined) query = query.where('id', '<', beforeId)
    return (await query.execute()).map(rows.observation)
  })
}
