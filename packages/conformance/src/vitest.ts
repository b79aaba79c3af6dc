export type { DescribeStoreOptions } from './store/describe-store.ts'
export { describeStore } from './store/describe-store.ts'
