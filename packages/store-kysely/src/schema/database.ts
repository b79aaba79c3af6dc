import type {
  ActivityAction,
  ActivityAgent,
  AnomalyType,
  CheckType,
  Dialect,
  EventFacts,
  IncidentStatus,
  LineageNodeKind,
  LineageOrigin,
  LineageRelationship,
  ObservationVerdict,
  PrunableKind,
  Severity,
  TableKind,
} from '@aegis/core'
import type { Generated } from 'kysely'
import type { StoredFlag, StoredJson, StoredTime } from '../mapping/column-values.ts'

export interface ConnectionsTable {
  id: Generated<number>
  name: string
  dialect: Dialect
  /** Encrypted; null for a connection that is opened in code. */
  connection_uri: string | null
  /** Where the URI leads, as may be shown. */
  uri_target: string | null
  is_active: StoredFlag
  failed_cycles: number
  last_error: string | null
  created_at: StoredTime
  updated_at: StoredTime
}

export interface MonitoredTablesTable {
  id: Generated<number>
  connection_id: number
  catalog_name: string
  schema_name: string
  table_name: string
  fully_qualified_name: string
  check_types: StoredJson
  freshness_sla_minutes: number | null
  expected_by: StoredJson | null
  watermark_column: string | null
  problem: StoredJson | null
  latest_snapshot_id: number | null
  accepted_snapshot_id: number | null
  created_at: StoredTime
  updated_at: StoredTime
}

export interface SchemaSnapshotsTable {
  id: Generated<number>
  table_id: number
  table_exists: StoredFlag
  table_kind: TableKind
  columns: StoredJson
  snapshot_hash: string
  object_id: string | null
  captured_at: StoredTime
}

export interface SentinelStatesTable {
  table_id: number
  sentinel: CheckType
  version: number
  value: StoredJson
}

export interface ObservationsTable {
  id: Generated<number>
  table_id: number
  sentinel: CheckType
  number: number
  at: StoredTime
  verdict: ObservationVerdict
  text: string
  not_before: StoredTime | null
  not_after: StoredTime | null
  anomaly_id: number | null
  incident_id: number | null
}

export interface AnomaliesTable {
  id: Generated<number>
  connection_id: number
  table_id: number | null
  fully_qualified_name: string | null
  incident_id: number
  snapshot_id: number | null
  type: AnomalyType
  severity: Severity
  detail: StoredJson
  fingerprint: string
  detected_at: StoredTime
}

export interface IncidentsTable {
  id: Generated<number>
  connection_id: number
  table_id: number | null
  /** The anomaly that opened it; null only inside the step that opens it. */
  anomaly_id: number | null
  type: AnomalyType
  status: IncidentStatus
  severity: Severity
  diagnosis: StoredJson | null
  blast_radius: StoredJson
  remediation: StoredJson | null
  notes: StoredJson
  resolved_at: StoredTime | null
  resolved_by: string | null
  resolution_note: string | null
  dismiss_reason: string | null
  version: number
  claim_owner: string | null
  /** Of an open incident: not claimed before. */
  claim_until: StoredTime | null
  created_at: StoredTime
  updated_at: StoredTime
}

export interface IncidentTransitionsTable {
  id: Generated<number>
  incident_id: number
  from_status: IncidentStatus | null
  to_status: IncidentStatus
  actor: string
  reason: string
  diagnosis: StoredJson | null
  at: StoredTime
}

export interface LineageEdgesTable {
  id: Generated<number>
  connection_id: number
  source_table: string
  source_catalog_name: string
  source_schema_name: string
  source_table_name: string
  target_table: string
  target_catalog_name: string
  target_schema_name: string
  target_table_name: string
  source_kind: LineageNodeKind
  target_kind: LineageNodeKind
  relationship: LineageRelationship
  origin: LineageOrigin
  query_hash: string
  confidence: number
  columns: StoredJson
  used_columns: StoredJson
  columns_complete: StoredFlag
  observations: number
  first_seen_at: StoredTime
  last_seen_at: StoredTime
  closed_at: StoredTime | null
}

interface LineageStatusTable {
  connection_id: number
  refreshed_at: StoredTime
  coverage: StoredJson
}

interface LineageCursorsTable {
  connection_id: number
  source: string
  cursor: string
}

export interface ActivityTable {
  id: Generated<number>
  agent: ActivityAgent
  action: ActivityAction
  connection_id: number | null
  table_id: number | null
  incident_id: number | null
  text: string
  model_call: StoredJson | null
  at: StoredTime
}

export interface EventsTable {
  seq: number
  type: EventFacts['type']
  facts: StoredJson
  at: StoredTime
}

/** One row. Whoever changes it appends the next events: that keeps `seq` free of gaps and in commit order. */
interface EventCounterTable {
  id: number
  last_seq: number
}

/** One row, made with the first secret. */
interface InstallationTable {
  id: number
  install_id: string
}

/** Keys that have sealed something, by their ids; never a key itself. */
interface EncryptionKeysTable {
  key_id: string
  /** Sealed with the key: it opens, or the key is another. */
  canary: string
  first_used_at: StoredTime
  /** Rotated out: may seal nothing more. */
  retired_at: StoredTime | null
}

/** What retention took away. */
interface PrunedTable {
  kind: PrunableKind
  pruned_before: StoredTime
}

interface MigrationsTable {
  name: string
  checksum: string
  applied_at: StoredTime
}

export interface AegisDatabase {
  connections: ConnectionsTable
  monitored_tables: MonitoredTablesTable
  schema_snapshots: SchemaSnapshotsTable
  sentinel_states: SentinelStatesTable
  observations: ObservationsTable
  anomalies: AnomaliesTable
  incidents: IncidentsTable
  incident_transitions: IncidentTransitionsTable
  lineage_edges: LineageEdgesTable
  lineage_status: LineageStatusTable
  lineage_cursors: LineageCursorsTable
  activity: ActivityTable
  events: EventsTable
  event_counter: EventCounterTable
  installation: InstallationTable
  encryption_keys: EncryptionKeysTable
  pruned: PrunedTable
  aegis_migrations: MigrationsTable
}
