export type { ClientLike, PoolLike, StatementConfig, StatementResult, ValueParsers } from './client.ts'
export type { PostgresStoreOptions } from './options.ts'
export { postgresStore } from './postgres-store.ts'
