import type { SnapshotDraft, TableScanResult } from '@aegis/core'
import { readJson, writeJson } from '../mapping/column-values.ts'
import { columnsDocument, problemDocument, stateDocument } from '../mapping/documents.ts'
import type { SqlStep } from '../session.ts'
import { inChunks } from './paging.ts'
import type { HeldTable, SettledState } from './settle-races.ts'

async function stateVersions(
  { db }: SqlStep,
  tableIds: readonly number[],
): Promise<ReadonlyMap<number, ReadonlyMap<string, number>>> {
  const byTable = new Map<number, Map<string, number>>()
  for (const chunk of inChunks(tableIds)) {
    const found = await db
      .selectFrom('sentinel_states')
      .select(['table_id', 'sentinel', 'version'])
      .where('table_id', 'in', chunk)
      .execute()
    for (const { table_id, sentinel, version } of found) {
      const versions = byTable.get(table_id) ?? new Map<string, number>()
      byTable.set(table_id, versions.set(sentinel, version))
    }
  }
  return byTable
}

/** The tables of a batch as the store holds them; tables that are not monitored (any more) are absent. */
export async function loadHeldTables(
  step: SqlStep,
  results: readonly TableScanResult[],
): Promise<ReadonlyMap<number, HeldTable>> {
  const tableIds = [...new Set(results.map(({ tableId }) => tableId))]
  const versions = await stateVersions(step, tableIds)
  const held = new Map<number, HeldTable>()
  for (const chunk of inChunks(tableIds)) {
    const found = await step.db
      .selectFrom('monitored_tables')
      .select(['id', 'connection_id', 'fully_qualified_name', 'latest_snapshot_id', 'problem'])
      .where('id', 'in', chunk)
      .execute()
    for (const row of found) {
      held.set(row.id, {
        tableId: row.id,
        connectionId: row.connection_id,
        name: row.fully_qualified_name,
        latestId: row.latest_snapshot_id,
        problem:
          row.problem === null ? null : readJson(problemDocument, row.problem, 'monitored_tables.problem'),
        stateVersions: versions.get(row.id) ?? new Map(),
      })
    }
  }
  return held
}

/** Saves shapes and makes them the latest ones, the first of a table its accepted one too. Returns their ids by table. */
export async function writeShapes(
  { db, values }: SqlStep,
  shapes: ReadonlyMap<number, SnapshotDraft>,
): Promise<ReadonlyMap<number, number>> {
  const ids = new Map<number, number>()
  for (const chunk of inChunks([...shapes])) {
    const inserted = await db
      .insertInto('schema_snapshots')
      .values(
        chunk.map(([tableId, snapshot]) => ({
          table_id: tableId,
          table_exists: values.flag(snapshot.exists),
          table_kind: snapshot.kind,
          columns: writeJson(columnsDocument, snapshot.columns),
          snapshot_hash: snapshot.hash,
          object_id: snapshot.objectId,
          captured_at: values.time(snapshot.capturedAt),
        })),
      )
      .returning(['id', 'table_id'])
      .execute()
    for (const { id, table_id } of inserted) ids.set(table_id, id)
    await db
      .updateTable('monitored_tables')
      .set((eb) => {
        const newest = eb
          .selectFrom('schema_snapshots')
          .select((of) => of.fn.max('schema_snapshots.id').as('id'))
          .whereRef('schema_snapshots.table_id', '=', 'monitored_tables.id')
        return {
          latest_snapshot_id: newest,
          accepted_snapshot_id: eb.fn.coalesce('accepted_snapshot_id', newest),
        }
      })
      .where(
        'id',
        'in',
        chunk.map(([tableId]) => tableId),
      )
      .execute()
  }
  return ids
}

export async function writeStates({ db }: SqlStep, states: readonly SettledState[]): Promise<void> {
  for (const chunk of inChunks(states)) {
    await db
      .insertInto('sentinel_states')
      .values(
        chunk.map(({ tableId, sentinel, version, value }) => ({
          table_id: tableId,
          sentinel,
          version,
          value: writeJson(stateDocument, value),
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(['table_id', 'sentinel']).doUpdateSet((eb) => ({
          version: eb.ref('excluded.version'),
          value: eb.ref('excluded.value'),
        })),
      )
      .execute()
  }
}
