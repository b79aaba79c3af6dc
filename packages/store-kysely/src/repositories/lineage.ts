import type { ColumnPair, LineageBatch, LineageEdge, LineageEdgeDraft, LineageStatus } from '@aegis/core'
import type { Insertable } from 'kysely'
import { readJson, writeJson } from '../mapping/column-values.ts'
import { columnPairsDocument, coverageDocument, usedColumnsDocument } from '../mapping/documents.ts'
import type { LineageEdgesTable } from '../schema/database.ts'
import type { SqlSession, SqlStep } from '../session.ts'
import { connectionOf } from './connections.ts'
import { inChunks } from './paging.ts'

type KnownEdge = Omit<LineageEdge, 'id' | 'connectionId'>

function united(known: readonly ColumnPair[], seen: readonly ColumnPair[]): readonly ColumnPair[] {
  const pairs = [...known, ...seen].map((pair) => [JSON.stringify([pair.source, pair.target]), pair] as const)
  return [...new Map(pairs).values()]
}

/** The edge after one more sighting. Pure. */
function seenAgain(edge: KnownEdge, { seenAt, ...seen }: LineageEdgeDraft): KnownEdge {
  const isNewer = seenAt >= edge.lastSeenAt
  return {
    ...edge,
    ...(isNewer ? seen : {}),
    confidence: Math.max(edge.confidence, seen.confidence),
    columns: united(edge.columns, seen.columns),
    usedColumns: [...new Set([...edge.usedColumns, ...seen.usedColumns])],
    columnsComplete: edge.columnsComplete && seen.columnsComplete,
    observations: edge.observations + seen.observations,
    closedAt: edge.closedAt !== null && seenAt > edge.closedAt ? null : edge.closedAt,
    firstSeenAt: new Date(Math.min(seenAt.getTime(), edge.firstSeenAt.getTime())),
    lastSeenAt: isNewer ? seenAt : edge.lastSeenAt,
  }
}

function keyOf({ source, target }: { readonly source: string; readonly target: string }): string {
  return JSON.stringify([source, target])
}

async function edgesInto(
  { db, rows }: SqlStep,
  connectionId: number,
  targets: readonly string[],
): Promise<Map<string, KnownEdge>> {
  const known = new Map<string, KnownEdge>()
  for (const chunk of inChunks(targets)) {
    const found = await db
      .selectFrom('lineage_edges')
      .selectAll()
      .where('connection_id', '=', connectionId)
      .where('target_table', 'in', chunk)
      .execute()
    for (const row of found) {
      const edge = rows.edge(row)
      known.set(keyOf(edge), edge)
    }
  }
  return known
}

function toRow({ values }: SqlStep, connectionId: number, edge: KnownEdge): Insertable<LineageEdgesTable> {
  return {
    connection_id: connectionId,
    source_table: edge.source,
    source_catalog_name: edge.sourceRef.catalog,
    source_schema_name: edge.sourceRef.schema,
    source_table_name: edge.sourceRef.name,
    target_table: edge.target,
    target_catalog_name: edge.targetRef.catalog,
    target_schema_name: edge.targetRef.schema,
    target_table_name: edge.targetRef.name,
    source_kind: edge.sourceKind,
    target_kind: edge.targetKind,
    relationship: edge.relationship,
    origin: edge.origin,
    query_hash: edge.queryHash,
    confidence: edge.confidence,
    columns: writeJson(columnPairsDocument, edge.columns),
    used_columns: writeJson(usedColumnsDocument, edge.usedColumns),
    columns_complete: values.flag(edge.columnsComplete),
    observations: edge.observations,
    first_seen_at: values.time(edge.firstSeenAt),
    last_seen_at: values.time(edge.lastSeenAt),
    closed_at: edge.closedAt === null ? null : values.time(edge.closedAt),
  }
}

async function upsertEdges({ db }: SqlStep, rows: readonly Insertable<LineageEdgesTable>[]): Promise<void> {
  for (const chunk of inChunks(rows)) {
    await db
      .insertInto('lineage_edges')
      .values(chunk)
      .onConflict((conflict) =>
        conflict.columns(['connection_id', 'source_table', 'target_table']).doUpdateSet((eb) => ({
          source_catalog_name: eb.ref('excluded.source_catalog_name'),
          source_schema_name: eb.ref('excluded.source_schema_name'),
          source_table_name: eb.ref('excluded.source_table_name'),
          target_catalog_name: eb.ref('excluded.target_catalog_name'),
          target_schema_name: eb.ref('excluded.target_schema_name'),
          target_table_name: eb.ref('excluded.target_table_name'),
          relationship: eb.ref('excluded.relationship'),
          origin: eb.ref('excluded.origin'),
          query_hash: eb.ref('excluded.query_hash'),
          confidence: eb.ref('excluded.confidence'),
          source_kind: eb.ref('excluded.source_kind'),
          target_kind: eb.ref('excluded.target_kind'),
          columns: eb.ref('excluded.columns'),
          used_columns: eb.ref('excluded.used_columns'),
          columns_complete: eb.ref('excluded.columns_complete'),
          observations: eb.ref('excluded.observations'),
          closed_at: eb.ref('excluded.closed_at'),
          first_seen_at: eb.ref('excluded.first_seen_at'),
          last_seen_at: eb.ref('excluded.last_seen_at'),
        })),
      )
      .execute()
  }
}

async function saveEdges(step: SqlStep, { connectionId, edges }: LineageBatch): Promise<void> {
  const targets = [...new Set(edges.map(({ target }) => target))]
  const known = await edgesInto(step, connectionId, targets)
  const seen = new Map<string, KnownEdge>()
  for (const sighting of edges) {
    const key = keyOf(sighting)
    const { seenAt, ...draft } = sighting
    const fresh: KnownEdge = {
      ...draft,
      columns: [],
      observations: 0,
      firstSeenAt: seenAt,
      lastSeenAt: seenAt,
      closedAt: null,
    }
    seen.set(key, seenAgain(seen.get(key) ?? known.get(key) ?? fresh, sighting))
  }
  await upsertEdges(
    step,
    [...seen.values()].map((edge) => toRow(step, connectionId, edge)),
  )
}

async function closeEdges({ db, values }: SqlStep, { connectionId, closures }: LineageBatch): Promise<void> {
  for (const { table, sides, at } of closures) {
    const closedAt = values.time(at)
    await db
      .updateTable('lineage_edges')
      .set({ closed_at: closedAt })
      .where('connection_id', '=', connectionId)
      .where('closed_at', 'is', null)
      .where('last_seen_at', '<=', closedAt)
      .where((eb) =>
        sides === 'inbound'
          ? eb('target_table', '=', table)
          : eb.or([eb('target_table', '=', table), eb('source_table', '=', table)]),
      )
      .execute()
  }
}

async function saveStatus({ db, values }: SqlStep, batch: LineageBatch): Promise<void> {
  const status = {
    refreshed_at: values.time(batch.at),
    coverage: writeJson(coverageDocument, batch.coverage),
  }
  await db
    .insertInto('lineage_status')
    .values({ connection_id: batch.connectionId, ...status })
    .onConflict((conflict) => conflict.column('connection_id').doUpdateSet(status))
    .execute()
  for (const [source, cursor] of Object.entries(batch.cursors)) {
    await db
      .insertInto('lineage_cursors')
      .values({ connection_id: batch.connectionId, source, cursor })
      .onConflict((conflict) => conflict.columns(['connection_id', 'source']).doUpdateSet({ cursor }))
      .execute()
  }
}

export function saveLineage(session: SqlSession, batch: LineageBatch): Promise<void> {
  return session.write(async (step) => {
    await connectionOf(step, batch.connectionId)
    await saveEdges(step, batch)
    await closeEdges(step, batch)
    await saveStatus(step, batch)
  })
}

export function listEdges(session: SqlSession, connectionId: number): Promise<readonly LineageEdge[]> {
  return session.query(async ({ db, rows }) => {
    const found = await db
      .selectFrom('lineage_edges')
      .selectAll()
      .where('connection_id', '=', connectionId)
      .orderBy('id')
      .execute()
    return found.map(rows.edge)
  })
}

export function getLineageStatus(session: SqlSession, connectionId: number): Promise<LineageStatus> {
  return session.snapshot(async ({ db, values }) => {
    const status = await db
      .selectFrom('lineage_status')
      .selectAll()
      .where('connection_id', '=', connectionId)
      .executeTakeFirst()
    const cursors = await db
      .selectFrom('lineage_cursors')
      .selectAll()
      .where('connection_id', '=', connectionId)
      .execute()
    return {
      refreshedAt: status === undefined ? null : values.readTime(status.refreshed_at),
      cursors: Object.fromEntries(cursors.map(({ source, cursor }) => [source, cursor])),
      coverage:
        status === undefined ? null : readJson(coverageDocument, status.coverage, 'lineage_status.coverage'),
    }
  })
}
