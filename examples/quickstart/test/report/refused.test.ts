import { buildLineageGraph, type Incident, type ScanReport } from '@aegis/core'
import { expect, test } from 'vitest'
import { type DemoReport, isMended } from '../../src/report/demo-report.ts'
import { reportJson } from '../../src/report/json.ts'
import { renderReport } from '../../src/report/render-report.ts'
import { createTerminal } from '../../src/terminal/terminal.ts'

const at = new Date('2026-01-05T08:00:00Z')
const sql = 'ALTER TABLE raw.orders ALTER COLUMN price TYPE double precision USING price::double precision'

const incident: Incident = {
  id: 9,
  connectionId: 1,
  tableId: 1,
  table: 'raw.orders',
  type: 'schema_drift',
  status: 'pending_review',
  severity: 'critical',
  anomalyId: 1,
  anomalyIds: [1],
  diagnosis: null,
  blastRadius: [],
  remediation: {
    actions: [
      {
        type: 'revert_schema',
        description: 'Go back',
        sql,
        status: 'pending_approval',
        risk: 'rewrites_table',
      },
    ],
    summary: 'one step',
    generatedAt: at,
  },
  notes: [],
  resolvedAt: null,
  resolvedBy: null,
  resolutionNote: null,
  dismissReason: null,
  version: 3,
  createdAt: at,
  updatedAt: at,
}

const scan: ScanReport = { connections: [], tablesScanned: 1, anomaliesFound: 1, durationMs: 5 }
const finding = { incident, anomalies: [], path: ['raw.orders'] }

function reportWith(error: string | null): DemoReport {
  const closed: Incident = error === null ? { ...incident, status: 'resolved', resolvedBy: 'demo' } : incident
  return {
    scan,
    graph: buildLineageGraph([], { now: at }),
    lineage: { edges: 0, unparsed: 0 },
    findings: [finding],
    vacuum: { verdict: 'violated', text: 'Still stale.' },
    reviewed: [{ finding, ran: [{ sql, error }], byHand: null, closed }],
    scanAfter: scan,
    tablesAfter: [{ table: 'raw.orders', health: error === null ? 'healthy' : 'critical' }],
  }
}

function page(report: DemoReport): string {
  const terminal = createTerminal({ write: () => true }, {})
  return renderReport(report, terminal.paint).join('\n')
}

test('a plan that the server refuses is told as such, everywhere', () => {
  const report = reportWith('invalid input syntax for type double precision: "n/a"')
  expect(isMended(report)).toBe(false)
  expect(JSON.parse(reportJson(report))).toMatchObject({
    incidents: [{ id: 9, sql_accepted: false, status: 'pending_review', final_status: 'pending_review' }],
  })
  expect(page(report)).toContain('refused by PostgreSQL: invalid input syntax')
  expect(page(report)).toContain('incident 9 is not approved')
  expect(page(report)).not.toContain('accepted by PostgreSQL')
  expect(page(report)).toContain('✗ critical  raw.orders')
})

test('a plan that the server accepts is told as such', () => {
  const report = reportWith(null)
  expect(isMended(report)).toBe(true)
  expect(JSON.parse(reportJson(report))).toMatchObject({
    incidents: [{ id: 9, sql_accepted: true, status: 'pending_review', final_status: 'resolved' }],
  })
  expect(page(report)).toContain('✓ incident 9 resolved by demo')
})
