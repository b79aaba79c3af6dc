import assert from 'node:assert/strict'
import type { ActivityDraft } from '@aegis/core'
import {
  change,
  diagnosis,
  drift,
  eightTimes,
  events,
  everything,
  headSeq,
  incidentOf,
  minute,
  move,
  openIncident,
  REMEDIATION,
  raised,
  recordOne,
  refuses,
  seed,
  shape,
} from './fixtures.ts'
import { type StoreCase, storeCase } from './subject.ts'

export const transitionCases: readonly StoreCase[] = [
  storeCase('S-TRANS-01', 'a transition from an older version does not happen', async (store) => {
    const { orders } = await seed(store)
    const { incident } = await openIncident(store, orders)
    await move(store, incident, 'investigating')
    const before = await everything(store)
    const [line] = await store.listActivity({ limit: 1 })
    assert.ok(line !== undefined)
    const late = change('resolved', { activity: [line], sentinelState: { sentinel: 'schema', value: 1 } })
    assert.equal(await store.transition(incident.id, incident.version, late), null)
    assert.equal(await store.transition(incident.id, incident.version + 9, late), null)
    assert.equal(await store.transition(incident.id + 1000, incident.version, late), null)
    assert.deepEqual(await everything(store), before)
  }),

  storeCase('S-TRANS-02', 'of eight racing transitions one happens', async (store) => {
    const { orders } = await seed(store)
    const { incident } = await openIncident(store, orders)
    const moved = await eightTimes((index) =>
      store.transition(incident.id, incident.version, change('dismissed', { actor: `person ${index}` })),
    )
    const winners = moved.filter((one) => one !== null)
    assert.equal(winners.length, 1)
    const now = await incidentOf(store, incident.id)
    assert.deepEqual(now, winners[0])
    const trail = await store.listTransitions(incident.id)
    assert.equal(trail.length, 2)
    assert.equal(trail[1]?.actor, now.resolvedBy)
  }),

  storeCase('S-TRANS-03', 'a transition is in the audit trail and in the event log', async (store) => {
    const { orders } = await seed(store)
    const { incident } = await openIncident(store, orders)
    const seq = await headSeq(store)
    const moved = await move(store, incident, 'investigating', { actor: 'ada', reason: 'to look' })
    assert.deepEqual(moved, {
      ...incident,
      status: 'investigating',
      version: incident.version + 1,
      updatedAt: minute(5),
    })
    assert.deepEqual(await store.getIncident(incident.id), moved)
    const line = (await store.listTransitions(incident.id)).at(-1)
    assert.deepEqual(line, {
      id: line?.id,
      incidentId: incident.id,
      from: 'open',
      to: 'investigating',
      actor: 'ada',
      reason: 'to look',
      diagnosis: null,
      at: minute(5),
    })
    const facts = { type: 'incident.updated', incidentId: incident.id, status: 'investigating' }
    assert.deepEqual((await events(store)).slice(seq), [{ seq: seq + 1, at: minute(5), facts }])
  }),

  storeCase('S-TRANS-04', 'diagnosis and plan are kept; absent fields stay as they are', async (store) => {
    const { orders } = await seed(store)
    const { incident } = await openIncident(store, orders)
    const found = diagnosis('a cast upstream')
    const diagnosed = await move(store, incident, 'pending_review', {
      diagnosis: found,
      remediation: REMEDIATION,
    })
    assert.deepEqual(diagnosed.diagnosis, found)
    assert.deepEqual(diagnosed.remediation, REMEDIATION)
    assert.deepEqual(diagnosed.blastRadius, found.blastRadius)
    assert.deepEqual(await store.getIncident(incident.id), diagnosed)
    const moved = await move(store, diagnosed, 'investigating', { at: minute(6) })
    assert.deepEqual(moved, {
      ...diagnosed,
      status: 'investigating',
      version: diagnosed.version + 1,
      updatedAt: minute(6),
    })
  }),

  storeCase('S-TRANS-05', 'earlier diagnoses stay in the audit trail', async (store) => {
    const { orders } = await seed(store)
    const { incident } = await openIncident(store, orders)
    const first = await move(store, incident, 'pending_review', { diagnosis: diagnosis('first') })
    const second = await move(store, first, 'investigating')
    const third = await move(store, second, 'pending_review', { diagnosis: diagnosis('second') })
    assert.equal(third.diagnosis?.rootCause, 'second')
    const trail = await store.listTransitions(incident.id)
    assert.deepEqual(
      trail.map((line) => [line.to, line.diagnosis]),
      [
        ['open', null],
        ['pending_review', diagnosis('first')],
        ['investigating', null],
        ['pending_review', diagnosis('second')],
      ],
    )
  }),

  storeCase('S-TRANS-06', 'closing says when, by whom and why', async (store) => {
    const { orders, customers } = await seed(store)
    const { incident } = await openIncident(store, orders)
    const resolved = await move(store, incident, 'resolved', { actor: 'ada', resolutionNote: 'mended' })
    assert.deepEqual(
      [resolved.resolvedAt, resolved.resolvedBy, resolved.resolutionNote, resolved.dismissReason],
      [minute(5), 'ada', 'mended', null],
    )
    const other = await openIncident(store, customers)
    const dismissed = await move(store, other.incident, 'dismissed', {
      actor: 'bob',
      dismissReason: 'a test',
    })
    assert.deepEqual(
      [dismissed.resolvedAt, dismissed.resolvedBy, dismissed.resolutionNote, dismissed.dismissReason],
      [minute(5), 'bob', null, 'a test'],
    )
    assert.deepEqual(await store.listIncidents(), [dismissed, resolved])
  }),

  storeCase('S-TRANS-07', 'whether a move is legal is not for the store to judge', async (store) => {
    const { orders } = await seed(store)
    const { incident } = await openIncident(store, orders)
    const resolved = await move(store, incident, 'resolved')
    const reopened = await move(store, resolved, 'open')
    assert.deepEqual([reopened.status, reopened.resolvedAt, reopened.resolvedBy], ['open', null, null])
  }),

  storeCase('S-TRANS-08', 'a review can accept a shape of the table', async (store) => {
    const { connection, orders, customers } = await seed(store)
    await recordOne(store, orders, { shape: { expectedLatestId: null, snapshot: shape('v1:a') } })
    await recordOne(store, customers, { shape: { expectedLatestId: null, snapshot: shape('v1:x') } })
    const [baseline] = await store.listSnapshots(orders.id)
    const drifted = { expectedLatestId: baseline?.id ?? null, snapshot: shape('v1:b') }
    const outcome = await recordOne(store, orders, { anomaly: drift('a'), shape: drifted })
    const { incident, anomaly } = raised(outcome, 'opened')
    assert.ok(anomaly.snapshotId !== null)
    await move(store, incident, 'dismissed', { acceptSnapshotId: anomaly.snapshotId })
    const [ofOrders, ofCustomers] = await store.loadScanState(connection.id)
    assert.equal(ofOrders?.accepted?.hash, 'v1:b')
    assert.equal(ofOrders?.latest?.hash, 'v1:b')
    assert.equal(ofCustomers?.accepted?.hash, 'v1:x')
  }),

  storeCase('S-TRANS-09', 'a shape of another table cannot be accepted', async (store) => {
    const { orders, customers } = await seed(store)
    const first = { expectedLatestId: null, snapshot: shape('v1:a') }
    await recordOne(store, orders, { shape: first })
    await recordOne(store, customers, { shape: first })
    const [foreign] = await store.listSnapshots(customers.id)
    const { incident } = await openIncident(store, orders)
    for (const acceptSnapshotId of [foreign?.id ?? 0, 999_999]) {
      const wrong = change('dismissed', { acceptSnapshotId })
      await refuses(store, () => store.transition(incident.id, incident.version, wrong), 'a foreign shape')
    }
  }),

  storeCase(
    'S-TRANS-10',
    'a review replaces the state, and the scan under way is superseded',
    async (store) => {
      const { connection, orders } = await seed(store)
      await recordOne(store, orders, { state: { expectedVersion: 0, value: 'scan 1' } })
      const { incident } = await openIncident(store, orders)
      const silenced = { sentinel: 'schema', value: { silence: true } }
      await move(store, incident, 'dismissed', { sentinelState: silenced })
      const late = await recordOne(store, orders, { state: { expectedVersion: 1, value: 'scan 2' } })
      assert.deepEqual(late, { outcome: 'superseded' })
      const [state] = await store.loadScanState(connection.id)
      assert.deepEqual(state?.states, [{ sentinel: 'schema', version: 2, value: { silence: true } }])
      const again = await openIncident(store, orders, 'second')
      await move(store, again.incident, 'dismissed', { sentinelState: { sentinel: 'new', value: 1 } })
      const [after] = await store.loadScanState(connection.id)
      const created = after?.states.find(({ sentinel }) => sentinel === 'new')
      assert.deepEqual(created, { sentinel: 'new', version: 1, value: 1 })
    },
  ),

  storeCase('S-TRANS-11', 'lines of activity come with the transition', async (store) => {
    const { connection, orders } = await seed(store)
    const { incident } = await openIncident(store, orders)
    const lines = ['diagnosis_made', 'plan_made'].map(
      (action) =>
        ({
          agent: 'architect',
          action,
          connectionId: connection.id,
          tableId: orders.id,
          incidentId: incident.id,
          text: `told: ${action}`,
          at: minute(5),
        }) as ActivityDraft,
    )
    await move(store, incident, 'pending_review', { activity: lines })
    const [second, first] = await store.listActivity({ incidentId: incident.id, limit: 2 })
    assert.deepEqual(
      [first, second],
      [
        { ...lines[0], id: first?.id },
        { ...lines[1], id: second?.id },
      ],
    )
  }),

  storeCase('S-TRANS-12', 'a second incident of a table and type cannot be opened again', async (store) => {
    const { orders } = await seed(store)
    const { incident } = await openIncident(store, orders)
    const closed = await move(store, incident, 'resolved')
    await openIncident(store, orders, 'recurrence')
    await refuses(
      store,
      () => store.transition(closed.id, closed.version, change('open')),
      'a second open incident',
    )
  }),
]
