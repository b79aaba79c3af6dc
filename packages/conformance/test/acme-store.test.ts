import { describeStore } from '@aegis/conformance/vitest'
import { memoryData, memoryStore } from '@aegis/core/testing'

describeStore({
  name: 'Acme store',
  create() {
    // Your store, empty and not yet migrated; here the one in memory stands for it.
    const data = memoryData()
    return { store: memoryStore({ data }), reopen: async () => memoryStore({ data }) }
  },
})
