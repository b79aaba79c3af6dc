export type { ConformanceCase } from './case.ts'
export type { KnownGap } from './known-gap.ts'
export { confirmGap } from './known-gap.ts'
export { storeCases } from './store/store-cases.ts'
export type { StoreCase, StoreSubject } from './store/subject.ts'
export { warehouseCases } from './warehouse/warehouse-cases.ts'
export type {
  SeededColumn,
  SeededTable,
  SeededWarehouse,
  SeededWatermark,
  WarehouseHooks,
  WarehouseSubject,
} from './warehouse/warehouse-subject.ts'
