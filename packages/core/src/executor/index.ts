export { preparePlan } from './executor.ts'
export { hashPlan } from './plan-hash.ts'
export { type ProvingDeps, provePlan } from './prove-plan.ts'
export { sqlGate } from './sql-gate.ts'
