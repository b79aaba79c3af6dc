export type { ExtractedEdge, ExtractedLineage } from './extract-lineage.ts'
export { extractLineage } from './extract-lineage.ts'
export type { SqlLineageOptions } from './sql-lineage.ts'
export { sqlLineage } from './sql-lineage.ts'
