import { describeAnomaly, describeChange } from '../architect/index.ts'
import type { Anomaly } from '../model/anomaly.ts'
import type { Incident } from '../model/incident.ts'
import { timeWords } from './words.ts'

/** What became of an incident, as seen from `at`. */
export function incidentWords(incident: Incident, at: Date): string {
  const { id, status, resolvedAt, resolvedBy, dismissReason, resolutionNote } = incident
  if (resolvedAt === null) return `incident ${id}, which is ${status.replace('_', ' ')} now`
  const why = dismissReason ?? resolutionNote
  const how = status === 'dismissed' ? 'dismissed' : 'approved'
  const said = why === null ? '' : ` ("${why}")`
  const then = resolvedAt > at ? 'was open then; ' : 'was closed by then: '
  return `incident ${id}, which ${then}${resolvedBy} ${how} it at ${timeWords(resolvedAt)}${said}`
}

/** What was raised, with the evidence of changes that are inferred or judged by a rule. */
export function anomalyWords(anomaly: Anomaly): readonly string[] {
  const { id, severity, detail } = anomaly
  const first = `Anomaly ${id} (${severity}): ${describeAnomaly(anomaly)}.`
  if (detail.type !== 'schema_drift') return [first]
  const evidence = detail.changes
    .filter((change) => change.evidence.length > 0)
    .map((change) => {
      const confidence = change.confidence === undefined ? '' : `, confidence ${change.confidence}`
      return `Evidence that ${describeChange(change)}${confidence}: ${change.evidence.join('; ')}.`
    })
  return [first, ...evidence]
}
