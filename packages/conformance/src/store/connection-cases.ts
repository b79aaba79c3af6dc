import assert from 'node:assert/strict'
import type { AnomalyDraft, ConnectionOutcome } from '@aegis/core'
import {
  count,
  eightTimes,
  eventTypes,
  everything,
  headSeq,
  incidentOf,
  minute,
  raised,
  refuses,
  seed,
} from './fixtures.ts'
import { type StoreCase, storeCase } from './subject.ts'

function outage(failedCycles: number): AnomalyDraft {
  return {
    type: 'connection_error',
    severity: 'high',
    detail: { type: 'connection_error', failedCycles, message: 'refused', code: 'network' },
    fingerprint: `outage ${failedCycles}`,
    detectedAt: minute(failedCycles),
  }
}

function failed(cycle: number, threshold = 3): ConnectionOutcome {
  return { status: 'failed', at: minute(cycle), message: `refused ${cycle}`, threshold, anomaly: outage }
}

export const connectionCases: readonly StoreCase[] = [
  storeCase('S-CONN-01', 'a new connection is active and has not failed', async (store) => {
    const saved = await store.saveConnection({ name: 'shop', dialect: 'postgresql', at: minute(0) })
    assert.ok(Number.isSafeInteger(saved.id))
    assert.deepEqual(saved, {
      id: saved.id,
      name: 'shop',
      dialect: 'postgresql',
      hasUri: false,
      target: null,
      isActive: true,
      failedCycles: 0,
      lastError: null,
      createdAt: minute(0),
      updatedAt: minute(0),
    })
    const other = await store.saveConnection({ name: 'Shop', dialect: 'snowflake', at: minute(1) })
    assert.deepEqual(await store.listConnections(), [saved, other])
  }),

  storeCase('S-CONN-02', 'saving a name again updates its dialect and nothing else', async (store) => {
    const before = await store.saveConnection({ name: 'shop', dialect: 'postgresql', at: minute(0) })
    await store.recordConnectionOutcome(before.id, failed(1))
    const after = await store.saveConnection({ name: 'shop', dialect: 'snowflake', at: minute(2) })
    assert.deepEqual(after, {
      ...before,
      dialect: 'snowflake',
      failedCycles: 1,
      lastError: 'refused 1',
      updatedAt: minute(2),
    })
    assert.deepEqual(await store.listConnections(), [after])
  }),

  storeCase(
    'S-CONN-03',
    'of eight racing saves of a new name one inserts, all get its row',
    async (store) => {
      const saved = await eightTimes(() =>
        store.saveConnection({ name: 'shop', dialect: 'postgresql', at: minute(0) }),
      )
      const rows = await store.listConnections()
      assert.equal(rows.length, 1)
      for (const connection of saved) assert.deepEqual(connection, rows[0])
    },
  ),

  storeCase('S-CONN-04', 'a cycle that went well after one that went well writes nothing', async (store) => {
    const { connection } = await seed(store)
    const before = await everything(store)
    const recorded = await store.recordConnectionOutcome(connection.id, { status: 'ok', at: minute(9) })
    assert.deepEqual(recorded, { connection, check: null })
    assert.deepEqual(await everything(store), before)
  }),

  storeCase(
    'S-CONN-05',
    'failed cycles are counted; below the threshold there is no incident',
    async (store) => {
      const { connection } = await seed(store)
      await store.recordConnectionOutcome(connection.id, failed(1))
      const second = await store.recordConnectionOutcome(connection.id, failed(2))
      assert.equal(second.check, null)
      assert.deepEqual(second.connection, {
        ...connection,
        failedCycles: 2,
        lastError: 'refused 2',
        updatedAt: minute(2),
      })
      assert.deepEqual(await store.listConnections(), [second.connection])
      assert.deepEqual(await store.listIncidents(), [])
    },
  ),

  storeCase('S-CONN-06', 'from the threshold on one incident is opened, then joined', async (store) => {
    const { connection } = await seed(store)
    await store.recordConnectionOutcome(connection.id, failed(1))
    await store.recordConnectionOutcome(connection.id, failed(2))
    const third = await store.recordConnectionOutcome(connection.id, failed(3))
    const opened = raised(third.check, 'opened')
    assert.equal(opened.incident.type, 'connection_error')
    assert.equal(opened.incident.connectionId, connection.id)
    assert.equal(opened.incident.tableId, null)
    assert.equal(opened.incident.table, null)
    assert.equal(opened.anomaly.tableId, null)
    assert.deepEqual(opened.anomaly.detail, outage(3).detail, 'the anomaly is made from the count')
    const fourth = await store.recordConnectionOutcome(connection.id, failed(4))
    const merged = raised(fourth.check, 'merged')
    assert.equal(merged.incident.id, opened.incident.id)
    assert.deepEqual(merged.anomaly.detail, outage(4).detail)
    assert.equal((await store.listIncidents()).length, 1)
    assert.deepEqual(await eventTypes(store), [
      'anomaly.detected',
      'incident.created',
      'anomaly.detected',
      'incident.updated',
    ])
  }),

  storeCase(
    'S-CONN-07',
    'a recovery sets the count to 0 and is noted on the open incident',
    async (store) => {
      const { connection } = await seed(store)
      const { check } = await store.recordConnectionOutcome(connection.id, failed(1, 1))
      const { incident } = raised(check, 'opened')
      const seq = await headSeq(store)
      const recovery = await store.recordConnectionOutcome(connection.id, { status: 'ok', at: minute(2) })
      assert.equal(recovery.check, null)
      assert.deepEqual(recovery.connection, { ...connection, updatedAt: minute(2) })
      const noted = await incidentOf(store, incident.id)
      assert.equal(noted.notes.length, 1)
      assert.deepEqual(noted.notes[0]?.at, minute(2))
      assert.equal(noted.status, 'open', 'a person closes it')
      assert.equal(noted.version, incident.version + 1)
      assert.deepEqual(await eventTypes(store, seq), ['incident.updated'])
      const again = await store.recordConnectionOutcome(connection.id, failed(3, 2))
      assert.equal(again.connection.failedCycles, 1, 'the count begins anew')
    },
  ),

  storeCase('S-CONN-08', 'an unknown connection is refused', async (store) => {
    const { connection } = await seed(store)
    const unknown = connection.id + 1000
    await refuses(store, () => store.recordConnectionOutcome(unknown, failed(1)), 'an unknown connection')
    await refuses(store, () => store.saveTables(unknown, [], minute(0)), 'tables of an unknown connection')
  }),

  storeCase('S-CONN-09', 'eight racing failures count eight and open one incident', async (store) => {
    const { connection } = await seed(store)
    const recorded = await eightTimes(() => store.recordConnectionOutcome(connection.id, failed(1, 4)))
    const counts = recorded.map((one) => one.connection.failedCycles).sort((a, b) => a - b)
    assert.deepEqual(counts, [1, 2, 3, 4, 5, 6, 7, 8])
    const checks = recorded.map(({ check }) => check)
    assert.equal(count(checks, 'opened'), 1)
    assert.equal(count(checks, 'merged'), 4)
    assert.equal((await store.listIncidents()).length, 1)
  }),

  storeCase('S-CONN-10', 'two connections have an outage each', async (store) => {
    const shop = await seed(store, 'shop')
    const crm = await seed(store, 'crm')
    const first = await store.recordConnectionOutcome(shop.connection.id, failed(1, 1))
    const second = await store.recordConnectionOutcome(crm.connection.id, failed(1, 1))
    assert.notEqual(raised(first.check, 'opened').incident.id, raised(second.check, 'opened').incident.id)
  }),
]
