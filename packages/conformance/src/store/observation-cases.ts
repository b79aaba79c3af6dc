import assert from 'node:assert/strict'
import type { CheckResult, Observation, ObservationDraft, Store, TableScanResult } from '@aegis/core'
import {
  check,
  drift,
  everything,
  incidentOf,
  minute,
  move,
  openIncident,
  raised,
  record,
  recordOne,
  refuses,
  result,
  seed,
} from './fixtures.ts'
import { type StoreCase, storeCase } from './subject.ts'

function saw(text: string, more: Partial<ObservationDraft> = {}): ObservationDraft {
  return { verdict: 'fine', text, lastChange: null, ...more }
}

function freshness(observation: ObservationDraft): CheckResult {
  return check({ sentinel: 'freshness', anomalyType: 'freshness_violation', observation })
}

async function texts(
  store: Store,
  tableId: number,
  filter?: Parameters<Store['listObservations']>[1],
): Promise<readonly string[]> {
  return (await store.listObservations(tableId, filter)).map(({ text }) => text)
}

const DRAFTS: readonly ObservationDraft[] = [
  saw('Erster Blick: 🦆, "quoted" \\ and\nlines'),
  saw('no bound', { verdict: 'cannot_tell' }),
  saw('both', { lastChange: { notBefore: minute(-5.25), notAfter: minute(-1) } }),
  saw('not later', { verdict: 'violated', lastChange: { notBefore: null, notAfter: minute(-90) } }),
  saw('not earlier', { verdict: 'cannot_tell', lastChange: { notBefore: minute(-90), notAfter: null } }),
]

/** More than are kept; in batches, as a store that sweeps after each would be slow. */
const WRITTEN = 621

export const observationCases: readonly StoreCase[] = [
  storeCase('S-OBS-01', 'what a look concluded comes back exactly, newest first', async (store) => {
    const { orders } = await seed(store)
    assert.deepEqual(await store.listObservations(orders.id), [])
    for (const [index, observation] of DRAFTS.entries()) {
      const outcome = await recordOne(store, orders, { observation }, { checkedAt: minute(index) })
      assert.equal(outcome.outcome, 'recorded')
    }
    const found = await store.listObservations(orders.id)
    const common = { tableId: orders.id, sentinel: 'schema', anomalyId: null, incidentId: null }
    assert.deepEqual(
      found.map(({ id: _id, ...rest }) => rest),
      DRAFTS.map((draft, index) => ({ ...draft, ...common, at: minute(index) })).reverse(),
    )
    const ids = found.map(({ id }) => id)
    assert.deepEqual(
      ids,
      [...ids].sort((a, b) => b - a),
    )
  }),

  storeCase('S-OBS-02', 'observations are listed by table, sentinel and time, in pages', async (store) => {
    const { orders, customers } = await seed(store)
    for (const index of [1, 2, 3]) {
      const checks = [check({ observation: saw(`schema ${index}`) }), freshness(saw(`fresh ${index}`))]
      await record(store, orders, checks, { checkedAt: minute(index) })
    }
    await recordOne(store, customers, { observation: saw('other') })
    const { id } = orders
    assert.deepEqual(await texts(store, id, { sentinel: 'freshness' }), ['fresh 3', 'fresh 2', 'fresh 1'])
    assert.deepEqual(await texts(store, id, { sentinel: 'schema', before: minute(2) }), [
      'schema 2',
      'schema 1',
    ])
    assert.deepEqual(await texts(store, id, { before: new Date(minute(1).getTime() - 1) }), [])
    const all = await store.listObservations(id)
    assert.equal(all.length, 6)
    const first = await store.listObservations(id, { limit: 4 })
    const second = await store.listObservations(id, { limit: 4, beforeId: first.at(-1)?.id })
    assert.deepEqual([...first, ...second], all)
    assert.deepEqual(await store.listObservations(id + 1000), [])
  }),

  storeCase('S-OBS-03', 'an observation names the anomaly and the incident of its look', async (store) => {
    const { orders } = await seed(store)
    const seen = async (text: string, fingerprint: string | null): Promise<Observation | undefined> => {
      const anomaly = fingerprint === null ? null : drift(fingerprint)
      await recordOne(store, orders, { observation: saw(text), anomaly })
      return (await store.listObservations(orders.id, { limit: 1 }))[0]
    }
    const opened = await seen('opened', 'a')
    const [anomaly] = await store.listAnomalies()
    assert.ok(anomaly !== undefined)
    const { incidentId } = anomaly
    assert.deepEqual([opened?.anomalyId, opened?.incidentId], [anomaly.id, incidentId])
    const merged = await seen('merged', 'b')
    assert.deepEqual(
      [merged?.anomalyId, merged?.incidentId],
      [(await store.listAnomalies())[0]?.id, incidentId],
    )
    const repeated = await seen('repeated', 'a')
    assert.deepEqual([repeated?.anomalyId, repeated?.incidentId], [null, incidentId])
    const none = await seen('none', null)
    assert.deepEqual([none?.anomalyId, none?.incidentId], [null, null])
  }),

  storeCase('S-OBS-04', 'a check that is superseded leaves no observation', async (store) => {
    const { orders } = await seed(store)
    await recordOne(store, orders, { state: { expectedVersion: 0, value: 1 }, observation: saw('first') })
    const late = { state: { expectedVersion: 0 }, observation: saw('late') }
    assert.equal((await recordOne(store, orders, late)).outcome, 'superseded')
    assert.deepEqual(await texts(store, orders.id), ['first'])
  }),

  storeCase('S-OBS-05', 'a batch that is refused leaves no observation', async (store) => {
    const { orders, customers } = await seed(store)
    await recordOne(store, orders, { observation: saw('before') })
    const bad = drift('bad', 'high', new Date(Number.NaN))
    const batch = [
      result(orders, [check({ observation: saw('good') })]),
      result(customers, [check({ anomaly: bad, observation: saw('bad') })]),
    ]
    await refuses(store, () => store.recordScan(batch), 'an invalid date')
    assert.deepEqual(await texts(store, orders.id), ['before'])
    const lastChange = { notBefore: new Date(Number.NaN), notAfter: null }
    const badBound = { observation: saw('bad bound', { lastChange }) }
    await refuses(store, () => recordOne(store, orders, badBound), 'an invalid bound')
    assert.deepEqual(await texts(store, orders.id), ['before'])
  }),

  storeCase(
    'S-OBS-06',
    'what was said last is not written again, what was said before it is',
    async (store) => {
      const { orders, customers } = await seed(store)
      const lastChange = { notBefore: minute(-5), notAfter: minute(-1) }
      const moved = { ...lastChange, notAfter: minute(-2) }
      const a = saw('a', { lastChange })
      const same = saw('a', { lastChange: { ...lastChange } })
      const series = [
        a,
        same,
        saw('b'),
        same,
        saw('a', { lastChange: moved }),
        { ...a, verdict: 'violated' } as const,
      ]
      for (const [index, observation] of series.entries())
        await recordOne(store, orders, { observation }, { checkedAt: minute(index) })
      const found = await store.listObservations(orders.id)
      assert.deepEqual(
        found.map(({ at }) => at),
        [5, 4, 3, 2, 0].map(minute),
        'each at the time of the look that said it first',
      )
      await record(store, orders, [freshness(a)])
      await recordOne(store, customers, { observation: a })
      assert.equal((await store.listObservations(orders.id)).length, 6)
      assert.equal((await store.listObservations(customers.id)).length, 1)
      // Of one batch too.
      const twice = [result(customers, [freshness(saw('x'))]), result(customers, [freshness(saw('x'))])]
      await store.recordScan(twice)
      assert.equal((await store.listObservations(customers.id)).length, 2)
      const before = await everything(store)
      await recordOne(store, customers, { observation: a })
      assert.deepEqual(await everything(store), before)
    },
  ),

  storeCase('S-OBS-07', 'the same words about another incident are written', async (store) => {
    const { orders } = await seed(store)
    const seen = { observation: saw('late', { verdict: 'violated' }), anomaly: drift('late') }
    const { incident } = raised(await recordOne(store, orders, seen), 'opened')
    assert.equal((await recordOne(store, orders, seen)).outcome, 'repeated')
    assert.equal((await store.listObservations(orders.id)).length, 1)
    await move(store, await incidentOf(store, incident.id), 'dismissed')
    const next = raised(await recordOne(store, orders, seen), 'opened')
    await recordOne(store, orders, { observation: seen.observation })
    assert.deepEqual(
      (await store.listObservations(orders.id)).map(({ incidentId }) => incidentId),
      [null, next.incident.id, incident.id],
    )
  }),

  storeCase('S-OBS-08', 'the newest 500 of a table and sentinel are kept, and few more', async (store) => {
    const { orders, customers } = await seed(store)
    await record(store, orders, [freshness(saw('of another sentinel'))])
    await recordOne(store, customers, { observation: saw('of another table') })
    const results: TableScanResult[] = Array.from({ length: WRITTEN }, (_, index) =>
      result(orders, [check({ observation: saw(`${index}`) })], { checkedAt: minute(index) }),
    )
    for (let at = 0; at < WRITTEN; at += 27) await store.recordScan(results.slice(at, at + 27))
    const kept = await texts(store, orders.id, { sentinel: 'schema', limit: 1000 })
    assert.ok(kept.length >= 500 && kept.length < 550, `${kept.length} are kept`)
    assert.deepEqual(
      kept,
      kept.map((_, index) => `${WRITTEN - 1 - index}`),
    )
    assert.equal((await store.listObservations(orders.id, { sentinel: 'freshness' })).length, 1)
    assert.equal((await store.listObservations(customers.id)).length, 1)
  }),

  storeCase('S-OBS-09', 'a removed table takes its observations along', async (store) => {
    const { orders, customers } = await seed(store)
    await openIncident(store, orders)
    await recordOne(store, orders, { observation: saw('gone') })
    await recordOne(store, customers, { observation: saw('stays') })
    await store.removeTable(orders.id)
    assert.deepEqual(await store.listObservations(orders.id), [])
    assert.deepEqual(await texts(store, customers.id), ['stays'])
  }),

  storeCase('S-OBS-10', 'a page of observations has 1 to 1000', async (store) => {
    const { orders } = await seed(store)
    for (const limit of [0, -1, 1.5, 1001]) {
      await assert.rejects(
        () => store.listObservations(orders.id, { limit }),
        { code: 'STORE_FAILED' },
        `limit ${limit}`,
      )
    }
  }),
]
