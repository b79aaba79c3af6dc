export type { Aegis, ScanOptions } from './aegis.ts'
export type { LlmArchitectOptions } from './architect/index.ts'
export {
  describeAnomaly,
  describeChange,
  describeMinutes,
  llmArchitect,
  NO_EVIDENCE_TEXT,
  ruleBasedArchitect,
} from './architect/index.ts'
export type { AegisConfig, ExpectedByOptions, MonitorOptions, RetentionOptions } from './config/index.ts'
export { createAegis } from './create-aegis.ts'
export type {
  AdapterErrorOptions,
  AdapterFailure,
  AegisErrorCode,
  AegisErrorOptions,
  ModelErrorOptions,
  ModelFailure,
} from './errors.ts'
export { AdapterError, AegisError, ModelError } from './errors.ts'
export type { AegisEventName, AegisEvents, Listener, Unsubscribe } from './events/index.ts'
export type { ReportFormat, ReportInput } from './executor/index.ts'
export { incidentReport, sqlGate } from './executor/index.ts'
export type {
  CheckExplanation,
  ExplainedVerdict,
  Explanation,
  SlaEvidence,
  SlaSuggestion,
  SuggestedExpectedBy,
  SuggestSlaOptions,
} from './explain/index.ts'
export { identifierRules } from './identity/index.ts'
export type {
  BlastRadiusOptions,
  FromOpenLineageOptions,
  FromOpenLineageResult,
  LineageGraph,
  LineageGraphOptions,
  LineageRefreshReport,
  LineageSession,
  LineageSessionOptions,
  LineageTable,
  OpenLineageEvent,
  SessionEdge,
  SessionStep,
  ToOpenLineageOptions,
  WalkOptions,
} from './lineage/index.ts'
export { buildLineageGraph, createLineageSession, fromOpenLineage, toOpenLineage } from './lineage/index.ts'
export type * from './model/index.ts'
export type {
  AdapterFactories,
  AdapterFactory,
  MonitorReport,
  StoredConnections,
  TableStatus,
  TableTarget,
  UnopenedConnection,
} from './monitoring/index.ts'
export { openStoredConnections } from './monitoring/index.ts'
export type { ApproveOptions, DismissOptions } from './orchestrator/index.ts'
export type * from './ports/index.ts'
export type { PruneTotals } from './retention/index.ts'
export type { ConnectionScanReport, ScanProblem, ScanReport } from './scanner/index.ts'
export { isSecret, scrubError, scrubText, secret, targetOf } from './secrets/index.ts'
export type { DiffShapesOptions, SchemaSentinelOptions, SeverityPolicy } from './sentinels/index.ts'
export { diffShapes, freshnessSentinel, schemaSentinel } from './sentinels/index.ts'
export { compareSeverity, worstSeverity } from './severity-order.ts'
export { systemClock } from './system-clock.ts'
