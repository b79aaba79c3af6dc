export type { PlanInput } from './executor.ts'
export { preparePlan } from './executor.ts'
