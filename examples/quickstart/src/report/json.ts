import type { LineageEdge, LineageGraph, ModelUsage, Remediation } from '@aegis/core'
import { columnReach } from './column-reach.ts'
import type { DemoReport, Finding, Reviewed } from './demo-report.ts'

function remediationJson(remediation: Remediation | null): object {
  const actions = (remediation?.actions ?? []).map(({ type, description, sql, status, risk, proof }) => ({
    type,
    description,
    status,
    risk,
    ...(sql === null ? {} : { sql }),
    ...(proof === undefined ? {} : { proof: { outcome: proof.outcome, text: proof.text } }),
  }))
  return { summary: remediation?.summary ?? null, actions }
}

/** null: the plan has no statement. */
function sqlAccepted(reviewed: Reviewed | undefined): boolean | null {
  if (reviewed === undefined || reviewed.ran.length === 0) return null
  return reviewed.ran.every(({ error }) => error === null)
}

/** By table the columns that the changed ones reach; null: the whole table. Absent where no column changed. */
function reachJson(finding: Finding, graph: LineageGraph): object {
  const reach = columnReach(finding, graph)
  return reach === null ? {} : { blast_radius_columns: Object.fromEntries(reach.tables) }
}

function usageJson({ inputTokens, outputTokens }: ModelUsage): object {
  return { input_tokens: inputTokens, output_tokens: outputTokens }
}

function changesJson({ anomalies }: Finding): object {
  const changes = anomalies.flatMap(({ detail }) => (detail.type === 'schema_drift' ? detail.changes : []))
  if (changes.length === 0) return {}
  return {
    changes: changes.map(({ kind, column, previousName, verdict, confidence, evidence }) => ({
      kind,
      column,
      previous_name: previousName,
      verdict,
      confidence,
      evidence,
    })),
  }
}

function incidentJson(finding: Finding, reviewed: Reviewed | undefined, graph: LineageGraph): object {
  const { incident } = finding
  const { diagnosis } = incident
  return {
    id: incident.id,
    type: incident.type,
    severity: incident.severity,
    status: incident.status,
    table: incident.table,
    ...changesJson(finding),
    root_cause: diagnosis?.rootCause ?? null,
    root_cause_table: diagnosis?.rootCauseTable ?? null,
    confidence: diagnosis?.confidence ?? null,
    decided_by: diagnosis?.decidedBy ?? null,
    ...(diagnosis?.fallback === undefined ? {} : { fallback: diagnosis.fallback }),
    ...(diagnosis?.usage === undefined ? {} : { usage: usageJson(diagnosis.usage) }),
    evidence: (diagnosis?.evidence ?? []).map(({ id, text }) => ({ id, text })),
    root_cause_evidence: diagnosis?.rootCauseEvidence ?? [],
    blast_radius: incident.blastRadius,
    ...reachJson(finding, graph),
    remediation: remediationJson(incident.remediation),
    sql_accepted: sqlAccepted(reviewed),
    final_status: reviewed?.closed.status ?? incident.status,
  }
}

function edgeJson({ source, target, relationship, confidence, columns, usedColumns }: LineageEdge): object {
  return {
    source,
    target,
    relationship,
    confidence,
    columns: columns.map((pair) => [pair.source, pair.target]),
    used_columns: usedColumns,
  }
}

/** The report as one line, field names as on the wire. */
export function reportJson(report: DemoReport): string {
  const { scan, scanAfter, tablesAfter, lineage, findings, vacuum, reviewed, graph } = report
  const incidents = findings.map((finding) =>
    incidentJson(
      finding,
      reviewed.find((item) => item.finding === finding),
      graph,
    ),
  )
  return JSON.stringify({
    incidents,
    scan: {
      tables_scanned: scan.tablesScanned,
      anomalies_found: scan.anomaliesFound,
      duration_ms: scan.durationMs,
      after_repair: {
        tables_scanned: scanAfter.tablesScanned,
        anomalies_found: scanAfter.anomaliesFound,
        tables: tablesAfter,
      },
    },
    freshness_after_vacuum: vacuum,
    lineage,
    lineage_edges: graph.getFullGraph().edges.map(edgeJson),
  })
}
