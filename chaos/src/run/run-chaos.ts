import { audit, type Verdict } from '../audit/audit.ts'
import { gatherHistory } from '../audit/gather-history.ts'
import { monitorAll, openAegis } from '../open-aegis.ts'
import type { ChaosStore } from '../stores/chaos-store.ts'
import { newWorld, writeWorld } from '../world/world.ts'
import { CONSUMERS, direct, type Goal, type Tally } from './director.ts'
import { createScript } from './script.ts'
import { settle } from './settle.ts'

const SHAPED_TABLES = 16
const TIMED_TABLES = 6
const LEASE_MS = 300_000

export interface ChaosOptions {
  /** Empty, and the run's own. */
  readonly folder: string
  readonly seed: number
  readonly store: ChaosStore
  readonly goal: Goal
  readonly tell: (line: string) => void
}

export interface ChaosOutcome {
  readonly tally: Tally
  readonly verdict: Verdict
  readonly changes: number
  readonly incidents: number
}

/** One whole run: prepares, lets two processes scan and kills them, lets them settle, and audits what is left. */
export async function runChaos({ folder, seed, store, goal, tell }: ChaosOptions): Promise<ChaosOutcome> {
  const world = newWorld(seed, SHAPED_TABLES, TIMED_TABLES, Date.now())
  writeWorld(folder, world)
  const observer = await store.open()
  try {
    await monitorAll(await openAegis(folder, observer))
    // Also fills the cache of compiled code: those that are killed leave none behind.
    const atFirst = await settle(folder, store, observer)
    const script = createScript(folder, world)
    const tally = await direct({ folder, seed, store, observer, script, tell }, goal)
    tell('Letting things settle ...')
    const { troubles, toldUpTo } = await settle(folder, store, observer)
    await script.look(observer)
    tell('Auditing ...')
    const isProvoked = store.troubles.length > 0
    const history = await gatherHistory({
      ...{ folder, store: observer, script, consumers: CONSUMERS, toldUpTo },
      scansEnded: tally.scans,
      leaseMs: LEASE_MS,
      integrityProblems: await store.integrityProblems(),
      unexpected: [
        ...tally.crashes,
        ...atFirst.troubles,
        ...troubles,
        ...(isProvoked ? [] : tally.borne.filter((text) => text.startsWith('STORE_FAILED'))),
      ],
    })
    return {
      tally,
      verdict: audit(history),
      changes: script.changes.length,
      incidents: history.incidents.length,
    }
  } finally {
    await observer.close()
  }
}
