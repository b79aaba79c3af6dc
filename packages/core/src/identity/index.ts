export { identifierRules } from './identifier-rules.ts'
