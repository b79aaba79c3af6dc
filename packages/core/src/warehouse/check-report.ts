import type { ConnectionReport, ConnectionStageName } from '../ports/warehouse.ts'
import { breach, type GuardedCall } from './breach.ts'

const STAGES: readonly ConnectionStageName[] = [
  'network',
  'sign_in',
  'catalog',
  'freshness',
  'query_log',
  'view_definitions',
]
const STATUSES: ReadonlySet<string> = new Set(['passed', 'degraded', 'failed', 'not_run'])

/** Known stages in the port's order, each at most once; `ok` says what the stages say. */
export function checkReport(call: GuardedCall, report: ConnectionReport): void {
  if (!Array.isArray(report?.stages) || report.stages.length === 0)
    throw breach(call, 'the report has no stages')
  let previous = -1
  for (const { stage, status } of report.stages) {
    const position = STAGES.indexOf(stage)
    if (position <= previous) throw breach(call, `the stage "${stage}" is unknown or out of order`)
    if (!STATUSES.has(status)) throw breach(call, `the status "${status}" of ${stage} is not a status`)
    previous = position
  }
  const works = report.stages.every(({ status }) => status === 'passed' || status === 'degraded')
  if (report.ok !== works) throw breach(call, `the report says ok: ${report.ok}, its stages say ${works}`)
}

/** A test that could not be made is a report too: it must never reject. */
export function failedReport(message: string): ConnectionReport {
  return {
    ok: false,
    server: null,
    stages: [{ stage: 'network', status: 'failed', message, fix: null, durationMs: 0 }],
  }
}
