import type {
  MonitoredTable,
  MonitoredTableDraft,
  PageRequest,
  SentinelState,
  Snapshot,
  TableFilter,
  TableRef,
  TableScanState,
} from '@aegis/core'
import type { Insertable } from 'kysely'
import { writeJson } from '../mapping/column-values.ts'
import { checkTypesDocument, expectedByDocument } from '../mapping/documents.ts'
import type { MonitoredTablesTable } from '../schema/database.ts'
import type { SqlSession, SqlStep } from '../session.ts'
import { connectionOf } from './connections.ts'
import { inChunks, pageLimit } from './paging.ts'

function keyOf({ catalog, schema, name }: TableRef): string {
  return JSON.stringify([catalog, schema, name])
}

async function tablesByRef(
  { db, rows }: SqlStep,
  connectionId: number,
): Promise<ReadonlyMap<string, MonitoredTable>> {
  const found = await db
    .selectFrom('monitored_tables')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .execute()
  return new Map(found.map(rows.table).map((table) => [keyOf(table.ref), table]))
}

function isUnchanged(table: MonitoredTable, draft: MonitoredTableDraft): boolean {
  return (
    table.qualifiedName === draft.qualifiedName &&
    table.freshnessSlaMinutes === draft.freshnessSlaMinutes &&
    table.watermarkColumn === draft.watermarkColumn &&
    JSON.stringify(table.expectedBy) === JSON.stringify(draft.expectedBy) &&
    JSON.stringify(table.checkTypes) === JSON.stringify(draft.checkTypes)
  )
}

async function upsert({ db }: SqlStep, rows: readonly Insertable<MonitoredTablesTable>[]): Promise<void> {
  for (const chunk of inChunks(rows)) {
    await db
      .insertInto('monitored_tables')
      .values(chunk)
      .onConflict((conflict) =>
        conflict
          .columns(['connection_id', 'catalog_name', 'schema_name', 'table_name'])
          .doUpdateSet((eb) => ({
            fully_qualified_name: eb.ref('excluded.fully_qualified_name'),
            check_types: eb.ref('excluded.check_types'),
            freshness_sla_minutes: eb.ref('excluded.freshness_sla_minutes'),
            expected_by: eb.ref('excluded.expected_by'),
            watermark_column: eb.ref('excluded.watermark_column'),
            updated_at: eb.ref('excluded.updated_at'),
          })),
      )
      .execute()
  }
}

export function saveTables(
  session: SqlSession,
  connectionId: number,
  drafts: readonly MonitoredTableDraft[],
  at: Date,
): Promise<readonly MonitoredTable[]> {
  return session.write(async (step) => {
    await connectionOf(step, connectionId)
    const before = await tablesByRef(step, connectionId)
    const time = step.values.time(at)
    // Of drafts for one table the last one counts.
    const wanted = new Map(drafts.map((draft) => [keyOf(draft.ref), draft]))
    const changed = [...wanted].filter(([key, draft]) => {
      const known = before.get(key)
      return known === undefined || !isUnchanged(known, draft)
    })
    if (changed.length > 0) {
      await upsert(
        step,
        changed.map(([, draft]) => ({
          connection_id: connectionId,
          catalog_name: draft.ref.catalog,
          schema_name: draft.ref.schema,
          table_name: draft.ref.name,
          fully_qualified_name: draft.qualifiedName,
          check_types: writeJson(checkTypesDocument, draft.checkTypes),
          freshness_sla_minutes: draft.freshnessSlaMinutes,
          expected_by: draft.expectedBy === null ? null : writeJson(expectedByDocument, draft.expectedBy),
          watermark_column: draft.watermarkColumn,
          created_at: time,
          updated_at: time,
        })),
      )
    }
    const after = changed.length > 0 ? await tablesByRef(step, connectionId) : before
    return drafts.flatMap((draft) => after.get(keyOf(draft.ref)) ?? [])
  })
}

export function listTables(session: SqlSession, filter: TableFilter): Promise<readonly MonitoredTable[]> {
  const { connectionId, qualifiedName } = filter
  return session.query(async ({ db, rows }) => {
    let query = db.selectFrom('monitored_tables').selectAll().orderBy('id')
    if (connectionId !== undefined) query = query.where('connection_id', '=', connectionId)
    if (qualifiedName !== undefined) query = query.where('fully_qualified_name', '=', qualifiedName)
    return (await query.execute()).map(rows.table)
  })
}

export function getTable(session: SqlSession, id: number): Promise<MonitoredTable | null> {
  return session.query(async ({ db, rows }) => {
    const row = await db.selectFrom('monitored_tables').selectAll().where('id', '=', id).executeTakeFirst()
    return row === undefined ? null : rows.table(row)
  })
}

export function removeTable(session: SqlSession, id: number): Promise<boolean> {
  return session.write(async ({ db }) => {
    const removed = await db.deleteFrom('monitored_tables').where('id', '=', id).returning('id').execute()
    return removed.length > 0
  })
}

async function snapshotsInUse(
  { db, rows }: SqlStep,
  connectionId: number,
): Promise<ReadonlyMap<number, Snapshot>> {
  const ofConnection = db.selectFrom('monitored_tables').where('connection_id', '=', connectionId)
  const found = await db
    .selectFrom('schema_snapshots')
    .selectAll()
    .where(
      'id',
      'in',
      ofConnection
        .select('latest_snapshot_id as id')
        .union(ofConnection.select('accepted_snapshot_id as id'))
        .$castTo<{ id: number }>(),
    )
    .execute()
  return new Map(found.map((row) => [row.id, rows.snapshot(row)]))
}

async function statesByTable(
  { db, rows }: SqlStep,
  connectionId: number,
): Promise<ReadonlyMap<number, readonly SentinelState[]>> {
  const found = await db
    .selectFrom('sentinel_states')
    .innerJoin('monitored_tables', 'monitored_tables.id', 'sentinel_states.table_id')
    .selectAll('sentinel_states')
    .where('monitored_tables.connection_id', '=', connectionId)
    .execute()
  const byTable = new Map<number, SentinelState[]>()
  for (const row of found) {
    const states = byTable.get(row.table_id)
    if (states === undefined) byTable.set(row.table_id, [rows.state(row)])
    else states.push(rows.state(row))
  }
  return byTable
}

const NO_STATES: readonly SentinelState[] = Object.freeze([])

/** Three statements, however many tables there are. */
export function loadScanState(session: SqlSession, connectionId: number): Promise<readonly TableScanState[]> {
  return session.snapshot(async (step) => {
    const tables = await step.db
      .selectFrom('monitored_tables')
      .selectAll()
      .where('connection_id', '=', connectionId)
      .orderBy('id')
      .execute()
    const snapshots = await snapshotsInUse(step, connectionId)
    const states = await statesByTable(step, connectionId)
    const snapshotOf = (id: number | null): Snapshot | null =>
      id === null ? null : (snapshots.get(id) ?? null)
    return tables.map((row) => ({
      table: step.rows.table(row),
      latest: snapshotOf(row.latest_snapshot_id),
      accepted: snapshotOf(row.accepted_snapshot_id),
      states: states.get(row.id) ?? NO_STATES,
    }))
  })
}

export function listSnapshots(
  session: SqlSession,
  tableId: number,
  page: PageRequest,
): Promise<readonly Snapshot[]> {
  return session.query(async ({ db, rows }) => {
    let query = db
      .selectFrom('schema_snapshots')
      .selectAll()
      .where('table_id', '=', tableId)
      .orderBy('id', 'desc')
      .limit(pageLimit(page))
    if (page.beforeId !== undefined) query = query.where('id', '<', page.beforeId)
    return (await query.execute()).map(rows.snapshot)
  })
}
