import type { Anomaly, SchemaChange } from '../../src/model/anomaly.ts'
import type { Incident } from '../../src/model/incident.ts'
import type { NeighbourHistory } from '../../src/ports/architect.ts'

const START = Date.parse('2026-02-15T14:00:00Z')
export const at = (minutes: number): Date => new Date(START + minutes * 60_000)

export function typeChange(column: string, from = 'double precision', to = 'text'): SchemaChange {
  const base = { name: column, nullable: true, ordinal: 1 }
  return {
    kind: 'type_changed',
    column,
    before: { ...base, type: from },
    after: { ...base, type: to },
    severity: 'critical',
    evidence: [],
  }
}

let nextId = 1
export function drift(table: string, changes: readonly SchemaChange[], minutes = 0): Anomaly {
  return {
    id: nextId++,
    connectionId: 1,
    tableId: 1,
    table,
    type: 'schema_drift',
    severity: 'critical',
    detail: { type: 'schema_drift', changes },
    fingerprint: String(nextId),
    detectedAt: at(minutes),
    snapshotId: null,
    incidentId: 1,
  }
}

export function stale(table: string, minutes = 0): Anomaly {
  return {
    ...drift(table, [], minutes),
    type: 'freshness_violation',
    detail: {
      type: 'freshness_violation',
      slaMinutes: 60,
      missedSlot: null,
      notBefore: null,
      notAfter: at(-300),
      minutesSince: 300,
      minutesOverdue: 240,
      method: 'watermark',
      caveats: [],
    },
  }
}

export function upstream(
  path: readonly string[],
  anomalies: readonly Anomaly[],
  confidence = 1,
  fedBy: readonly string[] = [],
): NeighbourHistory {
  const name = path[0] ?? ''
  return {
    node: { name, depth: path.length - 1, confidence, isTerminal: false },
    path,
    anomalies,
    healed: [],
    fedBy,
    hasUnseenUpstream: false,
    monitored: true,
  }
}

export function incidentOf(anomalies: readonly Anomaly[]): Incident {
  const [first] = anomalies
  return {
    id: 1,
    connectionId: 1,
    tableId: 1,
    table: first?.table ?? null,
    type: first?.type ?? 'schema_drift',
    status: 'investigating',
    severity: 'critical',
    anomalyId: 1,
    anomalyIds: [1],
    diagnosis: null,
    blastRadius: [],
    remediation: null,
    notes: [],
    resolvedAt: null,
    resolvedBy: null,
    resolutionNote: null,
    dismissReason: null,
    version: 1,
    createdAt: at(0),
    updatedAt: at(0),
  }
}
