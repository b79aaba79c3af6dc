export { createConnectionLineage } from './connection-lineage.ts'
export type { IngestResult } from './ingest.ts'
export { createLineageIngest } from './ingest.ts'
export type { BlastRadiusOptions, LineageGraph, LineageGraphOptions, WalkOptions } from './lineage-graph.ts'
export { buildLineageGraph } from './lineage-graph.ts'
export type {
  FromOpenLineageOptions,
  FromOpenLineageResult,
  OpenLineageEvent,
  ToOpenLineageOptions,
} from './openlineage/index.ts'
export { fromOpenLineage, toOpenLineage } from './openlineage/index.ts'
export type { LineageRefreshReport } from './refresh.ts'
export { refreshLineage } from './refresh.ts'
export type { LineageTable } from './resolve-name.ts'
export type {
  LineageSession,
  LineageSessionOptions,
  SessionEdge,
  SessionStep,
} from './session/lineage-session.ts'
export { createLineageSession } from './session/lineage-session.ts'
