import type { History } from './history.ts'

export function eventsGapless({ events, headSeq }: History): readonly string[] {
  const odd = events.findIndex(({ seq }, index) => seq !== index + 1)
  const wrong = odd === -1 ? [] : [`event ${odd + 1} has the number ${events[odd]?.seq}`]
  return headSeq === events.length ? wrong : [...wrong, `${events.length} events, and the head is ${headSeq}`]
}

function countBy(ids: readonly number[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>()
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1)
  return counts
}

/** An incident is created once, and each step after it, which its version counts, is told once; so is each anomaly. */
export function eventsComplete({ events, incidents, anomalies }: History): readonly string[] {
  const told = (type: 'incident.created' | 'incident.updated'): ReadonlyMap<number, number> =>
    countBy(events.flatMap(({ facts }) => (facts.type === type ? [facts.incidentId] : [])))
  const created = told('incident.created')
  const updated = told('incident.updated')
  const detected = countBy(
    events.flatMap(({ facts }) => (facts.type === 'anomaly.detected' ? [facts.anomalyId] : [])),
  )
  const ofIncidents = incidents.flatMap(({ id, version }) => {
    const begins = created.get(id) ?? 0
    const steps = updated.get(id) ?? 0
    const wrong = begins === 1 ? [] : [`incident ${id} was announced ${begins} times`]
    return steps === version - 1
      ? wrong
      : [...wrong, `${steps} of ${version - 1} steps of incident ${id} were told`]
  })
  const ofAnomalies = anomalies.flatMap(({ id }) => {
    const times = detected.get(id) ?? 0
    return times === 1 ? [] : [`anomaly ${id} was told ${times} times`]
  })
  return [...ofIncidents, ...ofAnomalies]
}
