import assert from 'node:assert/strict'
import type { ActivityDraft, EventFacts, ModelCall } from '@aegis/core'
import {
  change,
  drift,
  eightTimes,
  events,
  everything,
  minute,
  openIncident,
  recordOne,
  seed,
} from './fixtures.ts'
import { type StoreCase, storeCase, twoHandleCase } from './subject.ts'

const CALL: ModelCall = {
  model: 'openai:gpt',
  inputTokens: 1200,
  outputTokens: null,
  budgetTokens: 3200,
  latencyMs: 812,
  attempt: 2,
  outcome: 'rate_limited',
}

const FACTS: readonly EventFacts[] = [
  { type: 'anomaly.detected', anomalyId: 1, incidentId: 2, table: 'a.b', anomalyType: 'schema_drift' },
  { type: 'anomaly.detected', anomalyId: 3, incidentId: 4, table: null, anomalyType: 'connection_error' },
  { type: 'incident.created', incidentId: 2, severity: 'critical' },
  { type: 'incident.updated', incidentId: 2, status: 'pending_review' },
  {
    type: 'scan.completed',
    scan: { connection: 'shop', tablesScanned: 10, anomaliesFound: 2, problems: 1, durationMs: 12.5 },
  },
  { type: 'lineage.refreshed', connection: 'shop', edges: 4, unparsed: 1 },
]

function line(text: string, more: Partial<ActivityDraft> = {}): ActivityDraft {
  return {
    agent: 'scanner',
    action: 'scan_completed',
    connectionId: null,
    tableId: null,
    incidentId: null,
    text,
    at: minute(1),
    ...more,
  }
}

function told(index: number): { readonly at: Date; readonly facts: EventFacts } {
  return {
    at: minute(index),
    facts: { type: 'lineage.refreshed', connection: 'shop', edges: index, unparsed: 0 },
  }
}

export const logCases: readonly StoreCase[] = [
  storeCase('S-EVENT-01', 'events are read in order from where a reader stopped', async (store) => {
    assert.deepEqual(await store.readEvents(0, 10), { events: [], headSeq: 0, oldestSeq: 1 })
    for (const index of [1, 2, 3, 4, 5]) await store.append({ activity: [], events: [told(index)] })
    const first = await store.readEvents(0, 2)
    assert.deepEqual(first, {
      events: [1, 2].map((seq) => ({ seq, ...told(seq) })),
      headSeq: 5,
      oldestSeq: 1,
    })
    const rest = await store.readEvents(2, 1000)
    assert.deepEqual(rest, {
      events: [3, 4, 5].map((seq) => ({ seq, ...told(seq) })),
      headSeq: 5,
      oldestSeq: 1,
    })
    assert.deepEqual(await store.readEvents(5, 10), { events: [], headSeq: 5, oldestSeq: 1 })
    assert.deepEqual(await store.readEvents(Number.MAX_SAFE_INTEGER, 10), {
      events: [],
      headSeq: 5,
      oldestSeq: 1,
    })
  }),

  storeCase('S-EVENT-02', 'facts of every type come back exactly', async (store) => {
    await store.append({ activity: [], events: FACTS.map((facts) => ({ at: minute(1), facts })) })
    assert.deepEqual(
      (await events(store)).map(({ facts }) => facts),
      FACTS,
    )
  }),

  storeCase('S-EVENT-03', 'what was refused leaves no gap', async (store) => {
    const { orders } = await seed(store)
    const { incident } = await openIncident(store, orders)
    const bad = { anomaly: drift('bad', 'high', new Date(Number.NaN)) }
    await assert.rejects(() => recordOne(store, orders, bad))
    const wrong = change('dismissed', { acceptSnapshotId: 999_999 })
    await assert.rejects(() => store.transition(incident.id, incident.version, wrong))
    await assert.rejects(() =>
      store.append({ activity: [], events: [told(1), { ...told(2), at: new Date(Number.NaN) }] }),
    )
    await store.append({ activity: [], events: [told(3)] })
    const { events: all, headSeq } = await store.readEvents(0, 1000)
    assert.deepEqual(
      all.map(({ seq }) => seq),
      [1, 2, 3],
    )
    assert.equal(headSeq, 3)
  }),

  storeCase('S-EVENT-04', 'a page of events has 1 to 1000', async (store) => {
    for (const limit of [0, -1, 1.5, 1001]) {
      await assert.rejects(() => store.readEvents(0, limit), { code: 'STORE_FAILED' }, `limit ${limit}`)
    }
  }),

  twoHandleCase('S-EVENT-05', 'seq has no gaps when two handles write at once', async (first, second) => {
    const seeds = [await seed(first, 'shop'), await seed(second, 'crm')] as const
    const seen: number[] = []
    const reader = async (): Promise<void> => {
      const page = await first.readEvents(seen.at(-1) ?? 0, 1000)
      seen.push(...page.events.map(({ seq }) => seq))
    }
    await eightTimes(async (index) => {
      const store = index % 2 === 0 ? first : second
      for (let round = 0; round < 5; round += 1) {
        const { orders } = seeds[index % 2 === 0 ? 0 : 1]
        await recordOne(store, orders, { anomaly: drift(`${index} ${round}`) })
        await store.append({ activity: [], events: [told(round)] })
      }
      if (index === 0) await reader()
    })
    await reader()
    const { headSeq } = await second.readEvents(0, 1)
    assert.equal(headSeq, 8 * 5 * 3)
    assert.deepEqual(
      seen,
      Array.from({ length: headSeq }, (_, index) => index + 1),
      'a reader that resumes from its last seq misses nothing',
    )
  }),

  storeCase('S-ACT-01', 'activity is listed newest first, filtered, in pages', async (store) => {
    const { connection, orders } = await seed(store)
    const lines = [
      line('one', { connectionId: connection.id }),
      line('two', { connectionId: connection.id, tableId: orders.id }),
      line('drei 🦆', { incidentId: 7, agent: 'person', action: 'incident_approved' }),
      line('four', { tableId: orders.id, incidentId: 7 }),
      line('five', { agent: 'architect', action: 'model_called', modelCall: CALL }),
    ]
    await store.append({ activity: lines.slice(0, 2), events: [] })
    await store.append({ activity: lines.slice(2), events: [] })
    const all = await store.listActivity()
    assert.deepEqual(
      all.map(({ id: _id, ...rest }) => rest),
      [...lines].reverse(),
    )
    const texts = async (filter: Parameters<typeof store.listActivity>[0]): Promise<readonly string[]> =>
      (await store.listActivity(filter)).map(({ text }) => text)
    assert.deepEqual(await texts({ connectionId: connection.id }), ['two', 'one'])
    assert.deepEqual(await texts({ tableId: orders.id }), ['four', 'two'])
    assert.deepEqual(await texts({ incidentId: 7 }), ['four', 'drei 🦆'])
    assert.deepEqual(await texts({ actions: ['incident_approved', 'plan_made'] }), ['drei 🦆'])
    assert.deepEqual(await texts({ tableId: orders.id, actions: ['scan_completed'] }), ['four', 'two'])
    assert.deepEqual(await texts({ actions: ['model_called'] }), ['five'])
    assert.deepEqual(await texts({ limit: 2, beforeId: all[2]?.id }), ['two', 'one'])
  }),

  storeCase(
    'S-ACT-02',
    'lines and events appended together are kept together or not at all',
    async (store) => {
      await seed(store)
      await store.append({ activity: [line('a')], events: [told(1)] })
      assert.equal((await store.listActivity()).length, 1)
      assert.equal((await events(store)).length, 1)
      const before = await everything(store)
      const bad = { ...told(2), at: new Date(Number.NaN) }
      await assert.rejects(() => store.append({ activity: [line('b')], events: [bad] }), {
        code: 'STORE_FAILED',
      })
      await store.append({ activity: [], events: [] })
      assert.deepEqual(await everything(store), before)
    },
  ),

  storeCase('S-COPY-01', 'what was given or handed out is no way into the store', async (store) => {
    const { connection, orders } = await seed(store)
    const value = { list: [1] }
    const given = line('given')
    await recordOne(store, orders, { state: { expectedVersion: 0, value } })
    await store.append({ activity: [given], events: [] })
    const before = await everything(store)
    const [state] = await store.loadScanState(connection.id)
    const tampered: readonly unknown[] = [given, value, value.list, state?.table, state?.states[0]?.value]
    for (const object of tampered) {
      // A frozen object throws, a copy does not; both are fine.
      try {
        Object.assign(object ?? {}, { text: 'tampered', list: 'tampered', qualifiedName: 'tampered', 0: 9 })
      } catch (error) {
        assert.ok(error instanceof TypeError)
      }
    }
    assert.deepEqual(await everything(store), before)
  }),
]
