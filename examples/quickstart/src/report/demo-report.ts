import type { Anomaly, CheckExplanation, Incident, LineageGraph, ScanReport, TableHealth } from '@aegis/core'

/** One incident as it waited for its review. */
export interface Finding {
  readonly incident: Incident
  readonly anomalies: readonly Anomaly[]
  /** From the root cause to the table; only the table itself when the cause lies there or is unknown. */
  readonly path: readonly string[]
}

/** A statement of a plan and what the server said to it. */
export interface RanStatement {
  readonly sql: string
  /** null: the server accepted it. */
  readonly error: string | null
}

/** What the person did about one finding. */
export interface Reviewed {
  readonly finding: Finding
  /** Empty: the plan has no statement. */
  readonly ran: readonly RanStatement[]
  /** What else was done, in words; null: nothing. */
  readonly byHand: string | null
  /** The incident at the end. */
  readonly closed: Incident
}

/** All that the demo has to tell. */
export interface DemoReport {
  /** The scan that met the break. */
  readonly scan: ScanReport
  readonly graph: LineageGraph
  readonly lineage: { readonly edges: number; readonly unparsed: number }
  /** The most telling one first, the others by id. */
  readonly findings: readonly Finding[]
  /** What was said of the stale table's freshness after VACUUM FULL. */
  readonly vacuum: Pick<CheckExplanation, 'verdict' | 'text'>
  /** In the order in which they were worked off: causes before what they caused. */
  readonly reviewed: readonly Reviewed[]
  /** The scan after the repair. */
  readonly scanAfter: ScanReport
  readonly tablesAfter: readonly { readonly table: string; readonly health: TableHealth }[]
}

/** The server took every statement of the plans, and every table is healthy at the end. */
export function isMended({ reviewed, tablesAfter }: DemoReport): boolean {
  return (
    reviewed.every(({ ran }) => ran.every(({ error }) => error === null)) &&
    tablesAfter.every(({ health }) => health === 'healthy')
  )
}
