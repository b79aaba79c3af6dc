export type { PglitePlanProverOptions } from './pglite-plan-prover.ts'
export { pglitePlanProver } from './pglite-plan-prover.ts'
