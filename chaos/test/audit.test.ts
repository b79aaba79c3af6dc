import type { Anomaly, Incident, IncidentTransition, StoredEvent } from '@aegis/core'
import { beforeAll, describe, expect, test } from 'vitest'
import { audit, INVARIANTS, type InvariantName } from '../src/audit/audit.ts'
import type { History, TableHistory } from '../src/audit/history.ts'
import { quietHistory } from './quiet-history.ts'

let good: History
beforeAll(async () => {
  good = await quietHistory(7)
})

function first<T>(items: readonly T[], isWanted: (item: T) => boolean = () => true): T {
  const found = items.find(isWanted)
  if (found === undefined) throw new Error('the good history has none of that kind')
  return found
}

function without<T>(items: readonly T[], gone: T): readonly T[] {
  return items.filter((item) => item !== gone)
}

function replaced<T>(items: readonly T[], item: T, by: T): readonly T[] {
  return items.map((one) => (one === item ? by : one))
}

/** Events numbered anew, as a log would be that never held the missing one. */
function renumbered(history: History, events: readonly StoredEvent[]): History {
  const counted = events.map((event, index) => ({ ...event, seq: index + 1 }))
  return { ...history, events: counted, headSeq: counted.length, consumers: [] }
}

function withoutEvent(history: History, type: StoredEvent['facts']['type']): History {
  return renumbered(
    history,
    without(
      history.events,
      first(history.events, ({ facts }) => facts.type === type),
    ),
  )
}

function withTrail(
  history: History,
  change: (trail: readonly IncidentTransition[]) => readonly IncidentTransition[],
): History {
  const { id } = first(history.incidents, ({ status }) => status === 'dismissed')
  const trail = history.transitions.get(id) ?? []
  return { ...history, transitions: new Map([...history.transitions, [id, change(trail)]]) }
}

function withTable(
  history: History,
  isWanted: (table: TableHistory) => boolean,
  change: (table: TableHistory) => Partial<TableHistory>,
): History {
  const table = first(history.tables, isWanted)
  return { ...history, tables: replaced(history.tables, table, { ...table, ...change(table) }) }
}

const isShaped = ({ shapes, snapshots }: TableHistory): boolean => shapes !== null && snapshots.length > 3

function drift({ anomalies }: History): Anomaly {
  return first(anomalies, ({ type }) => type === 'schema_drift')
}

function staleOnce({ anomalies }: History): Anomaly {
  return first(anomalies, ({ type }) => type === 'freshness_violation')
}

/** A second incident for the place of an open one, as two racing writers would leave it. */
function doubled(history: History): History {
  const held = first(history.incidents, ({ status }) => status === 'pending_review')
  const id = Math.max(...history.incidents.map((incident) => incident.id)) + 1
  const twin: Incident = { ...held, id, status: 'open', version: 1, anomalyIds: [], anomalyId: 0 }
  const seq = history.headSeq + 1
  const facts = { type: 'incident.created', incidentId: id, severity: twin.severity } as const
  return {
    ...history,
    incidents: [...history.incidents, twin],
    events: [...history.events, { seq, at: history.at, facts }],
    headSeq: seq,
  }
}

const MUTANTS: readonly (readonly [string, InvariantName, (history: History) => History])[] = [
  [
    'a change that the store never knew of',
    'scans kept',
    (history) => {
      const change = first(history.changes, ({ what }) => what === 'shape')
      return { ...history, changes: replaced(history.changes, change, { ...change, settledAt: null }) }
    },
  ],
  [
    'a change that many scans overlooked',
    'scans kept',
    (history) => {
      const change = first(history.changes)
      return { ...history, changes: replaced(history.changes, change, { ...change, isOverlooked: true }) }
    },
  ],
  [
    'a scan that was said to have ended, and is not in the log',
    'scans kept',
    (history) => ({ ...history, scansEnded: history.scansEnded + 10 }),
  ],
  [
    'a drift that was never raised',
    'alerts once',
    (history) => ({ ...history, anomalies: without(history.anomalies, drift(history)) }),
  ],
  [
    'a drift that was raised twice',
    'alerts once',
    (history) => ({ ...history, anomalies: [...history.anomalies, { ...drift(history), id: 1_000_000 }] }),
  ],
  [
    'a stale spell that was raised twice',
    'alerts once',
    (history) => ({
      ...history,
      anomalies: [...history.anomalies, { ...staleOnce(history), id: 1_000_000 }],
    }),
  ],
  [
    'a stale spell that was never raised',
    'alerts once',
    (history) => {
      const { tableId } = staleOnce(history)
      const isOther = (item: { readonly tableId: number | null; readonly type: string }): boolean =>
        item.tableId !== tableId || item.type !== 'freshness_violation'
      return {
        ...history,
        anomalies: history.anomalies.filter(isOther),
        incidents: history.incidents.filter(isOther),
      }
    },
  ],
  [
    'a snapshot that is gone',
    'shapes follow',
    (history) => withTable(history, isShaped, ({ snapshots }) => ({ snapshots: snapshots.toSpliced(1, 1) })),
  ],
  [
    'two snapshots in the wrong order',
    'shapes follow',
    (history) =>
      withTable(history, isShaped, ({ snapshots }) => ({
        snapshots: snapshots.toSpliced(1, 2, ...snapshots.slice(1, 3).reverse()),
      })),
  ],
  [
    'a latest snapshot that is not the newest',
    'shapes follow',
    (history) =>
      withTable(history, isShaped, ({ snapshots }) => ({ latestId: snapshots.at(-2)?.id ?? null })),
  ],
  [
    'an accepted snapshot of another table',
    'shapes follow',
    (history) => withTable(history, isShaped, () => ({ acceptedId: 0 })),
  ],
  [
    'an anomaly that was judged against an older shape',
    'shapes follow',
    (history) => {
      const anomaly = drift(history)
      const stale = { ...anomaly, fingerprint: anomaly.fingerprint.replace('>', 'x>') }
      return { ...history, anomalies: replaced(history.anomalies, anomaly, stale) }
    },
  ],
  ['an incident opened beside an open one', 'one open incident', doubled],
  [
    'an incident that lost an anomaly',
    'incidents hold together',
    (history) => {
      const incident = first(history.incidents, ({ anomalyIds }) => anomalyIds.length > 1)
      const fewer = { ...incident, anomalyIds: incident.anomalyIds.slice(0, -1) }
      return { ...history, incidents: replaced(history.incidents, incident, fewer) }
    },
  ],
  [
    'an incident less severe than its anomaly',
    'incidents hold together',
    (history) => {
      const incident = first(history.incidents, ({ severity }) => severity !== 'low')
      return {
        ...history,
        incidents: replaced(history.incidents, incident, { ...incident, severity: 'low' }),
      }
    },
  ],
  [
    'a transition that is gone',
    'trails legal',
    (history) => withTrail(history, (trail) => trail.toSpliced(1, 1)),
  ],
  [
    'a trail that ends elsewhere',
    'trails legal',
    (history) => withTrail(history, (trail) => trail.slice(0, -1)),
  ],
  [
    'an incident closed twice',
    'trails legal',
    (history) =>
      withTrail(history, (trail) => [
        ...trail,
        { ...first(trail.slice(-1)), from: 'dismissed', to: 'dismissed' },
      ]),
  ],
  [
    'an investigation that nobody went on with',
    'investigations move on',
    (history) =>
      withTrail(history, (trail) =>
        trail.map((line, index) =>
          index > trail.findIndex(({ to }) => to === 'investigating')
            ? { ...line, at: new Date(line.at.getTime() + history.leaseMs + 31_000) }
            : line,
        ),
      ),
  ],
  [
    'an event that is gone',
    'events gapless',
    (history) => ({ ...history, events: history.events.toSpliced(5, 1) }),
  ],
  [
    'an event whose number came twice',
    'events gapless',
    (history) => ({ ...history, events: history.events.toSpliced(5, 0, first(history.events)) }),
  ],
  ['an anomaly without its event', 'events complete', (history) => withoutEvent(history, 'anomaly.detected')],
  [
    'an incident without its event',
    'events complete',
    (history) => withoutEvent(history, 'incident.created'),
  ],
  ['a step without its event', 'events complete', (history) => withoutEvent(history, 'incident.updated')],
  [
    'an event that a consumer never handled',
    'delivered to all',
    ({ consumers, ...history }) => ({
      ...history,
      consumers: consumers.map((one) => ({ ...one, deliveries: one.deliveries.toSpliced(9, 1) })),
    }),
  ],
  [
    'a handled event that the log lost',
    'delivered to all',
    ({ consumers, ...history }) => ({
      ...history,
      consumers: consumers.map((one) => ({
        ...one,
        deliveries: [...one.deliveries, { seq: history.headSeq + 1, type: 'incident.created' }],
      })),
    }),
  ],
  [
    'a damaged database',
    'database whole',
    (history) => ({ ...history, integrityProblems: ['page 7 is never used'] }),
  ],
  ['a process that died of itself', 'nothing unexpected', (history) => ({ ...history, unexpected: ['x'] })],
]

describe('the auditor', () => {
  test('finds nothing in a history that is whole', () => {
    expect(good.incidents.length).toBeGreaterThan(5)
    expect(good.changes.filter(({ what }) => what === 'outage').length).toBeGreaterThan(0)
    expect(audit(good)).toEqual({
      violations: [],
      ...{ lostScans: 0, duplicateOpenIncidents: 0, lostEvents: 0, duplicateDeliveries: 0 },
      integrity: 'ok',
    })
  })

  test.each(MUTANTS)('finds %s (%s)', (_title, invariant, breakIt) => {
    const { violations } = audit(breakIt(good))
    expect(violations.map((violation) => violation.invariant)).toContain(invariant)
  })

  test('has a broken history for each invariant', () => {
    expect(new Set(MUTANTS.map(([, invariant]) => invariant))).toEqual(new Set(Object.keys(INVARIANTS)))
  })

  test('counts an event that was handled twice, and minds it not', () => {
    const { consumers } = good
    const twice = consumers.map((one) => ({
      ...one,
      deliveries: one.deliveries.toSpliced(9, 0, ...one.deliveries.slice(8, 9)),
    }))
    expect(audit({ ...good, consumers: twice })).toMatchObject({ violations: [], duplicateDeliveries: 1 })
  })
})
