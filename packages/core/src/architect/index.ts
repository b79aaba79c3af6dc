export { describeAnomaly, describeChange, describeMinutes } from './describe-anomaly.ts'
export { collectEvidence } from './evidence.ts'
export { NO_EVIDENCE_TEXT, ruleBasedArchitect } from './rule-based-architect.ts'
export { faultsOf } from './verify-diagnosis.ts'
