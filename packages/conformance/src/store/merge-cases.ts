import assert from 'node:assert/strict'
import type { AnomalyDraft } from '@aegis/core'
import {
  drift,
  eventTypes,
  everything,
  headSeq,
  incidentOf,
  minute,
  move,
  openIncident,
  raised,
  recordOne,
  seed,
  shape,
} from './fixtures.ts'
import { type StoreCase, storeCase } from './subject.ts'

function stale(fingerprint: string): AnomalyDraft {
  return { ...drift(fingerprint, 'medium'), type: 'freshness_violation' }
}

export const mergeCases: readonly StoreCase[] = [
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
