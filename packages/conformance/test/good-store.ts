import { memoryData, memoryStore } from '@aegis/core/testing'
import type { GoodStore } from './store-mutants/mutant.ts'

/** A correct store with handles that share their data and a clock that is moved by hand. */
export function goodStore(): GoodStore {
  const data = memoryData()
  let now = Date.UTC(2026, 2, 1)
  const options = { data, now: (): Date => new Date(now) }
  const subject = {
    store: memoryStore(options),
    reopen: async () => memoryStore(options),
    advance: (ms: number): void => {
      now += ms
    },
  }
  return { subject, data }
}
