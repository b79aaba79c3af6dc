import assert from 'node:assert/strict'
import type { AnomalyDetail, AnomalyDraft } from '@aegis/core'
import {
  check,
  drift,
  events,
  eventTypes,
  everything,
  headSeq,
  incidentOf,
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

export const mergeCases: readonly StoreCase[] = [
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

  storeCase(
    'S-MERGE-01',
    'a new anomaly of the same table and type joins the open incident',
    async (store) => {
      const { orders } = await seed(store)
      const first = await openIncident(store, orders)
      const seq = await headSeq(store)
      const later = { checkedAt: minute(2) }
      const merged = raised(await recordOne(store, orders, { anomaly: drift('second') }, later), 'merged')
      assert.deepEqual(merged.incident, {
        ...first.incident,
        anomalyIds: [first.anomaly.id, merged.anomaly.id],
        version: first.incident.version + 1,
        updatedAt: minute(2),
      })
      assert.equal(merged.anomaly.incidentId, first.incident.id)
      assert.deepEqual(await store.getIncident(first.incident.id), merged.incident)
      assert.deepEqual(await eventTypes(store, seq), ['anomaly.detected', 'incident.updated'])
      const [line] = await store.listActivity({ incidentId: first.incident.id, limit: 1 })
      assert.equal(line?.action, 'anomaly_merged')
    },
  ),

  storeCase('S-MERGE-02', 'a worse anomaly raises the severity, a milder one leaves it', async (store) => {
    const { orders } = await seed(store)
    const { incident } = await openIncident(store, orders, 'first', 'medium')
    await recordOne(store, orders, { anomaly: drift('milder', 'low') })
    assert.equal((await incidentOf(store, incident.id)).severity, 'medium')
    await recordOne(store, orders, { anomaly: drift('worse', 'high') })
    assert.equal((await incidentOf(store, incident.id)).severity, 'high')
    await recordOne(store, orders, { anomaly: drift('worst', 'critical') })
    await recordOne(store, orders, { anomaly: drift('mild again', 'medium') })
    assert.equal((await incidentOf(store, incident.id)).severity, 'critical')
  }),

  storeCase('S-MERGE-03', 'a merge sends pending_review back to be investigated', async (store) => {
    const { orders } = await seed(store)
    await openIncident(store, orders)
    const [claim] = await store.claimInvestigations('worker-1', 10, 3_600_000)
    assert.ok(claim !== undefined)
    await move(store, claim.incident, 'pending_review')
    const { incident } = raised(await recordOne(store, orders, { anomaly: drift('second') }), 'merged')
    assert.equal(incident.status, 'investigating')
    const trail = await store.listTransitions(incident.id)
    const last = trail.at(-1)
    assert.deepEqual([last?.from, last?.to, last?.actor], ['pending_review', 'investigating', 'aegis'])
    const [again] = await store.claimInvestigations('worker-2', 10, 3_600_000)
    assert.equal(again?.incident.id, incident.id, 'it is free to be claimed')
  }),

  storeCase(
    'S-MERGE-04',
    'a merge leaves open and investigating as they are, and a claim too',
    async (store) => {
      const { orders } = await seed(store)
      const { incident } = await openIncident(store, orders)
      await recordOne(store, orders, { anomaly: drift('second') })
      assert.equal((await incidentOf(store, incident.id)).status, 'open')
      const [claim] = await store.claimInvestigations('worker-1', 10, 3_600_000)
      assert.ok(claim !== undefined)
      const trail = (await store.listTransitions(incident.id)).length
      const merged = raised(await recordOne(store, orders, { anomaly: drift('third') }), 'merged')
      assert.equal(merged.incident.status, 'investigating')
      assert.equal(merged.incident.version, claim.incident.version + 1)
      assert.equal((await store.listTransitions(incident.id)).length, trail, 'it did not move')
      assert.deepEqual(await store.claimInvestigations('worker-2', 10, 3_600_000), [])
    },
  ),

  storeCase('S-REPEAT-01', 'a fingerprint that the incident holds writes nothing', async (store) => {
    const { orders } = await seed(store)
    const { incident } = await openIncident(store, orders, 'same', 'high')
    await recordOne(store, orders, { anomaly: drift('other', 'critical') })
    const before = await everything(store)
    const now = await incidentOf(store, incident.id)
    const late = { checkedAt: minute(9) }
    for (const severity of ['high', 'low'] as const) {
      const repeated = await recordOne(store, orders, { anomaly: drift('same', severity, minute(9)) }, late)
      assert.deepEqual(repeated, { outcome: 'repeated', incident: now })
    }
    assert.deepEqual(await everything(store), before)
  }),

  storeCase(
    'S-REPEAT-02',
    'a known fingerprint at a worse severity than the incident merges',
    async (store) => {
      const { orders } = await seed(store)
      await openIncident(store, orders, 'same', 'medium')
      const outcome = await recordOne(store, orders, { anomaly: drift('same', 'critical') })
      assert.equal(raised(outcome, 'merged').incident.severity, 'critical')
    },
  ),

  storeCase('S-REPEAT-03', 'shape and state of a repeated anomaly are written', async (store) => {
    const { connection, orders } = await seed(store)
    await openIncident(store, orders, 'same')
    const outcome = await recordOne(store, orders, {
      anomaly: drift('same'),
      shape: { expectedLatestId: null, snapshot: shape('v1:a') },
      state: { expectedVersion: 0, value: 'kept' },
    })
    assert.equal(outcome.outcome, 'repeated')
    const [state] = await store.loadScanState(connection.id)
    assert.equal(state?.latest?.hash, 'v1:a')
    assert.equal(state?.states[0]?.value, 'kept')
  }),

  storeCase('S-NOTE-01', 'a note goes to the open incident of its type', async (store) => {
    const { orders } = await seed(store)
    const { incident } = await openIncident(store, orders)
    const other = raised(await recordOne(store, orders, { anomaly: stale('s') }), 'opened')
    const seq = await headSeq(store)
    const at = { checkedAt: minute(7) }
    assert.deepEqual(await recordOne(store, orders, { note: 'It returned.' }, at), { outcome: 'recorded' })
    await recordOne(store, orders, { note: 'Really.' }, { checkedAt: minute(8) })
    assert.deepEqual(await incidentOf(store, incident.id), {
      ...incident,
      notes: [
        { at: minute(7), text: 'It returned.' },
        { at: minute(8), text: 'Really.' },
      ],
      version: incident.version + 2,
      updatedAt: minute(8),
    })
    assert.deepEqual(await incidentOf(store, other.incident.id), other.incident)
    assert.deepEqual(await eventTypes(store, seq), ['incident.updated', 'incident.updated'])
    const [line] = await store.listActivity({ incidentId: incident.id, limit: 1 })
    assert.equal(line?.action, 'returned_to_accepted_shape')
  }),

  storeCase(
    'S-NOTE-02',
    'a note without an open incident leaves shape and state to be written',
    async (store) => {
      const { connection, orders } = await seed(store)
      const { incident } = await openIncident(store, orders)
      const closed = await move(store, incident, 'resolved')
      const seq = await headSeq(store)
      const outcome = await recordOne(store, orders, {
        note: 'It returned.',
        shape: { expectedLatestId: null, snapshot: shape('v1:a') },
        state: { expectedVersion: 0, value: 1 },
      })
      assert.deepEqual(outcome, { outcome: 'recorded' })
      assert.deepEqual(await incidentOf(store, incident.id), closed)
      assert.equal(await headSeq(store), seq)
      const [state] = await store.loadScanState(connection.id)
      assert.equal(state?.latest?.hash, 'v1:a')
      assert.equal(state?.states.length, 1)
    },
  ),
]
