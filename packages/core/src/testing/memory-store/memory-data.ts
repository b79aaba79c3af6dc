import { AegisError } from '../../errors.ts'
import type { Activity } from '../../model/activity.ts'
import type { Anomaly } from '../../model/anomaly.ts'
import type { Connection } from '../../model/connection.ts'
import type { StoredEvent } from '../../model/event.ts'
import type { Incident, IncidentTransition } from '../../model/incident.ts'
import type { LineageEdge } from '../../model/lineage.ts'
import type { Observation } from '../../model/observation.ts'
import type { MonitoredTable, SentinelState, Snapshot } from '../../model/table.ts'
import type { Secret } from '../../ports/secrets.ts'
import type { LineageStatus, PrunableKind } from '../../ports/store.ts'

export interface StoredTable {
  readonly table: MonitoredTable
  readonly latestId: number | null
  readonly acceptedId: number | null
}

export interface StoredIncident {
  readonly incident: Incident
  /** null: nobody works on it. `until` in milliseconds since 1970. Of an open incident: nobody may before. */
  readonly claim: { readonly owner: string; readonly until: number } | null
}

/** What one sentinel concluded about one table. */
interface ObservationSeries {
  readonly tableId: number
  /** How many were ever written. */
  readonly count: number
  /** Oldest first. */
  readonly kept: readonly Observation[]
}

/** Everything one store holds. Maps keep the order of insertion, which is the order of ids. */
export interface MemoryState {
  readonly connections: Map<number, Connection>
  /** By connection id. */
  readonly uris: Map<number, Secret>
  readonly tables: Map<number, StoredTable>
  readonly snapshots: Map<number, Snapshot>
  /** By table id and sentinel, see `stateKey`. */
  readonly sentinelStates: Map<string, { readonly tableId: number; readonly state: SentinelState }>
  /** By table id and sentinel, see `stateKey`. */
  readonly observations: Map<string, ObservationSeries>
  readonly anomalies: Map<number, Anomaly>
  readonly incidents: Map<number, StoredIncident>
  readonly transitions: Map<number, IncidentTransition>
  /** By connection, source and target, see `edgeKey`. */
  readonly edges: Map<string, LineageEdge>
  readonly lineage: Map<number, LineageStatus>
  readonly activity: Map<number, Activity>
  /** Without a gap up to `lastSeq`; the oldest may have been pruned. */
  readonly events: StoredEvent[]
  lastSeq: number
  readonly prunedBefore: Record<PrunableKind, Date | null>
  /** The newest id given out, of whatever kind. */
  lastId: number
}

/** What several handles share. A commit replaces `state`; the values inside are frozen. */
export interface MemoryData {
  state: MemoryState
}

export function memoryData(): MemoryData {
  return {
    state: {
      connections: new Map(),
      uris: new Map(),
      tables: new Map(),
      snapshots: new Map(),
      sentinelStates: new Map(),
      observations: new Map(),
      anomalies: new Map(),
      incidents: new Map(),
      transitions: new Map(),
      edges: new Map(),
      lineage: new Map(),
      activity: new Map(),
      events: [],
      lastSeq: 0,
      prunedBefore: { snapshots: null, observations: null, activity: null, events: null, incidents: null },
      lastId: 0,
    },
  }
}

export function stateKey(tableId: number, sentinel: string): string {
  return `${tableId} ${sentinel}`
}

export function edgeKey(connectionId: number, source: string, target: string): string {
  return JSON.stringify([connectionId, source, target])
}

export function nextId(state: MemoryState): number {
  state.lastId += 1
  return state.lastId
}

/** Runs `change` on a copy and keeps the copy only when nothing threw: whole or not at all. */
export function transact<T>(data: MemoryData, change: (draft: MemoryState) => T): T {
  const { state } = data
  const draft: MemoryState = {
    connections: new Map(state.connections),
    uris: new Map(state.uris),
    tables: new Map(state.tables),
    snapshots: new Map(state.snapshots),
    sentinelStates: new Map(state.sentinelStates),
    observations: new Map(state.observations),
    anomalies: new Map(state.anomalies),
    incidents: new Map(state.incidents),
    transitions: new Map(state.transitions),
    edges: new Map(state.edges),
    lineage: new Map(state.lineage),
    activity: new Map(state.activity),
    events: [...state.events],
    lastSeq: state.lastSeq,
    prunedBefore: { ...state.prunedBefore },
    lastId: state.lastId,
  }
  const result = change(draft)
  data.state = draft
  return result
}

function freeze(value: unknown): void {
  if (value instanceof Date && Number.isNaN(value.getTime())) {
    throw new AegisError('STORE_FAILED', 'A time to be stored is not a valid Date.')
  }
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return
  for (const part of Object.values(value)) freeze(part)
  Object.freeze(value)
}

/** A deep-frozen copy: neither the giver nor a reader can change what is stored. */
export function keep<T>(value: T): T {
  const copy = structuredClone(value)
  freeze(copy)
  return copy
}
