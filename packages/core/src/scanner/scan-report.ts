import type { Anomaly } from '../model/anomaly.ts'
import type { Incident } from '../model/incident.ts'
import type { TableProblem } from '../model/table.ts'

/** A table that could not be judged, and why. Never an anomaly by itself. */
export interface ScanProblem {
  readonly table: string
  readonly problem: TableProblem
}

export interface ConnectionScanReport {
  readonly connection: string
  /** `failed`: the warehouse did not answer at least one read; what was read is judged all the same. */
  readonly status: 'ok' | 'failed'
  /** What failed, one line each. */
  readonly errors: readonly string[]
  readonly tablesScanned: number
  /** Anomalies written by this scan. */
  readonly anomalies: readonly Anomaly[]
  /** Incidents opened by this scan, as they were then. */
  readonly opened: readonly Incident[]
  readonly problems: readonly ScanProblem[]
  readonly durationMs: number
}

/** One cycle over all connections. */
export interface ScanReport {
  readonly connections: readonly ConnectionScanReport[]
  readonly tablesScanned: number
  readonly anomaliesFound: number
  readonly durationMs: number
}
