import assert from 'node:assert/strict'
import type { AnomalyDetail, AnomalyDraft } from '@aegis/core'
import {
  check,
  drift,
  events,
  minute,
  move,
  openIncident,
  raised,
  record,
  recordOne,
  seed,
  shape,
} from './fixtures.ts'
import { type StoreCase, storeCase } from './subject.ts'

const DETAILS: readonly AnomalyDetail[] = [
  drift('x').detail,
  {
    type: 'schema_drift',
    changes: [
      {
        kind: 'column_renamed',
        column: 'new',
        previousName: 'old',
        before: { name: 'old', type: 'text', nullable: null, ordinal: 1 },
        after: { name: 'new', type: 'text', nullable: false, ordinal: 1 },
        severity: 'high',
        confidence: 0.75,
        evidence: ['same position', 'same type'],
      },
      { kind: 'table_dropped', column: null, before: null, after: null, severity: 'critical', evidence: [] },
    ],
  },
  {
    type: 'freshness_violation',
    slaMinutes: 60,
    missedSlot: null,
    notBefore: null,
    notAfter: minute(-600),
    minutesSince: 600.25,
    minutesOverdue: 540.25,
    method: 'watermark',
    caveats: ['the clock is ahead'],
  },
  { type: 'connection_error', failedCycles: 3, message: 'refused', code: 'network' },
  { type: 'custom', summary: 'row count fell', data: { rowCount: [10, 0], camelKey: { snake_key: null } } },
]

function stale(fingerprint: string): AnomalyDraft {
  const detail = DETAILS[2]
  assert.ok(detail !== undefined)
  return { type: 'freshness_violation', severity: 'medium', detail, fingerprint, detectedAt: minute(1) }
}

export const openCases: readonly StoreCase[] = [
  storeCase('S-OPEN-01', 'an incident opens with its anomaly, waiting for a worker', async (store) => {
    const { connection, orders } = await seed(store)
    const draft = drift('first', 'high', minute(0.5))
    const { anomaly, incident } = raised(await recordOne(store, orders, { anomaly: draft }), 'opened')
    assert.deepEqual(anomaly, {
      ...draft,
      id: anomaly.id,
      connectionId: connection.id,
      tableId: orders.id,
      table: 'analytics.orders',
      snapshotId: null,
      incidentId: incident.id,
    })
    assert.deepEqual(incident, {
      id: incident.id,
      connectionId: connection.id,
      tableId: orders.id,
      table: 'analytics.orders',
      type: 'schema_drift',
      status: 'open',
      severity: 'high',
      anomalyId: anomaly.id,
      anomalyIds: [anomaly.id],
      diagnosis: null,
      blastRadius: [],
      remediation: null,
      notes: [],
      resolvedAt: null,
      resolvedBy: null,
      resolutionNote: null,
      dismissReason: null,
      version: incident.version,
      createdAt: minute(1),
      updatedAt: minute(1),
    })
    assert.deepEqual(await store.getIncident(incident.id), incident)
    assert.deepEqual(await store.listAnomalies(), [anomaly])
    const trail = await store.listTransitions(incident.id)
    assert.deepEqual(
      trail.map(({ from, to, actor }) => [from, to, actor]),
      [[null, 'open', 'aegis']],
    )
  }),

  storeCase('S-OPEN-02', 'opening is told by anomaly.detected and then incident.created', async (store) => {
    const { orders } = await seed(store)
    const { anomaly, incident } = await openIncident(store, orders)
    assert.deepEqual(
      (await events(store)).map(({ facts }) => facts),
      [
        {
          type: 'anomaly.detected',
          anomalyId: anomaly.id,
          incidentId: incident.id,
          table: 'analytics.orders',
          anomalyType: 'schema_drift',
        },
        { type: 'incident.created', incidentId: incident.id, severity: 'high' },
      ],
    )
    const [line] = await store.listActivity()
    assert.deepEqual(
      [line?.action, line?.incidentId, line?.tableId],
      ['incident_opened', incident.id, orders.id],
    )
  }),

  storeCase('S-OPEN-03', 'another type or table opens an incident of its own', async (store) => {
    const { orders, customers } = await seed(store)
    const first = await openIncident(store, orders)
    const second = raised(await recordOne(store, orders, { anomaly: stale('s') }), 'opened')
    const third = await openIncident(store, customers)
    assert.equal(new Set([first, second, third].map(({ incident }) => incident.id)).size, 3)
  }),

  storeCase('S-OPEN-04', 'after it was closed the same trouble opens a new incident', async (store) => {
    const { orders } = await seed(store)
    for (const end of ['resolved', 'dismissed'] as const) {
      const { incident } = await openIncident(store, orders, 'same')
      await move(store, incident, end)
    }
    const { incident } = await openIncident(store, orders, 'same')
    assert.equal((await store.listIncidents()).length, 3)
    assert.equal((await store.listIncidents())[0]?.id, incident.id)
  }),

  storeCase('S-OPEN-05', 'details of every kind come back exactly', async (store) => {
    const { orders } = await seed(store)
    for (const [index, detail] of DETAILS.entries()) {
      const draft = { ...drift(`detail ${index}`), type: `custom_${index}`, detail }
      const { anomaly } = raised(await recordOne(store, orders, { anomaly: draft }), 'opened')
      assert.deepEqual(await store.listAnomalies({ incidentId: anomaly.incidentId }), [anomaly])
      assert.deepEqual(anomaly.detail, detail)
    }
  }),

  storeCase('S-OPEN-06', 'an anomaly carries the snapshot that its own check brought', async (store) => {
    const { orders } = await seed(store)
    const outcomes = await record(store, orders, [
      check({ anomaly: drift('a'), shape: { expectedLatestId: null, snapshot: shape('v1:a') } }),
      check({ sentinel: 'freshness', anomalyType: 'freshness_violation', anomaly: stale('s') }),
    ])
    const [snapshot] = await store.listSnapshots(orders.id)
    assert.ok(snapshot !== undefined)
    assert.equal(raised(outcomes[0], 'opened').anomaly.snapshotId, snapshot.id)
    assert.equal(raised(outcomes[1], 'opened').anomaly.snapshotId, null)
    const stored = await store.listAnomalies({ type: 'schema_drift' })
    assert.equal(stored[0]?.snapshotId, snapshot.id)
  }),
]
