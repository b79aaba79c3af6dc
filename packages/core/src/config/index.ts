export type { AegisConfig, RetentionOptions } from './aegis-config.ts'
export type { CheckedConfig } from './check-config.ts'
export { checkConfig } from './check-config.ts'
export type { ExpectedByOptions, MonitorOptions } from './monitor-options.ts'
