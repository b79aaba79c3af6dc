export type { PruneTotals } from './prune-store.ts'
export { pruneStore } from './prune-store.ts'
