import type { ConnectionReport } from '../ports/warehouse.ts'
import type { Connections } from './connections.ts'

/** The staged report of the adapter; of an adapter without one, that it has none. */
export async function testConnection(
  connections: Connections,
  name: string,
  signal: AbortSignal | undefined,
): Promise<ConnectionReport> {
  const { warehouse } = connections.byName(name)
  if (warehouse.testConnection !== undefined) return warehouse.testConnection({ signal })
  const message = 'This adapter has no staged test.'
  return {
    ok: true,
    server: null,
    stages: [{ stage: 'network', status: 'not_run', message, fix: null, durationMs: 0 }],
  }
}
