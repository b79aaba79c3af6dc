import type { Store } from '@aegis/core'
import type { ChildTask } from '../child-task.ts'
import type { ChaosStore } from '../stores/chaos-store.ts'
import { CONSUMERS } from './director.ts'
import { startChild } from './start-child.ts'

export interface Settled {
  readonly troubles: readonly string[]
  /** Every consumer was told at least up to here. */
  readonly toldUpTo: number
}

/** After the last kill: each consumer lives twice more, undisturbed, scans once and hears the rest. */
export async function settle(folder: string, store: ChaosStore, observer: Store): Promise<Settled> {
  const troubles: string[] = []
  async function live(consumer: string): Promise<void> {
    const task: ChildTask = { folder, store: store.address, consumer, seed: 0, does: 'settle' }
    const child = startChild(task, `${folder}/cache`, (report) => {
      if (report.says === 'bore') troubles.push(report.text)
    })
    const { code, stderr } = await child.ended
    if (code !== 0) troubles.push(`a child ended with ${code}: ${stderr.trim()}`)
  }
  for (const consumer of CONSUMERS) await live(consumer)
  const { headSeq: toldUpTo } = await observer.readEvents(Number.MAX_SAFE_INTEGER, 1)
  // Once more: what the last one did the first one has yet to hear.
  for (const consumer of CONSUMERS) await live(consumer)
  return { troubles, toldUpTo }
}
