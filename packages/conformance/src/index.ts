export type { ConformanceCase } from './case.ts'
export { storeCases } from './store/store-cases.ts'
export type { StoreCase, StoreSubject } from './store/subject.ts'
