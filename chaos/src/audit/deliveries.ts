import type { ConsumerHistory, History } from './history.ts'

function missedBy({ name, deliveries }: ConsumerHistory, { events, toldUpTo }: History): readonly string[] {
  const handled = new Set(deliveries.map(({ seq }) => seq))
  const types = new Map(events.map(({ seq, facts }) => [seq, facts.type]))
  const missed = events.filter(({ seq }) => seq <= toldUpTo && !handled.has(seq))
  const invented = deliveries.filter(({ seq, type }) => types.get(seq) !== type)
  // A new life begins behind the last event that was handled for good: never more than one back.
  const leaps = deliveries.filter(
    ({ seq }, index) => index > 0 && seq > (deliveries[index - 1]?.seq ?? 0) + 1,
  )
  return [
    ...missed.map(({ seq, facts }) => `${name} never handled event ${seq} (${facts.type})`),
    ...invented.map(
      ({ seq, type }) => `${name} handled event ${seq} as ${type}, which the log does not hold`,
    ),
    ...leaps.map(({ seq }) => `${name} handled event ${seq} before those in front of it`),
  ]
}

export function deliveredToAll(history: History): readonly string[] {
  return history.consumers.flatMap((consumer) => missedBy(consumer, history))
}

/** Harmless: whoever handles an event again knows it by its `seq`. */
export function duplicateDeliveries({ consumers }: History): number {
  return consumers.reduce(
    (sum, { deliveries }) => sum + deliveries.length - new Set(deliveries.map(({ seq }) => seq)).size,
    0,
  )
}
