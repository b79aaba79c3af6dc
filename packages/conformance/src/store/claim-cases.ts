import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Incident, Store } from '@aegis/core'
import {
  change,
  drift,
  eightTimes,
  eventTypes,
  headSeq,
  incidentOf,
  move,
  raised,
  recordOne,
  seed,
} from './fixtures.ts'
import { type StoreCase, type StoreSubject, storeCase, twoHandleCase } from './subject.ts'

const HOUR_MS = 3_600_000

/** Opens `count` incidents of one table, oldest first. */
async function openMany(store: Store, count: number): Promise<readonly Incident[]> {
  const { orders } = await seed(store)
  const opened: Incident[] = []
  for (let index = 0; index < count; index += 1) {
    const outcome = await recordOne(store, orders, { anomaly: { ...drift('x'), type: `type ${index}` } })
    opened.push(raised(outcome, 'opened').incident)
  }
  return opened
}

async function claimOne(store: Store, owner: string, leaseMs: number): Promise<Incident> {
  const [claim] = await store.claimInvestigations(owner, 1, leaseMs)
  assert.ok(claim !== undefined, `${owner} gets the incident`)
  return claim.incident
}

/** Lets a lease of 20 ms run out. */
async function outlive({ advance }: StoreSubject): Promise<void> {
  if (advance === undefined) await sleep(60)
  else advance(20)
}

const SHORT_MS = 20

function idsOf(claims: readonly { readonly incident: Incident }[]): readonly number[] {
  return claims.map(({ incident }) => incident.id)
}

export const claimCases: readonly StoreCase[] = [
  storeCase('S-CLAIM-01', 'open incidents are claimed oldest first, as many as asked for', async (store) => {
    const opened = await openMany(store, 5)
    const first = await store.claimInvestigations('worker-1', 2, HOUR_MS)
    assert.deepEqual(idsOf(first), [opened[0]?.id, opened[1]?.id])
    const rest = await store.claimInvestigations('worker-1', 10, HOUR_MS)
    assert.deepEqual(idsOf(rest), [opened[2]?.id, opened[3]?.id, opened[4]?.id])
    assert.deepEqual(await store.claimInvestigations('worker-1', 10, HOUR_MS), [])
  }),

  storeCase('S-CLAIM-02', 'a claim is a step in the incident, its trail and the event log', async (store) => {
    const [incident] = await openMany(store, 1)
    assert.ok(incident !== undefined)
    const seq = await headSeq(store)
    const [claim] = await store.claimInvestigations('worker-1', 1, HOUR_MS)
    assert.deepEqual(claim?.incident, {
      ...incident,
      status: 'investigating',
      version: incident.version + 1,
      updatedAt: claim?.incident.updatedAt,
    })
    assert.ok(claim.expiresAt.getTime() - claim.incident.updatedAt.getTime() === HOUR_MS)
    assert.deepEqual(await incidentOf(store, incident.id), claim.incident)
    const line = (await store.listTransitions(incident.id)).at(-1)
    assert.deepEqual([line?.from, line?.to, line?.actor], ['open', 'investigating', 'aegis'])
    assert.match(line?.reason ?? '', /worker-1/)
    assert.deepEqual(await eventTypes(store, seq), ['incident.updated'])
  }),

  storeCase('S-CLAIM-03', 'of eight racing workers one wins each incident', async (store) => {
    const opened = await openMany(store, 6)
    const claims = await eightTimes((index) => store.claimInvestigations(`worker-${index}`, 2, HOUR_MS))
    const won = claims.flatMap(idsOf)
    assert.deepEqual(
      [...won].sort((a, b) => a - b),
      opened.map(({ id }) => id),
    )
  }),

  storeCase('S-CLAIM-04', 'a claim that runs is not won again', async (store) => {
    await openMany(store, 1)
    await claimOne(store, 'worker-1', HOUR_MS)
    assert.deepEqual(await store.claimInvestigations('worker-2', 10, HOUR_MS), [])
    assert.deepEqual(await store.claimInvestigations('worker-1', 10, HOUR_MS), [])
  }),

  storeCase(
    'S-CLAIM-05',
    'a claim that expired is won again, and its old worker is refused',
    async (store, subject) => {
      await openMany(store, 1)
      const before = await claimOne(store, 'worker-1', SHORT_MS)
      await outlive(subject)
      const after = await claimOne(store, 'worker-2', HOUR_MS)
      assert.equal(after.id, before.id)
      assert.equal(after.version, before.version + 1)
      const stale = await store.transition(before.id, before.version, change('pending_review'))
      assert.equal(stale, null, 'the old worker comes too late')
      const line = (await store.listTransitions(before.id)).at(-1)
      assert.deepEqual([line?.from, line?.to], ['investigating', 'investigating'])
      assert.match(line?.reason ?? '', /worker-2/)
      await move(store, after, 'pending_review')
    },
  ),

  storeCase('S-CLAIM-09', 'only incidents of the connections asked for are claimed', async (store) => {
    const shop = await seed(store, 'shop')
    const crm = await seed(store, 'crm')
    raised(await recordOne(store, shop.orders, { anomaly: drift('x') }), 'opened')
    const { incident: ofCrm } = raised(await recordOne(store, crm.orders, { anomaly: drift('x') }), 'opened')
    assert.deepEqual(await store.claimInvestigations('worker-1', 10, HOUR_MS, []), [])
    const claims = await store.claimInvestigations('worker-1', 10, HOUR_MS, [crm.connection.id])
    assert.deepEqual(
      claims.map(({ incident }) => incident.id),
      [ofCrm.id],
    )
    assert.equal((await store.claimInvestigations('worker-2', 10, HOUR_MS)).length, 1, 'without a list: all')
  }),

  storeCase('S-CLAIM-06', 'a claim that was given up is free at once', async (store) => {
    await openMany(store, 1)
    const claimed = await claimOne(store, 'worker-1', HOUR_MS)
    await move(store, claimed, 'investigating', { reason: 'given up' })
    const again = await claimOne(store, 'worker-2', HOUR_MS)
    assert.equal(again.id, claimed.id)
  }),

  storeCase(
    'S-CLAIM-10',
    'an incident put back to open until a time is free from then on, whoever asks',
    async (store, subject) => {
      await openMany(store, 1)
      const claimed = await claimOne(store, 'worker-1', HOUR_MS)
      const storesNow = claimed.updatedAt.getTime()
      const later = { notBefore: new Date(storesNow + HOUR_MS), reason: 'the model asks to wait' }
      const waiting = await move(store, claimed, 'open', later)
      assert.equal(waiting.status, 'open')
      assert.deepEqual(await store.claimInvestigations('worker-1', 10, HOUR_MS), [])
      assert.deepEqual(await store.claimInvestigations('worker-2', 10, HOUR_MS), [])
      const soon = new Date(storesNow + SHORT_MS)
      await move(store, waiting, 'open', { notBefore: soon })
      await outlive(subject)
      const again = await claimOne(store, 'worker-2', HOUR_MS)
      assert.equal(again.id, claimed.id)
      const free = await move(store, again, 'open')
      assert.equal((await claimOne(store, 'worker-1', HOUR_MS)).id, free.id, 'without a time: at once')
    },
  ),

  storeCase('S-CLAIM-07', 'what waits for a review or is closed is never claimed', async (store, subject) => {
    const opened = await openMany(store, 3)
    const claims = await store.claimInvestigations('worker-1', 10, SHORT_MS)
    const ends = ['pending_review', 'resolved', 'dismissed'] as const
    for (const [index, { incident }] of claims.entries()) {
      await move(store, incident, ends[index] ?? 'resolved')
    }
    await outlive(subject)
    assert.equal(claims.length, opened.length)
    assert.deepEqual(await store.claimInvestigations('worker-2', 10, HOUR_MS), [])
  }),

  twoHandleCase('S-CLAIM-08', 'of workers on two handles one wins each incident', async (first, second) => {
    const opened = await openMany(first, 6)
    const claims = await eightTimes((index) =>
      (index % 2 === 0 ? first : second).claimInvestigations(`worker-${index}`, 2, HOUR_MS),
    )
    const won = claims.flatMap(idsOf)
    assert.deepEqual(
      [...won].sort((a, b) => a - b),
      opened.map(({ id }) => id),
    )
  }),
]
