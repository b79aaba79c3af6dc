export type { AegisConfig } from './aegis-config.ts'
export type { CheckedConfig } from './check-config.ts'
export { checkConfig } from './check-config.ts'
export type { MonitorOptions } from './monitor-options.ts'
