export type { TypeComparison } from './compare-scalars.ts'
export { canonicalType, compareTypes } from './compare-types.ts'
export type { TypeDifference } from './diff-types.ts'
export { diffTypes } from './diff-types.ts'
