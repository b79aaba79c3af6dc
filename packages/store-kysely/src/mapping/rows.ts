import type {
  Activity,
  Anomaly,
  Column,
  Connection,
  Incident,
  IncidentTransition,
  LineageEdge,
  MonitoredTable,
  Observation,
  SentinelState,
  Snapshot,
  StoredEvent,
} from '@aegis/core'
import type { Selectable } from 'kysely'
import type {
  ActivityTable,
  AnomaliesTable,
  ConnectionsTable,
  EventsTable,
  IncidentsTable,
  IncidentTransitionsTable,
  LineageEdgesTable,
  MonitoredTablesTable,
  ObservationsTable,
  SchemaSnapshotsTable,
  SentinelStatesTable,
} from '../schema/database.ts'
import { type ColumnValues, readJson } from './column-values.ts'
import {
  checkTypesDocument,
  columnPairsDocument,
  columnsDocument,
  detailDocument,
  diagnosisDocument,
  expectedByDocument,
  factsDocument,
  modelCallDocument,
  namesDocument,
  notesDocument,
  problemDocument,
  remediationDocument,
  stateDocument,
  usedColumnsDocument,
} from './documents.ts'

/** An incident's row with what belongs to it in other tables. */
export type IncidentRow = Selectable<IncidentsTable> & { readonly table_name: string | null }

/** Rows to values of the model. */
export interface RowReaders {
  connection(row: Selectable<ConnectionsTable>): Connection
  table(row: Selectable<MonitoredTablesTable>): MonitoredTable
  /** `columns` is parsed when it is first looked at: most shapes are judged by their hash alone. */
  snapshot(row: Selectable<SchemaSnapshotsTable>): Snapshot
  state(row: Selectable<SentinelStatesTable>): SentinelState
  observation(row: Selectable<ObservationsTable>): Observation
  anomaly(row: Selectable<AnomaliesTable>): Anomaly
  incident(row: IncidentRow, anomalyIds: readonly number[]): Incident
  transition(row: Selectable<IncidentTransitionsTable>): IncidentTransition
  edge(row: Selectable<LineageEdgesTable>): LineageEdge
  activity(row: Selectable<ActivityTable>): Activity
  event(row: Selectable<EventsTable>): StoredEvent
}

/** Few texts, many rows: remembers what a text was parsed to. */
function remembering<T>(parse: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    if (known.size >= 100) known.clear()
    const value = parse(text)
    known.set(text, value)
    return value
  }
}

export function rowReaders(values: ColumnValues): RowReaders {
  const { readTime, readFlag, readId } = values
  const orNull = <S, T>(stored: S | null, read: (stored: S) => T): T | null =>
    stored === null ? null : read(stored)
  const checkTypes = remembering((text) =>
    Object.freeze(readJson(checkTypesDocument, text, 'monitored_tables.check_types')),
  )

  return {
    connection: (row) => ({
      id: readId(row.id),
      name: row.name,
      dialect: row.dialect,
      hasUri: row.connection_uri !== null,
      target: row.uri_target,
      isActive: readFlag(row.is_active),
      failedCycles: row.failed_cycles,
      lastError: row.last_error,
      createdAt: readTime(row.created_at),
      updatedAt: readTime(row.updated_at),
    }),

    table: (row) => ({
      id: readId(row.id),
      connectionId: readId(row.connection_id),
      ref: { catalog: row.catalog_name, schema: row.schema_name, name: row.table_name },
      qualifiedName: row.fully_qualified_name,
      checkTypes: checkTypes(row.check_types),
      freshnessSlaMinutes: row.freshness_sla_minutes,
      expectedBy: orNull(row.expected_by, (text) =>
        readJson(expectedByDocument, text, 'monitored_tables.expected_by'),
      ),
      watermarkColumn: row.watermark_column,
      problem: orNull(row.problem, (text) => readJson(problemDocument, text, 'monitored_tables.problem')),
      createdAt: readTime(row.created_at),
      updatedAt: readTime(row.updated_at),
    }),

    snapshot(row): Snapshot {
      let parsed: readonly Column[] | null = null
      return {
        id: readId(row.id),
        tableId: readId(row.table_id),
        exists: readFlag(row.table_exists),
        kind: row.table_kind,
        get columns(): readonly Column[] {
          parsed ??= readJson(columnsDocument, row.columns, `schema_snapshots.columns of row ${row.id}`)
          return parsed
        },
        hash: row.snapshot_hash,
        objectId: row.object_id,
        capturedAt: readTime(row.captured_at),
      }
    },

    state: (row) => ({
      sentinel: row.sentinel,
      version: row.version,
      value: readJson(stateDocument, row.value, 'sentinel_states.value'),
    }),

    observation(row): Observation {
      const notBefore = orNull(row.not_before, readTime)
      const notAfter = orNull(row.not_after, readTime)
      return {
        id: readId(row.id),
        tableId: readId(row.table_id),
        sentinel: row.sentinel,
        at: readTime(row.at),
        verdict: row.verdict,
        text: row.text,
        lastChange: notBefore === null && notAfter === null ? null : { notBefore, notAfter },
        anomalyId: orNull(row.anomaly_id, readId),
        incidentId: orNull(row.incident_id, readId),
      }
    },

    anomaly: (row) => ({
      id: readId(row.id),
      connectionId: readId(row.connection_id),
      tableId: orNull(row.table_id, readId),
      table: row.fully_qualified_name,
      incidentId: readId(row.incident_id),
      snapshotId: orNull(row.snapshot_id, readId),
      type: row.type,
      severity: row.severity,
      detail: readJson(detailDocument, row.detail, `anomalies.detail of row ${row.id}`),
      fingerprint: row.fingerprint,
      detectedAt: readTime(row.detected_at),
    }),

    incident(row, anomalyIds): Incident {
      const what = (column: string): string => `incidents.${column} of row ${row.id}`
      return {
        id: readId(row.id),
        connectionId: readId(row.connection_id),
        tableId: orNull(row.table_id, readId),
        table: row.table_name,
        type: row.type,
        status: row.status,
        severity: row.severity,
        anomalyId: readId(row.anomaly_id ?? Number.NaN),
        anomalyIds,
        diagnosis: orNull(row.diagnosis, (text) => readJson(diagnosisDocument, text, what('diagnosis'))),
        blastRadius: readJson(namesDocument, row.blast_radius, what('blast_radius')),
        remediation: orNull(row.remediation, (text) =>
          readJson(remediationDocument, text, what('remediation')),
        ),
        notes: readJson(notesDocument, row.notes, what('notes')),
        resolvedAt: orNull(row.resolved_at, readTime),
        resolvedBy: row.resolved_by,
        resolutionNote: row.resolution_note,
        dismissReason: row.dismiss_reason,
        version: row.version,
        createdAt: readTime(row.created_at),
        updatedAt: readTime(row.updated_at),
      }
    },

    transition: (row) => ({
      id: readId(row.id),
      incidentId: readId(row.incident_id),
      from: row.from_status,
      to: row.to_status,
      actor: row.actor,
      reason: row.reason,
      diagnosis: orNull(row.diagnosis, (text) =>
        readJson(diagnosisDocument, text, `incident_transitions.diagnosis of row ${row.id}`),
      ),
      at: readTime(row.at),
    }),

    edge: (row) => ({
      id: readId(row.id),
      connectionId: readId(row.connection_id),
      source: row.source_table,
      sourceRef: {
        catalog: row.source_catalog_name,
        schema: row.source_schema_name,
        name: row.source_table_name,
      },
      target: row.target_table,
      targetRef: {
        catalog: row.target_catalog_name,
        schema: row.target_schema_name,
        name: row.target_table_name,
      },
      sourceKind: row.source_kind,
      targetKind: row.target_kind,
      relationship: row.relationship,
      origin: row.origin,
      queryHash: row.query_hash,
      confidence: row.confidence,
      columns:
        row.columns === '[]'
          ? []
          : readJson(columnPairsDocument, row.columns, `lineage_edges.columns of row ${row.id}`),
      usedColumns:
        row.used_columns === '[]'
          ? []
          : readJson(usedColumnsDocument, row.used_columns, `lineage_edges.used_columns of row ${row.id}`),
      columnsComplete: readFlag(row.columns_complete),
      observations: Number(row.observations),
      firstSeenAt: readTime(row.first_seen_at),
      lastSeenAt: readTime(row.last_seen_at),
      closedAt: row.closed_at === null ? null : readTime(row.closed_at),
    }),

    activity: (row) => ({
      id: readId(row.id),
      agent: row.agent,
      action: row.action,
      connectionId: orNull(row.connection_id, readId),
      tableId: orNull(row.table_id, readId),
      incidentId: orNull(row.incident_id, readId),
      text: row.text,
      at: readTime(row.at),
      ...(row.model_call === null
        ? {}
        : { modelCall: readJson(modelCallDocument, row.model_call, 'activity.model_call') }),
    }),

    event: (row) => ({
      seq: readId(row.seq),
      at: readTime(row.at),
      facts: readJson(factsDocument, row.facts, `events.facts of row ${row.seq}`),
    }),
  }
}
