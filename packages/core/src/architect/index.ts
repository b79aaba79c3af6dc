export { describeAnomaly, describeChange, describeMinutes } from './describe-anomaly.ts'
export { collectEvidence } from './evidence.ts'
export { NO_EVIDENCE_TEXT, ruleBasedArchitect } from './rule-based-architect.ts'
export { verifyDiagnosis } from './verify-diagnosis.ts'
