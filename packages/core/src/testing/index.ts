export type { FakeName } from './fake-warehouse/fake-catalog.ts'
export type { FakeStatement } from './fake-warehouse/fake-query-log.ts'
export type { FakeColumns, FakeTable } from './fake-warehouse/fake-table.ts'
export type {
  FakeCall,
  FakeControls,
  FakeMethod,
  FakeWarehouse,
  FakeWarehouseOptions,
} from './fake-warehouse/fake-warehouse.ts'
export { fakeWarehouse } from './fake-warehouse/fake-warehouse.ts'
export type { ManualClock } from './manual-clock.ts'
export { manualClock } from './manual-clock.ts'
export type { MemoryData } from './memory-store/memory-data.ts'
export { memoryData } from './memory-store/memory-data.ts'
export type { MemoryStoreOptions } from './memory-store/memory-store.ts'
export { memoryStore } from './memory-store/memory-store.ts'
