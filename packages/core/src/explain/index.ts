export { explain } from './explain.ts'
export type { CheckExplanation, ExplainedVerdict, Explanation } from './explanation.ts'
export type {
  SlaEvidence,
  SlaSuggestion,
  SuggestedExpectedBy,
  SuggestSlaOptions,
} from './sla/sla-suggestion.ts'
export { suggestSla } from './sla/suggest-sla.ts'
