export type { ConnectionKnowledge } from './diagnosis-context.ts'
export { createInvestigator } from './investigate.ts'
export type { ApproveOptions, DismissOptions } from './review.ts'
export { createReviewer } from './review.ts'
