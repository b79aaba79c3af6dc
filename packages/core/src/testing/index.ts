export type { MemoryData } from './memory-store/memory-data.ts'
export { memoryData } from './memory-store/memory-data.ts'
export type { MemoryStoreOptions } from './memory-store/memory-store.ts'
export { memoryStore } from './memory-store/memory-store.ts'
