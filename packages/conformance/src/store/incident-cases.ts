import assert from 'node:assert/strict'
import type { Incident } from '@aegis/core'
import { drift, minute, move, openIncident, raised, recordOne, seed } from './fixtures.ts'
import { type StoreCase, storeCase } from './subject.ts'

function ids(rows: readonly { readonly id: number }[]): readonly number[] {
  return rows.map(({ id }) => id)
}

export const incidentCases: readonly StoreCase[] = [
  storeCase('S-INC-01', 'an unknown incident is null and has no trail', async (store) => {
    const { orders } = await seed(store)
    const { incident } = await openIncident(store, orders)
    assert.equal(await store.getIncident(incident.id + 1000), null)
    assert.deepEqual(await store.listTransitions(incident.id + 1000), [])
  }),

  storeCase('S-INC-02', 'incidents are listed newest first, filtered by every field', async (store) => {
    const { connection, orders, customers } = await seed(store, 'shop')
    const crm = await seed(store, 'crm')
    const first = (await openIncident(store, orders, 'a', 'low')).incident
    const second = (await openIncident(store, customers, 'b', 'high')).incident
    const third = (await openIncident(store, crm.orders, 'c', 'high')).incident
    const moved = await move(store, second, 'dismissed', { at: minute(30) })
    const stale = { ...drift('d'), type: 'freshness_violation' }
    const fourth = raised(await recordOne(store, orders, { anomaly: stale }), 'opened').incident

    assert.deepEqual(await store.listIncidents(), [fourth, third, moved, first])
    assert.deepEqual(
      ids(await store.listIncidents({ connectionId: connection.id })),
      ids([fourth, second, first]),
    )
    assert.deepEqual(ids(await store.listIncidents({ tableId: orders.id })), ids([fourth, first]))
    assert.deepEqual(ids(await store.listIncidents({ type: 'freshness_violation' })), ids([fourth]))
    assert.deepEqual(ids(await store.listIncidents({ severity: 'low' })), ids([first]))
    assert.deepEqual(ids(await store.listIncidents({ statuses: ['dismissed'] })), ids([second]))
    assert.deepEqual(ids(await store.listIncidents({ statuses: ['dismissed', 'open'], severity: 'high' })), [
      fourth.id,
      third.id,
      second.id,
    ])
    assert.deepEqual(await store.listIncidents({ statuses: [] }), [])
    assert.deepEqual(ids(await store.listIncidents({ since: minute(30) })), ids([second]))
    assert.deepEqual(await store.listIncidents({ since: minute(31) }), [])
  }),

  storeCase('S-INC-03', 'pages do not shift while rows arrive', async (store) => {
    const { orders, customers, connection } = await seed(store)
    const opened: Incident[] = []
    for (const table of [orders, customers]) {
      for (const type of ['a', 'b', 'c']) {
        const outcome = await recordOne(store, table, { anomaly: { ...drift('x'), type } })
        opened.unshift(raised(outcome, 'opened').incident)
      }
    }
    const first = await store.listIncidents({ limit: 2 })
    await recordOne(store, orders, { anomaly: { ...drift('x'), type: 'new' } })
    const beforeId = first.at(-1)?.id
    const second = await store.listIncidents({ limit: 2, beforeId })
    const rest = await store.listIncidents({
      connectionId: connection.id,
      limit: 1000,
      beforeId: second.at(-1)?.id,
    })
    assert.deepEqual([...first, ...second, ...rest], opened)
  }),

  storeCase('S-INC-04', 'a page holds 1 to 1000 rows, 100 when nothing is said', async (store) => {
    const { orders } = await seed(store)
    await openIncident(store, orders, 'anomaly 0')
    for (let index = 1; index <= 105; index += 1) {
      await recordOne(store, orders, { anomaly: drift(`anomaly ${index}`) })
    }
    assert.equal((await store.listAnomalies()).length, 100)
    assert.equal((await store.listAnomalies({ limit: 1000 })).length, 106)
    for (const limit of [0, -1, 1.5, 1001]) {
      await assert.rejects(() => store.listAnomalies({ limit }), { code: 'STORE_FAILED' }, `limit ${limit}`)
      await assert.rejects(() => store.listIncidents({ limit }), { code: 'STORE_FAILED' })
      await assert.rejects(() => store.listActivity({ limit }), { code: 'STORE_FAILED' })
      await assert.rejects(() => store.listSnapshots(orders.id, { limit }), { code: 'STORE_FAILED' })
    }
  }),

  storeCase('S-ANOM-01', 'anomalies are listed newest first, filtered by every field', async (store) => {
    const { connection, orders, customers } = await seed(store, 'shop')
    const crm = await seed(store, 'crm')
    const first = await openIncident(store, orders, 'a')
    const second = await openIncident(store, customers, 'b')
    const third = await openIncident(store, crm.orders, 'c')
    const late = { ...drift('d', 'low', minute(40)), type: 'freshness_violation' }
    const fourth = raised(await recordOne(store, orders, { anomaly: late }), 'opened')
    const all = [fourth, third, second, first].map(({ anomaly }) => anomaly)
    assert.deepEqual(await store.listAnomalies(), all)
    const shop = await store.listAnomalies({ connectionId: connection.id })
    assert.deepEqual(ids(shop), ids([fourth.anomaly, second.anomaly, first.anomaly]))
    const both = await store.listAnomalies({ tableIds: [orders.id, customers.id] })
    assert.deepEqual(ids(both), ids(shop))
    assert.deepEqual(await store.listAnomalies({ tableIds: [] }), [])
    const incidentId = second.incident.id
    assert.deepEqual(await store.listAnomalies({ incidentId }), [second.anomaly])
    assert.deepEqual(await store.listAnomalies({ type: 'freshness_violation' }), [fourth.anomaly])
    assert.deepEqual(await store.listAnomalies({ since: minute(40) }), [fourth.anomaly])
    assert.deepEqual(await store.listAnomalies({ since: minute(41) }), [])
    const older = await store.listAnomalies({ beforeId: third.anomaly.id, limit: 1 })
    assert.deepEqual(older, [second.anomaly])
  }),
]
