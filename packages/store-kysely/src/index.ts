export type { ColumnTypes, SqlDialectTraits } from './dialect-traits.ts'
export { postgresTraits, sqliteTraits } from './dialect-traits.ts'
export type { KyselyStoreOptions } from './kysely-store.ts'
export { kyselyStore } from './kysely-store.ts'
