export type { LlmArchitectOptions } from './llm-architect.ts'
export { llmArchitect } from './llm-architect.ts'
