export { explain } from './explain.ts'
export type { CheckExplanation, ExplainedVerdict, Explanation } from './explanation.ts'
