// One life: opens a real Aegis, scans, reviews and listens until it is killed. Started by the director only.
import { writeSync } from 'node:fs'
import { type Aegis, AegisError, type AegisEventName, type Incident } from '@aegis/core'
import { type ChildReport, type ChildTask, childTaskSchema, writeReport } from './child-task.ts'
import { openDeliveryLog } from './delivery-log.ts'
import { openAegis } from './open-aegis.ts'
import { type Random, randomOf } from './random.ts'
import { openStore } from './stores/open-store.ts'
import { readWorld } from './world/world.ts'

const LOGGED: readonly Exclude<AegisEventName, 'events.missed' | 'listener.failed'>[] = [
  'anomaly.detected',
  'incident.created',
  'incident.updated',
  'scan.completed',
  'lineage.refreshed',
]
const REVIEW_SHARE = 0.3

/** At once and whole: what was said before a kill has been said. */
function say(report: ChildReport): void {
  writeSync(1, `${writeReport(report)}\n`)
}

/** What may go wrong while others write, and while the store is made to fail. Anything else ends this life with a stack. */
function bear(error: unknown, codes: readonly string[]): void {
  if (!AegisError.isInstance(error) || !codes.includes(error.code)) throw error
  say({ says: 'bore', text: `${error.code}: ${error.message}` })
}

async function review(aegis: Aegis, { id }: Incident, random: Random): Promise<void> {
  const by = 'a person'
  try {
    if (random.chance(0.5)) await aegis.dismiss(id, { by, reason: 'known' })
    else await aegis.approve(id, { by, decision: random.chance(0.7) ? 'accept_change' : 'apply_plan' })
  } catch (error) {
    bear(error, ['CONFLICT', 'ILLEGAL_STATE', 'STORE_FAILED'])
  }
}

async function open(task: ChildTask): Promise<Aegis | null> {
  const { folder, consumer } = task
  const deliveries = openDeliveryLog(folder, consumer)
  try {
    const aegis = await openAegis(folder, await openStore(task.store), { eventsAfter: deliveries.handledSeq })
    for (const type of LOGGED) aegis.on(type, ({ seq }) => deliveries.handle({ seq, type }))
    return aegis
  } catch (error) {
    bear(error, ['STORE_FAILED'])
    return null
  }
}

async function round(aegis: Aegis, { folder, does }: ChildTask, random: Random): Promise<void> {
  const { generation } = readWorld(folder)
  say({ says: 'began', generation })
  try {
    await aegis.scan()
    say({ says: 'ended', generation })
    if (does === 'settle' || !random.chance(REVIEW_SHARE)) return
    const incident = random.pick(await aegis.incidents({ statuses: ['pending_review'], limit: 20 }))
    if (incident !== undefined) await review(aegis, incident, random)
  } catch (error) {
    bear(error, ['STORE_FAILED'])
  }
}

const task = childTaskSchema.parse(JSON.parse(process.argv[2] ?? ''))
const random = randomOf(task.seed, 0)
const aegis = await open(task)
if (aegis !== null) {
  say({ says: 'ready' })
  do await round(aegis, task, random)
  while (task.does === 'scan')
  await aegis.close()
}
