import { memoryData, memoryStore } from '@aegis/core/testing'
import { describeStore } from '../src/vitest.ts'

describeStore({
  name: 'memoryStore',
  create: () => {
    const data = memoryData()
    let now = Date.UTC(2026, 2, 1)
    const options = { data, now: (): Date => new Date(now) }
    return {
      store: memoryStore(options),
      reopen: async () => memoryStore(options),
      advance: (ms) => {
        now += ms
      },
    }
  },
})
