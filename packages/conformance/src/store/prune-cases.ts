import assert from 'node:assert/strict'
import type { ActivityDraft, MonitoredTable, PrunableKind, PruneRequest, Snapshot, Store } from '@aegis/core'
import {
  change,
  drift,
  events,
  everything,
  minute,
  move,
  raised,
  recordOne,
  refuses,
  seed,
  shape,
} from './fixtures.ts'
import { type StoreCase, storeCase, twoHandleCase } from './subject.ts'

/** Prunes page by page, as everybody does, and returns how many rows went. */
async function pruneAll(store: Store, kind: PrunableKind, before: Date, limit = 1000): Promise<number> {
  let total = 0
  let afterId: number | undefined
  for (;;) {
    const { removed, nextAfterId } = await store.prune({ kind, before, afterId, limit })
    total += removed
    if (nextAfterId === null) return total
    assert.ok(nextAfterId > (afterId ?? 0), 'each call goes on')
    afterId = nextAfterId
  }
}

async function takeShape(store: Store, table: MonitoredTable, hash: string, at: number): Promise<Snapshot> {
  const [latest] = await store.listSnapshots(table.id, { limit: 1 })
  const snapshot = shape(hash, { capturedAt: minute(at) })
  await recordOne(
    store,
    table,
    { shape: { expectedLatestId: latest?.id ?? null, snapshot } },
    { checkedAt: minute(at) },
  )
  const [taken] = await store.listSnapshots(table.id, { limit: 1 })
  assert.ok(taken !== undefined && taken.id !== latest?.id, 'the shape is the latest one')
  return taken
}

async function look(store: Store, table: MonitoredTable, text: string, at: number): Promise<void> {
  const observation = { verdict: 'fine', text, lastChange: null } as const
  await recordOne(store, table, { observation }, { checkedAt: minute(at) })
}

function line(text: string, at: number, more: Partial<ActivityDraft> = {}): ActivityDraft {
  return {
    agent: 'scanner',
    action: 'scan_completed',
    connectionId: null,
    tableId: null,
    incidentId: null,
    text,
    at: minute(at),
    ...more,
  }
}

async function tell(store: Store, ...minutes: readonly number[]): Promise<void> {
  for (const at of minutes) {
    const facts = { type: 'lineage.refreshed', connection: 'shop', edges: at, unparsed: 0 } as const
    await store.append({ activity: [], events: [{ at: minute(at), facts }] })
  }
}

const hashes = async (store: Store, { id }: MonitoredTable): Promise<readonly string[]> =>
  (await store.listSnapshots(id)).map(({ hash }) => hash)
const seen = async (store: Store, { id }: MonitoredTable): Promise<readonly string[]> =>
  (await store.listObservations(id)).map(({ text }) => text)
const told = async (store: Store): Promise<readonly string[]> =>
  (await store.listActivity()).map(({ text }) => text)

export const pruneCases: readonly StoreCase[] = [
  storeCase(
    'S-PRUNE-01',
    'shapes replaced before the time go; those in force then or later stay, the accepted and the latest too',
    async (store) => {
      const { connection, orders, customers } = await seed(store)
      // The first one is the accepted one.
      for (const at of [1, 2, 3, 10, 20]) await takeShape(store, orders, `h${at}`, at)
      await takeShape(store, customers, 'only', 1)
      const states = await store.loadScanState(connection.id)
      assert.equal(await pruneAll(store, 'snapshots', minute(2)), 0, 'the second one was in force then')
      assert.equal(await pruneAll(store, 'snapshots', minute(12)), 2)
      assert.deepEqual(await hashes(store, orders), ['h20', 'h10', 'h1'])
      assert.equal(await pruneAll(store, 'snapshots', minute(100)), 1)
      assert.deepEqual(await hashes(store, orders), ['h20', 'h1'])
      assert.deepEqual(await hashes(store, customers), ['only'])
      assert.deepEqual(await store.loadScanState(connection.id), states, 'scans judge as before')
    },
  ),

  storeCase(
    'S-PRUNE-02',
    'a shape that an open incident stands on stays until it is closed',
    async (store) => {
      const { orders } = await seed(store)
      const base = await takeShape(store, orders, 'base', 1)
      const drifted = shape('drifted', { capturedAt: minute(2) })
      const { incident } = raised(
        await recordOne(store, orders, {
          anomaly: drift('first'),
          shape: { expectedLatestId: base.id, snapshot: drifted },
        }),
        'opened',
      )
      await takeShape(store, orders, 'later', 3)
      await takeShape(store, orders, 'latest', 4)
      assert.equal(await pruneAll(store, 'snapshots', minute(100)), 1)
      assert.deepEqual(await hashes(store, orders), ['latest', 'drifted', 'base'])
      await move(store, incident, 'dismissed')
      assert.equal(await pruneAll(store, 'snapshots', minute(100)), 1)
      assert.deepEqual(await hashes(store, orders), ['latest', 'base'])
    },
  ),

  storeCase(
    'S-PRUNE-03',
    'observations go once a newer one had followed before the time; the newest stays',
    async (store) => {
      const { orders, customers } = await seed(store)
      for (const at of [1, 2, 3, 10]) await look(store, orders, `look ${at}`, at)
      await look(store, customers, 'only', 1)
      assert.equal(await pruneAll(store, 'observations', minute(5)), 2)
      assert.deepEqual(await seen(store, orders), ['look 10', 'look 3'], 'the third one held until 10')
      assert.equal(await pruneAll(store, 'observations', minute(100)), 1)
      assert.deepEqual(await seen(store, orders), ['look 10'])
      assert.deepEqual(await seen(store, customers), ['only'])
      await look(store, orders, 'look 10', 200)
      assert.deepEqual(
        await seen(store, orders),
        ['look 10'],
        'what was concluded already is not written again',
      )
    },
  ),

  storeCase('S-PRUNE-04', 'an observation of an open incident stays until it is closed', async (store) => {
    const { orders } = await seed(store)
    const observation = { verdict: 'violated', text: 'broken', lastChange: null } as const
    const outcome = await recordOne(store, orders, { anomaly: drift('first'), observation })
    const { incident } = raised(outcome, 'opened')
    for (const at of [2, 3]) await look(store, orders, `look ${at}`, at)
    assert.equal(await pruneAll(store, 'observations', minute(100)), 1)
    assert.deepEqual(await seen(store, orders), ['look 3', 'broken'])
    await move(store, incident, 'dismissed')
    assert.equal(await pruneAll(store, 'observations', minute(100)), 1)
    assert.deepEqual(await seen(store, orders), ['look 3'])
  }),

  storeCase(
    'S-PRUNE-05',
    'old activity goes, but for open incidents and the last time that a shape was accepted',
    async (store) => {
      const { orders } = await seed(store)
      const accepted = { tableId: orders.id, action: 'shape_accepted' } as const
      const { incident } = raised(
        await recordOne(store, orders, { anomaly: drift('first') }, { checkedAt: minute(4) }),
        'opened',
      )
      const [opening] = await told(store)
      const lines = [
        line('old', 1),
        line('accepted first', 2, accepted),
        line('accepted last', 3, accepted),
        line('of a table that is gone', 3, { ...accepted, tableId: orders.id + 1000 }),
        line('of the incident', 4, { incidentId: incident.id }),
        line('new', 10),
      ]
      await store.append({ activity: lines, events: [] })
      assert.equal(await pruneAll(store, 'activity', minute(10)), 3)
      assert.deepEqual(await told(store), ['new', 'of the incident', 'accepted last', opening])
      await move(store, incident, 'dismissed')
      assert.equal(await pruneAll(store, 'activity', minute(10)), 2)
      assert.deepEqual(await told(store), ['new', 'accepted last'])
    },
  ),

  storeCase(
    'S-PRUNE-06',
    'old events go from the oldest on, the rest has no gap, and a reader is told what it missed',
    async (store) => {
      await tell(store, 1, 2, 10, 3, 20)
      const whole = await events(store)
      assert.equal((await store.readEvents(0, 10)).oldestSeq, 1)
      assert.equal(await pruneAll(store, 'events', minute(5)), 2, 'the fourth is behind one that stays')
      const page = { events: whole.slice(2), headSeq: 5, oldestSeq: 3 }
      assert.deepEqual(await store.readEvents(0, 10), page, 'read from before what was pruned')
      assert.deepEqual(await store.readEvents(2, 10), page)
      assert.deepEqual(await store.readEvents(3, 1), { ...page, events: whole.slice(3, 4) })
      const skipping = { kind: 'events', before: minute(100), afterId: 4, limit: 1 } as const
      assert.equal((await store.prune(skipping)).removed, 1)
      assert.equal((await store.readEvents(0, 10)).oldestSeq, 4, 'none is removed from the middle')
      assert.equal(await pruneAll(store, 'events', minute(100)), 2)
      assert.deepEqual(await store.readEvents(0, 10), { events: [], headSeq: 5, oldestSeq: 6 })
      await tell(store, 30)
      const { events: later, ...log } = await store.readEvents(0, 10)
      assert.deepEqual([later.map(({ seq }) => seq), log], [[6], { headSeq: 6, oldestSeq: 6 }])
    },
  ),

  storeCase(
    'S-PRUNE-07',
    'incidents closed before the time go with anomalies and audit trail; open ones stay',
    async (store) => {
      const { orders, customers } = await seed(store)
      const opened = async (table: MonitoredTable, at: number): Promise<number> => {
        const anomaly = drift(`of ${at}`, 'high', minute(at))
        return raised(await recordOne(store, table, { anomaly }, { checkedAt: minute(at) }), 'opened')
          .incident.id
      }
      const close = async (id: number, at: number): Promise<void> => {
        const closed = await store.transition(id, 1, change('dismissed', { at: minute(at) }))
        assert.ok(closed !== null)
      }
      const [early, open] = [await opened(orders, 1), await opened(customers, 1)]
      await close(early, 2)
      const late = await opened(orders, 3)
      await close(late, 50)
      const log = await store.readEvents(0, 1000)
      assert.equal(await pruneAll(store, 'incidents', minute(50)), 1)
      const left = await store.listIncidents()
      assert.deepEqual(
        left.map(({ id }) => id),
        [late, open],
      )
      assert.equal(await store.getIncident(early), null)
      assert.deepEqual(await store.listTransitions(early), [])
      assert.deepEqual(
        (await store.listAnomalies()).map(({ incidentId }) => incidentId),
        [late, open],
      )
      assert.equal(await pruneAll(store, 'incidents', minute(100)), 1)
      assert.deepEqual(
        (await store.listIncidents()).map(({ id }) => id),
        [open],
      )
      assert.equal((await store.listTransitions(open)).length, 1)
      assert.deepEqual(await store.readEvents(0, 1000), log, 'what was told stays told')
    },
  ),

  storeCase('S-PRUNE-08', 'one call looks at no more rows than it was told to', async (store) => {
    const { orders } = await seed(store)
    for (let at = 0; at < 10; at += 1) await look(store, orders, `look ${at}`, at)
    const request = { kind: 'observations', before: minute(100), limit: 4 } as const
    const first = await store.prune(request)
    assert.equal(first.removed, 4)
    assert.deepEqual(await seen(store, orders), ['look 9', 'look 8', 'look 7', 'look 6', 'look 5', 'look 4'])
    assert.ok(first.nextAfterId !== null, 'there is more')
    const second = await store.prune({ ...request, afterId: first.nextAfterId })
    assert.equal(second.removed, 4)
    assert.ok(second.nextAfterId !== null && second.nextAfterId > first.nextAfterId)
    const third = await store.prune({ ...request, afterId: second.nextAfterId })
    assert.deepEqual(third, { removed: 1, nextAfterId: null })
    assert.deepEqual(await store.prune(request), { removed: 0, nextAfterId: null })
  }),

  storeCase('S-PRUNE-09', 'a request that makes no sense is refused', async (store) => {
    await seed(store)
    await tell(store, 1)
    const request: PruneRequest = { kind: 'events', before: minute(100), limit: 10 }
    for (const limit of [0, -1, 1.5, 1001]) {
      await refuses(store, () => store.prune({ ...request, limit }), `limit ${limit}`)
    }
    await refuses(store, () => store.prune({ ...request, before: new Date(Number.NaN) }), 'no time')
  }),

  storeCase('S-PRUNE-10', 'the store tells before which time something may be missing', async (store) => {
    const nothing = { snapshots: null, observations: null, activity: null, events: null, incidents: null }
    const { orders } = await seed(store)
    await look(store, orders, 'look', 1)
    await tell(store, 1, 2, 3)
    assert.deepEqual(await store.getPrunedBefore(), nothing)
    const before = await everything(store)
    assert.equal(await pruneAll(store, 'observations', minute(100)), 0)
    assert.deepEqual(await everything(store), before)
    assert.deepEqual(await store.getPrunedBefore(), nothing, 'nothing went, so nothing is missing')
    assert.equal(await pruneAll(store, 'events', minute(3)), 2)
    assert.deepEqual(await store.getPrunedBefore(), { ...nothing, events: minute(3) })
    assert.equal(await pruneAll(store, 'events', minute(50)), 1)
    await tell(store, 1)
    assert.equal(await pruneAll(store, 'events', minute(2)), 1)
    assert.deepEqual(await store.getPrunedBefore(), { ...nothing, events: minute(50) }, 'it never goes back')
  }),

  twoHandleCase(
    'S-PRUNE-11',
    'pruning beside writers leaves no gap and takes nothing new',
    async (first, second) => {
      const { orders } = await seed(first)
      await tell(first, ...Array.from({ length: 20 }, () => 1))
      const writing = async (): Promise<void> => {
        for (let round = 0; round < 20; round += 1) {
          await recordOne(
            second,
            orders,
            { anomaly: drift(`${round}`, 'high', minute(60)) },
            { checkedAt: minute(60) },
          )
        }
      }
      const pruning = async (): Promise<void> => {
        for (let round = 0; round < 20; round += 1) {
          await first.prune({ kind: 'events', before: minute(50), limit: 1 })
        }
      }
      await Promise.all([writing(), pruning()])
      await pruneAll(first, 'events', minute(50))
      const { events: left, headSeq, oldestSeq } = await second.readEvents(0, 1000)
      assert.deepEqual([headSeq, oldestSeq], [60, 21])
      assert.deepEqual(
        left.map(({ seq }) => seq),
        Array.from({ length: 40 }, (_, index) => index + 21),
      )
    },
  ),
]
