import assert from 'node:assert/strict'
import { everything, minute, openIncident, seed } from './fixtures.ts'
import { type StoreCase, storeCase, twoHandleCase } from './subject.ts'

export const lifecycleCases: readonly StoreCase[] = [
  storeCase('S-SPEC-01', 'names the version of the port it keeps', async (store) => {
    assert.equal(store.spec, 'store/v1')
  }),

  storeCase('S-MIGRATE-01', 'migrating again applies nothing and keeps everything', async (store) => {
    const { orders } = await seed(store)
    await openIncident(store, orders)
    const before = await everything(store)
    const first = await store.migrate()
    const second = await store.migrate()
    assert.deepEqual(first.applied, [])
    assert.deepEqual(second, first)
    assert.deepEqual(await everything(store), before)
  }),

  {
    id: 'S-MIGRATE-02',
    title: 'of two handles that migrate at once each migration is applied by one',
    skip: ({ reopen }) => (reopen === undefined ? 'the subject has no second handle' : undefined),
    async run({ store, reopen }): Promise<void> {
      if (reopen === undefined) return
      const second = await reopen()
      try {
        const reports = await Promise.all([store.migrate(), second.migrate(), store.migrate()])
        const applied = reports.flatMap((report) => report.applied)
        assert.deepEqual([...new Set(applied)], applied, 'no migration is applied twice')
        assert.equal(new Set(reports.map(({ version }) => version)).size, 1)
        await seed(second)
        assert.equal((await store.listConnections()).length, 1)
      } finally {
        await second.close()
      }
    },
  },

  storeCase('S-CLOSE-01', 'closing twice is safe', async (store) => {
    await seed(store)
    await store.close()
    await assert.doesNotReject(store.close())
  }),

  storeCase('S-CLOSE-02', 'a closed store refuses calls', async (store) => {
    await store.close()
    await assert.rejects(() => store.listConnections(), { code: 'STORE_FAILED' })
    await assert.rejects(() => store.saveConnection({ name: 'x', dialect: 'postgresql', at: minute(0) }), {
      code: 'STORE_FAILED',
    })
  }),

  {
    id: 'S-CLOSE-03',
    title: 'what was stored is there after closing and opening again',
    skip: ({ reopen }) => (reopen === undefined ? 'the subject cannot be opened again' : undefined),
    async run({ store, reopen }): Promise<void> {
      if (reopen === undefined) return
      await store.migrate()
      const { orders } = await seed(store)
      await openIncident(store, orders)
      const before = await everything(store)
      await store.close()
      const again = await reopen()
      try {
        await again.migrate()
        assert.deepEqual(await everything(again), before)
      } finally {
        await again.close()
      }
    },
  },

  twoHandleCase('S-HANDLE-01', 'what one handle commits the other reads', async (first, second) => {
    const { orders } = await seed(first)
    const { incident } = await openIncident(second, orders)
    assert.deepEqual(await first.getIncident(incident.id), incident)
    assert.deepEqual(await everything(first), await everything(second))
  }),
]
