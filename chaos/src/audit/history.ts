import type { Anomaly, Incident, IncidentTransition, Snapshot, StoredEvent } from '@aegis/core'
import type { Delivery } from '../delivery-log.ts'
import type { ScriptedChange } from '../run/script.ts'
import type { Shape } from '../world/shapes.ts'

/** One monitored table, as the script made it and as the store remembers it. */
export interface TableHistory {
  readonly id: number
  readonly name: string
  /** Oldest first. */
  readonly snapshots: readonly Snapshot[]
  readonly latestId: number | null
  readonly acceptedId: number | null
  /** Every shape that it had, oldest first; null: its shape never changed. */
  readonly shapes: readonly Shape[] | null
  /** Watermark of each spell (odd: stale), in milliseconds since 1970; null: never stale. */
  readonly watermarks: readonly number[] | null
}

export interface ConsumerHistory {
  readonly name: string
  /** In the order of handling. */
  readonly deliveries: readonly Delivery[]
}

/** Everything an auditor looks at. Data alone, so that a broken history can be written by hand. */
export interface History {
  readonly tables: readonly TableHistory[]
  readonly changes: readonly ScriptedChange[]
  /** Oldest first, as all that follow. */
  readonly anomalies: readonly Anomaly[]
  readonly incidents: readonly Incident[]
  readonly transitions: ReadonlyMap<number, readonly IncidentTransition[]>
  readonly events: readonly StoredEvent[]
  readonly headSeq: number
  readonly consumers: readonly ConsumerHistory[]
  /** `seq` up to which every consumer was told. */
  readonly toldUpTo: number
  /** Scans of all connections whose end was reported. */
  readonly scansEnded: number
  readonly connections: number
  /** After so long an investigation is taken over. */
  readonly leaseMs: number
  /** When it was looked at. */
  readonly at: Date
  /** What the database itself says. */
  readonly integrityProblems: readonly string[]
  /** Processes that died of themselves, and errors that nobody provoked. */
  readonly unexpected: readonly string[]
}
