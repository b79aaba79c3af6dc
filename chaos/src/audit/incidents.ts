import type { Incident, IncidentStatus, IncidentTransition } from '@aegis/core'
import { worstSeverity } from '@aegis/core'
import type { History } from './history.ts'

const CLOSED: ReadonlySet<IncidentStatus> = new Set(['resolved', 'dismissed'])

function placeOf({ connectionId, tableId, type }: Incident): string {
  return `${type} of ${tableId === null ? `connection ${connectionId}` : `table ${tableId}`}`
}

/** Plays the event log, which is in the order of commits. */
export function oneOpenIncident({ incidents, events }: History): readonly string[] {
  const byId = new Map(incidents.map((incident) => [incident.id, incident]))
  const open = new Map<string, Set<number>>()
  const doubled: string[] = []
  for (const { seq, facts } of events) {
    if (facts.type !== 'incident.created' && facts.type !== 'incident.updated') continue
    const incident = byId.get(facts.incidentId)
    if (incident === undefined) continue
    const place = placeOf(incident)
    const ids = open.get(place) ?? new Set()
    open.set(place, ids)
    if (facts.type === 'incident.created') {
      ids.add(incident.id)
      if (ids.size > 1)
        doubled.push(`event ${seq}: incidents ${[...ids].join(' and ')}, both ${place}, are open`)
    } else if (CLOSED.has(facts.status)) ids.delete(incident.id)
  }
  const openNow = Map.groupBy(
    incidents.filter(({ status }) => !CLOSED.has(status)),
    placeOf,
  )
  for (const [place, both] of openNow)
    if (both.length > 1) doubled.push(`${both.length} incidents, all ${place}, are open at the end`)
  return doubled
}

export function incidentsHoldTogether({ incidents, anomalies }: History): readonly string[] {
  const byIncident = Map.groupBy(anomalies, ({ incidentId }) => incidentId)
  const wrong: string[] = []
  for (const incident of incidents) {
    const { id, anomalyIds, anomalyId, severity } = incident
    const own = byIncident.get(id) ?? []
    byIncident.delete(id)
    if (own.map((anomaly) => anomaly.id).join() !== anomalyIds.join() || anomalyIds[0] !== anomalyId)
      wrong.push(`incident ${id} names other anomalies than those that belong to it`)
    if (own.some(({ tableId, type }) => tableId !== incident.tableId || type !== incident.type))
      wrong.push(`incident ${id} holds an anomaly of another table or type`)
    if (own.length > 0 && worstSeverity(own.map((anomaly) => anomaly.severity)) !== severity)
      wrong.push(`incident ${id} is ${severity}, and its worst anomaly is not`)
    if (CLOSED.has(incident.status) !== (incident.resolvedAt !== null))
      wrong.push(`incident ${id} is ${incident.status}, and its end says otherwise`)
  }
  return [
    ...wrong,
    ...[...byIncident.keys()].map((id) => `anomalies belong to incident ${id}, which is not there`),
  ]
}

/** Who may go where, from the specification and not from the code that is audited. */
const LEGAL: ReadonlySet<string> = new Set([
  'null>open',
  'open>investigating',
  'investigating>investigating',
  'investigating>pending_review',
  'investigating>open',
  'pending_review>investigating',
  'pending_review>resolved',
  'open>dismissed',
  'investigating>dismissed',
  'pending_review>dismissed',
])

function trailOf({ id, status }: Incident, trail: readonly IncidentTransition[]): readonly string[] {
  const wrong: string[] = []
  let at: IncidentStatus | null = null
  for (const { from, to } of trail) {
    if (from !== at) wrong.push(`incident ${id} left ${from}, and was ${at}`)
    if (!LEGAL.has(`${from}>${to}`)) wrong.push(`incident ${id} went from ${from} to ${to}`)
    at = to
  }
  if (at !== status) wrong.push(`the trail of incident ${id} ends at ${at}, and it is ${status}`)
  return wrong
}

export function trailsLegal({ incidents, transitions }: History): readonly string[] {
  return incidents.flatMap((incident) => trailOf(incident, transitions.get(incident.id) ?? []))
}

const GRACE_MS = 30_000

export function investigationsMoveOn({ incidents, transitions, leaseMs, at }: History): readonly string[] {
  return incidents.flatMap(({ id }) => {
    const trail = transitions.get(id) ?? []
    return trail.flatMap((line, index) => {
      if (line.to !== 'investigating') return []
      const until = trail[index + 1]?.at ?? at
      const ms = until.getTime() - line.at.getTime()
      return ms > leaseMs + GRACE_MS
        ? [`incident ${id} was under investigation for ${ms} ms without a step`]
        : []
    })
  })
}
