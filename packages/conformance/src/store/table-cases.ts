import assert from 'node:assert/strict'
import {
  eightTimes,
  everything,
  minute,
  openIncident,
  recordOne,
  seed,
  shape,
  tableDraft,
} from './fixtures.ts'
import { type StoreCase, storeCase } from './subject.ts'

const STRANGE_NAMES: readonly string[] = [
  'Größe 表 🦆',
  'x'.repeat(300),
  'a.b.c',
  'say "hi"',
  "it's; drop table x --",
  ' spaces ',
  'ORDERS',
  '\\backslash%_',
  'line\nbreak',
]

export const tableCases: readonly StoreCase[] = [
  storeCase('S-TABLE-01', 'rows come back in the order of the drafts', async (store) => {
    const { connection } = await seed(store)
    const drafts = ['z', 'orders', 'a', 'customers', 'z'].map((name) => tableDraft(name))
    const rows = await store.saveTables(connection.id, drafts, minute(1))
    assert.deepEqual(
      rows.map(({ ref }) => ref.name),
      ['z', 'orders', 'a', 'customers', 'z'],
    )
    assert.deepEqual(rows[0], rows[4], 'a table named twice is one row')
    assert.equal((await store.listTables()).length, 4)
    assert.deepEqual(await store.saveTables(connection.id, [], minute(1)), [])
  }),

  storeCase('S-TABLE-02', 'a known table is updated in place', async (store) => {
    const { connection, orders } = await seed(store)
    const draft = tableDraft('orders', {
      checkTypes: ['schema'],
      freshnessSlaMinutes: null,
      expectedBy: { cron: '0 6 * * 1-5', timeZone: 'Europe/Berlin', graceMinutes: 30 },
      watermarkColumn: 'updated_at',
    })
    const [updated] = await store.saveTables(connection.id, [draft], minute(2))
    assert.deepEqual(updated, {
      ...orders,
      checkTypes: ['schema'],
      freshnessSlaMinutes: null,
      expectedBy: { cron: '0 6 * * 1-5', timeZone: 'Europe/Berlin', graceMinutes: 30 },
      watermarkColumn: 'updated_at',
      updatedAt: minute(2),
    })
    assert.deepEqual(await store.getTable(orders.id), updated)
  }),

  storeCase('S-TABLE-03', 'connection, catalog and schema tell tables of one name apart', async (store) => {
    const { connection, orders } = await seed(store, 'shop')
    const other = await seed(store, 'crm')
    const name = 'orders'
    const drafts = [
      tableDraft(name, { ref: { catalog: 'lake', schema: 'analytics', name } }),
      tableDraft(name, { ref: { catalog: '', schema: 'raw', name } }),
    ]
    const rows = await store.saveTables(connection.id, drafts, minute(1))
    const ids = [orders.id, other.orders.id, ...rows.map(({ id }) => id)]
    assert.equal(new Set(ids).size, 4)
    assert.deepEqual(
      rows.map(({ ref }) => ref),
      drafts.map(({ ref }) => ref),
    )
  }),

  storeCase('S-TABLE-04', 'all tables are listed, oldest first, or those asked for', async (store) => {
    const { connection } = await seed(store, 'shop')
    const other = await seed(store, 'crm')
    const drafts = Array.from({ length: 1500 }, (_, index) => tableDraft(`t${1500 - index}`))
    await store.saveTables(connection.id, drafts, minute(1))
    const all = await store.listTables()
    assert.equal(all.length, 1504, 'a listing of tables is never cut')
    const ids = all.map(({ id }) => id)
    assert.deepEqual(
      ids,
      [...ids].sort((a, b) => a - b),
    )
    assert.deepEqual(await store.listTables({ connectionId: other.connection.id }), [
      other.orders,
      other.customers,
    ])
    const named = await store.listTables({
      connectionId: other.connection.id,
      qualifiedName: 'analytics.orders',
    })
    assert.deepEqual(named, [other.orders])
    assert.equal((await store.listTables({ qualifiedName: 'analytics.orders' })).length, 2)
  }),

  storeCase('S-TABLE-05', 'an unknown table is null', async (store) => {
    const { orders, customers } = await seed(store)
    assert.deepEqual(await store.getTable(orders.id), orders)
    assert.equal(await store.getTable(orders.id + customers.id + 1000), null)
  }),

  storeCase('S-TABLE-06', 'strange names come back exactly', async (store) => {
    const { connection } = await seed(store)
    const drafts = STRANGE_NAMES.map((name) =>
      tableDraft(name, {
        ref: { catalog: name, schema: name, name },
        qualifiedName: name,
        watermarkColumn: name,
      }),
    )
    const rows = await store.saveTables(connection.id, drafts, minute(1))
    assert.equal(new Set(rows.map(({ id }) => id)).size, STRANGE_NAMES.length)
    for (const [index, name] of STRANGE_NAMES.entries()) {
      const row = rows[index]
      assert.deepEqual(row?.ref, { catalog: name, schema: name, name })
      assert.equal(row?.watermarkColumn, name)
      assert.deepEqual(await store.listTables({ qualifiedName: name }), [row])
    }
  }),

  storeCase(
    'S-TABLE-07',
    'a removed table takes its snapshots, anomalies and incidents along',
    async (store) => {
      const { connection, orders, customers } = await seed(store)
      const shaped = { expectedLatestId: null, snapshot: shape('v1:a') }
      await recordOne(store, orders, { shape: shaped, state: { expectedVersion: 0, value: { n: 1 } } })
      const { incident } = await openIncident(store, orders)
      const kept = await openIncident(store, customers)
      const { headSeq } = await store.readEvents(0, 1000)

      assert.equal(await store.removeTable(orders.id), true)
      assert.equal(await store.removeTable(orders.id), false)
      assert.equal(await store.getTable(orders.id), null)
      assert.deepEqual(await store.listSnapshots(orders.id), [])
      assert.equal(await store.getIncident(incident.id), null)
      assert.deepEqual(await store.listTransitions(incident.id), [])
      assert.deepEqual(await store.listIncidents(), [kept.incident])
      assert.deepEqual(await store.listAnomalies(), [kept.anomaly])
      assert.deepEqual(
        (await store.loadScanState(connection.id)).map(({ table }) => table.id),
        [customers.id],
      )
      assert.equal((await store.readEvents(0, 1000)).events.length, headSeq, 'what was told stays told')
    },
  ),

  storeCase('S-TABLE-08', 'saving the same again writes nothing', async (store) => {
    const { connection, orders } = await seed(store)
    await recordOne(store, orders, {}, { problem: { check: 'schema', status: 'forbidden', detail: 'GRANT' } })
    const before = await everything(store)
    const drafts = [tableDraft('orders'), tableDraft('customers')]
    await store.saveTables(connection.id, drafts, minute(9))
    await store.saveTables(connection.id, [], minute(9))
    assert.deepEqual(await everything(store), before)
  }),

  storeCase('S-TABLE-09', 'of eight racing saves of a new table one inserts', async (store) => {
    const { connection } = await seed(store)
    const saved = await eightTimes(() => store.saveTables(connection.id, [tableDraft('new')], minute(1)))
    assert.equal(new Set(saved.flatMap((rows) => rows.map(({ id }) => id))).size, 1)
    assert.equal((await store.listTables()).length, 3)
  }),
]
