export { preparePlan } from './executor.ts'
