import assert from 'node:assert/strict'
import { type Connection, isSecret, type Store, secret } from '@aegis/core'
import { eightTimes, everything, minute, openIncident, seed } from './fixtures.ts'
import { type StoreCase, storeCase, twoHandleCase } from './subject.ts'

const PASSWORD = 'h0rse-b@ttery "staple" ünïcode'
const URI = `postgres://aegis:${encodeURIComponent(PASSWORD)}@db.example.com:5432/shop?sslmode=require`

async function saveWithUri(store: Store, uri: string = URI, name = 'shop'): Promise<Connection> {
  return store.saveConnection({ name, dialect: 'postgresql', uri: secret(uri), at: minute(0) })
}

async function uriOf(store: Store, id: number): Promise<string | null> {
  const uri = await store.readConnectionUri(id)
  assert.ok(uri === null || isSecret(uri), 'readConnectionUri answers with a Secret')
  return uri?.reveal() ?? null
}

export const uriCases: readonly StoreCase[] = [
  storeCase(
    'S-URI-01',
    'a stored URI comes back as it was given, and nothing else shows it',
    async (store) => {
      const saved = await saveWithUri(store)
      assert.equal(saved.hasUri, true)
      assert.equal(saved.target, 'db.example.com:5432/shop')
      assert.deepEqual(await store.listConnections(), [saved])
      assert.equal(await uriOf(store, saved.id), URI)
      const shown = JSON.stringify([saved, await everything(store)])
      for (const part of [URI, PASSWORD, encodeURIComponent(PASSWORD)]) {
        assert.ok(!shown.includes(part), 'no list and no event shows the URI')
      }
      const long = await saveWithUri(store, `${URI}&options=${'x'.repeat(20_000)}`, 'long')
      assert.equal((await uriOf(store, long.id))?.length, URI.length + 20_009)
    },
  ),

  storeCase(
    'S-URI-02',
    'saving a name again keeps its URI, or replaces it when one is given',
    async (store) => {
      const { id } = await saveWithUri(store)
      const same = await store.saveConnection({ name: 'shop', dialect: 'postgresql', at: minute(1) })
      const other = await store.saveConnection({ name: 'shop', dialect: 'snowflake', at: minute(2) })
      assert.deepEqual([same.hasUri, other.hasUri], [true, true])
      assert.equal(await uriOf(store, id), URI)
      const again = await saveWithUri(store, 'postgres://other:long-password@elsewhere/db')
      assert.equal(again.id, id)
      assert.equal(again.target, 'elsewhere/db')
      assert.equal(await uriOf(store, id), 'postgres://other:long-password@elsewhere/db')
    },
  ),

  storeCase(
    'S-URI-03',
    'a connection that is opened in code has no URI, as one that is not there',
    async (store) => {
      const { connection } = await seed(store)
      assert.equal(connection.hasUri, false)
      assert.equal(await store.readConnectionUri(connection.id), null)
      assert.equal(await store.readConnectionUri(connection.id + 1000), null)
    },
  ),

  storeCase('S-URI-04', 'a change touches what it names and nothing else', async (store) => {
    const before = await saveWithUri(store)
    const renamed = await store.changeConnection(before.id, { name: 'crm', isActive: false, at: minute(1) })
    assert.deepEqual(renamed, { ...before, name: 'crm', isActive: false, updatedAt: minute(1) })
    assert.equal(await uriOf(store, before.id), URI)
    const moved = await store.changeConnection(before.id, {
      uri: secret('snowflake://me:long-password@account/db'),
      dialect: 'snowflake',
      at: minute(2),
    })
    assert.deepEqual(moved, { ...renamed, dialect: 'snowflake', target: 'account/db', updatedAt: minute(2) })
    const without = await store.changeConnection(before.id, { uri: null, at: minute(3) })
    assert.deepEqual(without, { ...moved, hasUri: false, target: null, updatedAt: minute(3) })
    assert.equal(await store.readConnectionUri(before.id), null)
    assert.deepEqual(await store.listConnections(), [without])
    assert.equal(await store.changeConnection(before.id + 1000, { name: 'x', at: minute(4) }), null)
  }),

  storeCase('S-URI-05', 'a name that another connection has is refused', async (store) => {
    await seed(store, 'crm')
    const { id } = await saveWithUri(store)
    const before = await everything(store)
    const change = { name: 'crm', uri: secret('postgres://x:long-password@y/z'), at: minute(1) }
    await assert.rejects(() => store.changeConnection(id, change), { code: 'CONFLICT' })
    assert.deepEqual(await everything(store), before, 'nothing is written')
    assert.equal(await uriOf(store, id), URI)
    assert.equal((await store.changeConnection(id, { name: 'shop', at: minute(2) }))?.name, 'shop')
  }),

  storeCase(
    'S-URI-06',
    'a removed connection takes along what belongs to it, and nothing else',
    async (store) => {
      const { id } = await saveWithUri(store)
      const shop = await seed(store, 'shop')
      const crm = await seed(store, 'crm')
      await openIncident(store, shop.orders)
      const kept = await openIncident(store, crm.orders)
      const activity = await store.listActivity()
      assert.equal(await store.removeConnection(id), true)
      assert.equal(await store.removeConnection(id), false)
      assert.deepEqual(await store.listConnections(), [crm.connection])
      assert.equal(await store.readConnectionUri(id), null)
      assert.deepEqual(await store.listTables(), [crm.orders, crm.customers])
      assert.deepEqual(
        (await store.listIncidents()).map((incident) => incident.id),
        [kept.incident.id],
      )
      assert.deepEqual(await store.listActivity(), activity, 'what happened stays told')
      const again = await saveWithUri(store, 'postgres://x:long-password@y/z')
      assert.notEqual(again.id, id, 'an id is never given out twice')
    },
  ),

  storeCase('S-URI-07', 'of eight racing saves one URI is kept, with its own target', async (store) => {
    const [first] = await eightTimes((index) =>
      saveWithUri(store, `postgres://aegis:long-password@db-${index}/shop`),
    )
    const [row, ...others] = await store.listConnections()
    assert.equal(others.length, 0)
    assert.ok(first !== undefined && row?.id === first.id)
    assert.equal(await uriOf(store, first.id), `postgres://aegis:long-password@${row.target}`)
  }),

  twoHandleCase('S-URI-08', 'what one handle keeps another reads', async (first, second) => {
    const { id } = await saveWithUri(first)
    assert.equal(await uriOf(second, id), URI)
    await second.changeConnection(id, { uri: null, at: minute(1) })
    assert.equal(await uriOf(first, id), null)
  }),
]
