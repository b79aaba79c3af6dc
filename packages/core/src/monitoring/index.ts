export type { Connections } from './connections.ts'
export { createConnections } from './connections.ts'
export type { TableTarget } from './find-table.ts'
export { findTable } from './find-table.ts'
export type { MonitorReport } from './monitor-tables.ts'
export { monitorTables, unmonitorTable } from './monitor-tables.ts'
export type {
  AdapterFactories,
  AdapterFactory,
  StoredConnections,
  UnopenedConnection,
} from './open-stored-connections.ts'
export { openStoredConnections } from './open-stored-connections.ts'
export type { TableStatus } from './table-status.ts'
export { readTableStatus } from './table-status.ts'
export { testConnection } from './test-connection.ts'
