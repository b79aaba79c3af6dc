import assert from 'node:assert/strict'
import type { Column, JsonValue } from '@aegis/core'
import {
  check,
  count,
  drift,
  eightTimes,
  everything,
  incidentOf,
  minute,
  openIncident,
  raised,
  record,
  recordOne,
  refuses,
  result,
  seed,
  shape,
} from './fixtures.ts'
import { type StoreCase, storeCase } from './subject.ts'

const STRANGE_COLUMNS: readonly Column[] = [
  { name: 'id', type: 'bigint', nullable: false, ordinal: 1 },
  { name: 'Größe "表"', type: 'character varying(255)', nullable: null, ordinal: 3 },
  { name: 'x'.repeat(300), type: 'STRUCT<`a.b`: INT>', nullable: true, ordinal: 17 },
]

const STATE: JsonValue = { token: '🦆', at: [1, 2.5, null, true], nested: { deep: { er: '' } } }

export const scanCases: readonly StoreCase[] = [
  storeCase(
    'S-SCAN-01',
    'of eight racing anomalies of one table and type one opens the incident',
    async (store) => {
      const { orders } = await seed(store)
      const outcomes = await eightTimes((index) =>
        recordOne(store, orders, { anomaly: drift(`change ${index}`) }),
      )
      assert.equal(count(outcomes, 'opened'), 1)
      assert.equal(count(outcomes, 'merged'), 7)
      const incidents = await store.listIncidents()
      assert.equal(incidents.length, 1)
      assert.equal(incidents[0]?.anomalyIds.length, 8)
      assert.equal((await store.listAnomalies()).length, 8)
    },
  ),

  storeCase('S-SCAN-02', 'an empty batch writes nothing', async (store) => {
    const { orders } = await seed(store)
    await openIncident(store, orders)
    const before = await everything(store)
    assert.deepEqual(await store.recordScan([]), { results: [] })
    assert.deepEqual(await everything(store), before)
  }),

  storeCase('S-SCAN-03', 'the first shape of a table is its accepted one too', async (store) => {
    const { connection, orders, customers } = await seed(store)
    const first = [check({ shape: { expectedLatestId: null, snapshot: shape('v1:a') } })]
    await store.recordScan([result(orders, first), result(customers, first)])
    const [ofOrders] = await store.loadScanState(connection.id)
    assert.equal(ofOrders?.latest?.hash, 'v1:a')
    assert.deepEqual(ofOrders?.accepted, ofOrders?.latest)
    const lines = await store.listActivity({ connectionId: connection.id })
    assert.deepEqual(
      lines.map(({ action }) => action),
      ['baseline_taken'],
      'one line for the batch, not one per table',
    )
    assert.match(lines[0]?.text ?? '', /\b2\b/)
  }),

  storeCase('S-SCAN-04', 'a later shape is the latest; the accepted one stays', async (store) => {
    const { connection, orders } = await seed(store)
    await recordOne(store, orders, { shape: { expectedLatestId: null, snapshot: shape('v1:a') } })
    const [baseline] = await store.listSnapshots(orders.id)
    assert.ok(baseline !== undefined)
    const next = { expectedLatestId: baseline.id, snapshot: shape('v1:b', { capturedAt: minute(2) }) }
    assert.deepEqual(await recordOne(store, orders, { shape: next }), { outcome: 'recorded' })
    const [state] = await store.loadScanState(connection.id)
    assert.equal(state?.latest?.hash, 'v1:b')
    assert.deepEqual(state?.accepted, baseline)
  }),

  storeCase(
    'S-SCAN-05',
    'a check against a shape that moved on is superseded, the rest is written',
    async (store) => {
      const { connection, orders, customers } = await seed(store)
      await recordOne(store, orders, { shape: { expectedLatestId: null, snapshot: shape('v1:a') } })
      const late = check({
        anomaly: drift('late'),
        note: 'late',
        shape: { expectedLatestId: null, snapshot: shape('v1:b') },
        state: { expectedVersion: 0, value: 'late' },
      })
      const fresh = check({ shape: { expectedLatestId: null, snapshot: shape('v1:c') } })
      const { results } = await store.recordScan([result(orders, [late]), result(customers, [fresh])])
      assert.deepEqual(
        results.map(({ checks }) => checks),
        [[{ outcome: 'superseded' }], [{ outcome: 'recorded' }]],
      )
      assert.deepEqual(await store.listAnomalies(), [])
      const [ofOrders, ofCustomers] = await store.loadScanState(connection.id)
      assert.equal(ofOrders?.latest?.hash, 'v1:a')
      assert.deepEqual(ofOrders?.states, [])
      assert.equal(ofCustomers?.latest?.hash, 'v1:c')
    },
  ),

  storeCase('S-SCAN-06', 'a check made from a state that moved on is superseded', async (store) => {
    const { connection, orders } = await seed(store)
    await recordOne(store, orders, { state: { expectedVersion: 0, value: 'first' } })
    const late = { anomaly: drift('late'), state: { expectedVersion: 0, value: 'late' } }
    assert.deepEqual(await recordOne(store, orders, late), { outcome: 'superseded' })
    const early = { state: { expectedVersion: 2, value: 'early' } }
    assert.deepEqual(await recordOne(store, orders, early), { outcome: 'superseded' })
    assert.deepEqual(await store.listAnomalies(), [])
    const [state] = await store.loadScanState(connection.id)
    assert.deepEqual(state?.states, [{ sentinel: 'schema', version: 1, value: 'first' }])
  }),

  storeCase(
    'S-SCAN-13',
    'a state that is only compared is not written, and supersedes when it moved on',
    async (store) => {
      const { connection, orders } = await seed(store)
      await recordOne(store, orders, { state: { expectedVersion: 0, value: 'first' } })
      const overtaken = await recordOne(store, orders, {
        anomaly: drift('late'),
        state: { expectedVersion: 0 },
      })
      assert.deepEqual(overtaken, { outcome: 'superseded' })
      raised(await recordOne(store, orders, { anomaly: drift('x'), state: { expectedVersion: 1 } }), 'opened')
      const [state] = await store.loadScanState(connection.id)
      assert.deepEqual(state?.states, [{ sentinel: 'schema', version: 1, value: 'first' }])
    },
  ),

  storeCase('S-SCAN-07', 'of eight racing baselines one is taken', async (store) => {
    const { orders } = await seed(store)
    const outcomes = await eightTimes((index) =>
      recordOne(store, orders, { shape: { expectedLatestId: null, snapshot: shape(`v1:${index}`) } }),
    )
    assert.equal(count(outcomes, 'recorded'), 1)
    assert.equal(count(outcomes, 'superseded'), 7)
    assert.equal((await store.listSnapshots(orders.id)).length, 1)
  }),

  storeCase('S-SCAN-08', 'a state is kept as it was, its version grows by one', async (store) => {
    const { connection, orders } = await seed(store)
    await recordOne(store, orders, { state: { expectedVersion: 0, value: STATE } })
    await recordOne(store, orders, { sentinel: 'custom', state: { expectedVersion: 0, value: 7 } })
    await recordOne(store, orders, { state: { expectedVersion: 1, value: [STATE] } })
    const [state] = await store.loadScanState(connection.id)
    const states = [...(state?.states ?? [])].sort((a, b) => (a.sentinel < b.sentinel ? -1 : 1))
    assert.deepEqual(states, [
      { sentinel: 'custom', version: 1, value: 7 },
      { sentinel: 'schema', version: 2, value: [STATE] },
    ])
  }),

  storeCase('S-SCAN-09', 'answers come in order, one per result and check', async (store) => {
    const { orders, customers } = await seed(store)
    const { results } = await store.recordScan([
      result(customers, [check({ state: { expectedVersion: 0, value: 1 } }), check({ anomaly: drift('a') })]),
      result(orders, []),
      result(orders, [check({ anomaly: drift('b') }), check({ state: { expectedVersion: 9, value: 1 } })]),
    ])
    assert.deepEqual(
      results.map(({ tableId, checks }) => [tableId, checks.map(({ outcome }) => outcome)]),
      [
        [customers.id, ['recorded', 'opened']],
        [orders.id, []],
        [orders.id, ['opened', 'superseded']],
      ],
    )
  }),

  storeCase('S-SCAN-10', 'a batch with an impossible value is refused whole', async (store) => {
    const { orders, customers } = await seed(store)
    const bad = drift('bad', 'high', new Date(Number.NaN))
    const batch = [
      result(orders, [check({ anomaly: drift('good'), state: { expectedVersion: 0, value: 1 } })]),
      result(customers, [check({ anomaly: bad })]),
    ]
    await refuses(store, () => store.recordScan(batch), 'an invalid date')
    const { incident } = await openIncident(store, orders)
    assert.deepEqual(await incidentOf(store, incident.id), incident, 'the store works on')
  }),

  storeCase(
    'S-SCAN-11',
    'a table removed during its scan is superseded, the rest is written',
    async (store) => {
      const { orders, customers } = await seed(store)
      await store.removeTable(orders.id)
      const found = [check({ anomaly: drift('a') })]
      const problem = { check: 'schema', status: 'missing', detail: 'gone' } as const
      const { results } = await store.recordScan([
        result(orders, found, { problem }),
        result(customers, found),
      ])
      assert.deepEqual(results[0]?.checks, [{ outcome: 'superseded' }])
      raised(results[1]?.checks[0], 'opened')
      assert.equal((await store.listIncidents()).length, 1)
    },
  ),

  storeCase('S-SCAN-12', 'a problem is set, kept and cleared, with a line when it changes', async (store) => {
    const { orders } = await seed(store)
    const problem = { check: 'schema', status: 'forbidden', detail: 'GRANT SELECT ON x TO y' } as const
    const none = { check: 'schema', anomaly: null } as const
    assert.equal((await store.getTable(orders.id))?.problem, none.anomaly)
    await record(store, orders, [], { problem })
    await record(store, orders, [], { problem, checkedAt: minute(2) })
    await record(store, orders, [check({ state: { expectedVersion: 0, value: 1 } })], { problem: undefined })
    assert.deepEqual((await store.getTable(orders.id))?.problem, problem)
    await record(store, orders, [], { problem: null, checkedAt: minute(3) })
    await record(store, orders, [], { problem: null, checkedAt: minute(4) })
    assert.equal((await store.getTable(orders.id))?.problem, null)
    const lines = await store.listActivity({ tableId: orders.id })
    assert.deepEqual(
      lines.map(({ action }) => action),
      ['table_readable', 'table_unreadable'],
    )
    assert.match(lines[1]?.text ?? '', /GRANT SELECT ON x TO y/)
  }),

  storeCase(
    'S-STATE-01',
    'a scan finds its tables by id, each with its own shapes and states',
    async (store) => {
      const { connection, orders, customers } = await seed(store, 'shop')
      const other = await seed(store, 'crm')
      await recordOne(store, customers, {
        shape: { expectedLatestId: null, snapshot: shape('v1:c') },
        state: { expectedVersion: 0, value: 'c' },
      })
      await recordOne(store, other.orders, { shape: { expectedLatestId: null, snapshot: shape('v1:x') } })
      const states = await store.loadScanState(connection.id)
      assert.deepEqual(
        states.map(({ table, latest, states: kept }) => [table.id, latest?.hash ?? null, kept.length]),
        [
          [orders.id, null, 0],
          [customers.id, 'v1:c', 1],
        ],
      )
      assert.deepEqual(states[0]?.table, orders)
      assert.equal(states[0]?.accepted, null)
      assert.deepEqual(await store.loadScanState(connection.id + other.connection.id + 1000), [])
    },
  ),

  storeCase('S-STATE-02', 'a shape comes back exactly', async (store) => {
    const { connection, orders, customers } = await seed(store)
    const strange = shape('v1:strange', {
      kind: 'materialized_view',
      columns: STRANGE_COLUMNS,
      objectId: null,
    })
    const gone = shape('v1:gone', { exists: false, columns: [] })
    await recordOne(store, orders, { shape: { expectedLatestId: null, snapshot: strange } })
    await recordOne(store, customers, { shape: { expectedLatestId: null, snapshot: gone } })
    const [ofOrders, ofCustomers] = await store.loadScanState(connection.id)
    assert.ok(ofOrders?.latest != null && ofCustomers?.latest != null)
    assert.deepEqual({ ...ofOrders.latest }, { id: ofOrders.latest.id, tableId: orders.id, ...strange })
    assert.deepEqual({ ...ofCustomers.latest }, { id: ofCustomers.latest.id, tableId: customers.id, ...gone })
  }),

  storeCase('S-SNAP-01', 'snapshots are listed newest first, in pages', async (store) => {
    const { orders, customers } = await seed(store)
    let expectedLatestId: number | null = null
    for (const hash of ['a', 'b', 'c', 'd', 'e']) {
      await recordOne(store, orders, { shape: { expectedLatestId, snapshot: shape(hash) } })
      expectedLatestId = (await store.listSnapshots(orders.id, { limit: 1 }))[0]?.id ?? null
    }
    await recordOne(store, customers, { shape: { expectedLatestId: null, snapshot: shape('other') } })
    const all = await store.listSnapshots(orders.id)
    assert.deepEqual(
      all.map(({ hash }) => hash),
      ['e', 'd', 'c', 'b', 'a'],
    )
    const first = await store.listSnapshots(orders.id, { limit: 2 })
    const second = await store.listSnapshots(orders.id, { limit: 2, beforeId: first[1]?.id })
    assert.deepEqual(
      [...first, ...second].map(({ hash }) => hash),
      ['e', 'd', 'c', 'b'],
    )
  }),
]
