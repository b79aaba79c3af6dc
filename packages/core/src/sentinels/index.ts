export { freshnessSentinel } from './freshness/freshness-sentinel.ts'
export type { SchemaSentinelOptions } from './schema/schema-sentinel.ts'
export { schemaSentinel } from './schema/schema-sentinel.ts'
