import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryStore } from '@aegis/core/testing'
import { gatherHistory } from '../src/audit/gather-history.ts'
import type { History } from '../src/audit/history.ts'
import { openDeliveryLog } from '../src/delivery-log.ts'
import { monitorAll, openAegis } from '../src/open-aegis.ts'
import { randomOf } from '../src/random.ts'
import { createScript } from '../src/run/script.ts'
import { newWorld, writeWorld } from '../src/world/world.ts'

const SCANS = 120
const LEASE_MS = 60_000

/** What is left of a run in which nothing was killed. */
export async function quietHistory(seed: number): Promise<History> {
  const folder = mkdtempSync(join(tmpdir(), 'aegis-quiet-'))
  try {
    const world = newWorld(seed, 4, 2, Date.now())
    writeWorld(folder, world)
    const store = memoryStore()
    const log = openDeliveryLog(folder, 'a')
    const aegis = await openAegis(folder, store, { eventsAfter: 0 })
    const types = ['anomaly.detected', 'incident.created', 'incident.updated', 'scan.completed'] as const
    for (const type of types) aegis.on(type, ({ seq }) => log.handle({ seq, type }))
    await monitorAll(aegis)
    const script = createScript(folder, world)
    const random = randomOf(seed, 1)
    for (let scan = 0; scan < SCANS; scan += 1) {
      script.change(random)
      const { generation } = script.world()
      await aegis.scan()
      script.scanEnded(generation)
      await script.look(store)
      const [waiting] = await aegis.incidents({ statuses: ['pending_review'] })
      if (waiting !== undefined && scan % 5 === 0)
        await aegis.dismiss(waiting.id, { by: 'a person', reason: 'known' })
    }
    await aegis.scan()
    const { headSeq } = await store.readEvents(Number.MAX_SAFE_INTEGER, 1)
    return await gatherHistory({
      ...{ folder, store, script, consumers: ['a'], toldUpTo: headSeq },
      ...{ scansEnded: SCANS, leaseMs: LEASE_MS, integrityProblems: [], unexpected: [] },
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
