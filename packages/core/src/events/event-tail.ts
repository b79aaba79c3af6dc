import type { StoredEvent } from '../model/event.ts'
import type { Incident } from '../model/incident.ts'
import type { Logger } from '../ports/logger.ts'
import type { Store } from '../ports/store.ts'
import type { EventBus } from './bus.ts'

const PAGE = 500

export interface EventTail {
  /** Emits everything committed since the last call, in order. Calls that overlap wait for each other. */
  pump(): Promise<void>
}

/** Whose events are told: an Aegis on the same store may watch other warehouses. */
export interface KnownConnections {
  byId(id: number): unknown
}

async function emitStored(
  store: Store,
  bus: EventBus,
  event: StoredEvent,
  connections: KnownConnections,
): Promise<void> {
  const isOurs = (incident: Incident): boolean => connections.byId(incident.connectionId) !== null
  const { seq, at, facts } = event
  switch (facts.type) {
    case 'scan.completed':
      return bus.emit('scan.completed', { seq, at, scan: facts.scan })
    case 'lineage.refreshed': {
      const { connection, edges, unparsed } = facts
      return bus.emit('lineage.refreshed', { seq, at, connection, edges, unparsed })
    }
    case 'anomaly.detected': {
      const [incident, anomalies] = await Promise.all([
        store.getIncident(facts.incidentId),
        store.listAnomalies({ incidentId: facts.incidentId, limit: 1000 }),
      ])
      const anomaly = anomalies.find(({ id }) => id === facts.anomalyId)
      // Both are gone when the table was removed in the meantime: nothing is left to tell.
      if (incident !== null && anomaly !== undefined && isOurs(incident)) {
        bus.emit('anomaly.detected', { seq, at, anomaly, incident })
      }
      return
    }
    case 'incident.created': {
      const incident = await store.getIncident(facts.incidentId)
      if (incident !== null && isOurs(incident)) bus.emit('incident.created', { seq, at, incident })
      return
    }
    case 'incident.updated': {
      const incident = await store.getIncident(facts.incidentId)
      if (incident !== null && isOurs(incident))
        bus.emit('incident.updated', { seq, at, incident, status: facts.status })
    }
  }
}

/** Carries the durable event log to the bus from the log's present end on; commits of other processes too. */
export function createEventTail(
  store: Store,
  bus: EventBus,
  startAfterSeq: number,
  connections: KnownConnections,
  logger: Logger,
): EventTail {
  let lastSeq = startAfterSeq
  let running: Promise<void> = Promise.resolve()

  /** Retention was quicker than this reader. */
  function tellMissed(nextSeq: number): void {
    const afterSeq = lastSeq
    const missed = nextSeq - afterSeq - 1
    lastSeq = nextSeq - 1
    logger.warn(
      `${missed} events after event ${afterSeq} were pruned before they could be told. Resume sooner, or keep events for longer.`,
    )
    bus.emit('events.missed', { afterSeq, nextSeq, missed })
  }

  async function drain(): Promise<void> {
    for (;;) {
      const { events, oldestSeq } = await store.readEvents(lastSeq, PAGE)
      if (oldestSeq > lastSeq + 1) tellMissed(oldestSeq)
      for (const event of events) {
        await emitStored(store, bus, event, connections)
        lastSeq = event.seq
      }
      if (events.length < PAGE) return
    }
  }

  return {
    pump(): Promise<void> {
      // After a failed call the next one starts from the event that was not told.
      running = running.catch(() => undefined).then(drain)
      return running
    },
  }
}
