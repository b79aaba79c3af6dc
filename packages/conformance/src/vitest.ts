export type { DescribeStoreOptions } from './store/describe-store.ts'
export { describeStore } from './store/describe-store.ts'
export type { DescribeWarehouseOptions } from './warehouse/describe-warehouse.ts'
export { describeWarehouse } from './warehouse/describe-warehouse.ts'
