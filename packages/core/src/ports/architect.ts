import type { Anomaly, SchemaChange } from '../model/anomaly.ts'
import type { Dialect } from '../model/connection.ts'
import type { Diagnosis, Evidence } from '../model/diagnosis.ts'
import type { Incident } from '../model/incident.ts'
import type { BlastRadius, LineageNode, LineageNodeKind } from '../model/lineage.ts'
import type { TableKind } from '../model/table.ts'
import type { ArchitectServices } from './architect-services.ts'

/** How an upstream table's data reaches the incident's table, as far as the lineage knows. */
export interface UpstreamRoute {
  /**
   * Which of its columns feed each changed column of the incident's table, by that column. Empty: none does. null: which ones is
   * not known. No entry: the lineage does not know the column, such as one that is new.
   */
  readonly feeds: ReadonlyMap<string, readonly string[] | null>
  /** Its columns that the statements on the ways to the incident's table use; null: not all are known. */
  readonly used: readonly string[] | null
  /** Every way leads through a table that is watched and where nothing of the kind happened. */
  readonly isBlocked: boolean
  /** Only views lie on the shortest way: what happens there shows at once. */
  readonly isImmediate: boolean
  /** When a DROP, RENAME or TRUNCATE ended the last way; null: it stands. */
  readonly endedAt: Date | null
}

/** Bounds of the last change of a table's data. */
export interface LastDataChange {
  readonly notBefore: Date | null
  readonly notAfter: Date | null
  /** `rows`: the newest time in the rows, which a load may copy from upstream; `load`: when they were written. */
  readonly of: 'rows' | 'load'
}

/** An upstream or downstream table with what happened to it lately. */
export interface NeighbourHistory {
  readonly node: LineageNode
  /** Table names from the neighbour to the incident's table (upstream) or from that table to the neighbour. */
  readonly path: readonly string[]
  /** Those still in effect: a changed shape that stands, a stale table that had no new data. Newest first. */
  readonly anomalies: readonly Anomaly[]
  /** Those that are over: reverted, dropped and restored, fresh again. They explain nothing that broke later. */
  readonly healed: readonly Anomaly[]
  readonly monitored: boolean
  /** Names of the other neighbours that feed this one, where something happened to both; empty otherwise. */
  readonly fedBy: readonly string[]
  /** Something upstream of it is not monitored: it may not be where things began. */
  readonly hasUnseenUpstream: boolean
  /** Absent: downstream, or not looked up. */
  readonly route?: UpstreamRoute | undefined
  /** How the data of those that feed it reaches it, by their names; where something happened to both, of the nearest. */
  readonly routesFrom?: ReadonlyMap<string, UpstreamRoute> | undefined
  /** When its present shape was first seen; null or absent: not known. */
  readonly shapeSince?: Date | null | undefined
  /** Bounds of its last change of data as the last scan read them; null or absent: not read. */
  readonly lastChange?: LastDataChange | null | undefined
  /** Absent: a table. Files are never monitored. */
  readonly nodeKind?: LineageNodeKind | undefined
}

/** Everything an architect may use. All of it is evidence that was read, nothing is guessed. */
export interface DiagnosisContext {
  readonly incident: Incident
  /** All anomalies of the incident, oldest first. */
  readonly anomalies: readonly Anomaly[]
  /** What separates the table from its accepted shape now; empty when nothing does or shapes are not the matter. */
  readonly changes: readonly SchemaChange[]
  readonly dialect: Dialect
  /** What kind of object the incident is about; null: not known, or a connection. */
  readonly tableKind: TableKind | null
  readonly upstream: readonly NeighbourHistory[]
  readonly blastRadius: BlastRadius
  /** What is downstream within three hops, nearest first; absent: not looked up. */
  readonly downstream?: readonly NeighbourHistory[] | undefined
  /** Tables upstream, told above or not; absent: not counted. */
  readonly upstreamCounts?: { readonly tables: number; readonly unmonitored: number } | undefined
  /** Earlier anomalies of the same table, newest first. */
  readonly history: readonly Anomaly[]
  /** Numbered facts made from the above. */
  readonly evidence: readonly Evidence[]
  readonly now: Date
}

/**
 * Explains an incident. May be slow; must settle, and may reject: the rules then answer. A `ModelError` with
 * `retryAfterMs` puts the incident back to `open` for that long instead, within bounds.
 */
export interface Architect {
  readonly name: string
  diagnose(
    context: DiagnosisContext,
    options?: {
      readonly signal?: AbortSignal | undefined
      /** Absent when somebody other than Aegis asks. */
      readonly services?: ArchitectServices | undefined
    },
  ): Promise<Diagnosis>
}
