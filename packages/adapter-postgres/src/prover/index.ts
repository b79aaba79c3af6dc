export type { PglitePlanProverOptions } from './pglite-plan-prover.ts'
export { pglitePlanProver } from './pglite-plan-prover.ts'
export type { TransactionPlanProverOptions } from './transaction-plan-prover.ts'
export { transactionPlanProver } from './transaction-plan-prover.ts'
